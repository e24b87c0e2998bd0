"""A plan is read out by times that hold; a fault in them costs a duty at most, not the plan."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from solvers.search.duties import mend_times
from solvers.search.searcher import BEST, Searcher
from tests.builders import HOUR
from tests.solvers.planner.test_absence import model, searcher_of


def served(searcher: Searcher) -> int:
    return int((searcher.states[BEST].slot >= 0).sum())


def holds(searcher: Searcher) -> bool:
    return int(mend_times(searcher.model_ref, searcher.refs[BEST], searcher.sheet)) == 0


@pytest.fixture
def searcher() -> Searcher:
    made = searcher_of(model())
    assert served(made)
    return made


def test_what_holds_stays_as_it_is(searcher: Searcher) -> None:
    before = searcher.states[BEST].depart.copy()
    searcher.fix_times()
    assert np.array_equal(searcher.states[BEST].depart, before)


def test_a_duty_that_leaves_too_late_is_timed_anew(searcher: Searcher, caplog: pytest.LogCaptureFixture) -> None:
    before, best = served(searcher), searcher.states[BEST]
    best.depart[int(np.argmax(best.riders))] += 12 * HOUR
    searcher.fix_times()
    assert holds(searcher)
    assert served(searcher) == before
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_who_cannot_be_brought_stays(searcher: Searcher) -> None:
    searcher.model.free_to[:] = searcher.model.free_from
    searcher.fix_times()
    assert holds(searcher)
    assert served(searcher) == 0
