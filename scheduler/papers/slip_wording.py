"""What slips say, in Chinese and in English; short words, for people who read little."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPhrases:
    """Every word that a slip prints by itself."""

    slip: str
    party: str
    people: str
    leave_home: str
    walk: str
    be_there: str
    change_there: str
    ride: str
    departs: str
    arrives: str
    seat: str
    seat_at_check_in: str
    work_at: str
    arrive_at: str
    bring_title: str
    bring: tuple[str, ...]
    bring_by_air: tuple[str, ...]
    call: str
    cannot_come: str
    cut_here: str


SLIP_ZH = SlipPhrases(
    slip="出行卡",
    party="同行组 {party}",
    people="{n} 人同行",
    leave_home="离家",
    walk="自行前往厂门",
    be_there="请在此时间前到达",
    change_there="到此换乘",
    ride="乘坐",
    departs="开车",
    arrives="到达",
    seat="座位 {seats}",
    seat_at_check_in="值机时领座位",
    work_at="工作单位",
    arrive_at="到厂",
    bring_title="请带",
    bring=("身份证", "本卡", "手机和充电器", "常用药"),
    bring_by_air=("托运行李 20 公斤以内", "打火机、充电宝不托运"),
    call="有事请打电话",
    cannot_come="去不了，请尽早告诉我们，座位让给别人。",
    cut_here="沿线剪开",
)

SLIP_EN = SlipPhrases(
    slip="Travel card",
    party="Party {party}",
    people="{n} travel together",
    leave_home="Leave home",
    walk="Go to the gate by yourself",
    be_there="Be there by",
    change_there="Change here by",
    ride="Take",
    departs="leaves",
    arrives="arrives",
    seat="Seat {seats}",
    seat_at_check_in="Seat given at check-in",
    work_at="You work at",
    arrive_at="At the gate",
    bring_title="Bring",
    bring=("Identity card", "This card", "Phone and charger", "Your medicine"),
    bring_by_air=("Checked bag up to 20 kg", "No lighter or power bank in it"),
    call="Call us",
    cannot_come="If you cannot come, tell us early: somebody else needs the seat.",
    cut_here="Cut along the line",
)

SLIP_LANGUAGES: dict[Language, SlipPhrases] = {"zh": SLIP_ZH, "en": SLIP_EN}
