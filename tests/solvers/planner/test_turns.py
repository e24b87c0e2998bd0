"""Threads take turns at one plan: it stays whole, and the same seed gives the same one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from solvers.documents import load, read_problem
from solvers.interchanges import to_draw_from, with_interchanges
from solvers.judge import judge
from solvers.model import Model, model_of
from solvers.parts.turns import Turns, in_turns, take_turns
from solvers.problem import Problem
from solvers.run import Run
from solvers.search.duties import settle
from solvers.search.engine import BEST_COST, COST, PENALTY_OF, refer_model
from solvers.search.searcher import BEST, CURRENT
from solvers.search.state import send_home, total_cost
from solvers.search.stretch import Halt, Stretch
from solvers.solve import solve
from tests.solvers.fixed import fixed_problem
from tests.solvers.reference.shared import INSTANCES

ROUNDS = 4000


def public(name: str) -> Problem:
    return read_problem(load(next(path for path in INSTANCES if path.stem == name)))


def arrays(problem: Problem) -> Model:
    model = model_of(problem)
    return with_interchanges(model, to_draw_from(model))


def run_of(model: Model, *, workers: int = 2, rounds: int | None = ROUNDS, seconds: float = 3600.0) -> Run:
    return Run(
        model=model, model_ref=refer_model(model), workers=workers, seed=1, until=time.monotonic() + seconds,
        halt=Halt(lambda: False), tell=lambda phase, cost, served: None, rounds=rounds,
    )  # fmt: skip


def test_turns_are_for_several_threads_many_parties_and_no_services() -> None:
    many = arrays(fixed_problem(220))
    assert in_turns(run_of(many))
    assert in_turns(run_of(many, rounds=None))
    assert not in_turns(run_of(many, workers=1))
    assert not in_turns(run_of(many, rounds=100)), "too few rounds for a turn"
    assert not in_turns(run_of(many, rounds=None, seconds=0.1)), "too little time for one"
    assert not in_turns(run_of(arrays(public("local-300"))))
    assert not in_turns(run_of(arrays(public("corridor-500"))))


@pytest.mark.parametrize("workers", [2, 3])
@pytest.mark.parametrize("name", ["local-300", "local-fixed-200"])
def test_what_the_threads_come_to_is_one_plan_that_costs_what_it_says(name: str, workers: int) -> None:
    run = run_of(arrays(public(name)), workers=workers)
    whole = run.searcher(0)
    take_turns(run, whole)
    for which, cost in ((BEST, BEST_COST), (CURRENT, COST)):
        state = whole.states[which]
        money, short = total_cost(whole.model_ref, whole.refs[which], whole.figures[PENALTY_OF])
        assert money == pytest.approx(whole.figures[cost])
        assert short == 0 or which == CURRENT
        there = state.slot >= 0
        heads = np.bincount(state.slot[there], whole.model.size[there], len(state.headcount))
        assert np.array_equal(heads, state.headcount)
        assert np.all(heads <= whole.model.capacity)
        pieces = [piece for d, n in enumerate(state.riders) for piece in state.rider[d, :n].tolist()]
        assert sorted(pieces) == np.flatnonzero(state.duty >= 0).tolist(), "everybody aboard is on one vehicle"
    assert whole.figures[BEST_COST] < 0.1 * whole.model.left_cost.sum()


def test_a_turn_without_time_leaves_the_plan_as_it_was_though_it_is_dearer_than_the_best() -> None:
    run = run_of(arrays(public("local-300")))
    whole = run.searcher(0)
    take_turns(run, whole)
    for p in range(5):
        send_home(whole.model_ref, whole.refs[CURRENT], p)
    settle(whole.model_ref, whole.refs[CURRENT], whole.sheet)
    whole.take_stock()
    slot, cost, best = whole.states[CURRENT].slot.copy(), float(whole.figures[COST]), float(whole.figures[BEST_COST])
    assert cost > best
    with ThreadPoolExecutor(2) as pool:
        Turns(run, whole).take(Stretch(run.halt, (0.7, 0.75), 0.0), pool)
    assert np.array_equal(whole.states[CURRENT].slot, slot)
    assert whole.figures[COST] == pytest.approx(cost)
    assert whole.figures[BEST_COST] == best


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_and_rounds_give_the_same_feasible_plan(seed: int) -> None:
    problem = replace(fixed_problem(220), name="turns")
    one, other = (solve(problem, seconds=600.0, workers=2, seed=seed, rounds=2000) for _ in range(2))
    assert judge(problem, one).feasible
    assert replace(one, meta=None) == replace(other, meta=None)
