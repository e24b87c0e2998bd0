"""Any problem that anybody could state, in small: odd ones on a line, and odd variants of given ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from solvers.problem import DriverHours, Fleet, Matrix, MinDrivers, Night, NightStop, Party, Problem
from tests.builders import CHINESE_LAW, DAY, HOUR, ok_long, ok_small, on_a_line, party, slot

EUROPEAN_LAW = DriverHours(
    max_continuous_drive_s=4 * HOUR + HOUR // 2, min_break_s=45 * 60, swap_s=0, max_drive_24h_s=9 * HOUR,
    max_drive_7d_s=56 * HOUR,
)  # fmt: skip
AMERICAN_LAW = DriverHours(
    max_continuous_drive_s=10 * HOUR, min_break_s=8 * HOUR, swap_s=300, max_drive_24h_s=10 * HOUR, max_drive_7d_s=None
)
NOTHING_ALLOWED = DriverHours(
    max_continuous_drive_s=1, min_break_s=DAY, swap_s=DAY, max_drive_24h_s=1, max_drive_7d_s=1,
    min_drivers=MinDrivers(over_m=0, drivers=3), night=Night(span=(0, 12 * HOUR), max_continuous_drive_s=1),
    night_stop=NightStop(span=(0, 23 * HOUR), over_m=0),
)  # fmt: skip
Fleets = tuple[Fleet, ...]
LAWS = (None, CHINESE_LAW, EUROPEAN_LAW, AMERICAN_LAW, NOTHING_ALLOWED)


def with_oddity(problem: Problem, what: str) -> Problem:
    """A variant of a problem that is odd in one way; see ``ODDITIES``."""
    if what in FLEETS:
        return replace(problem, fleets=FLEETS[what](problem.fleets))
    if what in RULES:
        return replace(problem, rules=replace(problem.rules, **RULES[what]))
    if what in OTHERS:
        return OTHERS[what](problem)
    return problem


def with_law(problem: Problem, law: DriverHours | None) -> Problem:
    """The same problem under another law."""
    return replace(problem, rules=replace(problem.rules, driver_hours=law))


def _with_vans(fleets: Fleets) -> Fleets:
    """A small vehicle more beside each fleet."""
    return (*fleets, *(replace(f, id=f"{f.id}-van", count=1, seats=max(1, f.seats // 3)) for f in fleets))


FLEETS: Mapping[str, Callable[[Fleets], Fleets]] = {
    "ends open": lambda fleets: tuple(replace(f, end=None) for f in fleets),
    "no fleets": lambda _: (),
    "hours are free": lambda fleets: tuple(replace(f, cost_per_hour=0.0) for f in fleets),
    "vans beside": _with_vans,
    "off early": lambda fleets: tuple(replace(f, available=(f.available[0], sum(f.available) // 2)) for f in fleets),
}
RULES: Mapping[str, Mapping[str, Any]] = {
    "time is free": {"time_cost_per_hour": 0.0},
    "short day": {"max_journey_s": 2 * HOUR},
    "crowded": {"max_load_factor": 1.5, "escort_seats": 0},
}


def _nothing_costs(problem: Problem) -> Problem:
    free = tuple(replace(f, cost_fixed=0.0, cost_per_km=0.0, cost_per_hour=0.0) for f in problem.fleets)
    homes = tuple(replace(p, unserved_cost=0.0) for p in problem.parties)
    return replace(problem, fleets=free, parties=homes, rules=replace(problem.rules, time_cost_per_hour=0.0))


def _one_place(problem: Problem) -> Problem:
    gate = problem.slots[0].gate
    here = tuple(replace(p, boarding=tuple(replace(b, at=gate) for b in p.boarding[:1])) for p in problem.parties)
    return replace(problem, parties=here)


def _village_hours(problem: Problem) -> Problem:
    return replace(problem, locations=tuple(replace(one, hours=(7 * HOUR, 9 * HOUR)) for one in problem.locations))


def _small_slots(problem: Problem) -> Problem:
    return replace(problem, slots=tuple(replace(s, capacity=2, min_headcount=0) for s in problem.slots))


def _high_minimums(problem: Problem) -> Problem:
    return replace(problem, slots=tuple(replace(s, min_headcount=max(1, s.capacity - 1)) for s in problem.slots))


def _narrow_windows(problem: Problem) -> Problem:
    """The last half an hour of each."""
    return replace(problem, slots=tuple(replace(s, windows=tuple(map(_last_of, s.windows))) for s in problem.slots))


def _last_of(window: tuple[int, int]) -> tuple[int, int]:
    return max(window[0], window[1] - HOUR // 2), window[1]


def _crooked(problem: Problem) -> Problem:
    """Every way back is longer than the way there, where the roads are a matrix."""
    roads = problem.travel
    if not isinstance(roads, Matrix):
        return problem

    def bent(rows: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(x if i <= j else 2 * x + 7 for j, x in enumerate(row)) for i, row in enumerate(rows))

    return replace(problem, travel=replace(roads, distance_m=bent(roads.distance_m), duration_s=bent(roads.duration_s)))


OTHERS: Mapping[str, Callable[[Problem], Problem]] = {
    "nothing costs": _nothing_costs,
    "no services": lambda problem: replace(problem, services=()),
    "nothing to ride": lambda problem: replace(problem, fleets=(), services=()),
    "one party": lambda problem: replace(problem, parties=problem.parties[:1]),
    "dollars": lambda problem: replace(problem, currency="USD"),
    "crooked roads": _crooked,
    "one place": _one_place,
    "village hours": _village_hours,
    "small slots": _small_slots,
    "high minimums": _high_minimums,
    "narrow windows": _narrow_windows,
}
ODDITIES = ("as it is", *FLEETS, *RULES, *OTHERS)


def near(
    sizes: tuple[int, ...],
    seats: int = 9,
    vans: int = 2,
    capacity: int = 99,
    opens: tuple[str, str] = ("06:00", "09:00"),
) -> Problem:
    """Parties of these sizes at three places for two gates, by van, with no law: all within an hour."""
    matrix, locations = on_a_line(depot_1=0, bp_1=4, bp_2=7, bp_3=11, gate_1=20, gate_2=26)
    small = ok_small()
    van = replace(small.fleets[0], count=vans, seats=seats)
    return replace(
        small, name="near", travel=matrix, locations=locations,
        parties=tuple(_party(i, n) for i, n in enumerate(sizes)),
        slots=(slot("s1", "gate-1", capacity, opens), slot("s2", "gate-2", capacity, opens)),
        fleets=(van,), services=(), rules=replace(small.rules, driver_hours=None, escort_seats=0),
    )  # fmt: skip


def _party(i: int, size: int) -> Party:
    choices = {"s1": 0.0, "s2": 30.0} if i % 2 else {"s2": 0.0}
    return party(f"p{i + 1}", size, {f"bp-{1 + i % 3}": 300}, choices, f"05:{7 * i % 60:02d}")


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same problem, its lists in another order and its parties by other names."""
    draw = Random(seed)

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(draw.sample(items, len(items)))

    renamed = tuple(replace(p, id=f"x{i * 7919 % 1000}") for i, p in enumerate(mixed(problem.parties)))
    return replace(
        problem, parties=renamed, slots=mixed(problem.slots), fleets=mixed(problem.fleets),
        services=mixed(problem.services),
    )  # fmt: skip


near_problems = st.builds(
    near,
    st.lists(st.integers(1, 5), min_size=1, max_size=5).map(tuple),
    seats=st.integers(1, 9),
    vans=st.integers(0, 3),
    capacity=st.integers(0, 12),
)
odd_problems = st.builds(
    lambda base, oddities, law: with_law(with_oddity(with_oddity(base, oddities[0]), oddities[1]), law),
    st.one_of(st.builds(ok_small), st.builds(ok_long), near_problems),
    st.tuples(st.sampled_from(ODDITIES), st.sampled_from(ODDITIES)),
    st.sampled_from(LAWS),
)
