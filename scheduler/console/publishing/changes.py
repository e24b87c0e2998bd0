"""A change report as rows of tables: who travels otherwise, and which stops are not as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from scheduler.campaigns.names import Names
from scheduler.console.publishing.words import DIFFERENCES, KINDS, STOPS
from scheduler.plans.left import Left
from scheduler.plans.models import Plan
from scheduler.plans.stops import StopChange, stop_changes
from solvers.changes import BOARDING, SERVICE, SLOT, VEHICLE

Words = Promise | str
Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something of a journey, as it was and as it is; "" where there is none."""

    what: Words
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A party that travels otherwise; minutes are later, or earlier below 0."""

    party: str
    people: int
    what: Words
    tone: str
    steps: tuple[Step, ...]
    leaves_min: int | None
    arrives_min: int | None
    tell: bool
    reason: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A stop that is not as it was."""

    vehicle: str
    place: str
    what: Words
    tone: str
    change: StopChange

    @property
    def later_min(self) -> int | None:
        """By how much it is later."""
        later_s = self.change.later_s
        return None if later_s is None else round(later_s / 60)


def asked_lines(document: Document, *, kind: str, differs_in: str, words: str) -> Iterator[Document]:
    """The parties of a report: of one kind, different in one thing, with a word in their codes; or all of them."""
    word = words.strip().lower()
    for one in document["parties"]:
        fits = (not kind or one["what"] == kind) and (not differs_in or differs_in in one["otherwise"])
        if fits and (not word or word in _searched(one)):
            yield one


def asked_stops(stops: Iterable[StopLine], *, kind: str, words: str) -> list[StopLine]:
    """The stops of one kind, with a word in the names of their place or vehicle; or all of them."""
    word = words.strip().lower()
    return [
        one
        for one in stops
        if (not kind or one.change.what == kind) and (not word or word in f"{one.vehicle} {one.place}".lower())
    ]


def lines_of(parties: Iterable[Document], names: Names, left: Mapping[str, Left]) -> list[Line]:
    """The parties as rows; ``left`` says why some stay at home."""
    return [_line(one, names, left.get(one["party"])) for one in parties]


def stops_of(before: Plan, plan: Plan, names: Names) -> list[StopLine]:
    """The stops that differ, as rows."""
    return [
        StopLine(
            vehicle=names.vehicle(one.fleet, one.vehicle),
            place=names.places.get(one.place, one.place),
            what=STOPS[one.what][0],
            tone=STOPS[one.what][1],
            change=one,
        )
        for one in stop_changes(before=before, plan=plan)
    ]


def _searched(one: Document) -> str:
    journeys = [one["before"] or {}, one["after"] or {}]
    return " ".join([one["party"], *(str(part) for journey in journeys for part in journey.values())]).lower()


def _line(one: Document, names: Names, left: Left | None) -> Line:
    was, now = one["before"] or {}, one["after"] or {}
    both = [(what, _part(was, what, names), _part(now, what, names)) for what in (SLOT, BOARDING, SERVICE, VEHICLE)]
    differ = [what for what, _, _ in both if what in one["otherwise"]] or [SLOT, BOARDING]
    return Line(
        party=one["party"],
        people=one["people"],
        what=KINDS[one["what"]][0],
        tone=KINDS[one["what"]][1],
        steps=tuple(Step(what=DIFFERENCES[what], was=a, now=b) for what, a, b in both if what in differ and (a or b)),
        leaves_min=_minutes(one["leaves_later_s"]),
        arrives_min=_minutes(one["arrives_later_s"]),
        tell=one["tell"],
        reason=(left.said or left.why) if left else "",
    )


def _part(journey: Document, what: str, names: Names) -> str:
    if not journey:
        return ""
    if what == SLOT:
        return f"{journey['slot']} {names.slots.get(journey['slot'], '')}".strip()
    if what == BOARDING:
        return names.places.get(journey["boarding"], journey["boarding"] or "")
    if what == SERVICE:
        return ", ".join(names.services.get(code, code) for code in journey["services"])
    vehicles = ", ".join(names.vehicle(one["fleet"], one["vehicle"]) for one in journey["vehicles"])
    changes = ", ".join(names.places.get(code, code) for code in journey.get("changes", ()))
    return f"{vehicles} ({changes})" if changes else vehicles


def _minutes(later_s: int | None) -> int | None:
    return None if later_s is None else round(later_s / 60)
