"""Every public instance is planned feasibly by both judges, with nearly everyone on board."""

from __future__ import annotations

from pathlib import Path

import pytest

from solvers.documents import load, read_problem
from solvers.judge import judge
from solvers.solve import solve
from tests.solvers.reference.shared import INSTANCES, faults_by_reference, load_checker

SECONDS = {"wave-1000": 8.0, "wave-3000": 16.0, "corridor-500": 8.0}
SERVED = {"local": 0.97, "corridor": 0.9, "wave": 0.75}
"""The least share to be served in these few seconds beside other tests; docs/planner.md has what it reaches alone."""


@pytest.mark.slow
@pytest.mark.parametrize("path", INSTANCES, ids=[path.stem for path in INSTANCES])
def test_an_instance_is_planned_by_the_rules(path: Path) -> None:
    problem = read_problem(load(path))
    plan = solve(problem, seconds=SECONDS.get(path.stem, 5.0), workers=2)
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations[:5]]
    assert faults_by_reference(load_checker(), problem, plan) == []
    share = verdict.figures.served / verdict.figures.people
    assert share >= SERVED.get(path.stem.split("-")[0], 0.5), share
