"""Where and when parties leave: the vehicle or service that picks each of them up first, and what was seen of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler import clock
from scheduler.fleet.models import Service
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.states import NOT_COMING, UNDER_WAY
from scheduler.places.models import Place
from scheduler.plans.models import Leg, Plan, Stop
from scheduler.travel.board import Run
from scheduler.travel.progress import StopProgress
from scheduler.travel.runs import runs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """Where a party is picked up, and when that leaves: by a duty's vehicle at ``stop``, or by a service."""

    place: Place
    at: datetime
    stop: Stop | None = None
    service: Service | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Parties that are picked up together; ``run`` is their vehicle as seen, ``seen`` what was seen of it here."""

    pickup: Pickup
    parties: Sequence[DepartureRequest]
    run: Run | None = None
    seen: StopProgress | None = None

    @property
    def people(self) -> int:
        """How many leave here."""
        return sum(party.size for party in self.parties)

    @property
    def boarded(self) -> int:
        """How many of them are on their way."""
        return sum(party.size for party in self.parties if party.state in UNDER_WAY)

    @property
    def away(self) -> int:
        """How many of them do not come."""
        return sum(party.size for party in self.parties if party.state in NOT_COMING)


def pickups(*, plan: Plan, requests: Collection[UUID]) -> dict[UUID, Pickup]:
    """Where and when a plan picks up requests that the asker may see; who walks to the gate is left out.

    What carries them is looked up with the system's eyes, as for their slips.
    """
    with acting_as_system():
        rides = Leg.objects.filter(plan=plan, itinerary__request__in=requests).exclude(mode=Leg.Mode.ACCESS)
        first = rides.order_by("itinerary_id", "position").distinct("itinerary_id")
        related = first.select_related("itinerary", "from_stop__place", "service__origin")
        return {leg.itinerary.request_id: _pickup(leg) for leg in related}


def leaving(*, plan: Plan, parties: Iterable[DepartureRequest]) -> list[Leaving]:
    """Parties that the asker may see, by what picks them up, in the order in which that leaves."""
    by_id = {party.id: party for party in parties}
    found = pickups(plan=plan, requests=by_id)
    together: dict[Stop | Service | None, list[DepartureRequest]] = defaultdict(list)
    for request, party in by_id.items():
        if request in found:
            together[found[request].stop or found[request].service].append(party)
    runs = _runs(plan, found, by_id)
    rows = [_leaving(found[those[0].id], those, runs) for those in together.values()]
    return sorted(rows, key=lambda one: (one.pickup.at, one.pickup.place.code))


def _pickup(leg: Leg) -> Pickup:
    if leg.from_stop:
        return Pickup(place=leg.from_stop.place, at=leg.from_stop.departs_at, stop=leg.from_stop)
    assert leg.service is not None  # a leg that is no way from home rides the one or the other
    return Pickup(place=leg.service.origin, at=leg.service.departs_at, service=leg.service)


def _leaving(pickup: Pickup, parties: Sequence[DepartureRequest], runs: Mapping[UUID, Run]) -> Leaving:
    if pickup.stop is None:
        return Leaving(pickup=pickup, parties=parties)
    run = runs[pickup.stop.duty_id]
    here = next(k for k, stop in enumerate(run.stops) if stop.id == pickup.stop.id)
    return Leaving(pickup=pickup, parties=parties, run=run, seen=run.progress.stops[here])


def _runs(plan: Plan, found: Mapping[UUID, Pickup], parties: Mapping[UUID, DepartureRequest]) -> dict[UUID, Run]:
    """The vehicles that pick them up, with nobody but them aboard."""
    board: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for request, pickup in found.items():
        if pickup.stop:
            board[pickup.stop.id][request] = parties[request].size
    with acting_as_system():
        stops = Stop.objects.filter(duty__in={one.stop.duty_id for one in found.values() if one.stop})
        runs = runs_of(plan=plan, stops=stops, on=board, off={}, now=clock.now())
    return {run.duty.id: run for run in runs}
