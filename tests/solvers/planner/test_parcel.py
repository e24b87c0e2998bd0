"""Parts of a problem that are sent away to be searched."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from solvers.assignment import assign
from solvers.judge import judge
from solvers.model import model_of
from solvers.parts.cut import cut
from solvers.parts.hands import Tell, Threads
from solvers.parts.packing import Unreadable, pack_found, pack_parcel, unpack_found, unpack_parcel
from solvers.parts.parcel import Found, Parcel, ParcelSearch, parcels_of
from solvers.parts.part import bring_back
from solvers.search.state import new_state
from solvers.search.stretch import Halt, Stretch
from solvers.solve import solve
from tests.scheduler.plans.scene import small_problem

NEVER = Halt(lambda: False)


@pytest.fixture(scope="module")
def parcel() -> Parcel:
    """One of two parts of a problem in which everybody is at home, with twenty rounds."""
    model = model_of(small_problem(60))
    state, slot = new_state(model), np.full(60, -1)
    parts = cut(model, state, slot, 2, np.random.default_rng(1))
    stretch = Stretch(NEVER, (0.0, 1.0), 1.0, rounds=20)
    return parcels_of(model, state, parts, slot, seed=7, stretch=stretch)[0]


def same(one: object, other: object) -> bool:
    """Equal in value and type, named tuples of arrays field by field."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and one == other


def values(thing: Parcel | Found) -> tuple[object, ...]:
    return tuple(getattr(thing, name) for name in thing.__dataclass_fields__)


@pytest.mark.parametrize("rounds", [None, 20])
def test_a_parcel_is_the_same_after_its_way_as_bytes(parcel: Parcel, rounds: int | None) -> None:
    sent = replace(parcel, rounds=rounds)
    assert same(values(unpack_parcel(pack_parcel(sent))), values(sent))


def test_a_parcel_searched_after_its_way_as_bytes_gives_the_same_plan(parcel: Parcel) -> None:
    here = ParcelSearch(parcel, 0.0, NEVER).go()
    there = ParcelSearch(unpack_parcel(pack_parcel(parcel)), 0.0, NEVER).go()
    back = unpack_found(pack_found(there), parcel.model)
    assert same(values(back), values(here))
    assert back.gained > 0
    assert back.took_in == int(parcel.model.size[back.state.slot >= 0].sum()) > 0


@pytest.mark.parametrize("change", [lambda data: b"", lambda data: data[:-40], lambda data: data[::-1]])
def test_bytes_that_are_no_parcel_are_refused(parcel: Parcel, change: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreadable):
        unpack_parcel(change(pack_parcel(parcel)))


def test_a_plan_of_another_part_is_refused(parcel: Parcel) -> None:
    model = model_of(small_problem(4))
    found = Found(model=model, state=new_state(model), gained=0.0, took_in=0)
    with pytest.raises(Unreadable, match="slot is int64"):
        unpack_found(pack_found(found), parcel.model)


def test_a_search_that_begins_late_ends_in_time(parcel: Parcel) -> None:
    began = time.monotonic()
    ParcelSearch(replace(parcel, seconds=60.0, rounds=None), began + 0.3, NEVER).go()
    assert time.monotonic() - began < 3


class Forgetful(Threads):
    """Of every session it loses one part; the first session altogether."""

    def __init__(self) -> None:
        super().__init__(2)
        self.sessions = 0

    def search(self, parcels: Sequence[Parcel], until: float, halt: Halt, tell: Tell) -> dict[int, Found]:
        self.sessions += 1
        found = super().search(parcels, until, halt, tell)
        del found[0]
        return found if self.sessions > 1 else {}


def test_parts_that_do_not_come_back_leave_the_plan_valid() -> None:
    problem, hands = small_problem(60), Forgetful()
    plan = solve(problem, seconds=4, whole_up_to=30, hands=hands)
    assert judge(problem, plan).feasible
    assert len(plan.itineraries) > 30
    assert hands.sessions > 1


def test_a_plan_is_brought_back_into_the_whole(parcel: Parcel) -> None:
    model = model_of(small_problem(60))
    state, slot = new_state(model), np.full(60, -1)
    part = cut(model, state, slot, 2, np.random.default_rng(1))[0]
    found = ParcelSearch(parcel, 0.0, NEVER).go()
    bring_back(model, state, part, found.model, found.state)
    assert int(model.size[state.slot >= 0].sum()) == found.took_in


def test_every_free_place_of_a_slot_is_some_part_s_and_those_assigned_come_first() -> None:
    model = model_of(small_problem(60))
    state, slot = new_state(model), assign(model)
    parts = cut(model, state, slot, 4, np.random.default_rng(1))
    given = np.zeros(len(model.gate), dtype=np.int64)
    for part in parts:
        given[part.slots] += part.capacity
        wanted = np.bincount(slot[part.parties], model.size[part.parties], len(model.gate))
        open_to_all = model.minimum[part.slots] == 0
        assert (part.capacity >= wanted[part.slots] - 1)[open_to_all].all()
    assert len(parts) == 4
    assert (given <= model.capacity).all()
    assert given.sum() == model.capacity.sum()
