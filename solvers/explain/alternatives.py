"""How else a party could have gone, and for how much: the search's own prices on a plan without that party.

The only module of this package that knows the search. The plan is laid out as a state of the search, the party is
taken out, and put back by each of its slots; everyone else keeps vehicle, order and slot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solvers.extract import Extract
from solvers.judge import judge
from solvers.layout import Layout, with_changes_of
from solvers.model import Model, model_of
from solvers.naming import named_after
from solvers.plan import Itinerary, Leg, Plan
from solvers.problem import Problem
from solvers.search.duties import settle
from solvers.search.engine import refer_model
from solvers.search.finish import HONEST, insert_party
from solvers.search.rng import new_rng
from solvers.search.state import State, copy_state, new_state, refer_state, send_home, total_cost
from solvers.search.task import new_task
from solvers.search.timeline import new_sheet
from solvers.travel import road_of

DEAREST = 2.0
"""Ways that cost more than so many times the party's staying at home are not looked for: most charters, for one."""
NO_ROOM = 1 << 20
"""People aboard of a vehicle that is not to be used."""


class CannotCompare(ValueError):
    """The plan has what the search cannot lay out, such as a change from one vehicle to another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way of the party: ``extra`` is what the whole plan would cost more than it does.

    ``itinerary`` None: it stays at home. ``plan`` is the whole plan with it, which the judge accepts.
    """

    slot: str | None
    extra: float
    itinerary: Itinerary | None
    plan: Plan | None


def next_best(problem: Problem, plan: Plan, party: str) -> list[Alternative]:
    """Other ways of a party by rising cost: for each of its slots the cheapest, for its own one also by other vehicles
    or services than now; and staying at home, where it does not.

    Raises
    ------
    CannotCompare
        The plan cannot be laid out as the search has it.
    """
    desk = _Desk(problem, plan, party)
    found: dict[tuple[Leg, ...], Alternative] = {}
    for alternative in desk.ways():
        legs = alternative.itinerary.legs if alternative.itinerary else ()
        if legs not in found or alternative.extra < found[legs].extra:
            found[legs] = alternative
    return sorted(found.values(), key=lambda one: one.extra)


class _Desk:
    """A plan laid out without one party, to try it here and there."""

    def __init__(self, problem: Problem, plan: Plan, party: str) -> None:
        self.problem, self.plan, self.party = problem, plan, party
        self.road = road_of(problem)
        self.m = with_changes_of(model_of(problem, self.road), plan)
        self.m_ref = refer_model(self.m)
        self.sheet, self.rng = new_sheet(), new_rng(1)
        self.tasks = tuple(new_task(self.m) for _ in range(5))
        self.p = next(i for i, one in enumerate(problem.parties) if one.id == party)
        self.state, self.spare = new_state(self.m), new_state(self.m)
        self.ref, self.spare_ref = refer_state(self.state), refer_state(self.spare)
        layout = Layout(self.m, self.m_ref, problem, self.sheet)
        layout.fill(self.state, self.ref, plan)
        if layout.left_out:
            raise CannotCompare(layout.left_out[0])
        if int((self.state.slot >= 0).sum()) != len(plan.itineraries):
            raise CannotCompare("the search's own timing of this plan's duties would be late somewhere")
        self.as_it_is = self._total(self.ref)
        self.slot, self.via = int(self.state.slot[self.p]), int(self.state.via[self.p])
        pieces = self.state.duty[2 * self.p : 2 * self.p + 2]
        self.duties = [int(d) for d in pieces if d >= 0]
        self.now = self._way(self.state)
        send_home(self.m_ref, self.ref, self.p)
        settle(self.m_ref, self.ref, self.sheet)

    def ways(self) -> Iterator[Alternative]:
        """Each way that was found and is not the present one."""
        if self.slot >= 0:
            extra = self._total(self.ref) - self.as_it_is
            yield Alternative(slot=None, extra=extra, itinerary=None, plan=None)
        first, last = self.m.choice_ptr[self.p], self.m.choice_ptr[self.p + 1]
        for choice in range(first, last):
            shut: list[tuple[tuple[int, ...], int]] = [((), -1)]
            if self.m.choice_slot[choice] == self.slot:
                shut += [(tuple(self.duties), -1), ((), self.via), (tuple(self.duties), self.via)]
            for duties, service in dict.fromkeys(shut):
                if (found := self._try(choice, duties, service)) is not None:
                    yield found

    def _try(self, choice: int, duties: tuple[int, ...], service: int) -> Alternative | None:
        """The cheapest way by one choice, some vehicles and a service being out of the question."""
        s = self.spare
        copy_state(self.spare_ref, self.ref)
        s.offered[:] = 1
        if service >= 0:
            s.offered[service] = 0
        for d in duties:
            fleet = int(self.m.fleet_of[d])
            if self.state.riders[d] > 0:
                s.load[d, :] = NO_ROOM
            else:
                s.used[fleet] = self.m.first_duty[fleet + 1] - self.m.first_duty[fleet]
        only = refer_model(_with_one_choice(self.m, self.p, choice))
        if not insert_party(only, self.spare_ref, self.sheet, self.tasks, self.p, HONEST, self.rng):
            return None
        total, short = total_cost(self.m_ref, self.spare_ref, 0.0)
        if short or self._way(s) == self.now:
            return None
        return self._read(float(total) - self.as_it_is)

    def _read(self, extra: float) -> Alternative | None:
        """The plan that was found, unless the judge has something against it."""
        left = tuple(one for one in self.plan.unserved if one.party != self.party)
        extract = Extract(self.problem, self.m, self.spare, self.m_ref, self.spare_ref, self.sheet)
        plan = named_after(extract.plan(self.road, left, None), self.plan)
        mine = next((one for one in plan.itineraries if one.party == self.party), None)
        if mine is None or not judge(self.problem, plan).feasible:
            return None
        return Alternative(slot=mine.slot, extra=extra, itinerary=mine, plan=plan)

    def _way(self, s: State) -> tuple[int, ...]:
        """What makes two ways the same: slot, boarding place, service, vehicles."""
        p = self.p
        return int(s.slot[p]), int(s.board[p]), int(s.via[p]), int(s.duty[2 * p]), int(s.duty[2 * p + 1])

    def _total(self, ref: State) -> float:
        return float(total_cost(self.m_ref, ref, 0.0)[0])


def _with_one_choice(m: Model, p: int, choice: int) -> Model:
    """The model with one choice of party ``p`` only, and ``DEAREST`` times as dear to leave it at home."""
    first, last = int(m.choice_ptr[p]), int(m.choice_ptr[p + 1])
    kept = np.ones(len(m.choice_slot), dtype=np.bool_)
    kept[first:last] = False
    kept[choice] = True
    ptr = m.choice_ptr.copy()
    ptr[p + 1 :] -= last - first - 1
    left = m.left_cost.copy()
    left[p] *= DEAREST
    return m._replace(choice_ptr=ptr, choice_slot=m.choice_slot[kept], choice_cost=m.choice_cost[kept], left_cost=left)
