"""What slips say, in Chinese and in English; short words, for people who read little."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPhrases:
    """Every word that a slip prints by itself; so many rides have room on a card in the largest print."""

    rides_in_large_print: int
    slip: str
    people: str
    leave_home: str
    walk: str
    be_there: str
    change_there: str
    ride: str
    departs: str
    takes_off: str
    seat: str
    seat_at_check_in: str
    arrive_at: str
    bring_title: str
    bring: tuple[str, ...]
    bring_by_air: tuple[str, ...]
    call: str
    cannot_come: str


SLIP_ZH = SlipPhrases(
    rides_in_large_print=3,
    slip="出行卡",
    people="{n} 人同行",
    leave_home="离家",
    walk="自行前往厂门",
    be_there="请在此时间前到达",
    change_there="到此换乘",
    ride="乘坐",
    departs="开车",
    takes_off="起飞",
    seat="座位 {seats}",
    seat_at_check_in="值机领座",
    arrive_at="到厂",
    bring_title="请带",
    bring=("身份证", "本卡", "手机和充电器", "常用药"),
    bring_by_air=("托运行李 20 公斤以内", "充电宝随身带，不带打火机"),
    call="有事请打电话",
    cannot_come="去不了，请尽早告诉我们，座位让给别人。",
)

SLIP_EN = SlipPhrases(
    rides_in_large_print=2,
    slip="Travel card",
    people="{n} travel together",
    leave_home="Leave home",
    walk="Go to the gate by yourself",
    be_there="Be there by",
    change_there="Change here by",
    ride="Take",
    departs="leaves",
    takes_off="takes off",
    seat="Seat {seats}",
    seat_at_check_in="seat at check-in",
    arrive_at="At the gate",
    bring_title="Bring",
    bring=("Identity card", "This card", "Phone and charger", "Your medicine"),
    bring_by_air=("Checked bag up to 20 kg", "Power bank in hand luggage, no lighter"),
    call="Call us",
    cannot_come="If you cannot come, tell us early: somebody else needs the seat.",
)

SLIP_LANGUAGES: dict[Language, SlipPhrases] = {"zh": SLIP_ZH, "en": SLIP_EN}
