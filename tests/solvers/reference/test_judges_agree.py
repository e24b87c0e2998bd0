"""Our judge and the reference checker say the same of every plan."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given, settings

from solvers.documents import UnknownWord, read_plan, write_plan, write_problem
from solvers.judge import judge
from solvers.plan import InvalidPlan
from solvers.problem import DriverHours, Problem
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.judge.broken import LIMITS, MUTANTS
from tests.solvers.judge.shifts import Shift, laws, on_the_road, shifts
from tests.solvers.reference.shared import faults_by_reference, load_checker

CHECKER = load_checker()


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_they_agree_at_the_limit_and_beyond(name: str, steps: int) -> None:
    problem, plan = LIMITS[name][2](steps)
    faults = faults_by_reference(CHECKER, problem, plan)
    assert judge(problem, plan).feasible == (not faults) == (steps == 0), faults


@pytest.mark.parametrize("name", MUTANTS)
def test_they_agree_on_what_is_broken_by_hand(name: str) -> None:
    problem, plan = MUTANTS[name][1]()
    assert not judge(problem, plan).feasible
    assert faults_by_reference(CHECKER, problem, plan)


@settings(max_examples=150, deadline=None)
@given(shifts, laws)
def test_they_agree_on_driver_hours(shifts: list[Shift], law: DriverHours) -> None:
    problem, plan = on_the_road(shifts, law)
    faults = faults_by_reference(CHECKER, problem, plan)
    assert judge(problem, plan).feasible == (not faults), faults


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("problem", "plan"), [(ok_small(), ok_small_plan()), (ok_long(), ok_long_plan())], ids=["small", "long"]
)
def test_they_agree_on_documents_with_anything_changed(problem: Problem, plan: Any, seed: int) -> None:
    """A value of the plan, anywhere, becomes another of its kind, is left out, or stands there twice."""
    random_ = random.Random(seed)
    question, good = write_problem(problem), write_plan(plan, problem)
    for _ in range(150):
        document: Any = copy.deepcopy(good)
        for _ in range(random_.choice((1, 1, 2))):
            _change(document, random_)
        assert _ours(problem, document) == _theirs(question, document), document


def _ours(problem: Problem, document: Any) -> str:
    try:
        return "feasible" if judge(problem, read_plan(document)).feasible else "not feasible"
    except UnknownWord:
        return "not feasible"
    except InvalidPlan:
        return "unreadable"


def _theirs(question: Any, document: Any) -> str:
    unreadable = (ValueError, LookupError, TypeError, AttributeError, CHECKER.Unreadable)
    try:
        return "not feasible" if CHECKER.Check(question, document).run() else "feasible"
    except unreadable:
        return "unreadable"


def _change(document: Any, random_: random.Random) -> None:
    values = list(_values(document))
    holder, key = random_.choice(values)
    value = holder[key]
    if isinstance(value, list) and value:
        entry = random_.choice(value)
        value.remove(entry) if random_.random() < 0.5 else value.append(copy.deepcopy(entry))
    elif isinstance(value, str):
        others = [h[k] for h, k in values if isinstance(h[k], str) and ("T" in h[k]) == ("T" in value)]
        holder[key] = random_.choice(others)
    elif isinstance(value, int | float):
        holder[key] = value + random_.choice((-1, 1, 2))


def _values(holder: Any) -> Any:
    for key in holder if isinstance(holder, dict) else range(len(holder)):
        if key in ("format", "mode"):  # these say what the other keys are
            continue
        yield holder, key
        if isinstance(holder[key], dict | list):
            yield from _values(holder[key])
