"""Why a party stays at home: the first of the reasons, from the most to the least final, that holds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solvers.model import Ints, Model
from solvers.plan import Reason, Unserved
from solvers.problem import Problem
from solvers.search.finish import ANYHOW, HONEST, can_go, price_of
from solvers.search.insertion import Task
from solvers.search.rng import Rng
from solvers.search.state import State, new_state, refer_state
from solvers.search.timeline import Sheet

Found = tuple[Reason, str]


class Reasons:
    """Finds the reason of each party that a finished state leaves at home."""

    def __init__(
        self, problem: Problem, model: Model, model_ref: Model, sheet: Sheet, tasks: tuple[Task, ...], rng: Rng
    ) -> None:
        self.problem, self.m = problem, model
        self.compiled = model_ref, sheet, tasks, rng
        self.empty, self.spare = refer_state(new_state(model)), refer_state(new_state(model))

    def of_all(self, state: State, state_ref: State, late: Callable[[], bool]) -> tuple[Unserved, ...]:
        """Everyone at home, with a reason and a sentence; once it is ``late`` nobody is priced."""
        return tuple(self._of(state, state_ref, int(p), late) for p in np.flatnonzero(state.slot < 0))

    def _of(self, state: State, state_ref: State, p: int, late: Callable[[], bool]) -> Unserved:
        found = self._no_choice(p)
        if found is None and late():
            found = Reason.SEARCH, "the time was over before a way for them was looked for"
        reason, detail = found or self._no_way(p) or self._no_place(state, p) or self._by_price(state_ref, p)
        return Unserved(party=self.problem.parties[p].id, reason=reason, detail=detail)

    def _no_choice(self, p: int) -> Found | None:
        slots, size = self._slots(p), int(self.m.size[p])
        if not len(slots):
            return Reason.NO_CHOICE, "no slot would take them: the request lists none"
        if np.all(self.m.capacity[slots] < size):
            return Reason.NO_CHOICE, f"no slot of theirs takes {size} people, even when empty"
        return None

    def _no_way(self, p: int) -> Found | None:
        """Would nothing bring them there, if all were empty?"""
        m, slots = self.m, self._slots(p)
        model, sheet, tasks, rng = self.compiled
        if can_go(model, self.empty, self.spare, sheet, tasks, p, ANYHOW, rng):
            return None
        carries = (m.room >= m.size[p]) & (m.spaces >= m.wheels[p]) & m.takes[:, slots].any(axis=1)
        flies = (m.service_room >= m.size[p]) & (m.service_spaces >= m.wheels[p])
        if not carries.any() and not flies.any():
            return Reason.NO_SEAT, "no vehicle or service that may carry them has the seats and wheelchair spaces"
        return Reason.TIME, "nothing could bring them from a boarding place of theirs to a gate of theirs in time"

    def _no_place(self, state: State, p: int) -> Found | None:
        m, size, slots = self.m, int(self.m.size[p]), self._slots(p)
        roomy = slots[state.headcount[slots] + size <= m.capacity[slots]]
        if not len(roomy):
            return Reason.SLOT_CAPACITY, f"none of their {len(slots)} slots has {size} places left"
        if np.all(state.headcount[roomy] + size < m.minimum[roomy]):
            return Reason.SLOT_MINIMUM, "the slots with places left would stay below their minimum headcount"
        return None

    def _by_price(self, state_ref: State, p: int) -> Found:
        """What is left is a matter of seats and money."""
        price, home, money = self._price(state_ref, p), float(self.m.left_cost[p]), self.problem.currency
        if price < home:
            return Reason.SEARCH, f"the search ended before it took them in, for {price:.0f} {money}"
        if np.isfinite(price):
            return Reason.COST, f"the cheapest way costs {price:.0f} {money}, staying {home:.0f} {money}"
        return Reason.NO_SEAT, "every vehicle and service that could bring them there in time is taken"

    def _slots(self, p: int) -> Ints:
        return self.m.choice_slot[self.m.choice_ptr[p] : self.m.choice_ptr[p + 1]]

    def _price(self, state_ref: State, p: int) -> float:
        model, sheet, tasks, rng = self.compiled
        return float(price_of(model, state_ref, self.spare, sheet, tasks, p, HONEST, rng))
