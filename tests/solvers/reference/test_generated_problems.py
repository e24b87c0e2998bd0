"""Problems of every family of the generator, in small, plain and odd: both judges accept what is planned.

``pytest -m benchmark tests/solvers/reference/test_generated_problems.py`` plans a thousand.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from functools import cache
from random import Random
from typing import Any

import pytest

from solvers.documents import read_problem
from solvers.judge import judge
from solvers.problem import Problem
from solvers.solve import solve
from tests.solvers.any_problem import LAWS, ODDITIES, with_law, with_oddity
from tests.solvers.reference.shared import SHARED, faults_by_reference, load_checker

SECONDS, LATEST_S = 0.5, 15.0
FAMILIES = ("local", "corridor", "tight", "wave", "province")


@cache
def _generator() -> Any:
    spec = importlib.util.spec_from_file_location("generate", SHARED / "instances" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["generate"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def random_problem(seed: int) -> Problem:
    """A small problem of one of the families, often odd."""
    draw = Random(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    people = draw.choice((6, 12, 30)) if family in ("local", "corridor", "tight") else 40
    builder = _generator().FAMILIES[family](people, f"{family}-{people}-{seed}")
    builder.matrix = draw.random() < 0.3
    problem = with_oddity(read_problem(json.loads(json.dumps(builder.document()))), draw.choice(ODDITIES))
    return with_law(problem, draw.choice(LAWS)) if draw.random() < 0.5 else problem


def check(seed: int) -> None:
    problem = random_problem(seed)
    began = time.monotonic()
    plan = solve(problem, seconds=SECONDS, workers=1, seed=seed)
    assert time.monotonic() - began < SECONDS + LATEST_S
    verdict = judge(problem, plan)
    assert verdict.feasible, (seed, [violation.text for violation in verdict.violations])
    assert not faults_by_reference(load_checker(), problem, plan), seed
    assert plan.bound is None or plan.bound <= plan.cost.total * (1 + 1e-5) + 1e-5, seed


@pytest.mark.parametrize("seed", range(5))
def test_a_generated_problem_gets_a_plan_that_both_judges_accept(seed: int) -> None:
    check(seed)


@pytest.mark.slow
@pytest.mark.benchmark
@pytest.mark.parametrize("seed", range(100, 1100))
def test_so_do_a_thousand_others(seed: int) -> None:
    check(seed)
