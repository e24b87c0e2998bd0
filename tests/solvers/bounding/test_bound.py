"""No plan that anybody can make costs less than the bound."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.bounding import bound_of, columns
from solvers.bounding.roads import with_fewer_places
from solvers.judge import judge
from solvers.model import model_of
from solvers.plan import Plan, ServiceLeg
from solvers.problem import Problem
from solvers.travel import road_of
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan, on_a_line, party, slot, with_true_cost

TOLERANCE = 1e-5
PLANS: Mapping[str, tuple[Callable[[], Problem], Callable[[], Plan]]] = {
    "ok_small": (ok_small, ok_small_plan),
    "ok_long": (ok_long, ok_long_plan),
}


def bound(problem: Problem, seconds: float = 5.0) -> float:
    return bound_of(problem, model_of(problem), seconds)


def near_job(*sizes: int, seats: int = 9) -> Problem:
    """One van, no law and wide windows: parties of these sizes each at a place of their own, 5 km apart."""
    places = {f"bp_{i + 1}": 10 + 5 * i for i in range(len(sizes))}
    matrix, locations = on_a_line(depot_1=0, **places, gate_1=40)
    small = ok_small()
    parties = tuple(
        party(f"p{i + 1}", size, {f"bp-{i + 1}": 300}, {"s1": 0.0}, "05:00") for i, size in enumerate(sizes)
    )
    van = replace(small.fleets[0], count=1, seats=seats + 1)
    return replace(
        small, name="near-job", travel=matrix, locations=locations, parties=parties, services=(), fleets=(van,),
        slots=(slot("s1", "gate-1", 100, ("06:00", "23:00")),), rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


def cheapest_tour(problem: Problem) -> float:
    """Brute force: one duty that picks all up in the best order, each stop as early as can be."""
    road, rules, van = road_of(problem), problem.rules, problem.fleets[0]
    best = float("inf")
    for order in permutations(problem.parties):
        stops = [*(p.boarding[0].at for p in order), "gate-1"]
        metres = sum(road.leg(a, b)[0] for a, b in zip(["depot-1", *stops], [*stops, "depot-1"], strict=True))
        now, away = road.leg("depot-1", stops[0])[1], 0.0
        for i, traveller in enumerate(order):
            begun = now
            now += rules.stop_fixed_s + rules.stop_per_person_s * traveller.size + road.leg(stops[i], stops[i + 1])[1]
            away += traveller.size * (traveller.boarding[0].access_s - begun)
        people = sum(p.size for p in order)
        away += people * now
        now += rules.stop_fixed_s + rules.stop_per_person_s * people + road.leg("gate-1", "depot-1")[1]
        money = van.cost_fixed + van.cost_per_km * metres / 1000 + van.cost_per_hour * now / 3600
        best = min(best, money + rules.time_cost_per_hour * away / 3600)
    return best


@pytest.mark.parametrize("name", PLANS)
def test_the_plan_that_an_instance_was_made_for_costs_no_less(name: str) -> None:
    problem, plan = (make() for make in PLANS[name])
    assert 0 < bound(problem) <= plan.cost.total * (1 + TOLERANCE)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_with_a_change_of_vehicle_or_a_flight_is_more_than_half_explained(name: str) -> None:
    problem, plan = (make() for make in PLANS[name])
    assert bound(problem) > 0.5 * plan.cost.total


def test_with_nothing_to_ride_it_is_what_staying_and_walking_cost() -> None:
    problem = replace(ok_small(), fleets=(), services=())
    left = sum(p.unserved_cost for p in problem.parties if p.id != "p3")
    assert bound(problem) == pytest.approx(left + 12 * 1200 / 3600, rel=TOLERANCE)


def test_without_people_it_is_nothing() -> None:
    assert bound(replace(ok_small(), parties=())) == 0.0


@pytest.mark.parametrize("size", [1, 4])
def test_one_party_and_one_van_are_proved_optimal(size: int) -> None:
    problem = near_job(size)
    assert bound(problem) == pytest.approx(cheapest_tour(problem), rel=TOLERANCE)


@pytest.mark.parametrize("sizes", [(1, 1), (2, 1, 3), (1, 2, 1, 2)])
def test_one_tour_is_nearly_proved_optimal(sizes: tuple[int, ...]) -> None:
    problem = near_job(*sizes)
    best = cheapest_tour(problem)
    assert 0.95 * best <= bound(problem) <= best * (1 + TOLERANCE)


def test_eight_parties_that_cost_more_to_bring_than_to_leave_are_proved_to_stay() -> None:
    problem = near_job(*[1] * 8)
    cheap = tuple(replace(p, unserved_cost=20.0) for p in problem.parties)
    assert bound(replace(problem, parties=cheap)) == pytest.approx(8 * 20.0, rel=TOLERANCE)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_the_time_given_is_kept_and_what_is_proved_by_then_holds(seconds: float) -> None:
    problem = near_job(*[1] * 6)
    began = time.monotonic()
    found = bound(problem, seconds)
    assert time.monotonic() - began < seconds + 1.5
    assert 0 <= found <= cheapest_tour(problem) * (1 + TOLERANCE)


@pytest.mark.parametrize("name", PLANS)
def test_told_apart_less_it_still_holds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, plan = (make() for make in PLANS[name])
    fewer = with_fewer_places(model_of(problem), 3)
    assert bound_of(problem, fewer, 5.0) <= plan.cost.total * (1 + TOLERANCE)
    monkeypatch.setattr(columns, "MANY_COLUMNS", 0)
    assert bound(problem) <= plan.cost.total * (1 + TOLERANCE)


def test_it_is_the_same_every_time() -> None:
    assert bound(ok_small()) == bound(ok_small())


def _law(problem: Problem) -> Problem:
    return replace(problem, rules=replace(problem.rules, driver_hours=None))


def _free_time(problem: Problem) -> Problem:
    return replace(problem, rules=replace(problem.rules, time_cost_per_hour=0.0))


def _free_vehicles(problem: Problem) -> Problem:
    none = {"cost_fixed": 0.0, "cost_per_km": 0.0, "cost_per_hour": 0.0}
    return replace(problem, fleets=tuple(replace(f, **none) for f in problem.fleets))


def _open_ends(problem: Problem) -> Problem:
    return replace(problem, fleets=tuple(replace(f, end=None) for f in problem.fleets))


def _many_seats(problem: Problem) -> Problem:
    return replace(problem, fleets=tuple(replace(f, seats=5 * f.seats, count=3) for f in problem.fleets))


def _wide_slots(problem: Problem) -> Problem:
    return replace(problem, slots=tuple(replace(s, min_headcount=0, windows=(problem.horizon,)) for s in problem.slots))


def _dear_to_stay(problem: Problem) -> Problem:
    return replace(problem, parties=tuple(replace(p, unserved_cost=1e6) for p in problem.parties))


def _free_services(problem: Problem) -> Problem:
    return replace(
        problem, services=tuple(replace(s, cost_fixed=0.0, min_load=0, group=None) for s in problem.services)
    )


CHANGES = _law, _free_time, _free_vehicles, _open_ends, _many_seats, _wide_slots, _dear_to_stay, _free_services


@given(name=st.sampled_from(sorted(PLANS)), changes=st.sets(st.sampled_from(CHANGES)))
@settings(max_examples=40, deadline=None)
def test_no_relaxation_lifts_it_above_a_plan_that_is_still_feasible(
    name: str, changes: set[Callable[[Problem], Problem]]
) -> None:
    problem, plan = (make() for make in PLANS[name])
    for change in CHANGES:
        if change in changes:
            problem = change(problem)
    plan = with_true_cost(problem, plan)
    assert judge(problem, plan).feasible
    assert bound(problem, 2.0) <= plan.cost.total * (1 + TOLERANCE) + 0.01


def _with_a_minimum(problem: Problem, plan: Plan) -> Problem:
    """Slots and services that stay empty unless all come who come in the plan; only the first one minds to stay."""
    there, flown = Counter[str](), Counter[str]()
    size = {p.id: p.size for p in problem.parties}
    for one in plan.itineraries:
        there[one.slot] += size[one.party]
        flown.update({leg.service: size[one.party] for leg in one.legs if isinstance(leg, ServiceLeg)})
    first, *others = problem.parties
    return replace(
        problem, parties=(replace(first, unserved_cost=1e6), *(replace(p, unserved_cost=0.01) for p in others)),
        slots=tuple(replace(s, min_headcount=there[s.id]) for s in problem.slots),
        services=tuple(replace(s, min_load=flown[s.id]) for s in problem.services),
    )  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_who_rides_at_a_loss_so_that_others_can_is_reckoned_with(name: str) -> None:
    make, make_plan = PLANS[name]
    problem = _with_a_minimum(make(), make_plan())
    known = with_true_cost(problem, make_plan())
    assert judge(problem, known).feasible
    assert bound(problem) <= known.cost.total


def test_near_home_too() -> None:
    job = near_job(1, 1, 1)
    first, *others = job.parties
    problem = replace(
        job, parties=(replace(first, unserved_cost=1e6), *(replace(p, unserved_cost=0.01) for p in others)),
        slots=(slot("s1", "gate-1", 100, ("06:00", "23:00"), least=3),),
    )  # fmt: skip
    assert bound(problem) <= cheapest_tour(problem) * (1 + TOLERANCE)
