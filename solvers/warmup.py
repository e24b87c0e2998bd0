"""Compile the planner once, so that no plan has to wait for it: ``python -m solvers.warmup``.

Numba keeps what it compiled where ``NUMBA_CACHE_DIR`` says, until the code changes.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from solvers.bounding import bound_of
from solvers.bounding.detours import place_prices
from solvers.editing import best_places, carry_out
from solvers.explain.alternatives import next_best
from solvers.first import first_of
from solvers.model import model_of
from solvers.problem import (
    Boarding,
    Choice,
    Crew,
    DriverHours,
    Fleet,
    Haversine,
    Location,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
    Tier,
)
from solvers.remedies.desk import Desk
from solvers.search.engine import refer_model
from solvers.search.searcher import new_searcher
from solvers.search.stretch import Halt, Stretch
from solvers.solve import solve

DAY_S = 86_400


def smallest_problem() -> Problem:
    """Two parties for a slot of one, one coach, one flight: enough to call everything, reasons and prices too."""
    rules = Rules(
        stop_fixed_s=60, stop_per_person_s=10, transfer_s=600, max_journey_s=DAY_S, max_load_factor=1.0,
        escort_seats=0, time_cost_per_hour=10, driver_hours=DriverHours(
            max_continuous_drive_s=14_400, min_break_s=1200, swap_s=300, max_drive_24h_s=28_800),
    )  # fmt: skip
    parties = tuple(
        Party(
            id=name, size=1, wheelchairs=0, ready=0, due=None, boarding=(Boarding(at="home", access_s=0),),
            choices=(Choice(slot="s", cost=0), Choice(slot="t", cost=0)), unserved_cost=money,
        )
        for name, money in (("p", 1e4), ("q", 1e-3))
    )  # fmt: skip
    coach = Fleet(
        id="f", count=1, seats=9, wheelchair_spaces=0, crews=(Crew(drivers=1, cost=0, seats=0),), start="home",
        end=None, available=(0, DAY_S), cost_fixed=1, cost_per_km=1, cost_per_hour=1, slots=None,
    )  # fmt: skip
    flight = Service(
        id="v", mode="flight", origin="home", destination="gate", depart=3600, arrive=7200, seats=9,
        wheelchair_spaces=0, cost_fixed=1, cost_per_seat=0, min_load=0, check_in_s=0, exit_s=0, group=None,
    )  # fmt: skip
    return Problem(
        name="warm-up", currency="CNY", horizon=(0, DAY_S), utc_offset_s=0,
        travel=Haversine(detour=1.3, tiers=(Tier(kmh=60),)),
        locations=(
            Location(id="home", kind="home", lon=0.0, lat=0.0), Location(id="gate", kind="gate", lon=0.1, lat=0.0)),
        parties=parties,
        slots=tuple(Slot(id=x, gate="gate", capacity=1, min_headcount=0, windows=((0, DAY_S),)) for x in "st"),
        fleets=(coach,), services=(flight,), rules=rules,
    )  # fmt: skip


def warm_up() -> float:
    """Call everything that is compiled, on the smallest problem; the seconds that it took."""
    began = time.monotonic()
    problem = smallest_problem()
    by_road = replace(problem, services=())
    model = model_of(problem)
    model_ref = refer_model(model)
    searcher = new_searcher(model, model_ref, 1)
    searcher.start(0, first_of(model, model_ref, 1.0), Stretch(Halt(lambda: False), (0.0, 1.0), 3600.0))
    searcher.rounds(1)
    searcher.excursion()
    desk = Desk(model, searcher.states[0], searcher.tasks, searcher.rng)
    desk.place_together(desk.at_home(), 1.0)
    desk.could_go(0)
    plan = solve(problem, seconds=1.0, workers=1)
    solve(problem, seconds=1.0, workers=1, start_from=plan, freeze_until=0, move_cost=1.0)
    next_best(problem, plan, problem.parties[0].id)
    for place in best_places(problem, plan, problem.parties[0].id):
        carry_out(problem, plan, place.edit)
    bound_of(by_road, model_of(by_road), 120.0)
    place_prices(np.zeros((2, 2)), np.ones((2, 2)), np.array([1.0, 0.0]), np.array([0.0, 1.0]), 1.0)
    return time.monotonic() - began


if __name__ == "__main__":
    print(f"the planner is compiled ({warm_up():.0f} s)")
