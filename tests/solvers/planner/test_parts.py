"""A plan is cut into parts and put back: nothing is lost, nobody is in two places, no limit is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from solvers.assignment import Assignment
from solvers.documents import load, read_problem
from solvers.interchanges import SPARE, with_interchanges, with_own_interchanges
from solvers.model import Model, model_of
from solvers.parts.cut import cut
from solvers.parts.hands import Tell, Threads
from solvers.parts.parcel import Found, Parcel
from solvers.parts.part import BY_STOP, Part, bring_back, model_of_part, state_of_part
from solvers.parts.sessions import Sessions
from solvers.run import Run
from solvers.search.engine import BEST_COST, PENALTY_OF, refer_model
from solvers.search.searcher import BEST, CURRENT, Searcher, new_searcher
from solvers.search.state import State, new_state, refer_state, total_cost
from solvers.search.stretch import Halt, Stretch
from tests.scheduler.plans.scene import small_problem
from tests.solvers.fixed import fixed_problem
from tests.solvers.reference.shared import INSTANCES

WANTED = next(path for path in INSTANCES if path.stem == "corridor-120")
MANY_SLOTS = next(path for path in INSTANCES if path.stem == "wave-1000")
NOBODY_KNOWS = -1
NEVER = Halt(lambda: False)


def rounds(count: int) -> Stretch:
    """A stretch of so many rounds, whatever time they take."""
    return Stretch(NEVER, (0.0, 1.0), 3600.0, count)


@cache
def planned(path: Path = WANTED) -> Searcher:
    """A searcher that has planned an instance for some rounds, with many people on one service."""
    model = model_of(read_problem(load(path)))
    for seed in range(1, 30):
        searcher = new_searcher(model, refer_model(model), seed)
        searcher.run(rounds(1000))
        if searcher.states[BEST].seated.max() > 20:
            return searcher
    raise AssertionError("no charter flies")


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


def test_who_holds_a_service_keeps_as_many_there_as_its_minimum_takes_beside_the_riders_of_other_parts() -> None:
    searcher = planned()
    state = searcher.states[BEST]
    m = searcher.model._replace(service_minimum=state.seated.copy())
    wanted = np.full(len(m.size), NOBODY_KNOWS)
    held = 0
    for part in (part for seed in range(40) for part in cut(m, state, wanted, 4, np.random.default_rng(seed))):
        for service, minimum in zip(part.services, part.service_minimum, strict=True):
            aboard = state.via[part.parties] == service
            inside = int(m.size[part.parties[aboard]].sum())
            outside = int(state.seated[service]) - inside
            if 0 < minimum < state.seated[service]:
                held += 1
                assert minimum + outside >= m.service_minimum[service]
                assert part.frozen[aboard].any(), "otherwise all might leave at once"
            elif minimum == 0 and outside > 0:
                assert part.frozen[aboard].all(), "seats of a part that others look after"
    assert held > 0


def test_a_slot_of_several_parts_keeps_its_minimum_and_lets_the_rest_leave() -> None:
    searcher = planned()
    state = searcher.states[BEST]
    m = searcher.model._replace(minimum=np.maximum(1, state.headcount // 2))
    wanted = np.full(len(m.size), NOBODY_KNOWS)
    parts = cut(m, state, wanted, 3, np.random.default_rng(1))
    stays = np.zeros(len(m.size), dtype=np.bool_)
    for part in parts:
        stays[part.parties[part.frozen]] = True
    there = state.slot >= 0
    kept = np.bincount(state.slot[stays & there], m.size[stays & there], len(m.gate))
    shared = [k for k in range(len(m.gate)) if sum(bool((state.slot[p.parties] == k).any()) for p in parts) > 1]
    assert shared
    assert all(kept[k] >= m.minimum[k] for k in shared)
    assert (stays & there).sum() < there.sum()


def test_no_part_begins_with_a_slot_or_service_that_is_short() -> None:
    searcher = planned(MANY_SLOTS)
    state = searcher.states[BEST]
    m = searcher.model._replace(minimum=state.headcount.copy(), service_minimum=state.seated.copy())
    wanted = np.full(len(m.size), NOBODY_KNOWS)
    guests = 0
    for part in (part for seed in range(20) for part in cut(m, state, wanted, 4, np.random.default_rng(seed))):
        sub = model_of_part(m, part)
        own = state_of_part(m, state, part, sub)
        assert total_cost(refer_model(sub), refer_state(own), 0.0)[1] == 0
        few = (own.headcount > 0) & (own.headcount < m.minimum[part.slots])
        guests += int(np.count_nonzero(few & (part.minimum == 0)))
    assert guests > 0, "people in slots that other parts look after too"


def test_what_a_missing_person_costs_in_a_part_is_of_those_who_may_leave() -> None:
    searcher = planned(MANY_SLOTS)
    parts = [part for seed in range(5) for part in parts_of(searcher, 4, seed)]
    assert any(part.frozen.any() for part in parts)
    for part in parts:
        sub = model_of_part(searcher.model, part)
        penalty = float(new_searcher(sub, refer_model(sub), 1).figures[PENALTY_OF])
        per_person = searcher.model.left_cost[part.parties] / searcher.model.size[part.parties]
        assert per_person.min() <= penalty <= per_person.max()


@pytest.mark.parametrize(("asked", "together"), [(60, True), (110, False)])
def test_parts_fill_an_empty_slot_together_if_enough_are_assigned_to_its_minimum(asked: int, together: bool) -> None:
    problem = small_problem(60)
    m = model_of(problem)
    slot = [slot.id for slot in problem.slots].index("s-yard")
    m = m._replace(minimum=np.where(np.arange(len(m.gate)) == slot, asked, 0))
    assert 1.2 * 60 < m.size.sum() < 1.2 * 110
    parts = cut(m, new_state(m), np.full(60, slot), 3, np.random.default_rng(1))
    places = [int(part.capacity[part.slots == slot][0]) for part in parts]
    minima = [int(part.minimum[part.slots == slot][0]) for part in parts]
    assert sum(places) == m.capacity[slot]
    assert all((0 < n < m.capacity[slot]) == together for n in places if n)
    assert sorted(minima) == [0, 0, 0 if together else asked], "one part alone looks after it"


def test_where_people_of_several_parts_change_nobody_moves_the_moment() -> None:
    stay, move = 0, 0
    for searcher in (changing(since) for since in range(1, 60, 10)):
        state, m = searcher.states[BEST], searcher.model
        for seed in range(6):
            for part in parts_of(searcher, 3, seed):
                sub = model_of_part(m, part)
                one = new_searcher(sub, refer_model(sub), seed)
                one.go_on_from(state_of_part(m, state, part, sub))
                used = sub.first_interchange + np.flatnonzero(one.states[BEST].seated[sub.first_interchange :])
                away = np.array([outside(state, part, int(v)) for v in part.services[used]], dtype=np.bool_)
                assert (sub.service_room[used[away]] == one.states[BEST].seated[used[away]]).all()
                before = sub.check_in.copy(), sub.hub_from.copy()
                for _ in range(10):
                    one.rounds(5)
                moved = (sub.check_in != before[0]) | (sub.hub_from != before[1])
                assert not moved[used[away]].any()
                stay, move = stay + int(away.sum()), move + int(moved[used[~away]].sum())
    assert stay > 0
    assert move > 0


def outside(state: State, part: Part, service: int) -> bool:
    """Does anybody ride a service who is no free party of the part?"""
    return bool(np.setdiff1d(np.flatnonzero(state.via == service), part.parties[~part.frozen]).size)


@cache
def changing(since: int = 1) -> Searcher:
    """A searcher, of the seed ``since`` or a later one, in whose plan people change vehicles at several places."""
    model = with_interchanges(model_of(fixed_problem(60)), SPARE)
    for seed in range(since, since + 30):
        searcher = new_searcher(model, refer_model(model), seed)
        for _ in range(8):
            searcher.run(rounds(100))
        if np.count_nonzero(searcher.states[BEST].seated) > 2:
            return searcher
    raise AssertionError("hardly anybody changes")


def test_changes_in_parts_are_put_back_into_the_whole() -> None:
    searcher = changing()
    before = searcher.model
    for seed in range(4):
        m, state = with_own_interchanges(before), copied(searcher.states[BEST])
        for part in parts_of(searcher, 3, seed):
            sub = model_of_part(before, part)
            one = new_searcher(sub, refer_model(sub), seed)
            one.go_on_from(state_of_part(before, searcher.states[BEST], part, sub))
            one.run(rounds(100))
            bring_back(m, state, part, sub, one.states[BEST])
        changes = state.via >= m.first_interchange
        assert changes.any()
        via, first, second = state.via[changes], *(np.flatnonzero(changes) * 2 + piece for piece in (0, 1))
        ends = state.place[state.duty[first], state.target[first]]
        begins = state.place[state.duty[second], state.source[second]]
        np.testing.assert_array_equal(ends, m.hub_to[via])
        np.testing.assert_array_equal(begins, m.hub_from[via])
        assert (state.start[state.duty[first], state.target[first]] <= m.check_in[via]).all()
        assert (state.start[state.duty[second], state.source[second]] >= m.exits[via]).all()
        assert m.serves[via, state.slot[changes]].all()


def test_a_session_that_makes_the_plan_dearer_is_thrown_away_with_its_interchanges() -> None:
    searcher = changing()
    m, cost = searcher.model, float(searcher.figures[BEST_COST])
    kept = with_own_interchanges(m)
    run = Run(
        model=m, model_ref=searcher.model_ref, workers=1, seed=1, until=0.0, halt=NEVER, rounds=1, tell=lambda *_: None
    )
    before = copied(searcher.states[BEST])
    Sessions(run, searcher, Assignment(m), Worse(1)).take(0.0, 1.0, len(m.size) // 2)
    assert_same(m, before, searcher.states[BEST])
    assert searcher.figures[BEST_COST] == cost
    np.testing.assert_array_equal(m.check_in, kept.check_in)


class Worse(Threads):
    """Brings back parts that are dearer, and change at other moments."""

    def search(self, parcels: Sequence[Parcel], until: float, halt: Halt, tell: Tell) -> dict[int, Found]:
        found = super().search(parcels, until, halt, tell)
        return {
            k: replace(
                one,
                model=one.model._replace(check_in=one.model.check_in + 60),
                state=one.state._replace(cost=one.state.cost + 1e6 * (one.state.riders > 0)),
            )
            for k, one in found.items()
        }


def test_what_is_whole_of_a_plan_that_is_short_somewhere_is_kept() -> None:
    done = planned()
    state = done.states[BEST]
    slot = int(state.headcount.argmax())
    m = done.model._replace(minimum=done.model.minimum.copy())
    m.minimum[slot] = state.headcount[slot] + 1
    searcher = new_searcher(m, refer_model(m), 1)
    nobody = float(searcher.figures[BEST_COST])
    searcher.go_on_from(state)
    searcher.figures[BEST_COST] = nobody
    searcher.keep_whole()
    best = searcher.states[BEST]
    assert best.headcount[slot] == 0
    assert best.headcount.sum() > 0
    assert total_cost(searcher.model_ref, searcher.refs[BEST], 0.0) == (pytest.approx(searcher.figures[BEST_COST]), 0)
    assert searcher.figures[BEST_COST] < nobody
    assert searcher.states[CURRENT].headcount[slot] > 0, "the search goes on from where it is"


def test_roads_of_a_part_are_of_its_own_places() -> None:
    searcher = planned()
    m = searcher.model
    parts = parts_of(searcher, 5, seed=1)
    assert min(len(part.places) for part in parts) < len(m.doors)
    for part in parts:
        sub = model_of_part(m, part)
        assert sub.metres.shape == (len(part.places), len(part.places))
        np.testing.assert_array_equal(part.places[sub.gate], m.gate[part.slots])
        np.testing.assert_array_equal(sub.seconds, m.seconds[np.ix_(part.places, part.places)])
