"""What is told of a proof beside the search."""

from __future__ import annotations

import pytest

from solvers.bounding import Prover, tenable
from solvers.model import model_of
from solvers.problem import Problem
from solvers.run import Run
from solvers.search.searcher import Searcher
from solvers.solve import solve
from tests.builders import ok_small, ok_small_plan
from tests.solvers.fixed import fixed_problem


@pytest.mark.parametrize(("bound", "told"), [(None, None), (900.0, 900.0), (1000.009, 1000.009), (1001.0, None)])
def test_a_bound_above_a_plan_is_not_told(
    bound: float | None, told: float | None, caplog: pytest.LogCaptureFixture
) -> None:
    assert tenable(bound, 1000.0) == told
    caplog.clear()


def test_but_the_fault_is(caplog: pytest.LogCaptureFixture) -> None:
    tenable(1001.0, 1000.0)
    assert "please report it" in caplog.text
    caplog.clear()


@pytest.mark.parametrize(("problem", "takes"), [(ok_small(), True), (fixed_problem(60), False)], ids=["few", "many"])
def test_a_thread_is_left_to_the_proof_of_very_few_parties(problem: Problem, takes: bool) -> None:
    prover = Prover(problem, model_of(problem), 1.0)
    assert prover.takes_a_thread == takes
    prover.finish(20.0)


@pytest.mark.parametrize(("limit", "searchers"), [({"seconds": 1.0}, 1), ({"seconds": 1.0, "rounds": 5}, 2)])
def test_a_plan_of_very_few_parties_with_a_bound_has_one_searcher_less(
    limit: dict[str, float], searchers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, searcher = list[int](), Run.searcher

    def counted(run: Run, number: int) -> Searcher:
        made.append(number)
        return searcher(run, number)

    monkeypatch.setattr(Run, "searcher", counted)
    solve(ok_small(), workers=2, **limit)
    assert made == list(range(searchers))


def test_what_is_proved_beside_the_search_is_below_a_plan() -> None:
    problem = ok_small()
    bound = Prover(problem, model_of(problem), 2.0).finish(20.0)
    assert bound is not None
    assert 0 < bound <= ok_small_plan(problem).cost.total
