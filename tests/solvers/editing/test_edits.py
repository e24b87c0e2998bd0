"""Edits against the judge: what is carried out is a whole plan, whatever rules of time and room it breaks."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from solvers.documents import read_plan, write_plan
from solvers.editing import CannotEdit, carry_out
from solvers.judge import Rule, judge
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.solve import solve
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.any_problem import CHINESE_LAW, with_law
from tests.solvers.editing.random_edits import random_edit
from tests.solvers.fixed import fixed_problem

WHOLE = {
    Rule.PROBLEM, Rule.EVERYONE, Rule.WORD, Rule.CHOICE, Rule.ACCESS, Rule.RIDE, Rule.CHAIN, Rule.ACCESS_TIME,
    Rule.VEHICLE, Rule.CREW, Rule.EMPTY, Rule.PLACE, Rule.ENDS, Rule.MANIFEST, Rule.ORDER, Rule.DWELL, Rule.DRIVES,
    Rule.DRIVE_TIME, Rule.SWAP, Rule.COST, Rule.BOUND,
}  # fmt: skip
"""Rules that no edit breaks."""


@cache
def solved(parties: int = 12) -> tuple[Problem, Plan]:
    """A problem with some duties of several stops, and the planner's plan of it."""
    problem = with_law(fixed_problem(parties), CHINESE_LAW)
    return problem, solve(problem, seconds=5, workers=1, rounds=100)


SCENES = {
    "small": lambda: (ok_small(), ok_small_plan()),
    "long": lambda: (ok_long(), ok_long_plan()),
    "solved": solved,
}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("seed", range(6))
def test_any_edits_leave_a_whole_plan_whose_effect_is_the_judge_s_difference(scene: str, seed: int) -> None:
    problem, plan = SCENES[scene]()
    draw, done = Random(seed), 0
    for _ in range(25):
        edit = random_edit(problem, plan, draw)
        try:
            after, effect = carry_out(problem, plan, edit)
        except CannotEdit as why:
            assert str(why)
            continue
        was, now = judge(problem, plan), judge(problem, after)
        assert not [one.text for one in now.violations if one.rule in WHOLE], edit
        assert effect.violations == now.violations
        assert effect.extra() == pytest.approx(now.figures.cost.total - was.figures.cost.total)
        assert {one.rule for one in effect.worse} <= {one.rule for one in now.violations}
        assert read_plan(write_plan(after, problem)) == after
        plan, done = after, done + 1
    assert done > 2
