"""The planner on small problems that everybody knows by heart."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from solvers.judge import judge
from solvers.plan import Plan, Reason
from solvers.problem import Problem
from solvers.progress import Progress
from solvers.solve import solve
from tests.builders import at, ok_long, ok_small

SECONDS = 2.0


def planned(problem: Problem, seconds: float = SECONDS) -> Plan:
    """A plan that the judge has accepted."""
    plan = solve(problem, seconds=seconds, workers=1)
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    return plan


def reasons(plan: Plan) -> dict[str, Reason]:
    return {left.party: left.reason for left in plan.unserved}


def without(problem: Problem, *parts: str) -> Problem:
    return replace(problem, **dict.fromkeys(parts, ()))


@pytest.mark.parametrize("make", [ok_small, ok_long])
def test_small_problems_are_planned_feasibly(make) -> None:  # type: ignore[no-untyped-def]
    plan = planned(make())
    assert plan.itineraries


def test_nobody_wants_p5() -> None:
    left = reasons(planned(ok_small()))
    assert left["p5"] is Reason.NO_CHOICE


def test_a_problem_without_anything_to_ride_leaves_everyone_but_who_can_walk() -> None:
    problem = without(ok_small(), "fleets", "services")
    plan = planned(problem)
    assert [itinerary.party for itinerary in plan.itineraries] == ["p3"]
    assert reasons(plan)["p1"] is Reason.NO_SEAT


def test_a_problem_without_people_has_an_empty_plan_of_no_cost() -> None:
    plan = planned(without(ok_small(), "parties"))
    assert (plan.duties, plan.itineraries, plan.unserved, plan.cost.total) == ((), (), (), 0.0)


def test_a_slot_that_is_too_small_for_a_party_even_when_empty_is_no_choice_of_its() -> None:
    problem = ok_small()
    tiny = tuple(replace(slot, capacity=1, min_headcount=0) for slot in problem.slots)
    assert reasons(planned(replace(problem, slots=tiny)))["p1"] is Reason.NO_CHOICE


def test_whoever_can_never_be_in_time_is_told_so() -> None:
    problem = ok_small()
    early = tuple(replace(slot, windows=((at("00:10"), at("00:20")),), min_headcount=0) for slot in problem.slots)
    assert reasons(planned(replace(problem, slots=early)))["p1"] is Reason.TIME


def test_staying_at_home_is_chosen_where_it_is_cheaper() -> None:
    problem = without(ok_small(), "services")
    cheap = tuple(replace(party, unserved_cost=0.01) for party in problem.parties)
    plan = planned(replace(problem, parties=cheap))
    assert plan.cost.total <= 0.05


def test_a_stop_is_obeyed_and_gives_a_plan() -> None:
    began = time.monotonic()
    plan = solve(ok_small(), seconds=60, workers=1, should_stop=lambda: time.monotonic() - began > 3)
    assert time.monotonic() - began < 8
    assert judge(ok_small(), plan).feasible


def test_progress_is_told_and_ends_with_the_plan_s_own_figures() -> None:
    told: list[Progress] = []
    plan = solve(ok_small(), seconds=4, workers=2, on_progress=told.append)
    assert len(told) > 2
    assert [word.elapsed_s for word in told] == sorted(word.elapsed_s for word in told)
    assert told[-1].done == 1.0
    assert told[-1].best_cost == pytest.approx(plan.cost.total)
    assert told[-1].served == sum(p.size for p in ok_small().parties if p.id in {i.party for i in plan.itineraries})
