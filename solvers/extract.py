"""From the search's arrays to a plan: every duty's times and drives, every party's itinerary."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solvers.costing import cost_of
from solvers.freeze import Frozen
from solvers.model import Ints, Model
from solvers.plan import AccessLeg, Drive, Duty, DutyLeg, Itinerary, Leg, Plan, ServiceLeg, Stop, Unserved
from solvers.problem import Problem
from solvers.search.driver_law import ALL_DRIVES
from solvers.search.finish import write_times
from solvers.search.journey import in_window
from solvers.search.state import State
from solvers.search.timeline import MAX_STOPS, Sheet
from solvers.travel import Road


class Extract:
    """One state of the search, read out as a plan.

    ``model`` and ``state`` are the tuples, ``model_ref`` and ``state_ref`` the same for compiled code. What is
    ``frozen`` comes word for word, and is in the state at most with where its people go.
    """

    def __init__(
        self,
        problem: Problem,
        model: Model,
        state: State,
        model_ref: Model,
        state_ref: State,
        sheet: Sheet,
        frozen: Frozen | None = None,
    ) -> None:
        self.problem, self.m, self.s = problem, model, state
        self.refs = model_ref, state_ref, sheet
        self.zero = problem.horizon[0]
        self.duties: dict[int, Duty] = {}
        self.frozen = frozen or Frozen()
        self.firm = {duty.id for duty in self.frozen.duties}
        self.before = {one.party: one for one in self.frozen.itineraries}

    def plan(self, road: Road, left: tuple[Unserved, ...], bound: float | None) -> Plan:
        """The whole plan; ``left`` has the reason of everyone at home."""
        used = [int(d) for d in np.flatnonzero(self.s.riders > 0)]
        names = (name for name in (f"d{i}" for i in itertools.count(1)) if name not in self.firm)
        self.duties = {d: self._duty(next(names), d) for d in used}
        itineraries = tuple(self._itinerary(int(p)) for p in np.flatnonzero(self.s.slot >= 0))
        duties = self.frozen.duties + tuple(self.duties.values())
        cost = cost_of(self.problem, road, duties, itineraries, left)
        return Plan(
            problem=self.problem.name, duties=duties, itineraries=itineraries, unserved=left, cost=cost, bound=bound
        )

    def _duty(self, name: str, d: int) -> Duty:
        m, s = self.m, self.s
        stops, drives = np.zeros((MAX_STOPS + 4, 3), dtype=np.int64), np.zeros((ALL_DRIVES, 4), dtype=np.int64)
        n_stops, n_drives = write_times(*self.refs, d, stops, drives)
        f = int(m.fleet_of[d])
        fleet = self.problem.fleets[f]
        pieces = [int(q) for q in s.rider[d, : s.riders[d]]]
        return Duty(
            id=name,
            fleet=fleet.id,
            vehicle=d - int(m.first_duty[f]),
            crew=int(s.crew[d] - m.crew_ptr[f]),
            stops=tuple(self._stop(d, k, stops[k], pieces) for k in range(n_stops)),
            drives=tuple(
                Drive(leg=int(leg), driver=int(driver), start=self.zero + int(start), end=self.zero + int(end))
                for leg, driver, start, end in drives[:n_drives]
            ),
        )

    def _stop(self, d: int, k: int, times: Ints, pieces: list[int]) -> Stop:
        s, parties = self.s, self.problem.parties
        arrive, start, depart = (self.zero + int(t) for t in times)
        return Stop(
            at=self.problem.locations[s.place[d, k]].id,
            arrive=arrive,
            start=start,
            depart=depart,
            board=tuple(parties[q // 2].id for q in sorted(pieces) if s.source[q] == k),
            alight=tuple(parties[q // 2].id for q in sorted(pieces) if s.target[q] == k),
        )

    def _itinerary(self, p: int) -> Itinerary:
        before = self.before.get(self.problem.parties[p].id)
        if before is not None:
            return self._before(p, before) if before.party in self.frozen.pinned else before
        return Itinerary(
            party=self.problem.parties[p].id, slot=self.problem.slots[self.s.slot[p]].id, legs=tuple(self._legs(p))
        )

    def _before(self, p: int, before: Itinerary) -> Itinerary:
        """A journey with one frozen ride, and the other as it is in the state."""
        mine = list(before.legs)
        for piece in (2 * p, 2 * p + 1):
            if self.s.duty[piece] >= 0:
                mine[1 if piece % 2 == 0 else -1] = self._ride(piece)
        if self.s.duty[2 * p] >= 0:
            mine[0] = self._access(p)
        return replace(before, legs=tuple(mine))

    def _legs(self, p: int) -> Iterator[Leg]:
        s, via = self.s, int(self.s.via[p])
        yield self._access(p)
        if s.duty[2 * p] >= 0:
            yield self._ride(2 * p)
        if 0 <= via < self.m.first_interchange:
            yield ServiceLeg(service=self.problem.services[via].id)
        if s.duty[2 * p + 1] >= 0:
            yield self._ride(2 * p + 1)

    def _access(self, p: int) -> AccessLeg:
        """As late as whatever comes next allows."""
        m, s = self.m, self.s
        board, duty, via = int(s.board[p]), int(s.duty[2 * p]), int(s.via[p])
        if duty >= 0:
            there = self.duties[duty].stops[s.source[2 * p]].start
        elif via >= 0:
            there = self.zero + int(m.check_in[via])
        else:
            there = self.zero + int(in_window(self.refs[0], int(s.slot[p]), m.ready[p] + m.board_access[board]))
        at = self.problem.locations[m.board_at[board]].id
        return AccessLeg(to=at, depart=there - int(m.board_access[board]), arrive=there)

    def _ride(self, piece: int) -> DutyLeg:
        s = self.s
        return DutyLeg(
            duty=self.duties[int(s.duty[piece])].id, from_stop=int(s.source[piece]), to_stop=int(s.target[piece])
        )
