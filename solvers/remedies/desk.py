"""A plan on private arrays whose limits can be changed for one question: what would a party cost if ...?

The arrays have one idle vehicle more of each fleet and one class of windows more than the problem; both are out of
reach until somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solvers.model import Ints, Model
from solvers.search.engine import make_whole, place_all, refer_model
from solvers.search.finish import ANYHOW, HONEST, can_go, price_of
from solvers.search.insertion import FILL, PENALTY
from solvers.search.rng import Rng
from solvers.search.state import State, copy_state, new_state, refer_state, total_cost
from solvers.search.task import Task
from solvers.search.timeline import new_sheet

BY_DUTY = ("stops", "place", "start", "leave", "late", "load", "wheels", "riders", "rider", "crew", "depart", "cost",
           "dirty", "rough")  # fmt: skip
BY_OTHER = ("slot", "board", "via", "aside", "source", "target", "headcount", "seated", "chairs", "offered")
OWN = ("capacity", "minimum", "room", "spaces", "ready", "due", "service_room", "service_spaces", "service_minimum",
       "window_class")  # fmt: skip
CENT = 0.005
"""A party is taken in only if that saves more."""


@contextmanager
def put(array: NDArray[Any], where: Any, value: Any) -> Iterator[None]:
    """Change some entries of an array for a while."""
    before = array.copy()
    array[where] = value
    try:
        yield
    finally:
        array[...] = before


class Desk:
    """A finished plan to try things on. ``spare`` is what the last question made of it."""

    def __init__(self, model: Model, state: State, tasks: tuple[Task, ...], rng: Rng) -> None:
        self.true = model
        self.m = _widened(model)
        self.m_ref = refer_model(self.m)
        self.scratch = new_sheet(), tasks, rng
        self.duty = np.arange(len(model.fleet_of)) + model.fleet_of  # duty of the problem -> duty here
        self.state, self.spare, self.empty = new_state(self.m), new_state(self.m), new_state(self.m)
        self.ref, self.spare_ref, self.empty_ref = map(refer_state, (self.state, self.spare, self.empty))
        self._load(state)
        self.empty.used[:] = 1

    def _load(self, state: State) -> None:
        for name in BY_DUTY:
            getattr(self.state, name)[self.duty] = getattr(state, name)
        for name in BY_OTHER:
            getattr(self.state, name)[:] = getattr(state, name)
        self.state.duty[:] = np.append(self.duty, -1)[state.duty]
        self.state.used[:] = state.used + 1

    def unload(self, state: State) -> None:
        """Write the plan back into a state of the problem."""
        for name in BY_DUTY:
            getattr(state, name)[:] = getattr(self.state, name)[self.duty]
        for name in BY_OTHER:
            getattr(state, name)[:] = getattr(self.state, name)
        back = np.full(len(self.m.fleet_of) + 1, -1, dtype=np.int64)
        back[self.duty] = np.arange(len(self.duty))
        state.duty[:] = back[self.state.duty]
        state.used[:] = self.state.used - 1

    def at_home(self) -> Ints:
        """Who stays, those first who cost most."""
        left = np.flatnonzero(self.state.slot < 0)
        ordered: Ints = left[np.argsort(-self.m.left_cost[left], kind="stable")]
        return ordered

    def slots_of(self, p: int) -> Ints:
        """The slots that would take a party."""
        return self.m.choice_slot[self.m.choice_ptr[p] : self.m.choice_ptr[p + 1]]

    def price(self, p: int) -> float:
        """What taking a party in as cheaply as can be found would add to the plan's cost (inf: there is no way)."""
        sheet, tasks, rng = self.scratch
        return float(price_of(self.m_ref, self.ref, self.spare_ref, sheet, tasks, p, HONEST, rng))

    def could_go(self, p: int) -> bool:
        """Could a party travel if it had everything to itself?"""
        sheet, tasks, rng = self.scratch
        return bool(can_go(self.m_ref, self.empty_ref, self.spare_ref, sheet, tasks, p, ANYHOW, rng))

    def place_together(self, parties: Ints, fill: float) -> None:
        """Make ``spare`` the plan with those of some parties taken in for whom that pays if vehicles are filled so far
        and services wholly."""
        sheet, tasks, rng = self.scratch
        copy_state(self.spare_ref, self.ref)
        self.spare.offered[:] = 2
        penalty = float(self.m.left_cost.sum()) / max(1, int(self.m.size.sum()))
        knobs = HONEST.copy()
        knobs[FILL], knobs[PENALTY] = fill, penalty
        place_all(self.m_ref, self.spare_ref, sheet, tasks, rng, knobs, parties)
        make_whole(self.m_ref, self.spare_ref, sheet)

    def accept(self) -> bool:
        """Go on from ``spare`` if that plan is whole and cheaper."""
        now = total_cost(self.m_ref, self.ref, 0.0)[0]
        then, short = total_cost(self.m_ref, self.spare_ref, 0.0)
        if short or then > now - CENT:
            return False
        copy_state(self.ref, self.spare_ref)
        return True

    @contextmanager
    def one_more_vehicle(self) -> Iterator[None]:
        """One more vehicle of each fleet is there."""
        with put(self.state.used, ..., self.state.used - 1):
            yield

    @contextmanager
    def wider_windows(self, k: int, seconds: int) -> Iterator[None]:
        """The windows of slot ``k`` alone open so much earlier and close so much later."""
        m, old = self.m, int(self.m.window_class[k])
        first, last, own = int(m.window_ptr[old]), int(m.window_ptr[old + 1]), int(m.window_ptr[-2])
        m.window_from[own : own + last - first] = np.maximum(0, m.window_from[first:last] - seconds)
        m.window_to[own : own + last - first] = m.window_to[first:last] + seconds
        with put(m.window_class, k, len(m.window_ptr) - 2), put(m.window_ptr, -1, own + last - first):
            yield

    def beyond_count(self, d: int) -> bool:
        """Does ``spare`` use more vehicles of this duty's fleet than there are?"""
        f = int(self.m.fleet_of[d])
        first, last = int(self.m.first_duty[f]), int(self.m.first_duty[f + 1])
        return int(np.count_nonzero(self.spare.riders[first:last])) >= last - first


def _widened(m: Model) -> Model:
    fleets = len(m.room)
    most = int(np.diff(m.window_ptr).max(initial=0))
    room_for = np.zeros(most, dtype=np.int64)
    own = {name: getattr(m, name).copy() for name in OWN}
    return m._replace(
        **own,
        first_duty=m.first_duty + np.arange(fleets + 1),
        fleet_of=np.repeat(np.arange(fleets), np.diff(m.first_duty) + 1),
        window_ptr=np.append(m.window_ptr, m.window_ptr[-1] + most),
        window_from=np.append(m.window_from, room_for),
        window_to=np.append(m.window_to, room_for),
    )
