"""Whatever problem is stated: a plan that the judge accepts, in time, and no cheaper than the bound."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solvers.bounding import bound_of
from solvers.judge import judge
from solvers.model import model_of
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.solve import solve
from tests.solvers.any_problem import near, near_problems, odd_problems, shuffled

SECONDS = 0.5
LATEST_S = 15.0
"""No plan takes so much longer than it should, even on a busy machine."""
TOLERANCE = 1e-5
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
solve(near((1, 2)), seconds=SECONDS, workers=1)  # so that no example pays for compiling


def planned(problem: Problem, seconds: float = SECONDS) -> Plan:
    """A plan that the judge accepts, within the time."""
    began = time.monotonic()
    plan = solve(problem, seconds=seconds, workers=1)
    assert time.monotonic() - began < seconds + LATEST_S
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    return plan


def is_at_most(bound: float | None, cost: float) -> bool:
    return bound is None or bound <= cost + TOLERANCE * max(1.0, cost)


@given(problem=odd_problems)
@few
def test_any_problem_gets_a_plan_that_the_judge_accepts_and_the_bound_does_not_exceed(problem: Problem) -> None:
    plan = planned(problem)
    assert is_at_most(plan.bound, plan.cost.total)
    assert is_at_most(bound_of(problem, model_of(problem), SECONDS), plan.cost.total)


@given(problem=near_problems, relaxed=st.sampled_from(["seats", "vans", "places", "journey"]))
@few
def test_relaxing_a_rule_never_lifts_the_bound_above_a_known_plan(problem: Problem, relaxed: str) -> None:
    plan = planned(problem)
    wider = {
        "seats": replace(problem, fleets=tuple(replace(f, seats=f.seats + 3) for f in problem.fleets)),
        "vans": replace(problem, fleets=tuple(replace(f, count=f.count + 1) for f in problem.fleets)),
        "places": replace(problem, slots=tuple(replace(s, capacity=s.capacity + 3) for s in problem.slots)),
        "journey": replace(problem, rules=replace(problem.rules, max_journey_s=2 * problem.rules.max_journey_s)),
    }[relaxed]
    assert is_at_most(bound_of(wider, model_of(wider), 0.5), plan.cost.total)


def test_a_plan_for_few_near_home_is_proved_the_best() -> None:
    plan = planned(near((2, 1, 3)), 2.0)
    assert plan.bound is not None
    assert is_at_most(plan.cost.total, plan.bound)


@given(problem=near_problems)
@few
def test_more_seats_are_not_dearer_where_the_plan_is_proved_the_best(problem: Problem) -> None:
    roomier = replace(problem, fleets=tuple(replace(f, seats=f.seats + 2) for f in problem.fleets))
    plan, then = planned(problem), planned(roomier)
    if then.bound is not None and is_at_most(then.cost.total, then.bound):
        assert is_at_most(then.cost.total, plan.cost.total)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_proved_holds_in_any_order_and_under_any_names(seed: int) -> None:
    problem = near((2, 1, 3))
    alike = (problem, shuffled(problem, seed))
    plans = [planned(one) for one in alike]
    for one in alike:
        bound = bound_of(one, model_of(one), 2.0)
        assert bound > 0
        assert all(is_at_most(bound, plan.cost.total) for plan in plans)
    # the search is no proof: departures a minute apart are one to it
    assert plans[0].cost.total == pytest.approx(plans[1].cost.total, rel=0.01)
