"""With everybody's journey told apart, few parties are proved to need what they need, and never more."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from solvers.bounding.bound import by_shares
from solvers.bounding.carriage import by_carriage
from solvers.bounding.rides import spans_of
from solvers.judge import judge
from solvers.model import model_of
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.solve import solve
from tests.builders import (
    DAY,
    at,
    duty,
    fleet,
    itinerary,
    ok_long,
    ok_long_plan,
    ok_near,
    ok_near_plan,
    ok_small,
    ok_small_plan,
    on_a_line,
    party,
    plan,
    service,
    slot,
)

TOLERANCE = 1e-5


def bound(problem: Problem) -> float:
    counts = np.array([fleet.count for fleet in problem.fleets], dtype=np.int64)
    return max(by_carriage(model_of(problem), counts, time.monotonic() + 20))


def two_parties(first: tuple[str, str], second: tuple[str, str], ready: str) -> Problem:
    """Two people from one village to one factory 60 km away, each at a time of his own; the second has to be ready."""
    small, van = ok_small(), fleet("van", "depot-1", "depot-1", 9, count=2)
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=70)
    return replace(
        small, travel=matrix, locations=locations, services=(), fleets=(van,),
        slots=(slot("s1", "gate-1", 9, first), slot("s2", "gate-1", 9, second)),
        parties=(party("p1", 1, {"bp-1": 0}, {"s1": 0.0}, "04:00"), party("p2", 1, {"bp-1": 0}, {"s2": 0.0}, ready)),
        rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


def test_who_cannot_ride_at_the_same_time_need_a_vehicle_each() -> None:
    together = bound(two_parties(("06:00", "09:00"), ("06:00", "09:00"), "05:00"))
    apart = bound(two_parties(("06:00", "09:00"), ("15:00", "18:00"), "14:00"))
    there_and_back = 2 * 5.0 * 60.0
    assert apart > together + there_and_back


def two_flights() -> tuple[Problem, Plan]:
    """A walk to the airport, two flights one after the other, and a shuttle to the gate."""
    matrix, locations = on_a_line(depot_1=0, hub_1=10, hub_2=700, depot_2=1380, hub_3=1400, gate_1=1430)
    problem = replace(
        ok_small(), travel=matrix, locations=locations, fleets=(fleet("shuttle", "depot-2", None, 20),),
        services=tuple(replace(flight, group=None) for flight in (
            service("f1", "hub-1", "hub-2", "08:00", "09:30", seats=12, least=0),
            service("f2", "hub-2", "hub-3", "12:00", "13:30", seats=12, least=0),
        )),
        slots=(slot("s1", "gate-1", 6, ("14:00", "18:00")),),
        parties=(replace(party("p1", 2, {"hub-1": 600}, {"s1": 0.0}, "05:00"), unserved_cost=20_000.0),),
    )  # fmt: skip
    shuttle = """
        depot-2 13:40
        hub-3   14:00    14:00    14:02:30 +p1
        gate-1  14:32:30 14:32:30 14:35    -p1
    """
    legs = "home 06:20 hub-1 06:30", "f1", "f2", "d1 1 2"
    return problem, plan(problem, [duty(problem, "d1", "shuttle", shuttle)], [itinerary("p1", "s1", *legs)], {})


def test_two_flights_one_after_the_other_are_not_left_out() -> None:
    problem, made = two_flights()
    assert judge(problem, made).feasible
    assert 0.9 * made.cost.total < bound(problem) <= made.cost.total * (1 + TOLERANCE)


def test_who_flies_the_day_before_pays_for_the_night() -> None:
    matrix, locations = on_a_line(depot_1=0, hub_1=10, depot_2=680, hub_3=700, gate_1=720)
    problem, _ = two_flights()
    flight = replace(service("f1", "hub-1", "hub-3", "08:00", "11:00", seats=12, least=0), group=None)
    early = replace(
        problem, horizon=(at("00:00"), at("2d00:00")), services=(flight,), travel=matrix, locations=locations,
        slots=(slot("s1", "gate-1", 6, ("1d18:00", "1d20:00")),),
        fleets=(*problem.fleets, replace(fleet("coach", "depot-1", None, 49, drivers=(2,)), cost_fixed=50_000.0)),
    )  # fmt: skip
    made = solve(early, seconds=5, workers=1, rounds=100)
    assert len(made.itineraries) == 1
    assert 0.95 * made.cost.total < bound(early) <= made.cost.total * (1 + TOLERANCE)


def coach_then_flight() -> tuple[Problem, Plan]:
    """Most go by coach to a gate 1,000 km off; one rides nearly as far, and flies on to another 3,000 km beyond."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=1000, hub_1=1010, hub_2=4000, gate_2=4010)
    problem = replace(
        ok_small(), horizon=(at("00:00"), at("2d00:00")), travel=matrix, locations=locations,
        fleets=(fleet("coach", "depot-1", None, 49), fleet("shuttle", "hub-2", None, 9)),
        services=(replace(service("f1", "hub-1", "hub-2", "1d08:00", "1d11:00", seats=12, least=0), group=None),),
        slots=(slot("s1", "gate-1", 40, ("06:00", "1d19:00")), slot("s2", "gate-2", 9, ("1d06:00", "1d19:00"))),
        parties=(
            party("p1", 2, {"bp-1": 0}, {"s1": 0.0}, "04:00"),
            party("p3", 2, {"bp-1": 0}, {"s1": 0.0}, "04:00"),
            replace(party("p2", 1, {"bp-1": 0}, {"s2": 0.0}, "04:00"), unserved_cost=30_000.0),
        ),
        rules=replace(ok_small().rules, driver_hours=None),
    )  # fmt: skip
    coach = """
        depot-1 05:00
        bp-1    05:10    05:10    05:13:15 +p1 +p3 +p2
        gate-1  21:43:15 21:43:15 21:46:15 -p1 -p3
        hub-1   21:56:15 21:56:15 21:58:30 -p2
    """
    shuttle = """
        hub-2   1d11:30  1d11:30  1d11:32:15 +p2
        gate-2  1d11:42:15 1d11:42:15 1d11:44:30 -p2
    """
    duties = [duty(problem, "d1", "coach", coach), duty(problem, "d2", "shuttle", shuttle)]
    near = [itinerary(name, "s1", "home 05:10 bp-1 05:10", "d1 1 2") for name in ("p1", "p3")]
    far = itinerary("p2", "s2", "home 05:10 bp-1 05:10", "d1 1 3", "f1", "d2 0 1")
    return problem, plan(problem, duties, [*near, far], {})


def test_a_long_ride_before_a_flight_is_not_left_out() -> None:
    problem, made = coach_then_flight()
    verdict = judge(problem, made)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    assert 0.5 * made.cost.total < bound(problem) <= made.cost.total * (1 + TOLERANCE)


@pytest.mark.parametrize(("problem", "made"), [
    (ok_small(), ok_small_plan()), (ok_long(), ok_long_plan()), (ok_near(), ok_near_plan()),
], ids=lambda value: value.name if isinstance(value, Problem) else "")  # fmt: skip
def test_plans_with_changes_and_flights_are_more_than_half_explained(problem: Problem, made: Plan) -> None:
    assert 0.5 * made.cost.total < bound(problem) <= made.cost.total * (1 + TOLERANCE)


def test_a_slot_that_too_few_list_stays_empty() -> None:
    one = two_parties(("06:00", "09:00"), ("15:00", "18:00"), "14:00")
    lonely = replace(one, slots=(one.slots[0], replace(one.slots[1], min_headcount=2)))
    only_first = replace(one, parties=one.parties[:1])
    assert bound(lonely) == pytest.approx(bound(only_first) + one.parties[1].unserved_cost, rel=TOLERANCE)


def test_who_is_awaited_on_another_day_rides_in_a_wave_of_another_day() -> None:
    """One coach goes 700 km; the second of its people may not be ready before the first has to be there."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=710)
    problem = replace(
        ok_long(), travel=matrix, locations=locations, fleets=(fleet("coach", "depot-1", None, 49, drivers=(2,)),),
        slots=(
            slot("s1", "gate-1", 9, ("06:00", "20:00")), slot("s2", "gate-1", 9, ("1d06:00", "1d20:00")),
        ),
        parties=(party("p1", 1, {"bp-1": 0}, {"s1": 0.0}, "00:30"), party("p2", 1, {"bp-1": 0}, {"s2": 0.0}, "00:30")),
        rules=replace(ok_long().rules, driver_hours=None, max_journey_s=DAY),
    )  # fmt: skip
    _, together, apart = by_shares(problem, model_of(problem), np.array([1]), time.monotonic() + 20)
    waits = problem.rules.time_cost_per_hour * 10
    assert together + waits * (1 - TOLERANCE) <= apart


def test_spans_of_time_are_the_whole_horizon() -> None:
    problem = ok_small()
    spans = spans_of(model_of(problem))
    assert (spans[0][0], spans[-1][1]) == (0, problem.horizon[1] - problem.horizon[0])
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert at("09:00") - problem.horizon[0] in {end for _, end in spans}
