"""Roads that were driven before they became longer: whoever drove one has driven it as it was.

The format knows one road between two places. Where vehicles drove another one, a place is put in between for the judges
and the planner: the road as it was leads there, and nothing is left to drive from it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from solvers.plan import Duty, DutyLeg, Itinerary, Leg, Plan, Stop
from solvers.problem import Location, Matrix, Problem
from solvers.travel import road_of

Road = tuple[int, int]
"""Metres and seconds."""
Driven = Mapping[tuple[str, int], Road]
"""Roads as they were, by the duty that drove them and the number of its leg."""
BETWEEN = " (driven)"
"""What the names of places in between end with."""
DAY_S = 86_400


def with_driven(problem: Problem, plan: Plan, driven: Driven) -> tuple[Problem, Plan]:
    """Both with a place in between wherever a road was driven as it was."""
    if not driven:
        return problem, plan
    duties = {duty.id: duty for duty in plan.duties}
    roads = {(duties[name].stops[leg].at, duties[name].stops[leg + 1].at): road for (name, leg), road in driven.items()}
    moved = [_Moved(duty, {leg for name, leg in driven if name == duty.id}) for duty in plan.duties]
    return _with_places(problem, roads), _renumbered(plan, moved)


def is_between(place: str) -> bool:
    """Whether a place stands in between, on a road that was driven as it was."""
    return place.endswith(BETWEEN)


def without_driven(plan: Plan) -> Plan:
    """The plan without places in between."""
    return _renumbered(plan, [_Moved(duty, set()) for duty in plan.duties])


@dataclass(slots=True)
class _Moved:
    """A duty with stops in between on some of its legs, and without those that it had; ``index`` is by the old ones."""

    duty: Duty
    index: dict[int, int]

    def __init__(self, duty: Duty, legs: set[int]) -> None:
        stops: list[Stop] = []
        self.index = {}
        for k, (stop, after) in enumerate(pairwise((*duty.stops, None))):
            assert stop is not None
            if is_between(stop.at):
                continue
            self.index[k] = len(stops)
            stops.append(stop)
            if k in legs and after is not None:
                stops.append(_stop_between(stop, after))
        drives = tuple(replace(drive, leg=self.index[drive.leg]) for drive in duty.drives)
        self.duty = replace(duty, stops=tuple(stops), drives=drives)


def _stop_between(stop: Stop, after: Stop) -> Stop:
    at = after.arrive
    return Stop(at=_between(stop.at, after.at), arrive=at, start=at, depart=at, board=(), alight=())


def _between(a: str, b: str) -> str:
    return f"{a} > {b}{BETWEEN}"


def _renumbered(plan: Plan, moved: list[_Moved]) -> Plan:
    index = {one.duty.id: one.index for one in moved}
    return replace(
        plan,
        duties=tuple(one.duty for one in moved),
        itineraries=tuple(replace(one, legs=tuple(_legs(one, index))) for one in plan.itineraries),
    )


def _legs(one: Itinerary, index: Mapping[str, Mapping[int, int]]) -> Iterator[Leg]:
    for leg in one.legs:
        if isinstance(leg, DutyLeg):
            stops = index[leg.duty]
            yield replace(leg, from_stop=stops[leg.from_stop], to_stop=stops[leg.to_stop])
        else:
            yield leg


def _with_places(problem: Problem, roads: Mapping[tuple[str, str], Road]) -> Problem:
    """The problem with a place in between on each road, from which no other road leads anywhere."""
    names = [location.id for location in problem.locations]
    distance, duration = (table.tolist() for table in road_of(problem).matrices(names))
    start, end = problem.horizon
    for (a, b), (metres, seconds) in roads.items():
        names.append(_between(a, b))
        _extend(distance, names, a, b, road=metres, far=0)
        _extend(duration, names, a, b, road=seconds, far=end - start + DAY_S)
    known = {location.id: location for location in problem.locations}
    places = tuple(Location(id=_between(a, b), kind="depot", lon=known[a].lon, lat=known[a].lat) for a, b in roads)
    return replace(
        problem,
        locations=problem.locations + places,
        travel=Matrix(
            locations=tuple(names),
            distance_m=tuple(map(tuple, distance)),
            duration_s=tuple(map(tuple, duration)),
        ),
    )


def _extend(table: list[list[int]], names: list[str], a: str, b: str, *, road: int, far: int) -> None:
    """Add a place to a table, the last of the ``names``: ``road`` from one place, nothing to another."""
    for name, row in zip(names[:-1], table, strict=True):
        row.append(road if name == a else far)
    table.append([0 if name in (b, names[-1]) else far for name in names])
