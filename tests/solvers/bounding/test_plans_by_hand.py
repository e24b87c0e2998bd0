"""Plans that look odd, but are feasible: what is proved is not above them.

Each was made against a step of the bound that once left something out: who rides with whom, who drives when, and
what riding and boarding cost. They are on a line, where a kilometre takes a minute.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from solvers.bounding.alone import by_one_vehicle
from solvers.bounding.bound import bound_of, by_shares
from solvers.bounding.carriage import by_carriage
from solvers.bounding.design import by_circuits
from solvers.bounding.roads import least_roads
from solvers.judge import judge
from solvers.model import Ints, Model, model_of
from solvers.plan import Plan, Reason
from solvers.problem import Crew, Problem
from tests.builders import (
    CHINESE_LAW,
    HOUR,
    at,
    duty,
    fleet,
    itinerary,
    ok_small,
    on_a_line,
    party,
    plan,
    service,
    slot,
)
from tests.solvers.bounding import odd_flights, odd_rounds

SECONDS = 4.0
BY_DAY = replace(CHINESE_LAW, min_drivers=None, night=None, night_stop=None)
Case = tuple[Problem, Plan]
Step = Callable[[Problem, Model, Ints], Iterator[float]]


def shares(problem: Problem, m: Model, counts: Ints) -> Iterator[float]:
    return by_shares(problem, m, counts, time.monotonic() + SECONDS)


def carriage(_: Problem, m: Model, counts: Ints) -> Iterator[float]:
    return by_carriage(m, counts, time.monotonic() + SECONDS)


def circuits(_: Problem, m: Model, counts: Ints) -> Iterator[float]:
    return by_circuits(m, counts, time.monotonic() + SECONDS)


def alone(_: Problem, m: Model, counts: Ints) -> Iterator[float]:
    assert counts.sum() == 1
    return by_one_vehicle(m, least_roads(m), math.inf, time.monotonic() + SECONDS)


def far_off(hours: tuple[str, str], **places: float) -> Problem:
    """Two people at bp-1 whom it costs a lot to leave, a gate far away, two days, no law."""
    matrix, locations = on_a_line(**places)
    people = replace(party("p1", 2, {"bp-1": 0}, {"s1": 0.0}, "00:00"), unserved_cost=20_000.0)
    small = ok_small()
    return replace(
        small, horizon=(at("00:00"), at("2d00:00")), travel=matrix, locations=locations, parties=(people,),
        slots=(slot("s1", "gate-1", 9, hours),), services=(), fleets=(),
        rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


def in_the_coach_of_others() -> Case:
    """Many ride a long way; on the last half of it others are aboard as well, who ride too short a way for a wave."""
    problem = far_off(("06:00", "16:40"), bp_1=0, bp_2=480, gate_1=980)
    many = tuple(party(f"p{i}", 1, {"bp-1": 0}, {"s1": 0.0}, "00:00") for i in range(24))
    problem = replace(
        problem, parties=(*many, party("q", 16, {"bp-2": 0}, {"s1": 0.0}, "00:00")),
        fleets=(replace(fleet("coach", "bp-1", None, 41), cost_per_hour=0.0),),
        slots=(replace(problem.slots[0], capacity=99),), rules=replace(problem.rules, time_cost_per_hour=0.0),
    )  # fmt: skip
    sheet = f"""
      bp-1 00:00 00:00 00:08 {" ".join(f"+p{i}" for i in range(24))}
      bp-2 08:08 08:08 08:14 +q
      gate-1 16:34 16:34 16:46 {" ".join(f"-p{i}" for i in range(24))} -q
    """
    ways = [itinerary(f"p{i}", "s1", "home 00:00 bp-1 00:00", "d1 0 2") for i in range(24)]
    ways.append(itinerary("q", "s1", "home 08:08 bp-2 08:08", "d1 1 2"))
    return problem, plan(problem, [duty(problem, "d1", "coach", sheet)], ways, {})


def on_by_a_fresh_crew() -> Case:
    """The coach's drivers have no hours left for the last part of the way; a shuttle's have."""
    problem = far_off(("06:00", "20:00"), bp_1=0, depot_2=930, gate_1=1020)
    coach = replace(fleet("coach", "bp-1", None, 20), crews=(Crew(drivers=2, cost=0.0, seats=0),))
    problem = replace(
        problem, fleets=(coach, fleet("shuttle", "depot-2", None, 20)),
        rules=replace(problem.rules, driver_hours=BY_DAY),
    )  # fmt: skip
    first = """
      bp-1 00:00 00:00 00:02:30 +p1
      | 0 00:02:30 04:02:30
      | 1 04:07:30 08:07:30
      | 0 08:12:30 12:12:30
      | 1 12:17:30 15:47:30
      depot-2 15:47:30 15:47:30 15:50 -p1
    """
    second = """
      depot-2 16:05 16:05 16:07:30 +p1
      gate-1 17:37:30 17:37:30 17:40 -p1
    """
    return problem, changing_at_half_way(problem, first, second)


def on_after_the_coach_is_off() -> Case:
    """The coach is not to be had any more when its riders come to the gate, by a shuttle."""
    problem = far_off(("05:00", "20:00"), bp_1=0, depot_2=300, gate_1=330)
    coach = replace(fleet("coach", "bp-1", None, 20), available=(at("00:00"), at("05:10")))
    shuttle = replace(fleet("shuttle", "depot-2", None, 20), available=(at("05:00"), at("10:00")))
    problem = replace(problem, fleets=(coach, shuttle))
    first = """
      bp-1 00:00 00:00 00:02:30 +p1
      depot-2 05:02:30 05:02:30 05:05 -p1
    """
    second = """
      depot-2 05:20 05:20 05:22:30 +p1
      gate-1 05:52:30 05:52:30 05:55 -p1
    """
    return problem, changing_at_half_way(problem, first, second)


def changing_at_half_way(problem: Problem, first: str, second: str) -> Plan:
    duties = [duty(problem, "d1", "coach", first), duty(problem, "d2", "shuttle", second)]
    return plan(problem, duties, [itinerary("p1", "s1", "home 00:00 bp-1 00:00", "d1 0 1", "d2 0 1")], {})


def two_drivers_for_nothing() -> Case:
    """Hours cost nothing, so two drivers cost no less than one; but they come in time."""
    problem = far_off(("06:00", "14:00"), bp_1=0, gate_1=600)
    coach = replace(fleet("coach", "bp-1", None, 20, drivers=(1, 2)), cost_per_hour=0.0)
    problem = replace(problem, fleets=(coach,), rules=replace(problem.rules, driver_hours=BY_DAY))
    sheet = """
      bp-1 00:00 00:00 00:02:30 +p1
      | 0 00:02:30 04:02:30
      | 1 04:07:30 08:07:30
      | 0 08:12:30 10:12:30
      gate-1 10:12:30 10:12:30 10:15 -p1
    """
    way = itinerary("p1", "s1", "home 00:00 bp-1 00:00", "d1 0 1")
    return problem, plan(problem, [duty(problem, "d1", "coach", sheet, crew=1)], [way], {})


def walking_to_a_service_before_hours() -> Case:
    """Nobody may board a vehicle at the hub before noon, but a service may be walked to at any time."""
    problem = far_off(("10:00", "14:00"), hub_1=0, hub_2=10, gate_1=500)
    hub = [replace(one, hours=(12 * HOUR, 20 * HOUR)) if one.id == "hub-1" else one for one in problem.locations]
    flight = replace(
        service("f1", "hub-1", "hub-2", "04:00", "05:00", seats=12, least=0),
        group=None, check_in_s=0, exit_s=0, cost_fixed=0.0,
    )  # fmt: skip
    people = replace(party("p1", 2, {"hub-1": 0}, {"s1": 0.0}, "03:00"), unserved_cost=20_000.0)
    problem = replace(
        problem, locations=tuple(hub), services=(flight,), parties=(people,), fleets=(fleet("van", "hub-2", None, 20),)
    )
    sheet = """
      hub-2 05:00 05:00 05:02:30 +p1
      gate-1 13:12:30 13:12:30 13:15 -p1
    """
    way = itinerary("p1", "s1", "home 04:00 hub-1 04:00", "f1", "d1 0 1")
    return problem, plan(problem, [duty(problem, "d1", "van", sheet)], [way], {})


def too_large_for_the_van() -> Case:
    """Parties that fill one kind of vehicle and are too many for the other stay at home."""
    problem = far_off(("05:00", "09:00"), bp_1=0, gate_1=30)
    free = {"cost_fixed": 0.0, "cost_per_hour": 0.0}
    large = replace(fleet("large", "bp-1", None, 10, count=3), **free)
    van = replace(fleet("van", "bp-1", None, 5), **free)
    people = [replace(party(p, 8, {"bp-1": 0}, {"s1": 0.0}, "05:00"), unserved_cost=90.0) for p in ("p1", "p2")]
    problem = replace(
        problem, fleets=(large, van), parties=tuple(people), slots=(replace(problem.slots[0], capacity=99),),
        rules=replace(problem.rules, time_cost_per_hour=0.0),
    )  # fmt: skip
    return problem, plan(problem, [], [], {"p1": Reason.COST, "p2": Reason.COST})


def round_the_block() -> Case:
    """Whoever boards a little later, after a loop, is under way for less than if all board at once."""
    matrix, locations = on_a_line(bp_1=0, bp_2=1, gate_1=20)
    small = ok_small()
    van = replace(fleet("van", "bp-1", None, 41), cost_fixed=100.0, cost_per_hour=0.0, cost_per_km=0.0)
    problem = replace(
        small, travel=matrix, locations=locations, services=(), fleets=(van,),
        parties=tuple(party(p, 10, {"bp-1": 0}, {"s1": 0.0}, "05:00") for p in ("p1", "p2")),
        slots=(slot("s1", "gate-1", 99, ("05:00", "05:45")),),
        rules=replace(small.rules, driver_hours=None, stop_fixed_s=0, stop_per_person_s=60),
    )  # fmt: skip
    sheet = """
      bp-1 05:00 05:00 05:10 +p1
      bp-2 05:11
      bp-1 05:12 05:12 05:22 +p2
      gate-1 05:42 05:42 06:02 -p1 -p2
    """
    ways = [
        itinerary("p1", "s1", "home 05:00 bp-1 05:00", "d1 0 3"),
        itinerary("p2", "s1", "home 05:12 bp-1 05:12", "d1 2 3"),
    ]
    return problem, plan(problem, [duty(problem, "d1", "van", sheet)], ways, {})


CASES: list[tuple[Callable[[], Case], Step]] = [
    (in_the_coach_of_others, shares),
    (on_by_a_fresh_crew, shares),
    (on_after_the_coach_is_off, shares),
    (two_drivers_for_nothing, carriage),
    (walking_to_a_service_before_hours, shares),
    (too_large_for_the_van, circuits),
    (round_the_block, alone),
    (odd_flights.away_to_fill_a_flight, carriage),
    (odd_flights.across_back_by_ferry_and_across, carriage),
    (odd_flights.boarding_through_the_drivers_rest, carriage),
    (odd_flights.by_two_flights_only, carriage),
    (odd_flights.by_two_flights_in_no_time, shares),
    (odd_rounds.along_across_and_back, shares),
    (odd_rounds.two_drivers_until_two, carriage),
    (odd_rounds.two_drivers_at_leisure, carriage),
    (odd_rounds.turning_where_nobody_alights, alone),
    (odd_rounds.turning_with_eight, alone),
    (odd_rounds.at_the_moment_between_two_windows, alone),
]


@pytest.mark.parametrize(("case", "step"), CASES, ids=[case.__name__ for case, _ in CASES])
def test_nothing_above_a_feasible_plan_is_proved(case: Callable[[], Case], step: Step) -> None:
    problem, made = case()
    assert [violation.text for violation in judge(problem, made).violations] == []
    model, counts = model_of(problem), np.array([one.count for one in problem.fleets], dtype=np.int64)
    assert max(step(problem, model, counts)) <= made.cost.total * (1 + 1e-5)
    assert bound_of(problem, model, SECONDS) <= made.cost.total * (1 + 1e-5)
