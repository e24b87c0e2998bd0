"""The problem as arrays, in the shape that compiled loops want.

Places, parties, slots, fleets and services become indices in the order of the problem; moments become
seconds after the start of the horizon. Lists of lists are flat arrays with a pointer array: the entries
of item *i* are ``x[ptr[i]:ptr[i + 1]]``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solvers.problem import DriverHours, Problem, Span
from solvers.travel import Road, road_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DAY_S = 86_400
FAR = 1 << 40
"""A moment after everything."""


class Law(NamedTuple):
    """Driver hours in seconds and metres; ``FAR`` where there is no limit, empty spans where no rule."""

    on: bool
    spell: int
    pause: int
    swap: int
    day: int
    week: int
    crew_over_m: int
    crew_drivers: int
    night_from: int
    night_to: int
    night_spell: int
    stop_from: int
    stop_to: int
    stop_over_m: int


class Model(NamedTuple):
    """All of a problem that the search reads; see the module's text for the units."""

    # roads, n_places x n_places
    metres: NDArray[np.int32]
    seconds: NDArray[np.int32]
    # places: local times of day, open 0 to 2 days where there are no hours
    opens: Ints
    closes: Ints
    doors: Flags  # somebody's own, where nobody else is to wait for a vehicle
    clock0: int  # local time of day at the start of the horizon
    horizon: int
    # parties
    size: Ints
    wheels: Ints
    ready: Ints
    due: Ints
    left_cost: Floats
    relief: Floats  # of that, what a searcher does not count for the time being (below zero: it counts more)
    board_ptr: Ints
    board_at: Ints
    board_access: Ints
    choice_ptr: Ints
    choice_slot: Ints
    choice_cost: Floats
    # an earlier plan's journeys (-1: none; slot -2: one that cannot be had in this model, so that any other costs), and
    # each party's money for travelling otherwise
    was_slot: Ints
    was_board: Ints
    was_via: Ints
    move: Floats
    # slots; slots with equal windows share a window class
    gate: Ints
    capacity: Ints
    minimum: Ints
    window_class: Ints
    window_ptr: Ints
    window_from: Ints
    window_to: Ints
    # fleets; vehicles of fleet f are duties first_duty[f] .. first_duty[f + 1] - 1
    first_duty: Ints
    fleet_of: Ints
    room: Ints
    spaces: Ints
    start_at: Ints
    end_at: Ints
    free_from: Ints
    free_to: Ints
    cost_fixed: Floats
    cost_m: Floats
    cost_s: Floats
    takes: Flags  # fleet x slot
    crew_ptr: Ints
    crew_drivers: Ints
    crew_cost: Floats
    crew_seats: Ints
    # services
    hub_from: Ints
    hub_to: Ints
    check_in: Ints  # latest moment to have left the coach
    departs: Ints
    arrives: Ints
    exits: Ints  # earliest moment to board a coach
    service_room: Ints
    service_spaces: Ints
    service_fixed: Floats
    service_seat: Floats
    service_minimum: Ints
    group: Ints
    serves: Flags  # service x slot: worth a thought
    first_interchange: int  # of the services that are none (solvers.interchanges): so many are real
    # rules
    stop_fixed: int
    stop_person: int
    change_s: int  # from leaving a vehicle until another one can be boarded
    max_journey: int
    person_s: float  # money a second of a person's time
    law: Law


def model_of(problem: Problem, road: Road | None = None) -> Model:
    """Arrays of ``problem``, with the roads of ``road`` (default: the problem's own)."""
    road = road or road_of(problem)
    place = {location.id: i for i, location in enumerate(problem.locations)}
    metres, seconds = road.matrices([location.id for location in problem.locations])
    parts: dict[str, Any] = {
        "metres": np.ascontiguousarray(metres, dtype=np.int32),
        "seconds": np.ascontiguousarray(seconds, dtype=np.int32),
        "clock0": (problem.horizon[0] + problem.utc_offset_s) % DAY_S,
        "horizon": problem.horizon[1] - problem.horizon[0],
        "opens": ints(x.hours[0] if x.hours else 0 for x in problem.locations),
        "doors": np.array([x.kind == "home" for x in problem.locations], dtype=np.bool_),
        # what departs at midnight departs on the next day
        "closes": ints(min(x.hours[1], DAY_S - 1) if x.hours else 2 * DAY_S for x in problem.locations),
        "stop_fixed": problem.rules.stop_fixed_s,
        "stop_person": problem.rules.stop_per_person_s,
        "change_s": problem.rules.transfer_s,
        "max_journey": problem.rules.max_journey_s,
        "person_s": problem.rules.time_cost_per_hour / 3600,
        "law": _law(problem.rules.driver_hours),
    }
    parts |= _parties(problem, place) | _slots(problem, place) | _fleets(problem, place)
    parts |= _services(problem, place)
    parts["serves"] = _serves(parts)
    parts["first_interchange"] = len(problem.services)
    return Model(**parts)


def ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), dtype=np.float64)


def pointers(lengths: Iterable[int]) -> Ints:
    return np.concatenate(([0], np.cumsum(list(lengths), dtype=np.int64))).astype(np.int64)


def able_parties(m: Model) -> Flags:
    """Which parties have a place to board and a slot to go to."""
    flags: Flags = (np.diff(m.board_ptr) > 0) & (np.diff(m.choice_ptr) > 0)
    return flags


def seats_for_people(problem: Problem, seats: int) -> int:
    """Seats that passengers may take, before the crew's; never below none."""
    return max(0, math.floor(problem.rules.max_load_factor * seats + 1e-9) - problem.rules.escort_seats)


def _law(hours: DriverHours | None) -> Law:
    if hours is None:
        return Law(False, FAR, 0, 0, FAR, FAR, FAR, 0, 0, 0, FAR, 0, 0, FAR)
    crew, night, stop = hours.min_drivers, hours.night, hours.night_stop
    return Law(
        True, hours.max_continuous_drive_s, hours.min_break_s, hours.swap_s, hours.max_drive_24h_s,
        FAR if hours.max_drive_7d_s is None else hours.max_drive_7d_s,
        crew.over_m if crew else FAR, crew.drivers if crew else 0,
        *(_clocks(night.span) if night else (0, 0)), night.max_continuous_drive_s if night else FAR,
        *(_clocks(stop.span) if stop else (0, 0)), stop.over_m if stop else FAR,
    )  # fmt: skip


def _clocks(span: tuple[int, int]) -> tuple[int, int]:
    """Both ends as times of day; midnight is 0."""
    return span[0] % DAY_S, span[1] % DAY_S


def _parties(problem: Problem, place: dict[str, int]) -> dict[str, Any]:
    parties, start = problem.parties, problem.horizon[0]
    slot = {s.id: i for i, s in enumerate(problem.slots)}
    return {
        "size": ints(p.size for p in parties),
        "wheels": ints(p.wheelchairs for p in parties),
        "ready": ints(max(0, p.ready - start) for p in parties),
        "due": ints(FAR if p.due is None else p.due - start for p in parties),
        "left_cost": floats(p.unserved_cost for p in parties),
        "relief": np.zeros(len(parties)),
        "board_ptr": pointers(len(p.boarding) for p in parties),
        "board_at": ints(place[b.at] for p in parties for b in p.boarding),
        "board_access": ints(b.access_s for p in parties for b in p.boarding),
        "choice_ptr": pointers(len(p.choices) for p in parties),
        "choice_slot": ints(slot[c.slot] for p in parties for c in p.choices),
        "choice_cost": floats(c.cost for p in parties for c in p.choices),
        "was_slot": ints(-1 for _ in parties),
        "was_board": ints(-1 for _ in parties),
        "was_via": ints(-1 for _ in parties),
        "move": np.zeros(len(parties)),
    }


def _slots(problem: Problem, place: dict[str, int]) -> dict[str, Any]:
    start = problem.horizon[0]
    classes: dict[tuple[Span, ...], int] = {}
    of_slot = [classes.setdefault(_apart(s.windows), len(classes)) for s in problem.slots]
    return {
        "gate": ints(place[s.gate] for s in problem.slots),
        "capacity": ints(s.capacity for s in problem.slots),
        "minimum": ints(s.min_headcount for s in problem.slots),
        "window_class": ints(of_slot),
        "window_ptr": pointers(len(windows) for windows in classes),
        "window_from": ints(a - start for windows in classes for a, _ in windows),
        "window_to": ints(b - start for windows in classes for _, b in windows),
    }


def _apart(windows: tuple[Span, ...]) -> tuple[Span, ...]:
    """The same moments, in windows of which each closes before the next one opens."""
    joined: list[Span] = []
    for opens, closes in sorted(windows):
        if joined and opens <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(closes, joined[-1][1])
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _fleets(problem: Problem, place: dict[str, int]) -> dict[str, Any]:
    fleets, start, end = problem.fleets, *problem.horizon
    slot = {s.id: i for i, s in enumerate(problem.slots)}
    takes = np.ones((len(fleets), len(problem.slots)), dtype=np.bool_)
    for f, fleet in enumerate(fleets):
        if fleet.slots is not None:
            takes[f] = False
            takes[f, [slot[s] for s in fleet.slots]] = True
    counts = [min(f.count, len(problem.parties)) if f.crews else 0 for f in fleets]
    return {
        "first_duty": pointers(counts),
        "fleet_of": ints(f for f, count in enumerate(counts) for _ in range(count)),
        "room": ints(seats_for_people(problem, f.seats) for f in fleets),
        "spaces": ints(f.wheelchair_spaces for f in fleets),
        "start_at": ints(place[f.start] for f in fleets),
        "end_at": ints(-1 if f.end is None else place[f.end] for f in fleets),
        "free_from": ints(max(f.available[0], start) - start for f in fleets),
        "free_to": ints(min(f.available[1], end) - start for f in fleets),
        "cost_fixed": floats(f.cost_fixed for f in fleets),
        "cost_m": floats(f.cost_per_km / 1000 for f in fleets),
        "cost_s": floats(f.cost_per_hour / 3600 for f in fleets),
        "takes": takes,
        "crew_ptr": pointers(len(f.crews) for f in fleets),
        "crew_drivers": ints(c.drivers for f in fleets for c in f.crews),
        "crew_cost": floats(c.cost for f in fleets for c in f.crews),
        "crew_seats": ints(c.seats for f in fleets for c in f.crews),
    }


def _services(problem: Problem, place: dict[str, int]) -> dict[str, Any]:
    services, start = problem.services, problem.horizon[0]
    groups = {name: i for i, name in enumerate(sorted({s.group for s in services if s.group is not None}))}
    return {
        "hub_from": ints(place[s.origin] for s in services),
        "hub_to": ints(place[s.destination] for s in services),
        "check_in": ints(s.depart - s.check_in_s - start for s in services),
        "departs": ints(s.depart - start for s in services),
        "arrives": ints(s.arrive - start for s in services),
        "exits": ints(s.arrive + s.exit_s - start for s in services),
        "service_room": ints(seats_for_people(problem, s.seats) for s in services),
        "service_spaces": ints(s.wheelchair_spaces for s in services),
        "service_fixed": floats(s.cost_fixed for s in services),
        "service_seat": floats(s.cost_per_seat for s in services),
        "service_minimum": ints(s.min_load for s in services),
        "group": ints(-1 if s.group is None else groups[s.group] for s in services),
    }


def _serves(parts: dict[str, Any]) -> Flags:
    """Services that bring somebody nearer to a slot's gate, in time for its last window."""
    gates, origins, targets = parts["gate"], parts["hub_from"], parts["hub_to"]
    if not len(gates) or not len(targets):
        return np.zeros((len(targets), len(gates)), dtype=np.bool_)
    seconds, to, before = parts["seconds"], np.ix_(targets, gates), np.ix_(origins, gates)
    nearer = (parts["metres"][to] < parts["metres"][before]) | (seconds[to] < seconds[before])
    last = ints(
        max(parts["window_to"][a:b], default=-1)
        for a, b in zip(parts["window_ptr"][:-1], parts["window_ptr"][1:], strict=True)
    )[parts["window_class"]].clip(max=parts["horizon"])
    there = targets[:, None] == gates[None, :]
    reach = np.where(there, parts["arrives"][:, None], parts["exits"][:, None] + seconds[to])
    flags: Flags = (nearer | there) & (reach <= last[None, :])
    return flags
