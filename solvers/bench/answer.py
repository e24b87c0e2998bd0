"""From an engine's routes to a plan: visits of one place become a stop, and every stop gets its times.

Engines only say who rides with whom and in which order; the times are worked out here, for all of them alike: as
soon home as can be, and then as late out as that allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from solvers.bench.statement import Route, Statement
from solvers.costing import cost_of
from solvers.plan import AccessLeg, Drive, Duty, DutyLeg, Itinerary, Plan, Reason, Stop, Unserved
from solvers.problem import Problem
from solvers.travel import road_of


class DoesNotHold(ValueError):
    """The engine's routes cannot be driven as they are."""


@dataclass(slots=True, kw_only=True)
class Halt:
    """A stop to be timed: it starts within ``earliest`` and ``latest`` and lasts ``dwell`` seconds."""

    spot: int
    earliest: int
    latest: int
    dwell: int = 0
    boards: list[int] = field(default_factory=list)
    alights: list[int] = field(default_factory=list)
    start: int = 0


def plan_of(problem: Problem, statement: Statement, routes: Sequence[Route]) -> Plan:
    """The plan that drives these routes.

    Raises
    ------
    DoesNotHold
        A route breaks a window, visits a load twice or needs a vehicle that is not there.
    """
    duties: list[Duty] = []
    itineraries: list[Itinerary] = []
    used = [0] * len(statement.vans)
    for route in routes:
        halts = _halts(statement, route)
        _time(statement, halts)
        duty = _duty(problem, statement, route, halts, f"d{len(duties) + 1}", used[route.vans])
        used[route.vans] += 1
        duties.append(duty)
        itineraries += _itineraries(problem, statement, duty, halts)
    gone = [itinerary.party for itinerary in itineraries]
    if len(set(gone)) < len(gone) or any(n > kind.count for n, kind in zip(used, statement.vans, strict=True)):
        raise DoesNotHold("a load is carried twice, or more vehicles are used than there are")
    left = tuple(_unserved(statement, party.id) for party in problem.parties if party.id not in set(gone))
    return Plan(
        problem=problem.name,
        duties=tuple(duties),
        itineraries=tuple(itineraries),
        unserved=left,
        cost=cost_of(problem, road_of(problem), duties, itineraries, left),
    )


def _unserved(statement: Statement, party: str) -> Unserved:
    if party in statement.left:
        return Unserved(party=party, reason=Reason.TIME, detail="no vehicle brings them there in time")
    return Unserved(party=party, reason=Reason.SEARCH, detail="the engine left them out")


def _halts(statement: Statement, route: Route) -> list[Halt]:
    vans = statement.vans[route.vans]
    halts = [Halt(spot=vans.start, earliest=vans.free[0], latest=vans.free[1])]
    for number, boards in route.visits:
        load = statement.loads[number]
        spot = load.place if boards else load.gate
        if statement.spots[halts[-1].spot] != statement.spots[spot]:
            halts.append(Halt(spot=spot, earliest=0, latest=vans.free[1]))
        halt = halts[-1]
        if not halt.boards and not halt.alights:
            halt.dwell = statement.stop_fixed_s  # a depot where people board is a stop like others
        halt.dwell += statement.stop_person_s * load.people
        halt.earliest = max(halt.earliest, load.ready if boards else load.opens)
        halt.latest = halt.latest if boards else min(halt.latest, load.closes)
        (halt.boards if boards else halt.alights).append(number)
    if statement.spots[halts[-1].spot] != statement.spots[vans.end]:
        halts.append(Halt(spot=vans.end, earliest=0, latest=vans.free[1]))
    return halts


def _time(statement: Statement, halts: list[Halt]) -> None:
    """Start every halt as early as it can be; then all as late as the same end allows."""
    halts[0].start = halts[0].earliest
    for before, halt in pairwise(halts):
        halt.start = max(halt.earliest, before.start + before.dwell + int(statement.seconds[before.spot, halt.spot]))
        if halt.start > halt.latest:
            raise DoesNotHold(f"a vehicle is {halt.start - halt.latest} s late at {statement.spots[halt.spot]}")
    for halt, after in zip(reversed(halts[:-1]), reversed(halts[1:]), strict=True):
        leave = after.start - int(statement.seconds[halt.spot, after.spot])
        halt.start = min(halt.latest, leave - halt.dwell)


def _duty(problem: Problem, statement: Statement, route: Route, halts: list[Halt], name: str, vehicle: int) -> Duty:
    zero, ids = problem.horizon[0], statement.loads
    stops, drives = [], []
    for k, halt in enumerate(halts):
        before = halts[k - 1] if k else halt
        drive_s = int(statement.seconds[before.spot, halt.spot]) if k else 0
        leaves = before.start + before.dwell
        arrive = leaves + drive_s if k else halt.start
        if drive_s:
            drives.append(Drive(leg=k - 1, driver=0, start=zero + leaves, end=zero + arrive))
        stops.append(
            Stop(
                at=statement.spots[halt.spot],
                arrive=zero + arrive,
                start=zero + halt.start,
                depart=zero + halt.start + halt.dwell,
                board=tuple(party for i in halt.boards for party in ids[i].parties),
                alight=tuple(party for i in halt.alights for party in ids[i].parties),
            )
        )
    return Duty(
        id=name,
        fleet=statement.vans[route.vans].fleet,
        vehicle=vehicle,
        crew=0,
        stops=tuple(stops),
        drives=tuple(drives),
    )


def _itineraries(problem: Problem, statement: Statement, duty: Duty, halts: list[Halt]) -> list[Itinerary]:
    boards = {i: k for k, halt in enumerate(halts) for i in halt.boards}
    alights = {i: k for k, halt in enumerate(halts) for i in halt.alights}
    if boards.keys() != alights.keys():
        raise DoesNotHold(f"on {duty.id} somebody gets on and never off, or off and never on")
    access = {party.id: party.boarding[0] for party in problem.parties}
    return [
        Itinerary(
            party=party,
            slot=statement.loads[i].slot,
            legs=(
                AccessLeg(
                    to=access[party].at,
                    depart=duty.stops[k].start - access[party].access_s,
                    arrive=duty.stops[k].start,
                ),
                DutyLeg(duty=duty.id, from_stop=k, to_stop=alights[i]),
            ),
        )
        for i, k in boards.items()
        for party in statement.loads[i].parties
    ]
