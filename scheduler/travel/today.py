"""A campaign under way, at one moment: what leaves, what is late, who is aboard, who arrives, who is missing.

Told from the plan in force and what was seen, in a fixed number of queries however large the campaign is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.people.states import NOT_COMING, RequestState
from scheduler.plans.models import Itinerary, Leg, Plan, Stop
from scheduler.travel.board import Coming, Flight, GateNow, Named, Rider, Run, Tally, Today, Wanted
from scheduler.travel.models import Reception
from scheduler.travel.runs import named_columns, named_of, runs_of


@dataclass(slots=True, kw_only=True)
class _Journeys:
    """Who travels how by the plan: riders, who boards and alights at which stop, who rides which service."""

    riders: dict[UUID, Rider] = field(default_factory=dict)
    on: dict[UUID, dict[UUID, int]] = field(default_factory=lambda: defaultdict(dict))
    off: dict[UUID, dict[UUID, int]] = field(default_factory=lambda: defaultdict(dict))
    flights: dict[UUID, Flight] = field(default_factory=dict)
    flying: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    gates: dict[UUID, Named] = field(default_factory=dict)


def today(*, campaign: Campaign, plan: Plan, wanted: Wanted) -> Today:
    """How the plan in force goes at this moment, for who may see all of it."""
    now, journeys = clock.now(), _journeys(plan)
    chosen = {key for key, rider in journeys.riders.items() if _is_wanted(rider, wanted)}
    stops = Stop.objects.filter(plan=plan)
    every = runs_of(plan=plan, stops=stops, on=journeys.on, off=journeys.off, now=now)
    runs = [run for run in every if _is_for(run, chosen, wanted)]
    if wanted.operator is not None:
        chosen &= {rider for run in runs for rider in run.riders}
    operators = {run.duty.operator for run in every if run.duty.operator}
    return Today(
        now=now,
        tally=_tally(journeys.riders[key] for key in chosen),
        runs=sorted(runs, key=lambda run: (run.leaves_at, run.duty.code)),
        operators=sorted(operators, key=lambda operator: operator.code),
        flights=_flights(journeys, every, chosen),
        gates=_gates(campaign, journeys, chosen, runs),
        every_gate=sorted(journeys.gates.values(), key=lambda gate: gate.code),
        towns=sorted({rider.town for rider in journeys.riders.values() if rider.town}),
    )


def _journeys(plan: Plan) -> _Journeys:
    """All of it in one query: each itinerary with each ride of it, or with none."""
    found = _Journeys()
    rides = FilteredRelation("legs", condition=~Q(legs__mode=Leg.Mode.ACCESS))
    itineraries = Itinerary.objects.filter(plan=plan).order_by().annotate(ride=rides)
    for row in itineraries.values_list(*_COLUMNS, named=True):
        request, size = row.request_id, row.request__size
        if request not in found.riders:
            gate = named_of(row, "slot__gate")
            found.gates[gate.id] = gate
            found.riders[request] = Rider(
                size=size, slot=row.slot_id, gate=gate.id, town=row.request__town, state=row.request__state
            )
        if row.ride__from_stop_id:
            found.on[row.ride__from_stop_id][request] = size
            found.off[row.ride__to_stop_id][request] = size
        if row.ride__service_id:
            found.flying[row.ride__service_id].add(request)
            if row.ride__service_id not in found.flights:
                found.flights[row.ride__service_id] = _flight(row)
    return found


_SERVICE = "ride__service"
_COLUMNS = (
    "request_id",
    "request__size",
    "request__town",
    "request__state",
    "slot_id",
    *named_columns("slot__gate"),
    "ride__from_stop_id",
    "ride__to_stop_id",
    *named_columns(_SERVICE),
    *named_columns(f"{_SERVICE}__origin"),
    f"{_SERVICE}__mode",
    f"{_SERVICE}__departs_at",
    f"{_SERVICE}__check_in_s",
)


def _flight(row: Any) -> Flight:
    leaves_at = row.ride__service__departs_at
    return Flight(
        service=named_of(row, _SERVICE),
        mode=row.ride__service__mode,
        origin=named_of(row, f"{_SERVICE}__origin"),
        closes_at=leaves_at - timedelta(seconds=row.ride__service__check_in_s),
        leaves_at=leaves_at,
    )


def _is_wanted(rider: Rider, wanted: Wanted) -> bool:
    return (wanted.gate is None or rider.gate == wanted.gate) and (not wanted.town or rider.town == wanted.town)


def _is_for(run: Run, chosen: set[UUID], wanted: Wanted) -> bool:
    of_operator = wanted.operator is None or (run.duty.operator is not None and run.duty.operator.id == wanted.operator)
    return of_operator and (wanted.is_all or not chosen.isdisjoint(run.riders))


def _flights(journeys: _Journeys, runs: Sequence[Run], chosen: set[UUID]) -> list[Flight]:
    """Services with people on them; who was set down at a place is there for what leaves from it."""
    down = {
        (stop.place.id, request): tick.people
        for run in runs
        for stop, seen in zip(run.stops, run.progress.stops, strict=True)
        for request, tick in seen.alight.items()
    }
    found = []
    for key, flight in journeys.flights.items():
        if those := journeys.flying[key] & chosen:
            people = sum(journeys.riders[request].size for request in those)
            there = sum(down.get((flight.origin.id, request), 0) for request in those)
            found.append(replace(flight, people=people, there=there))
    return sorted(found, key=lambda flight: (flight.leaves_at, flight.service.code))


def _gates(campaign: Campaign, journeys: _Journeys, chosen: set[UUID], runs: Sequence[Run]) -> list[GateNow]:
    """The gates at which somebody is expected: where people are missing first, then by what arrives next."""
    riders = journeys.riders
    gates = {key: GateNow(place=journeys.gates[key]) for key in {riders[rider].gate for rider in chosen}}
    received, boarded = _received(campaign), _boarded(runs)
    for key in chosen:
        rider, gate = riders[key], gates[riders[key].gate]
        gate.slots.add(rider.slot)
        gate.expected += rider.size
        coming = boarded.get(key, rider.size)
        if key in received:
            gate.here += received[key]
            gate.missing += max(0, coming - received[key])
            gate.away += rider.size - coming
        else:
            gate.away += rider.size if rider.state in NOT_COMING else rider.size - coming
    for run in runs:
        for stop, halt, seen in zip(run.stops, run.halts, run.progress.stops, strict=True):
            here = [key for key in halt.alight if key in chosen and riders[key].gate == stop.place.id]
            if here and seen.arrived_at is None:
                people = sum(halt.alight[key] for key in here)
                gates[stop.place.id].coming.append(Coming(at=stop.starts_at, run=run, people=people))
    for gate in gates.values():
        gate.coming.sort(key=lambda coming: coming.at)
    far = max((run.ends_at for run in runs), default=clock.now())
    return sorted(
        gates.values(), key=lambda gate: (-gate.missing, gate.coming[0].at if gate.coming else far, gate.place.code)
    )


def _boarded(runs: Sequence[Run]) -> dict[UUID, int]:
    """How many of each party got on, where it was ticked: by the last vehicle that they got on."""
    ticks = [one for run in runs for seen in run.progress.stops for one in seen.board.items()]
    return {request: tick.people for request, tick in sorted(ticks, key=lambda one: one[1].at)}


def _received(campaign: Campaign) -> dict[UUID, int]:
    """How many of each party were received; the latest entry holds."""
    rows = Reception.objects.filter(campaign=campaign).order_by("at", "id").values_list("request_id", "people")
    return dict(rows)


def _tally(riders: Iterable[Rider]) -> Tally:
    by_state: dict[str, int] = defaultdict(int)
    for rider in riders:
        by_state[rider.state] += rider.size
    aboard = by_state[RequestState.BOARDED]
    arrived = by_state[RequestState.ARRIVED] + by_state[RequestState.SETTLED]
    away = sum(by_state[state] for state in NOT_COMING)
    people = sum(by_state.values())
    return Tally(people=people, waiting=people - aboard - arrived - away, aboard=aboard, arrived=arrived, away=away)
