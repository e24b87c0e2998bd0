"""A campaign under way, at one moment: what leaves, what is late, who is aboard, who arrives, who is missing.

Told from the plan in force and what was seen, in a fixed number of queries however large the campaign is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.people.states import RequestState
from scheduler.plans.models import Leg, Plan, Stop
from scheduler.travel.board import Coming, Flight, GateNow, Named, Rider, Run, Tally, Today, Wanted
from scheduler.travel.models import Reception, TravelEvent
from scheduler.travel.progress import Halt, progress_of
from scheduler.travel.receiving import NOT_COMING

Crowds = Mapping[UUID, Mapping[UUID, int]]
"""How many of which parties, by stop."""


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
    operators = {run.duty.fleet.operator for run in every if run.duty.fleet.operator}
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
    """All of it in one query: every itinerary has at least the way from home."""
    found = _Journeys()
    for leg in Leg.objects.filter(plan=plan).order_by().values_list(*_COLUMNS, named=True):
        request, size = leg.itinerary__request_id, leg.itinerary__request__size
        if request not in found.riders:
            gate = Named(
                id=leg.itinerary__slot__gate_id,
                code=leg.itinerary__slot__gate__code,
                name=leg.itinerary__slot__gate__name or "",
                name_en=leg.itinerary__slot__gate__name_en,
            )
            found.gates[gate.id] = gate
            found.riders[request] = Rider(
                size=size,
                slot=leg.itinerary__slot_id,
                gate=gate.id,
                town=leg.itinerary__request__town,
                state=leg.itinerary__request__state,
            )
        if leg.from_stop_id:
            found.on[leg.from_stop_id][request] = size
            found.off[leg.to_stop_id][request] = size
        if leg.service_id:
            found.flying[leg.service_id].add(request)
            if leg.service_id not in found.flights:
                found.flights[leg.service_id] = _flight(leg)
    return found


_COLUMNS = (
    "itinerary__request_id",
    "itinerary__request__size",
    "itinerary__request__town",
    "itinerary__request__state",
    "itinerary__slot_id",
    "itinerary__slot__gate_id",
    "itinerary__slot__gate__code",
    "itinerary__slot__gate__name",
    "itinerary__slot__gate__name_en",
    "from_stop_id",
    "to_stop_id",
    "service_id",
    "service__code",
    "service__name",
    "service__name_en",
    "service__mode",
    "service__departs_at",
    "service__check_in_s",
    "service__origin_id",
    "service__origin__code",
    "service__origin__name",
    "service__origin__name_en",
)


def _flight(leg: Any) -> Flight:
    return Flight(
        service=Named(id=leg.service_id, code=leg.service__code, name=leg.service__name, name_en=leg.service__name_en),
        mode=leg.service__mode,
        origin=Named(
            id=leg.service__origin_id,
            code=leg.service__origin__code,
            name=leg.service__origin__name or "",
            name_en=leg.service__origin__name_en,
        ),
        closes_at=leg.service__departs_at - timedelta(seconds=leg.service__check_in_s),
        leaves_at=leg.service__departs_at,
    )


def _is_wanted(rider: Rider, wanted: Wanted) -> bool:
    return (wanted.gate is None or rider.gate == wanted.gate) and (not wanted.town or rider.town == wanted.town)


def _is_for(run: Run, chosen: set[UUID], wanted: Wanted) -> bool:
    of_operator = wanted.operator is None or run.duty.fleet.operator_id == wanted.operator
    return of_operator and (wanted.is_all or not chosen.isdisjoint(run.riders))


def runs_of(*, plan: Plan, stops: QuerySet[Stop], on: Crowds, off: Crowds, now: datetime) -> list[Run]:
    """The duties of some stops of a plan, as planned and as seen; ``on`` and ``off``: who boards and alights where."""
    by_duty: dict[UUID, list[Stop]] = defaultdict(list)
    rows = stops.select_related("place", "duty__fleet__operator", "duty__manning")
    for stop in rows.order_by("duty_id", "position"):
        by_duty[stop.duty_id].append(stop)
    events: dict[str, list[TravelEvent]] = defaultdict(list)  # a duty keeps its code from version to version
    codes = [those[0].duty.code for those in by_duty.values()]
    seen = TravelEvent.objects.filter(campaign=plan.campaign_id, duty__code__in=codes)
    for event in seen.select_related("duty").defer("note"):
        events[event.duty.code].append(event)
    halts = {
        duty: [Halt(board=on.get(stop.id, {}), alight=off.get(stop.id, {})) for stop in those]
        for duty, those in by_duty.items()
    }
    return [_run(those, halts[duty], events[those[0].duty.code], now) for duty, those in by_duty.items()]


def _run(stops: Sequence[Stop], halts: Sequence[Halt], events: Sequence[TravelEvent], now: datetime) -> Run:
    duty = stops[0].duty
    return Run(
        duty=duty,
        stops=stops,
        halts=halts,
        progress=progress_of(halts, events),
        riders=frozenset(request for halt in halts for request in halt.board),
        plate=duty.manning.plate if hasattr(duty, "manning") else "",
        now=now,
    )


def _flights(journeys: _Journeys, runs: Sequence[Run], chosen: set[UUID]) -> list[Flight]:
    """Services with people on them; who was set down at a place is there for what leaves from it."""
    down = {
        (stop.place_id, request): tick.people
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
            here = [key for key in halt.alight if key in chosen and riders[key].gate == stop.place_id]
            if here and seen.arrived_at is None:
                people = sum(halt.alight[key] for key in here)
                gates[stop.place_id].coming.append(Coming(at=stop.starts_at, run=run, people=people))
    for gate in gates.values():
        gate.coming.sort(key=lambda coming: coming.at)
    far = max((run.ends_at for run in runs), default=clock.now())
    return sorted(
        gates.values(), key=lambda gate: (-gate.missing, gate.coming[0].at if gate.coming else far, gate.place.code)
    )


def _boarded(runs: Sequence[Run]) -> dict[UUID, int]:
    """How many of each party got on, where it was ticked: by the last vehicle that they got on."""
    return {
        request: tick.people
        for run in sorted(runs, key=lambda run: run.leaves_at)
        for seen in run.progress.stops
        for request, tick in seen.board.items()
    }


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
