"""The figures of a plan in a row, each with its difference from the plan before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.console.board import words
from scheduler.plans.seen import Overview

Value = Callable[[Overview], float | None]
Say = Callable[[float], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A figure: how it is counted and said, and whether more of it is better (None: neither)."""

    title: str | Promise
    value: Value
    say: Say
    unit: str | Promise = ""
    is_money: bool = False
    more_is_better: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A figure as it is shown."""

    title: str | Promise
    value: str
    unit: str | Promise
    note: str
    tone: str


KINDS = (
    Kind(title=_("Served"), value=lambda o: o.figures.counted.served, say=words.number, more_is_better=True),
    Kind(
        title=_("At home"),
        value=lambda o: o.figures.counted.people - o.figures.counted.served,
        say=words.number,
        more_is_better=False,
    ),
    Kind(
        title=_("Cost"),
        value=lambda o: o.figures.counted.cost.duties + o.figures.counted.cost.services,
        say=words.number,
        is_money=True,
        more_is_better=False,
    ),
    Kind(
        title=_("Cost a person"),
        value=lambda o: o.figures.cost_per_person,
        say=words.number,
        is_money=True,
        more_is_better=False,
    ),
    Kind(title=_("Vehicles"), value=lambda o: o.figures.counted.duties, say=words.number, more_is_better=False),
    Kind(title=_("Flights, trains"), value=lambda o: o.figures.counted.services, say=words.number),
    Kind(title=_("Fill"), value=lambda o: o.figures.fill, say=words.share, more_is_better=True),
    Kind(
        title=_("By road"),
        value=lambda o: o.figures.counted.road_m / 1000,
        say=words.number,
        unit="km",
        more_is_better=False,
    ),
    Kind(
        title=_("Longest journey"),
        value=lambda o: o.figures.counted.longest_journey_s,
        say=words.duration,
        more_is_better=False,
    ),
    Kind(title=_("Driver hours left"), value=lambda o: o.slack_s, say=words.duration, more_is_better=True),
    Kind(title=_("Bound gap"), value=lambda o: o.figures.gap, say=words.share, more_is_better=False),
)


def strip_of(plan: Overview, before: Overview | None) -> list[Shown]:
    """All figures of a plan, beside those of the plan before."""
    return [_shown(kind, plan, before) for kind in KINDS]


def _shown(kind: Kind, plan: Overview, before: Overview | None) -> Shown:
    value, was = kind.value(plan), kind.value(before) if before else None
    unit = plan.currency if kind.is_money else kind.unit
    if value is None:
        return Shown(title=kind.title, value="–", unit="", note="", tone="")
    note, tone = ("", "") if was is None else _difference(kind, value - was)
    return Shown(title=kind.title, value=kind.say(value), unit=unit, note=note, tone=tone)


def _difference(kind: Kind, change: float) -> tuple[str, str]:
    size = kind.say(abs(change))
    if size == kind.say(0):
        return "±0", ""
    tone = "" if kind.more_is_better is None else "better" if (change > 0) == kind.more_is_better else "worse"
    return words.signed(size, change < 0), tone
