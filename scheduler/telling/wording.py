"""What messages say, in Chinese and in English. Text messages are short: 70 Chinese characters are one."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePhrases:
    """Every sentence of the messages; words in braces are put in."""

    trip_new: str
    trip_changed: str
    trip_cancelled: str
    trip_reminder: str
    leg: str
    change: str
    flight: str
    walk: str
    gate: str
    answer: str
    differs: dict[str, str]
    and_: str
    intake_subject: str
    intake_text: str
    intake_line: str
    intake_changes: str
    intake_reminder: str
    intake_escalated: str
    duties_subject: str
    duties_text: str
    duty_line: str
    duty_new: str
    duty_changed: str
    duty_dropped: str
    duty_reminder: str
    duty_escalated: str
    hours_asked: str
    hours_reminder: str
    hours_escalated: str
    hours_declined: str
    driver: str
    driver_off: str
    staff_subject: str
    staff_text: str


ZH = MessagePhrases(
    trip_new="【门路】{name}您好，您的出行：{trip}。{answer}",
    trip_changed="【门路】{name}您好，您的出行有变（{differs}），以此为准：{trip}。{answer}",
    trip_cancelled="【门路】{name}您好，原定出行（方案{number}）取消，请勿前往上车点，我们会再联系您。电话{phone}",
    trip_reminder="【门路】{name}您好，请在{due}前确认出行：{trip}。{answer}",
    leg="{day} {time}到{place}乘{what} {mark}{seat}",
    change="{day} {time}在{place}换乘{what} {mark}{seat}",
    flight="{day} {time}到{place}乘{what}",
    walk="{day} {time}离家自行前往{place}",
    gate="{day} {time}到{place}",
    answer="去请回1，不去回0，或点{url} 电话{phone}",
    differs={
        "slot": "工作单位",
        "boarding": "上车点",
        "service": "航班车次",
        "vehicle": "车辆",
        "time": "时间",
        "seat": "座位",
    },
    and_="、",
    intake_subject="{campaign}：方案{number}的接收名单",
    intake_text="{employer}：\n\n方案{number}将有{people}人到厂。{changes}\n\n{lines}\n\n请在{due}前确认：{url}\n",
    intake_line="{day} {time} {gate}（{slot}）{people}人：{names}",
    intake_changes="与上次相比：新增{added}组，取消{removed}组，变动{moved}组。",
    intake_reminder="{campaign}：接收批次{slot}（{people}人）尚未确认，请在{due}前确认。",
    intake_escalated="{campaign}：{employer}未在{due}前确认接收批次{slot}（{people}人），请联系对方。",
    duties_subject="{campaign}：方案{number}的班次",
    duties_text="{operator}：\n\n方案{number}的班次如下，请在{due}前接受并填报车牌和驾驶员：\n\n{lines}\n\n{url}\n",
    duty_line="{mark} 班次{duty}：{day} {time} {place}发车，{people}人，{vehicle}",
    duty_new="新增",
    duty_changed="变更",
    duty_dropped="取消 班次{duty}",
    duty_reminder="{campaign}：班次{duty}尚未答复，请在{due}前接受或谢绝，并填报车牌和驾驶员。",
    duty_escalated="{campaign}：{operator}未在{due}前答复班次{duty}，请联系对方。",
    hours_asked="{campaign}：接收批次{slot}有人将晚到，可否将厂门开放到{until}？请在{due}前登录答复。",
    hours_reminder="{campaign}：接收批次{slot}的厂门可否开放到{until}？尚未答复，请在{due}前答复。",
    hours_escalated="{campaign}：{employer}未在{due}前答复可否将接收批次{slot}的厂门开放到{until}，请联系对方。",
    hours_declined="{campaign}：{employer}不能将接收批次{slot}的厂门开放到{until}：{reason}。请重新规划或另行安排。",
    driver="【门路】{name}您好，您驾驶班次{duty}：{day}{time}由{place}发车。路线单{url}",
    driver_off="【门路】{name}您好，您不再驾驶班次{duty}（{day}{time}）。",
    staff_subject="{campaign}：{people}人需要上门或电话通知",
    staff_text="方案{number}中有{people}人没有电话，或不接收短信。请打印出行卡送达，并在名单上登记答复：\n{url}\n",
)

EN = MessagePhrases(
    trip_new="[Menlu] {name}, your trip: {trip}. {answer}",
    trip_changed="[Menlu] {name}, your trip has changed ({differs}). This holds now: {trip}. {answer}",
    trip_cancelled=(
        "[Menlu] {name}, your trip of plan {number} is cancelled. Do not go to the stop; we will call you. Tel. {phone}"
    ),
    trip_reminder="[Menlu] {name}, please confirm by {due}: {trip}. {answer}",
    leg="{day} {time} at {place} for {what} {mark}{seat}",
    change="{day} {time} change at {place} to {what} {mark}{seat}",
    flight="{day} {time} at {place} for {what}",
    walk="{day} {time} leave home for {place}",
    gate="{day} {time} at {place}",
    answer="Reply 1 to come, 0 if not, or open {url} Tel. {phone}",
    differs={
        "slot": "place of work",
        "boarding": "stop",
        "service": "flight or train",
        "vehicle": "vehicle",
        "time": "time",
        "seat": "seat",
    },
    and_=", ",
    intake_subject="{campaign}: intake list of plan {number}",
    intake_text=(
        "{employer},\n\nplan {number} brings {people} people to you. {changes}\n\n{lines}\n\nPlease confirm "
        "by {due}: {url}\n"
    ),
    intake_line="{day} {time} {gate} ({slot}) {people}: {names}",
    intake_changes="Since the last list: {added} parties added, {removed} cancelled, {moved} changed.",
    intake_reminder="{campaign}: intake {slot} ({people} people) is not confirmed yet; please answer by {due}.",
    intake_escalated=(
        "{campaign}: {employer} has not confirmed intake {slot} ({people} people) by {due}. Please call them."
    ),
    duties_subject="{campaign}: duties of plan {number}",
    duties_text=(
        "{operator},\n\nthese are your duties of plan {number}. Please accept them and name plates and "
        "drivers by {due}:\n\n{lines}\n\n{url}\n"
    ),
    duty_line="{mark} duty {duty}: {day} {time} from {place}, {people} people, {vehicle}",
    duty_new="NEW",
    duty_changed="CHANGED",
    duty_dropped="CANCELLED duty {duty}",
    duty_reminder=(
        "{campaign}: duty {duty} is not answered yet; accept or refuse it, and name plate and drivers, by {due}."
    ),
    duty_escalated="{campaign}: {operator} has not answered duty {duty} by {due}. Please call them.",
    hours_asked=(
        "{campaign}: people of intake {slot} will be late. Can its gate stay open until {until}? "
        "Please sign in and answer by {due}."
    ),
    hours_reminder="{campaign}: can the gate of intake {slot} stay open until {until}? Please answer by {due}.",
    hours_escalated=(
        "{campaign}: {employer} has not said by {due} whether the gate of intake {slot} stays open until {until}. "
        "Please call them."
    ),
    hours_declined=(
        "{campaign}: {employer} cannot keep the gate of intake {slot} open until {until}: {reason}. Please plan anew."
    ),
    driver="[Menlu] {name}, you drive duty {duty}: {day} {time} from {place}. Route sheet {url}",
    driver_off="[Menlu] {name}, you do not drive duty {duty} ({day} {time}) any more.",
    staff_subject="{campaign}: {people} people to be told in person",
    staff_text=(
        "{people} people of plan {number} have no telephone, or want no messages. Print their cards, and "
        "note their answers in the list:\n{url}\n"
    ),
)

MESSAGES: dict[Language, MessagePhrases] = {"zh": ZH, "en": EN}
