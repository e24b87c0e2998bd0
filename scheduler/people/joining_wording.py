"""Why parties cannot travel as one, as sentences in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import override

from scheduler.people.joining import Hindrance, Refusal
from scheduler.people.states import RequestState

STATES = ("state", "as_other")
"""The facts that are states of requests."""

SENTENCES: Final[Mapping[Hindrance, tuple[str, str]]] = {
    Hindrance.ALONE: ("没有其他同行的人", "there is nobody to travel with"),
    Hindrance.UNKNOWN: ("本批次没有这个申请", "there is no such request in this campaign"),
    Hindrance.JOINED: ("已与他人合并为 {party}，请先拆分", "travels as {party} already: split that first"),
    Hindrance.STATE: (
        "申请已是 {state} 状态，只有还没有安排的才能合并",
        "the request is {state}: only requests to which nothing was promised are joined",
    ),
    Hindrance.STATES: (
        "状态是 {state}，而 {other} 是 {as_other}：请先处理成同一状态",
        "is {state}, while {other} is {as_other}: bring them to one state first",
    ),
    Hindrance.DAYS: (
        "{day} 出发，而 {other} 是 {other_day}：不是同一天",
        "is ready on {day}, {other} on {other_day}: not the same day",
    ),
    Hindrance.TIMES: (
        "与 {other} 的时间对不上：一方必须到达时另一方还没出发",
        "does not fit {other}: one has to be there before the other can leave",
    ),
    Hindrance.HOMES: (
        "家与 {other} 相距 {metres} 米，超过 {most} 米：不是同一处上车",
        "lives {metres} m from {other}, more than {most} m: they are different homes",
    ),
    Hindrance.PLACES: ("与 {other} 没有共同的上车点", "has no boarding place in common with {other}"),
    Hindrance.SLOTS: ("与 {other} 没有共同的意向批次", "has chosen no slot that {other} has chosen too"),
    Hindrance.CAPACITY: (
        "共 {people} 人，共同意向的批次最多接收 {most} 人",
        "they are {people}, and no slot that all have chosen takes more than {most}",
    ),
    Hindrance.VEHICLE: (
        "共 {people} 人（轮椅 {wheelchairs}），最大的车辆或班次只能坐 {most} 人（轮椅位 {spaces}）",
        "they are {people} with {wheelchairs} wheelchairs; the largest vehicle or service takes {most} with {spaces}",
    ),
}


def told(refusal: Refusal) -> dict[str, str]:
    """A refusal in both languages."""
    zh, en = SENTENCES[refusal.why]
    return {
        "zh": zh.format(**facts_in("zh", dict(refusal.says))),
        "en": en.format(**facts_in("en", dict(refusal.says))),
    }


def facts_in(language: str, facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """Facts of a sentence, with states by their names in its language."""
    with override("en" if language == "en" else "zh-hans"):
        names = {key: str(RequestState(str(facts[key])).label).lower() for key in STATES if key in facts}
    return {**facts, **names}
