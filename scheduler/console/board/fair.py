"""The fairness of a plan as tables with bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.language import language
from scheduler.papers.wording import LANGUAGES
from scheduler.people.models import Sex
from scheduler.plans.fairness import NONE, UNKNOWN
from scheduler.plans.seen import By, Group

TITLES: dict[By, str | Promise] = {
    By.DISTANCE: gettext_lazy("Distance from the nearest hub"),
    By.SEX: gettext_lazy("Sex"),
    By.AGE: gettext_lazy("Age"),
    By.NEED: gettext_lazy("Need"),
    By.PRIORITY: gettext_lazy("Priority"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A group as it is shown, with the lengths of its bars, 0 to 100."""

    title: str
    group: Group
    share_bar: int = 0
    ride_bar: int = 0
    wait_bar: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The groups of one kind."""

    title: str | Promise
    lines: tuple[Line, ...]


def tables_of(groups: Sequence[Group]) -> list[Table]:
    """A table for each kind of group."""
    longest = max([1.0, *(max(one.ride_s or 0, one.wait_s or 0) for one in groups)])
    return [
        Table(title=TITLES[by], lines=tuple(_line(one, longest) for one in members))
        for by, members in groupby(groups, key=lambda one: one.by)
    ]


def _line(group: Group, longest: float) -> Line:
    return Line(
        title=_title(group),
        group=group,
        share_bar=round(100 * (group.share or 0)),
        ride_bar=round(100 * (group.ride_s or 0) / longest),
        wait_bar=round(100 * (group.wait_s or 0) / longest),
    )


def _title(group: Group) -> str:
    if group.key == UNKNOWN:
        return _("not known")
    if group.key == NONE:
        return _("none")
    span = group.key.replace("-", "–")
    match group.by:
        case By.DISTANCE:
            return f"{span} km"
        case By.AGE if group.key.startswith("0-"):
            return _("under %(n)s years") % {"n": group.key.removeprefix("0-")}
        case By.AGE:
            return _("%(span)s years") % {"span": span}
        case By.SEX:
            return str(Sex(group.key).label)
        case By.NEED:
            return LANGUAGES[language()].needs.get(group.key, group.key)
        case By.PRIORITY:
            return {"0": _("without priority"), "1": _("with priority")}.get(group.key, group.key)
