"""What the papers say, in Chinese and in English.

One dataclass holds every phrase, so that a phrase missing in one language is a type error and not a hole in
a driver's sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Every word that a paper prints by itself."""

    language: Language
    weekdays: tuple[str, ...]
    months: tuple[str, ...]

    route_sheet: str
    duty: str
    plan: str
    draft: str
    draft_warning: str
    vehicle: str
    number_of: str
    seats: str
    wheelchair_spaces: str
    operator: str
    plate: str
    drivers: str
    driver: str
    drive_by: str
    escort: str
    begins: str
    ends: str
    distance: str
    driving: str
    people: str
    most_aboard: str
    contacts: str
    roles: dict[str, str]

    stop: str
    time: str
    place_and_people: str
    aboard: str
    arrive: str
    start: str
    depart: str
    begin_here: str
    end_here: str
    pick_up: str
    set_down: str
    persons: str
    phone_end: str
    from_service: str
    to_service: str
    needs: dict[str, str]
    withdrawn: str
    no_show: str
    at_the_door: str
    wheelchairs: str
    rest: str
    wait: str
    night_stop: str
    swap: str

    deadlines: str
    deadline: str
    planned: str
    spare: str
    check_in_closes: str
    gate_closes: str
    connects: str
    when_late: str
    late_advice: tuple[str, ...]
    modes: dict[str, str]
    signatures: tuple[str, ...]
    printed: str
    scan: str
    scan_link: str
    seat: str

    manifest: str
    from_to: str
    check_in: str
    comes_by: str
    goes_by: str
    employer: str
    counts: tuple[str, ...]
    handover: str
    every_place: str
    gives: str
    takes: str
    latest: str
    counted_out: str
    counted_in: str
    signed: str
    handover_advice: str

    intake_list: str
    summary: str
    slot: str
    gate: str
    window: str
    capacity: str
    expected: str
    first_arrival: str
    last_arrival: str
    arrival: str
    vehicle_or_service: str
    party: str
    name: str
    party_size: str
    sex: str
    sexes: dict[str, str]
    birth_year: str
    need: str
    contact: str
    arrived: str
    total: str


ZH = Phrases(
    language="zh",
    weekdays=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    months=tuple(f"{n}月" for n in range(1, 13)),
    route_sheet="行车路线单",
    duty="班次",
    plan="方案",
    draft="草案",
    draft_warning="方案尚未发布，不得据此发车",
    vehicle="车辆",
    number_of="第 {number} 辆 / 共 {count} 辆",
    seats="{n} 座",
    wheelchair_spaces="轮椅位 {n}",
    operator="承运单位",
    plate="车牌",
    drivers="驾驶员",
    driver="驾驶员 {n}",
    drive_by="驾驶员 {n} 驾驶",
    escort="带队人员",
    begins="发车",
    ends="收车",
    distance="全程",
    driving="驾驶时间",
    people="乘客",
    most_aboard="最多同时在车",
    contacts="联系人",
    roles={
        "desk": "调度台",
        "liaison": "目的地联络员",
        "organisation": "联系人",
    },
    stop="站",
    time="时间",
    place_and_people="地点与乘客",
    aboard="离站在车",
    arrive="到",
    start="开始",
    depart="开",
    begin_here="由此发车",
    end_here="行程结束",
    pick_up="上车",
    set_down="下车",
    persons="{n} 人",
    phone_end="尾号 {digits}",
    from_service="自 {service} 转来",
    to_service="转乘 {service}",
    needs={
        "wheelchair": "轮椅",
        "walks_badly": "行走不便",
        "hearing": "听力不便",
        "sight": "视力不便",
        "car_sick": "易晕车",
        "pregnant": "孕妇",
        "companion": "陪同",
        "door_pickup": "上门接",
    },
    withdrawn="已退出",
    no_show="未到",
    at_the_door="上门接",
    wheelchairs="轮椅 {n}",
    rest="停车休息",
    wait="等候",
    night_stop="夜间停驶",
    swap="换驾驶员",
    deadlines="必须赶上的时间",
    deadline="最晚",
    planned="计划",
    spare="余量",
    check_in_closes="{service} 截止集合",
    gate_closes="厂门接收截止",
    connects="接驳班次 {duty} 发车",
    when_late="晚点怎么办",
    late_advice=(
        "预计晚点 15 分钟以上：停稳后立即电告调度台，说明班次号、所在地、预计到达时间。",
        "赶不上“必须赶上的时间”时，由调度台改签、改派或通知厂方；未接到答复前按原路线行驶。",
        "不得少休息、不得超时驾驶、不得在停驶时段行车来赶时间。",
        "乘客未到：等到本站开车时间，按名单电话联系（号码问调度台），经调度台同意后开车，并在名单上画圈。",
        "不得早于开车时间离站；不得在名单以外的地点上下客。",
    ),
    modes={"flight": "航班", "rail": "列车", "ferry": "轮渡"},
    signatures=("驾驶员签字", "带队人员签字", "实际发车", "实际收车"),
    printed="打印于",
    scan="扫码报班次号",
    scan_link="扫码在手机上打开：乘客上车打勾",
    seat="座 {seats}",
    manifest="乘客名单",
    from_to="起讫",
    check_in="截止集合",
    comes_by="由何车送来",
    goes_by="由何车接走",
    employer="用人单位",
    counts=("交付人数", "登乘人数", "带队人员签字", "承运方签字"),
    handover="交接单",
    every_place="全部交接点",
    gives="交方",
    takes="接方",
    latest="最晚",
    counted_out="交出人数",
    counted_in="接收人数",
    signed="双方签字",
    handover_advice="交方逐人清点交出人数，接方逐人清点接收人数；两数不符时先核对名单，并立即电告调度台。",
    intake_list="接收名单",
    summary="汇总",
    slot="接收批次",
    gate="厂门",
    window="接收时间",
    capacity="可接收人数",
    expected="计划到达人数",
    first_arrival="最早到达",
    last_arrival="最晚到达",
    arrival="到达时间",
    vehicle_or_service="乘坐车辆",
    party="同行组",
    name="姓名",
    party_size="同行人数",
    sex="性别",
    sexes={"female": "女", "male": "男"},
    birth_year="出生年份",
    need="特殊需要",
    contact="电话尾号",
    arrived="实到（签）",
    total="合计",
)

EN = Phrases(
    language="en",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    route_sheet="Route sheet",
    duty="Duty",
    plan="Plan",
    draft="draft",
    draft_warning="This plan is not published. Do not drive by this sheet.",
    vehicle="Vehicle",
    number_of="no. {number} of {count}",
    seats="{n} seats",
    wheelchair_spaces="wheelchair spaces {n}",
    operator="Operator",
    plate="Plate",
    drivers="Drivers",
    driver="Driver {n}",
    drive_by="Driver {n} drives",
    escort="Escort",
    begins="Begins",
    ends="Ends",
    distance="Distance",
    driving="Driving time",
    people="Passengers",
    most_aboard="Most aboard at once",
    contacts="Contacts",
    roles={
        "desk": "Dispatch desk",
        "liaison": "Liaison at destination",
        "organisation": "Contact",
    },
    stop="Stop",
    time="Time",
    place_and_people="Place and people",
    aboard="Aboard",
    arrive="arr",
    start="from",
    depart="dep",
    begin_here="Begin here",
    end_here="End of duty",
    pick_up="Pick up",
    set_down="Set down",
    persons="{n}",
    phone_end="tel. ends {digits}",
    from_service="off {service}",
    to_service="for {service}",
    needs={
        "wheelchair": "wheelchair",
        "walks_badly": "limited mobility",
        "hearing": "hard of hearing",
        "sight": "poor sight",
        "car_sick": "gets car-sick",
        "pregnant": "pregnant",
        "companion": "companion",
        "door_pickup": "door pick-up",
    },
    withdrawn="withdrawn",
    no_show="did not appear",
    at_the_door="Door pick-up",
    wheelchairs="wheelchair {n}",
    rest="Break, vehicle stands",
    wait="Wait",
    night_stop="Night stop, no driving",
    swap="Change drivers",
    deadlines="Times that must be met",
    deadline="Latest",
    planned="Planned",
    spare="To spare",
    check_in_closes="{service} check-in closes",
    gate_closes="Gate stops taking people in",
    connects="Connecting duty {duty} leaves",
    when_late="When you are late",
    late_advice=(
        (
            "More than 15 minutes late: stop safely and call the dispatch desk at once; say the duty number, where you "
            "are and when you expect to arrive."
        ),
        (
            "If you cannot meet a time that must be met, the desk rebooks, re-assigns or warns the factory. Until it "
            "answers, keep to this route."
        ),
        "Never make up time by cutting a break, driving beyond your hours, or driving in the night stop.",
        (
            "Passenger missing: wait until the departure time, have the desk call (it holds the full numbers), leave "
            "when the desk agrees, and ring the name on this sheet."
        ),
        "Never leave a stop before its departure time. Pick up and set down only at the places listed.",
    ),
    modes={"flight": "Flight", "rail": "Train", "ferry": "Ferry"},
    signatures=("Driver's signature", "Escort's signature", "Actual start", "Actual end"),
    printed="Printed",
    scan="Scan for the duty number",
    scan_link="Scan to open this on a telephone and tick who boards",
    seat="seat {seats}",
    manifest="Manifest",
    from_to="From, to",
    check_in="Check-in closes",
    comes_by="Comes by",
    goes_by="Goes on by",
    employer="Employer",
    counts=("Handed over", "Boarded", "Escort's signature", "Carrier's signature"),
    handover="Handover sheet",
    every_place="All changes",
    gives="From",
    takes="To",
    latest="no later than",
    counted_out="Counted out",
    counted_in="Counted in",
    signed="Signatures",
    handover_advice=(
        "Who hands over counts everyone out, who takes over counts everyone in. Where the figures differ, go through "
        "the names and call the dispatch desk at once."
    ),
    intake_list="Intake list",
    summary="Summary",
    slot="Intake slot",
    gate="Gate",
    window="Open for intake",
    capacity="Capacity",
    expected="Expected",
    first_arrival="First arrival",
    last_arrival="Last arrival",
    arrival="Arrival",
    vehicle_or_service="Comes by",
    party="Party",
    name="Name",
    party_size="Party size",
    sex="Sex",
    sexes={"female": "F", "male": "M"},
    birth_year="Born",
    need="Needs",
    contact="Phone ends in",
    arrived="Arrived (tick)",
    total="Total",
)

LANGUAGES: dict[Language, Phrases] = {"zh": ZH, "en": EN}


def clock(moment: datetime) -> str:
    """The time of day, ``06:05``."""
    return f"{moment:%H:%M}"


def day(moment: datetime, words: Phrases) -> str:
    """The day with its weekday: ``2月21日 周日`` or ``Sun 21 Feb``."""
    month, weekday = words.months[moment.month - 1], words.weekdays[moment.weekday()]
    if words.language == "zh":
        return f"{month}{moment.day}日 {weekday}"
    return f"{weekday} {moment.day} {month}"


def duration(seconds: int, words: Phrases) -> str:
    """Hours and minutes, ``4 小时 05 分`` or ``4 h 05 min``; halves of a minute go up."""
    hours, minutes = divmod((seconds + 30) // 60, 60)
    if words.language == "zh":
        return f"{hours} 小时 {minutes:02d} 分" if hours else f"{minutes} 分"
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def kilometres(metres: int) -> str:
    """A road's length, to a tenth of a kilometre below ten of them."""
    return f"{metres / 1000:.1f} km" if metres < 10_000 else f"{metres / 1000:,.0f} km"
