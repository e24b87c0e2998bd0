"""A draft's rows follow its edits: only what changed is written anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db.models import F
from django.db.models.functions import Now

from scheduler.plans import mapping
from scheduler.plans.models import Drive, Duty, Itinerary, Leg, Plan, Stop, StopAction, Unserved
from solvers.plan import Duty as DutyData
from solvers.plan import DutyLeg
from solvers.plan import Itinerary as ItineraryData
from solvers.plan import Plan as PlanData

T = TypeVar("T", DutyData, ItineraryData)


def rows_change(*, plan: Plan, before: PlanData, after: PlanData) -> None:
    """Make the rows of a draft, which say ``before``, say ``after``; its version counts up."""
    duties, parties = _concerned(before, after)
    order_of_duties = _places([one.id for one in after.duties], _kept(plan.duties, "code", duties))
    order_of_trips = _places(
        [one.party for one in after.itineraries], _kept(plan.itineraries, "request__code", parties)
    )
    if order_of_duties is None or order_of_trips is None:  # no room between those that stay
        duties, parties = {one.id for one in (*before.duties, *after.duties)}, _everyone(before) | _everyone(after)
        order_of_duties = {one.id: i for i, one in enumerate(after.duties)}
        order_of_trips = {one.party: i for i, one in enumerate(after.itineraries)}
    codes = mapping.codes_of(plan.campaign)
    _remove(plan, codes, duties, parties)
    part = replace(
        after,
        duties=tuple(one for one in after.duties if one.id in duties),
        itineraries=tuple(one for one in after.itineraries if one.party in parties),
    )
    batch = mapping.to_rows(part, plan, codes)
    for row, duty in zip(batch.duties, part.duties, strict=True):
        row.position = order_of_duties[duty.id]
    for head, trip in zip(batch.itineraries, part.itineraries, strict=True):
        head.position = order_of_trips[trip.party]
    batch.save()
    Plan.objects.filter(id=plan.id).update(**mapping.costs_of(after), judged_at=Now(), version=F("version") + 1)
    plan.refresh_from_db()


def _concerned(before: PlanData, after: PlanData) -> tuple[set[str], set[str]]:
    """Duties and parties whose rows have to be written anew: what differs, and what refers to it."""
    duties, parties = _different(before.duties, after.duties, "id"), set[str]()
    trips = [*before.itineraries, *after.itineraries]
    parties = _different(before.itineraries, after.itineraries, "party")
    while True:
        parties |= {one.party for one in trips if _rides(one) & duties}
        more = {duty for one in trips if one.party in parties for duty in _rides(one)} - duties
        if not more:
            return duties, parties
        duties |= more


def _different(before: Iterable[T], after: Iterable[T], key: str) -> set[str]:
    was, now = ({getattr(one, key): one for one in side} for side in (before, after))
    return {name for name in {**was, **now} if was.get(name) != now.get(name)}


def _rides(one: ItineraryData) -> set[str]:
    return {leg.duty for leg in one.legs if isinstance(leg, DutyLeg)}


def _everyone(plan: PlanData) -> set[str]:
    return {one.party for one in plan.itineraries}


def _kept(rows: object, name: str, leaving: set[str]) -> dict[str, int]:
    """The positions of rows that stay."""
    return {code: at for code, at in rows.values_list(name, "position") if code not in leaving}  # type: ignore[attr-defined]


def _places(names: Sequence[str], kept: Mapping[str, int]) -> dict[str, int] | None:
    """Positions in the order of ``names`` that leave those of the kept alone (None: there are none)."""
    found: dict[str, int] = {}
    last = -1
    for name in names:
        at = kept.get(name, last + 1)
        if at <= last:
            return None
        found[name] = last = at
    return found


def _remove(plan: Plan, codes: mapping.Codes, duties: set[str], parties: set[str]) -> None:
    """Rows are looked up by their own keys, so that no query joins what row-level security guards."""
    requests = [codes.requests[party] for party in parties]
    trips = list(Itinerary.objects.filter(plan=plan, request_id__in=requests).values_list("id", flat=True))
    vehicles = list(Duty.objects.filter(plan=plan, code__in=duties).values_list("id", flat=True))
    stops = list(Stop.objects.filter(plan=plan, duty_id__in=vehicles).values_list("id", flat=True))
    Leg.objects.filter(itinerary_id__in=trips).delete()
    Itinerary.objects.filter(id__in=trips).delete()
    StopAction.objects.filter(stop_id__in=stops).delete()
    Drive.objects.filter(duty_id__in=vehicles).delete()
    Stop.objects.filter(id__in=stops).delete()
    Duty.objects.filter(id__in=vehicles).delete()
    Unserved.objects.filter(plan=plan).delete()
