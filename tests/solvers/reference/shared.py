"""Where the reference material is: beside the checkout, in ``../shared``."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from solvers.documents import write_plan, write_problem
from solvers.plan import Plan
from solvers.problem import Problem

SHARED = Path(__file__).parents[4] / "shared"
CHECKER = SHARED / "check" / "check_plan.py"
INSTANCES = sorted(p for p in SHARED.glob("instances/*.json") if p.stem != "places")


def load_checker() -> Any:
    """The reference checker as a module."""
    spec = importlib.util.spec_from_file_location("check_plan", CHECKER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults_by_reference(checker: Any, problem: Problem, plan: Plan) -> list[str]:
    """What the reference checker finds wrong with a plan."""
    faults: list[str] = checker.Check(write_problem(problem), write_plan(plan, problem)).run()
    return faults
