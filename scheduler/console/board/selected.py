"""What the address selects of a plan, with its details: a party before a duty, a service or a slot."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from scheduler.console.board.staying import sentences_of, was_sought
from scheduler.console.navigation import zone_of
from scheduler.people.selectors import names_of
from scheduler.plans.models import Plan
from scheduler.plans.seen import DutySeen, Overview, ServiceSeen, SlotSeen

KINDS = ("party", "duty", "service", "slot")


def selected_of(request: HttpRequest, plan: Plan, seen: Overview) -> dict[str, Any]:
    """The details of what is selected; ``missing`` is what the plan does not have."""
    asked = [(kind, request.GET[kind]) for kind in KINDS if request.GET.get(kind)]
    for kind, code in asked:
        found = _FOUND[kind](plan, seen, code)
        if found:
            return {"kind": kind, "code": code, **found}
    return {"missing": asked[0][1]} if asked else {}


def _duty(plan: Plan, seen: Overview, code: str) -> dict[str, Any]:
    duty = next((one for one in seen.duties if one.code == code), None)
    if duty is None:
        return {}
    comes, goes = _changes(seen, code)
    return {
        "duty": duty, "names": _names(plan, _aboard(duty)), "driving": _driving(duty), "comes": comes, "goes": goes,
    }  # fmt: skip


def _changes(seen: Overview, code: str) -> tuple[dict[str, str], dict[str, str]]:
    """By what those who ride a duty come to it, and go on from it, by their parties."""
    pairs = [(trip.party, a.unit, b.unit) for trip in seen.trips for a, b in pairwise(trip.rides)]
    return {party: a for party, a, b in pairs if b == code}, {party: b for party, a, b in pairs if a == code}


def _aboard(duty: DutySeen) -> list[str]:
    return [party for halt in duty.halts for party in halt.board]


def _driving(duty: DutySeen) -> list[dict[str, Any]]:
    """Drives, and what lies between two of them on one leg, in order."""
    rows: list[dict[str, Any]] = []
    for drive in sorted(duty.drives, key=lambda one: one.start):
        last = rows[-1] if rows else None
        if last and drive.start > last["end"] and drive.leg == last["leg"]:
            rows.append({"driver": None, "start": last["end"], "end": drive.start, "leg": drive.leg})
        rows.append({"driver": drive.driver + 1, "start": drive.start, "end": drive.end, "leg": drive.leg})
    return [{**row, "takes": row["end"] - row["start"]} for row in rows]


def _service(plan: Plan, seen: Overview, code: str) -> dict[str, Any]:
    service: ServiceSeen | None = next((one for one in seen.services if one.code == code), None)
    if service is None:
        return {}
    parties = [(party, seen.sizes[party]) for party in service.parties]
    return {"service": service, "parties": parties, "names": _names(plan, list(service.parties))}


def _slot(plan: Plan, seen: Overview, code: str) -> dict[str, Any]:
    slot: SlotSeen | None = next((one for one in seen.slots if one.code == code), None)
    if slot is None:
        return {}
    trips = sorted((one for one in seen.trips if one.slot == code), key=lambda one: one.arrives)
    return {"slot": slot, "trips": trips, "names": _names(plan, [one.party for one in trips])}


def _party(plan: Plan, seen: Overview, code: str) -> dict[str, Any]:
    trip = next((one for one in seen.trips if one.party == code), None)
    left = next((one for one in seen.unserved if one.party == code), None)
    if trip is None and left is None:
        return {}
    slot = next((one for one in seen.slots if trip and one.code == trip.slot), None)
    with timezone.override(zone_of(plan.campaign)):
        remedies = sentences_of(left, seen) if left else []
    return {
        "trip": trip,
        "left": left,
        "remedies": remedies,
        "was_sought": left is not None and was_sought(left),
        "slot_of_trip": slot,
        "size": seen.sizes[code],
        "names": _names(plan, [code]),
    }


def _names(plan: Plan, codes: list[str]) -> dict[str, tuple[str, ...]]:
    return names_of(campaign=plan.campaign, codes=codes)


_FOUND = {"duty": _duty, "service": _service, "slot": _slot, "party": _party}
