"""Plans to be edited."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from solvers.plan import Plan
from solvers.problem import Problem
from solvers.solve import solve
from tests.solvers.any_problem import CHINESE_LAW, with_law
from tests.solvers.fixed import fixed_problem


@cache
def solved() -> tuple[Problem, Plan]:
    """A problem whose vans are small, and the planner's plan of it: some duties of several stops."""
    roomy = with_law(fixed_problem(12), CHINESE_LAW)
    problem = replace(roomy, fleets=tuple(replace(van, seats=6) for van in roomy.fleets))
    return problem, solve(problem, seconds=5, workers=1, rounds=100)
