"""A problem of the family that plain engines can state, small enough to be solved in a second."""

from __future__ import annotations

import random
from dataclasses import replace

from solvers.problem import Party, Problem
from tests.builders import at, fleet, ok_small, on_a_line, party, slot

PLACES = {"bp-1": 4, "bp-2": 7, "bp-3": 11, "bp-4": 15}


def fixed_problem(parties: int = 12, seed: int = 1) -> Problem:
    """Parties at four places for two gates on a line, and vans of nine seats in two depots."""
    draw = random.Random(seed)
    matrix, locations = on_a_line(depot_1=0, bp_1=4, bp_2=7, bp_3=11, bp_4=15, gate_1=20, gate_2=26, depot_2=30)
    vans = [fleet(f"van-{n}", f"depot-{n}", f"depot-{n}", 9, count=parties) for n in (1, 2)]
    rules = replace(
        ok_small().rules, time_cost_per_hour=0.0, max_journey_s=2 * 86_400, driver_hours=None, escort_seats=0
    )
    return replace(
        ok_small(),
        name="fixed",
        travel=matrix,
        locations=locations,
        parties=tuple(_party(f"p{n}", draw) for n in range(1, parties + 1)),
        slots=(slot("s1", "gate-1", 99, ("06:30", "08:00")), slot("s2", "gate-2", 99, ("06:30", "08:00"))),
        fleets=tuple(replace(van, wheelchair_spaces=0, available=(at("00:00"), at("1d00:00"))) for van in vans),
        services=(),
        rules=rules,
    )


def _party(name: str, draw: random.Random) -> Party:
    place = draw.choice(list(PLACES))
    ready = f"05:{draw.randrange(40):02d}"
    return party(name, draw.choice((1, 1, 2, 3)), {place: 300}, {draw.choice(("s1", "s2")): 0.0}, ready)
