"""What the change list says, in Chinese and in English; see :mod:`scheduler.papers.wording`."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePhrases:
    """Every word of a change list."""

    changes: str
    parties: str
    slots: str
    vehicles: str
    summary: str
    party: str
    people: str
    what: str
    kinds: dict[str, str]
    differs: str
    differences: dict[str, str]
    tell: str
    yes: str
    slot: str
    boarding: str
    service: str
    vehicle: str
    leaves: str
    arrives: str
    was: str
    now: str
    later_min: str
    why: str
    joined: str
    gone: str
    cost: str
    km: str
    told_again: str


ZH = ChangePhrases(
    changes="变更报告",
    parties="同行组",
    slots="接收批次",
    vehicles="车辆",
    summary="汇总",
    party="同行组",
    people="人数",
    what="变更",
    kinds={
        "served": "新增安排",
        "left": "不再安排",
        "gone": "已退出",
        "moved": "改乘",
        "shifted": "仅改时间",
    },
    differs="变化项",
    differences={
        "slot": "批次",
        "boarding": "上车点",
        "service": "定时运力",
        "vehicle": "车辆",
        "time": "时间",
    },
    tell="须再通知",
    yes="是",
    slot="批次",
    boarding="上车点",
    service="定时运力",
    vehicle="车辆",
    leaves="出门",
    arrives="到厂",
    was="原",
    now="现",
    later_min="推迟（分钟）",
    why="原因",
    joined="新增同行组",
    gone="减少同行组",
    cost="费用",
    km="公里",
    told_again="须再通知人数",
)

EN = ChangePhrases(
    changes="Change report",
    parties="Parties",
    slots="Slots",
    vehicles="Vehicles",
    summary="Summary",
    party="Party",
    people="People",
    what="Change",
    kinds={
        "served": "travels now",
        "left": "stays at home now",
        "gone": "has left the campaign",
        "moved": "travels otherwise",
        "shifted": "at another time only",
    },
    differs="Differs in",
    differences={
        "slot": "slot",
        "boarding": "boarding place",
        "service": "service",
        "vehicle": "vehicle",
        "time": "time",
    },
    tell="To be told",
    yes="yes",
    slot="Slot",
    boarding="Boarding place",
    service="Service",
    vehicle="Vehicle",
    leaves="Leaves home",
    arrives="At the gate",
    was="was",
    now="now",
    later_min="later (min)",
    why="Reason",
    joined="Parties that joined",
    gone="Parties that are gone",
    cost="Cost",
    km="Kilometres",
    told_again="People to be told again",
)

CHANGE_WORDS: dict[Language, ChangePhrases] = {"zh": ZH, "en": EN}
