"""A problem as engines for pickup and delivery can state it, or what keeps them from it.

Everyone is taken from one boarding place to one gate within one window, by vehicles that work until they are back.
Parties of one place and slot that fit together make a load: fewer and fuller stops are what serves an engine best.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solvers.problem import Fleet, Party, Problem, Slot
from solvers.travel import road_of

Table = NDArray[np.int64]


class CannotState(ValueError):
    """The problem has what the engines' language has no words for; ``faults`` are sentences."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Parties who board together at spot ``place`` from ``ready`` on and are set down at spot ``gate`` in a window.

    Times are seconds after the horizon's start. Engines let a load board while they wait for the next one at the same
    stop, but a stop starts when all are there: ``surely_ready`` adds the boarding of all who may have come before, and
    what an engine then makes of it is never late.
    """

    parties: tuple[str, ...]
    slot: str
    place: int
    gate: int
    people: int
    ready: int
    surely_ready: int
    opens: int
    closes: int
    stay_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vans:
    """A fleet: ``count`` vehicles with ``room`` for passengers, from spot ``start`` back to spot ``end``."""

    fleet: str
    count: int
    room: int
    start: int
    end: int
    free: tuple[int, int]
    cost_fixed: float
    cost_m: float
    cost_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an engine is asked. Rows and columns of the tables are spots: places to stop, then depots.

    A stop takes ``stop_fixed_s`` and ``stop_person_s`` for each person who gets on or off.
    """

    spots: tuple[str, ...]
    metres: Table
    seconds: Table
    loads: tuple[Load, ...]
    vans: tuple[Vans, ...]
    stop_fixed_s: int
    stop_person_s: int
    left: tuple[str, ...]

    @property
    def arrival_s(self) -> Table:
        """Seconds to another spot with the fixed time of a stop there: what visits of one stop pay only once."""
        stops = np.zeros(len(self.spots), dtype=np.int64)
        stops[[spot for load in self.loads for spot in (load.place, load.gate)]] = self.stop_fixed_s
        table: Table = self.seconds + stops[None, :]
        np.fill_diagonal(table, 0)
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What an engine answers: the statement's ``vans`` and its visits (load, boards rather than alights) in order."""

    vans: int
    visits: tuple[tuple[int, bool], ...]


def state(problem: Problem, load_people: int) -> Statement:
    """State a problem of one boarding place and one slot a party, without services, wheelchairs or driver hours.

    Parties of one place and slot are put together up to ``load_people``, or what a vehicle takes: of 8, 10 and 12 none
    is always the best.

    Raises
    ------
    CannotState
        With a sentence for each thing that cannot be stated.
    """
    if faults := tuple(_faults(problem)):
        raise CannotState(faults)
    slots = {slot.id: slot for slot in problem.slots}
    stops = [p.boarding[0].at for p in problem.parties] + [slots[p.choices[0].slot].gate for p in problem.parties]
    depots = [at for fleet in problem.fleets for at in (fleet.start, fleet.end or "")]
    # A depot is a spot of its own even where people board beside it: nobody boards by leaving it.
    spots = list(dict.fromkeys(stops))
    places, first_depot = spots + list(dict.fromkeys(depots)), len(spots)
    metres, seconds = (table.astype(np.int64) for table in road_of(problem).matrices(places))
    depot = {at: first_depot + i for i, at in enumerate(dict.fromkeys(depots))}
    vans = tuple(_vans(problem, fleet, depot) for fleet in problem.fleets)
    alone = [_load(problem, [party], slots, spots) for party in problem.parties]
    can = [_can_go(problem, load, vans, seconds) for load in alone]
    going = [party for party, goes in zip(problem.parties, can, strict=True) if goes]
    most = min(load_people, max((kind.room for kind in vans), default=0))
    return Statement(
        spots=tuple(places),
        metres=metres,
        seconds=seconds,
        loads=_made_sure(problem, [_load(problem, group, slots, spots) for group in _groups(going, most)]),
        vans=vans,
        stop_fixed_s=problem.rules.stop_fixed_s,
        stop_person_s=problem.rules.stop_per_person_s,
        left=tuple(party.id for party, goes in zip(problem.parties, can, strict=True) if not goes),
    )


def _faults(problem: Problem) -> Iterator[str]:
    rules, start, end = problem.rules, *problem.horizon
    if problem.services:
        yield f"{len(problem.services)} timed services: a change of vehicle is beyond pickup and delivery"
    if rules.driver_hours is not None:
        yield "driver hours: no engine keeps them"
    if rules.time_cost_per_hour:
        yield f"people's time costs {rules.time_cost_per_hour:g} an hour: no engine prices it"
    if rules.max_journey_s < end - start:
        yield f"journeys are limited to {rules.max_journey_s} s: not every engine can limit them"
    if any(place.hours for place in problem.locations):
        yield "places with hours: a visit has one window"
    yield from _party_faults(problem)
    yield from _slot_faults(problem)
    for fleet in problem.fleets:
        if fleet.slots is not None or fleet.end is None or len(fleet.crews) != 1:
            yield f"fleet {fleet.id}: it is an employer's own, ends anywhere or has a choice of crews"


def _party_faults(problem: Problem) -> Iterator[str]:
    gates = {slot.id: slot.gate for slot in problem.slots}
    counts = {
        "with a wheelchair: there is one kind of seat": sum(p.wheelchairs > 0 for p in problem.parties),
        "with a choice of boarding places, or none": sum(len(p.boarding) != 1 for p in problem.parties),
        "with a choice of slots, or none": sum(len(p.choices) != 1 for p in problem.parties),
        "who can walk to a gate": sum(
            b.at == gates[c.slot] for p in problem.parties for b in p.boarding for c in p.choices
        ),
    }
    yield from (f"{count} parties {what}" for what, count in counts.items() if count)


def _slot_faults(problem: Problem) -> Iterator[str]:
    wish = {slot.id: 0 for slot in problem.slots}
    for party in problem.parties:
        for choice in party.choices:
            wish[choice.slot] += party.size
    for slot in problem.slots:
        if len(slot.windows) != 1:
            yield f"slot {slot.id} has {len(slot.windows)} windows: a visit has one"
        if slot.min_headcount:
            yield f"slot {slot.id} takes nobody or at least {slot.min_headcount}"
        if wish[slot.id] > slot.capacity:
            yield f"slot {slot.id} takes {slot.capacity} of the {wish[slot.id]} people who may go there"


def _vans(problem: Problem, fleet: Fleet, depot: dict[str, int]) -> Vans:
    rules, crew, zero = problem.rules, fleet.crews[0], problem.horizon[0]
    room = math.floor(rules.max_load_factor * fleet.seats + 1e-9) - rules.escort_seats - crew.seats
    return Vans(
        fleet=fleet.id,
        count=min(fleet.count, len(problem.parties)),
        room=max(0, room),
        start=depot[fleet.start],
        end=depot[fleet.end or ""],
        free=(max(fleet.available[0], zero) - zero, min(fleet.available[1], problem.horizon[1]) - zero),
        cost_fixed=fleet.cost_fixed + crew.cost,
        cost_m=fleet.cost_per_km / 1000,
        cost_s=fleet.cost_per_hour / 3600,
    )


def _groups(parties: list[Party], most: int) -> list[list[Party]]:
    """Parties of one place and slot, put together in the order of their being ready while they fit."""
    alike: dict[tuple[str, str], list[list[Party]]] = {}
    for party in sorted(parties, key=lambda p: p.ready + p.boarding[0].access_s):
        groups = alike.setdefault((party.boarding[0].at, party.choices[0].slot), [])
        if groups and sum(p.size for p in groups[-1]) + party.size <= most:
            groups[-1].append(party)
        else:
            groups.append([party])
    return [group for groups in alike.values() for group in groups]


def _load(problem: Problem, group: list[Party], slots: dict[str, Slot], spots: list[str]) -> Load:
    zero, slot = problem.horizon[0], slots[group[0].choices[0].slot]
    (opens, closes), boarding = slot.windows[0], group[0].boarding[0]
    ready = max(p.ready + p.boarding[0].access_s for p in group) - zero
    return Load(
        parties=tuple(p.id for p in group),
        slot=slot.id,
        place=spots.index(boarding.at),
        gate=spots.index(slot.gate),
        people=sum(p.size for p in group),
        ready=ready,
        surely_ready=ready,
        opens=opens - zero,
        closes=min([closes, *(p.due for p in group if p.due is not None)]) - zero,
        stay_cost=sum(p.unserved_cost - p.choices[0].cost * p.size for p in group),
    )


def _made_sure(problem: Problem, loads: list[Load]) -> tuple[Load, ...]:
    """The loads, with all who are ready before them at their place counted as boarding before them."""
    most = max((fleet.seats for fleet in problem.fleets), default=0)
    before: dict[int, int] = {}
    sure: dict[tuple[str, ...], Load] = {}
    for load in sorted(loads, key=lambda load: load.ready):
        people = min(before.get(load.place, 0), most)
        sure[load.parties] = replace(load, surely_ready=load.ready + problem.rules.stop_per_person_s * people)
        before[load.place] = before.get(load.place, 0) + load.people
    return tuple(sure[load.parties] for load in loads)


def _can_go(problem: Problem, load: Load, vans: tuple[Vans, ...], seconds: Table) -> bool:
    """Would any vehicle that had nothing else to do bring them there in time?"""
    dwell = problem.rules.stop_fixed_s + problem.rules.stop_per_person_s * load.people
    for kind in vans:
        boards = max(load.ready, kind.free[0] + int(seconds[kind.start, load.place]))
        there = max(load.opens, boards + dwell + int(seconds[load.place, load.gate]))
        back = there + dwell + int(seconds[load.gate, kind.end])
        if load.people <= kind.room and there <= load.closes and back <= kind.free[1]:
            return True
    return False
