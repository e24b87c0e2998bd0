"""A plan is cut into parts and put back: nothing is lost, nobody is in two places, no limit is broken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from solvers.documents import load, read_problem
from solvers.model import Model, model_of
from solvers.parts.cut import cut
from solvers.parts.part import BY_STOP, Part, bring_back, model_of_part, state_of_part
from solvers.search.engine import refer_model
from solvers.search.searcher import BEST, Searcher, new_searcher
from solvers.search.state import State, total_cost
from solvers.search.stretch import Halt, Stretch
from tests.solvers.reference.shared import INSTANCES

WANTED = next(path for path in INSTANCES if path.stem == "corridor-120")
NOBODY_KNOWS = -1


def rounds(count: int) -> Stretch:
    """A stretch of so many rounds, whatever time they take."""
    return Stretch(Halt(lambda: False), (0.0, 1.0), 3600.0, count)


@cache
def planned(path: Path = WANTED) -> Searcher:
    """A searcher that has planned an instance for some rounds."""
    model = model_of(read_problem(load(path)))
    searcher = new_searcher(model, refer_model(model), 1)
    searcher.run(rounds(300))
    return searcher


def parts_of(searcher: Searcher, number: int, seed: int) -> list[Part]:
    wanted = np.full(len(searcher.model.size), NOBODY_KNOWS)
    return cut(searcher.model, searcher.states[BEST], wanted, number, np.random.default_rng(seed))


def copied(state: State) -> State:
    return State(*(array.copy() for array in state))


def assert_same(m: Model, a: State, b: State) -> None:
    """The same plan, as far as its vehicles are in use."""
    used = a.riders > 0
    for name in State._fields:
        one, other = getattr(a, name), getattr(b, name)
        if name in BY_STOP:
            stop = used[:, None] & (np.arange(one.shape[1]) < a.stops[:, None])
            np.testing.assert_array_equal(one[stop], other[stop], name)
        elif name == "rider":
            aboard = np.arange(one.shape[1]) < a.riders[:, None]
            np.testing.assert_array_equal(one[aboard], other[aboard], name)
        elif name not in ("crew", "depart", "offered", "rough", "source", "target"):
            np.testing.assert_array_equal(one, other, name)
    riding = a.duty >= 0
    np.testing.assert_array_equal(a.source[riding], b.source[riding])
    np.testing.assert_array_equal(a.target[riding], b.target[riding])
    np.testing.assert_array_equal(a.crew[used], b.crew[used])


@pytest.mark.parametrize("number", [1, 2, 5])
def test_parts_that_nobody_touched_are_the_plan_again(number: int) -> None:
    searcher = planned()
    m, before = searcher.model, searcher.states[BEST]
    after = copied(before)
    for part in parts_of(searcher, number, seed=number):
        sub = model_of_part(m, part)
        bring_back(m, after, part, sub, state_of_part(m, before, part, sub))
    assert_same(m, before, after)


@pytest.mark.parametrize("seed", range(4))
def test_every_vehicle_and_every_free_party_is_in_one_part(seed: int) -> None:
    searcher = planned()
    m, parts = searcher.model, parts_of(searcher, 3, seed)
    duties = np.concatenate([part.duties for part in parts])
    free = np.concatenate([part.parties[~part.frozen] for part in parts])
    assert len(np.unique(duties)) == len(duties)
    assert len(np.unique(free)) == len(free)
    frozen = np.unique(np.concatenate([part.parties[part.frozen] for part in parts]))
    assert not np.intersect1d(free, frozen).size
    able = np.flatnonzero(np.diff(m.choice_ptr) > 0)
    alone = np.setdiff1d(able, np.concatenate((free, frozen)))
    # a part in which nobody is free is left out, with its vehicles
    assert not np.isin(searcher.states[BEST].duty[2 * alone], duties).any()


@pytest.mark.parametrize("seed", range(4))
def test_parts_that_were_searched_make_a_plan_that_keeps_all_limits_and_costs_what_they_say(seed: int) -> None:
    searcher = planned()
    m, state = searcher.model, copied(searcher.states[BEST])
    before = total_cost(searcher.model_ref, searcher.refs[BEST], 0.0)[0]
    gained = 0.0
    whole = new_searcher(m, searcher.model_ref, 1)
    for part in parts_of(searcher, 3, seed):
        sub = model_of_part(m, part)
        one = new_searcher(sub, refer_model(sub), seed)
        one.go_on_from(state_of_part(m, searcher.states[BEST], part, sub))
        start = float(one.figures[1])
        one.run(rounds(150))
        gained += start - float(one.figures[1])
        bring_back(m, state, part, sub, one.states[BEST])
    whole.go_on_from(state)
    after, short = total_cost(searcher.model_ref, whole.refs[BEST], 0.0)
    assert short == 0
    assert np.all(state.headcount <= m.capacity)
    assert np.all(state.seated <= m.service_room)
    assert np.all((state.seated == 0) | (state.seated >= m.service_minimum))
    assert np.all((state.headcount == 0) | (state.headcount >= m.minimum))
    groups = m.group[(state.seated > 0) & (m.group >= 0)]
    assert len(np.unique(groups)) == len(groups)
    assert gained >= 0
    # what several parts leave at once may be paid by each of them, never the other way round
    assert after <= before - gained + 1e-6 * before


def test_nobody_leaves_a_service_to_whose_minimum_another_part_adds() -> None:
    searcher = planned()
    state = searcher.states[BEST]
    m = searcher.model._replace(service_minimum=state.seated.copy())
    wanted = np.full(len(m.size), NOBODY_KNOWS)
    shared = 0
    for part in (part for seed in range(8) for part in cut(m, state, wanted, 3, np.random.default_rng(seed))):
        for service in part.services:
            aboard = state.via[part.parties] == service
            free = int(m.size[part.parties[aboard & ~part.frozen]].sum())
            shared += int(state.seated[service] > m.size[part.parties[aboard]].sum())
            assert free in (0, state.seated[service])
    assert shared > 0
