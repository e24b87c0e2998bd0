"""Stops that one version of a plan has otherwise than another: new, gone, at another time, with other people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from scheduler.plans.models import Plan, Stop, StopAction

NEW, GONE, TIME, PEOPLE = "new", "gone", "time", "people"
A_MINUTE_S = 60
Key = tuple[str, int, str, int]
"""Fleet, vehicle, place, and which time it stops there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """When a vehicle stops, and how many people board and alight."""

    at: datetime
    board: int
    alight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopChange:
    """A stop of a vehicle that is not as it was; ``place`` is a code, ``vehicle`` counts within its fleet."""

    fleet: str
    vehicle: int
    place: str
    what: str
    before: Halt | None
    after: Halt | None

    @property
    def later_s(self) -> int | None:
        """By how much it is later (negative: earlier)."""
        both = self.before and self.after
        return int((self.after.at - self.before.at).total_seconds()) if both and self.before and self.after else None


def stop_changes(*, before: Plan, plan: Plan) -> list[StopChange]:
    """Every stop at which somebody gets on or off and that differs, by vehicle and time."""
    halts = _halts(before, plan)
    was, now = halts[before.id], halts[plan.id]
    found = [
        StopChange(fleet=key[0], vehicle=key[1], place=key[2], what=what, before=was.get(key), after=now.get(key))
        for key in was.keys() | now.keys()
        if (what := _what(was.get(key), now.get(key)))
    ]
    return sorted(found, key=lambda one: (one.fleet, one.vehicle, (one.after or one.before).at))  # type: ignore[union-attr]


def _what(was: Halt | None, now: Halt | None) -> str | None:
    if was is None or now is None:
        return NEW if was is None else GONE
    if abs((now.at - was.at).total_seconds()) >= A_MINUTE_S:
        return TIME
    return PEOPLE if (was.board, was.alight) != (now.board, now.alight) else None


def _halts(*plans: Plan) -> Mapping[UUID, Mapping[Key, Halt]]:
    """The stops of each plan at which somebody gets on or off."""
    found: dict[UUID, dict[Key, Halt]] = defaultdict(dict)
    times = Counter[tuple[UUID, str, int, str]]()
    for plan, fleet, vehicle, place, at, board, alight in _rows(plans):
        times[plan, fleet, vehicle, place] += 1
        key = fleet, vehicle, place, times[plan, fleet, vehicle, place]
        found[plan][key] = Halt(at=at, board=board, alight=alight)
    return found


def _rows(plans: Collection[Plan]) -> Any:
    def people(kind: str) -> Coalesce:
        return Coalesce(Sum("actions__request__size", filter=Q(actions__kind=kind)), 0)

    counted = Stop.objects.filter(plan__in=plans).annotate(
        board=people(StopAction.Kind.BOARD), alight=people(StopAction.Kind.ALIGHT)
    )
    return (
        counted.filter(Q(board__gt=0) | Q(alight__gt=0))
        .order_by("duty__position", "position")
        .values_list("plan_id", "duty__fleet__code", "duty__vehicle", "place__code", "starts_at", "board", "alight")
    )
