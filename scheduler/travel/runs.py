"""Duties as planned and as seen: a query for what is planned, one for what was seen, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from scheduler.plans.models import Plan
from scheduler.plans.models import Stop as StopRow
from scheduler.travel.board import Named, OnDuty, Run, Stop
from scheduler.travel.models import TravelEvent
from scheduler.travel.progress import ENTRY, Entry, Halt, progress_of

Crowds = Mapping[UUID, Mapping[UUID, int]]
"""How many of which parties, by stop."""


def runs_of(*, plan: Plan, stops: QuerySet[StopRow], on: Crowds, off: Crowds, now: datetime) -> list[Run]:
    """The duties of some stops of a plan, as planned and as seen; ``on`` and ``off``: who boards and alights where."""
    duties: dict[UUID, OnDuty] = {}
    planned: dict[UUID, list[Stop]] = defaultdict(list)
    for row in stops.order_by("duty_id", "position").values_list(*_COLUMNS, named=True):
        if row.duty_id not in duties:
            duties[row.duty_id] = _duty(row)
        planned[row.duty_id].append(_stop(row))
    seen = _seen(plan, duties)
    halts = {
        duty: [Halt(board=on.get(stop.id, {}), alight=off.get(stop.id, {})) for stop in those]
        for duty, those in planned.items()
    }
    return [_run(duties[key], those, halts[key], seen[duties[key].code], now) for key, those in planned.items()]


_FLEET, _OPERATOR = "duty__fleet", "duty__fleet__operator"


def named_columns(thing: str) -> tuple[str, ...]:
    """The columns of a row that :func:`named_of` reads."""
    return tuple(f"{thing}{part}" for part in ("_id", "__code", "__name", "__name_en"))


def named_of(row: Any, thing: str) -> Named:
    """A thing of a row, by its code and names."""
    key, code, name, name_en = (getattr(row, column) for column in named_columns(thing))
    return Named(id=key, code=code, name=name or "", name_en=name_en)


_COLUMNS = (
    "id",
    "duty_id",
    "duty__code",
    "duty__manning__plate",
    *named_columns("place"),
    "arrives_at",
    "starts_at",
    "departs_at",
    *named_columns(_FLEET),
    *named_columns(_OPERATOR),
)


def _duty(row: Any) -> OnDuty:
    return OnDuty(
        id=row.duty_id,
        code=row.duty__code,
        fleet=named_of(row, _FLEET),
        operator=named_of(row, _OPERATOR) if row.duty__fleet__operator_id else None,
        plate=row.duty__manning__plate or "",
    )


def _stop(row: Any) -> Stop:
    return Stop(
        id=row.id,
        place=named_of(row, "place"),
        arrives_at=row.arrives_at,
        starts_at=row.starts_at,
        departs_at=row.departs_at,
    )


def _seen(plan: Plan, duties: Mapping[UUID, OnDuty]) -> Mapping[str, Sequence[Entry]]:
    """What was seen of each duty by its code, which it keeps from version to version."""
    found: dict[str, list[Entry]] = defaultdict(list)
    codes = [duty.code for duty in duties.values()]
    entries = TravelEvent.objects.filter(campaign=plan.campaign_id, duty__code__in=codes).order_by()
    for entry in entries.values_list("duty__code", *ENTRY, named=True):
        found[entry.duty__code].append(entry)
    return found


def _run(duty: OnDuty, stops: Sequence[Stop], halts: Sequence[Halt], seen: Sequence[Entry], now: datetime) -> Run:
    return Run(
        duty=duty,
        stops=stops,
        halts=halts,
        progress=progress_of(halts, seen),
        riders=frozenset(request for halt in halts for request in halt.board),
        now=now,
    )
