"""Each rule of the judge, exactly at its limit and beyond, and broken by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.judge import Rule, judge
from tests.builders import ok_small, ok_small_plan
from tests.solvers.judge.broken import LIMITS, MUTANTS, law, long, small


@pytest.mark.parametrize("name", LIMITS)
def test_a_plan_at_the_limit_is_feasible(name: str) -> None:
    _, _, case = LIMITS[name]
    assert judge(*case(0)).violations == ()


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("steps", [1, 2])
def test_beyond_the_limit_one_rule_is_broken_by_as_much(name: str, steps: int) -> None:
    rule, excess, case = LIMITS[name]
    found = judge(*case(steps)).violations
    assert {(v.rule, v.excess) for v in found} == {(rule, steps * excess)}


@pytest.mark.parametrize("name", MUTANTS)
def test_one_thing_broken_is_found_by_its_rule(name: str) -> None:
    rule, mutant = MUTANTS[name]
    found = judge(*mutant()).violations
    assert rule in {v.rule for v in found}
    assert all(v.excess > 0 and v.subject in v.text for v in found)


def test_every_rule_has_a_broken_plan() -> None:
    covered = {rule for rule, _, _ in LIMITS.values()} | {rule for rule, _ in MUTANTS.values()}
    assert covered == set(Rule) - {Rule.WORD}, "WORD is found by the reader: see the tests of the documents"


def test_the_figures_of_ok_small_are_those_counted_by_hand() -> None:
    figures = judge(ok_small(), ok_small_plan()).figures
    # van: 500 + 5 * 120 km + 60 * 2 h 8 min 30 s; shuttle: 500 + 5 * 40 km + 60 * 48 min 15 s
    assert figures.cost.duties == pytest.approx(500 + 600 + 128.5 + 500 + 200 + 48.25)
    assert figures.cost.services == 3000 + 5 * 100
    assert figures.cost.choices == 3 * 10
    # p1 2 * 6:38:15, p2 3 * 6:20:45, p3 20 min, at 12 an hour
    assert figures.cost.time == pytest.approx(12 * (2 * 23_895 + 3 * 22_845 + 1200) / 3600)
    assert figures.cost.unserved == 2 * 5000
    assert (figures.people, figures.served, figures.duties, figures.services) == (9, 6, 2, 1)
    assert (figures.road_m, figures.longest_journey_s) == (160_000, 23_895)


@pytest.mark.parametrize("item", ["total", "duties", "services", "choices", "time", "unserved"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_cost_may_be_wrong_by_its_tolerance_and_no_more(item: str, sign: int) -> None:
    problem, plan = small()
    true = getattr(plan.cost, item)
    tolerance = max(0.01, true * 1e-5)
    for share, wrong in ((0.999, set()), (1.001, {Rule.COST})):
        stated = replace(plan.cost, **{item: true + sign * share * tolerance})
        assert {v.rule for v in judge(problem, replace(plan, cost=stated)).violations} == wrong


def test_a_bound_may_be_above_the_cost_by_the_tolerance_and_no_more() -> None:
    problem, plan = small()
    for share, wrong in ((0.999, set()), (1.001, {Rule.BOUND})):
        bound = plan.cost.total * (1 + share * 1e-5)
        assert {v.rule for v in judge(problem, replace(plan, bound=bound)).violations} == wrong


def test_a_pause_is_a_break_to_the_second() -> None:
    """Driver 0 of ok_long pauses 2,400 s before four hours at the wheel, after twenty minutes of it."""
    assert judge(*law(long(), min_break_s=2400)).feasible
    (found,) = judge(*law(long(), min_break_s=2401)).violations
    assert (found.rule, found.subject, found.excess) == (Rule.CONTINUOUS, "duty d2", 1200)
