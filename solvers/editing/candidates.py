"""Ways for a party to travel, ranked by the search's estimates; see :mod:`solvers.search.insertion`."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, cast

import numpy as np

from solvers.editing.edits import At, MoveParty, Ride
from solvers.editing.locks import Held
from solvers.editing.wish import Wish
from solvers.layout import Layout, way_of, with_changes_of
from solvers.model import model_of
from solvers.plan import Duty, DutyLeg, Plan, ServiceLeg
from solvers.problem import Problem
from solvers.search.by_service import by_service, service_open
from solvers.search.ends import homes_of
from solvers.search.engine import refer_model
from solvers.search.finish import ANYHOW, FORBIDDEN
from solvers.search.insertion import FILL, scan_duty, scan_fleet, time_candidates
from solvers.search.recreate import clash
from solvers.search.rng import new_rng
from solvers.search.state import new_state, refer_state
from solvers.search.task import Task, add_to, begin_task, new_task
from solvers.search.timeline import new_sheet

NO_ROOM = 1 << 20
"""People aboard of a vehicle that is not to be used."""
Ranked = tuple[float, MoveParty]


class Candidates:
    """A plan laid out without a party, to see where it would fit; stops are told as they are in the plan with it."""

    def __init__(self, problem: Problem, plan: Plan, without: Plan, party: str, held: Set[Held]) -> None:
        self.problem, self.party = problem, next(one for one in problem.parties if one.id == party)
        self.p = problem.parties.index(self.party)
        whole = with_changes_of(model_of(problem), without)
        self.whole, self.m = whole, whole._replace(capacity=whole.capacity.copy())
        self.m_ref = refer_model(self.m)
        self.x, self.rng = new_sheet(), new_rng(1)
        self.tasks = [new_task(whole) for _ in range(3)]
        self.s = new_state(whole)
        self.ref = refer_state(self.s)
        layout = Layout(whole, self.m_ref, problem, self.x)
        layout.fill(self.s, self.ref, without)
        self.s.offered[:] = 1
        self.names = layout.names
        self._account_for_others(without)
        self.duties = self._duties(plan, without)
        self._heed_locks(held)
        self.slots = [
            self.names.slot[choice.slot]
            for choice in self.party.choices
            if Held(kind="slot", id=choice.slot) not in held
        ]

    def sorted(self, wish: Wish) -> list[MoveParty]:
        """All ways that were found and are as asked for, the cheapest first."""
        found = [one for one in self._all() if wish.allows(one[1])]
        return [edit for _, edit in sorted(found, key=lambda one: one[0])]

    def _account_for_others(self, without: Plan) -> None:
        """Who could not be laid out takes places all the same, and the vehicles they ride are left alone."""
        s, names, size = self.s, self.names, self.whole.size
        self.closed: set[str] = set()
        for one in without.itineraries:
            p = names.party.get(one.party)
            if p is not None and s.slot[p] >= 0:
                continue
            self.closed |= {leg.duty for leg in one.legs if isinstance(leg, DutyLeg)}
            if p is None:  # it has left the campaign since the plan was made
                continue
            s.headcount[names.slot[one.slot]] += size[p]
            for leg in one.legs:
                if isinstance(leg, ServiceLeg):
                    s.seated[names.service[leg.service]] += size[p]
                    s.chairs[names.service[leg.service]] += self.whole.wheels[p]

    def _duties(self, plan: Plan, without: Plan) -> dict[int, tuple[Duty, list[int]]]:
        """The state's duties: which of the plan's each is, and where the plan has its stops."""
        s, names, was = self.s, self.names, {one.id: one for one in plan.duties}
        found: dict[int, tuple[Duty, list[int]]] = {}
        for one in without.itineraries:
            p, way = names.party.get(one.party), way_of(one)
            if way is None or p is None or s.slot[p] < 0:
                continue
            for piece, leg in ((2 * p, way.before), (2 * p + 1, way.after)):
                d = int(s.duty[piece])
                if leg is not None and d >= 0 and d not in found:
                    duty = was[leg.duty]
                    stops = self._stops(d, duty)
                    found[d] = duty, stops
        laid = {duty.id for duty, _ in found.values()}
        for duty in without.duties:
            if duty.id not in laid:
                s.used[names.fleet[duty.fleet]] += 1
        return found

    def _stops(self, d: int, duty: Duty) -> list[int]:
        """Where the plan's duty has the stops of the state's, which are some of its own in the same order."""
        k, where = 0, []
        for place in self.s.place[d, : self.s.stops[d]]:
            name = self.problem.locations[place].id
            while k < len(duty.stops) and duty.stops[k].at != name:
                k += 1
            where.append(k)
        return where

    def _heed_locks(self, held: Set[Held]) -> None:
        """What is locked is not touched."""
        self.closed |= {lock.id for lock in held if lock.kind == "duty"}
        for d, (duty, stops) in list(self.duties.items()):
            if duty.id in self.closed or stops[-1] >= len(duty.stops):
                self.s.load[d, :] = NO_ROOM
                del self.duties[d]
        for lock in held:
            if lock.kind == "service" and lock.id in self.names.service:
                self.s.offered[self.names.service[lock.id]] = 0

    def _all(self) -> Iterator[Ranked]:
        for k in self.slots:
            if self.s.headcount[k] + self.party.size > self.whole.capacity[k]:
                continue
            for d in self.duties:
                yield from self._direct(k, d=d)
            for f in range(len(self.problem.fleets)):
                yield from self._direct(k, f=f)
            yield from self._on_foot(k)
            yield from self._by_services(k)

    def _choice_money(self, k: int) -> float:
        slot = self.problem.slots[k].id
        return next(choice.cost for choice in self.party.choices if choice.slot == slot) * self.party.size

    def _direct(self, k: int, *, d: int = -1, f: int = -1) -> Iterator[Ranked]:
        """From home to the gate of slot ``k`` by a duty in use, or by an idle vehicle of a fleet."""
        task = self.tasks[0]
        begin_task(task, self.p, 0, -1)
        homes_of(self.m_ref, task, self.p)
        add_to(task, int(self.whole.gate[k]), k, self._choice_money(k))
        if not self.whole.takes[f if d < 0 else self.whole.fleet_of[d], k]:
            return
        if d >= 0:
            scan_duty(self.m_ref, self.ref, task, d)
        else:
            scan_fleet(self.m_ref, self.ref, task, f, ANYHOW[FILL])
        time_candidates(self.m_ref, self.ref, self.x, task, ANYHOW)
        arrays = _arrays(task)
        if np.isfinite(arrays.best[1]):
            ride, boarding = self._ride(arrays)
            yield float(arrays.best[1]), self._move(k, boarding, before=ride)

    def _on_foot(self, k: int) -> Iterator[Ranked]:
        gate, rate = self.problem.slots[k].gate, self.problem.rules.time_cost_per_hour / 3600
        for one in self.party.boarding:
            if one.at == gate:
                yield self._choice_money(k) + rate * self.party.size * one.access_s, self._move(k, gate)

    def _by_services(self, k: int) -> Iterator[Ranked]:
        """By each service to slot ``k``, with the cheapest vehicles to and from it."""
        _, before, after = self.tasks
        self.m.capacity[:] = 0
        self.m.capacity[k] = self.whole.capacity[k]
        for v, service in enumerate(self.problem.services):
            if not service_open(self.m_ref, self.ref, v, self.p):
                continue
            money, walk, choice = by_service(
                self.m_ref, self.ref, self.x, before, after, self.p, v, ANYHOW, FORBIDDEN, self.rng
            )
            if not money < FORBIDDEN or clash(before, after):
                continue
            there = None if choice >= 0 else self._ride(_arrays(after))[0]
            ride, boarding = (None, self._place(walk)) if walk >= 0 else self._ride(_arrays(before))
            yield float(money), self._move(k, boarding, before=ride, service=service.id, after=there)
        self.m.capacity[:] = self.whole.capacity

    def _move(
        self,
        k: int,
        boarding: str,
        *,
        before: Ride | None = None,
        service: str | None = None,
        after: Ride | None = None,
    ) -> MoveParty:
        slot = self.problem.slots[k].id
        return MoveParty(
            party=self.party.id, slot=slot, boarding=boarding, before=before, service=service, after=after, exact=True
        )

    def _place(self, board: int) -> str:
        return self.problem.locations[int(self.whole.board_at[board])].id

    def _ride(self, task: Task) -> tuple[Ride, str]:
        """The best candidate of a task as a ride, and where it boards (where that is from home)."""
        d, at, new, to, to_new, a = (int(number) for number in task.best_pick[:6])
        boarding = self.problem.locations[task.from_place[a]].id
        if d not in self.duties:
            return Ride(fleet=self.problem.fleets[self.whole.fleet_of[d]].id), boarding
        duty, stops = self.duties[d]
        board, alight = At(stop=stops[at], new=bool(new)), At(stop=stops[to], new=bool(to_new))
        return Ride(duty=duty.id, board=board, alight=alight), boarding


def _arrays(task: Task) -> Task:
    """The arrays behind a task for compiled code."""
    return Task(*cast(Any, task).values)
