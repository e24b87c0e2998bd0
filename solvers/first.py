"""What is known before the search: an assignment to slots, and first routes for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solvers.assignment import assign
from solvers.model import Ints, Model
from solvers.routing import Load, Route, first_routes
from solvers.search.engine import refer_model
from solvers.search.recreate import choice_money
from solvers.search.state import State, aside_cost
from solvers.search.timeline import MAX_RIDERS, MAX_STOPS

ROUTING_SHARE, ROUTING_S = 0.05, 3.0
"""The routing library gets this share of the time, and at most so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """An assignment as a model in which every party has one choice, and routes for it."""

    model: Model
    model_ref: Model
    assigned: Model
    loads: tuple[Load, ...]
    routes: tuple[Route, ...]
    resumed: bool = False
    """The search begins with an earlier plan, which is better than any guess."""

    @property
    def parties(self) -> int:
        return len(self.model.size)

    def put_routes(self, state: State) -> None:
        """Put the routes' parties on idle vehicles; their timing is stale, and may prove infeasible."""
        for route in self.routes:
            vehicles = range(self.model.first_duty[route.fleet], self.model.first_duty[route.fleet + 1])
            idle = next((d for d in vehicles if state.riders[d] == 0), None)
            if idle is not None:
                self._put_route(state, idle, route)

    def _put_route(self, s: State, d: int, route: Route) -> None:
        m = self.model
        places, stop_of = self._stops(route)
        pieces = [2 * p for i in {i for i, _ in route.visits} for p in self.loads[i].parties]
        if len(places) + 1 > MAX_STOPS or len(pieces) > MAX_RIDERS:
            return
        for i in {i for i, _ in route.visits}:
            for p in self.loads[i].parties:
                self._take_in(s, p, self.loads[i])
                s.duty[2 * p] = d
                s.source[2 * p], s.target[2 * p] = stop_of[i, True], stop_of[i, False]
        s.place[d, : len(places)] = places
        s.stops[d] = len(places)
        s.rider[d, : len(pieces)] = pieces
        s.riders[d] = len(pieces)
        s.used[m.fleet_of[d]] += 1
        s.dirty[d] = 1

    def _stops(self, route: Route) -> tuple[list[int], dict[tuple[int, bool], int]]:
        """Places from depot to depot, and the stop of each visit; neighbours at one place are one stop."""
        m = self.model
        places, stop_of = [int(m.start_at[route.fleet])], {}
        for i, up in route.visits:
            place = self.loads[i].place if up else int(m.gate[self.loads[i].slot])
            if place != places[-1]:
                places.append(place)
            stop_of[i, up] = len(places) - 1
        end = int(m.end_at[route.fleet])
        if end >= 0 and places[-1] != end:
            places.append(end)
        return places, stop_of

    def _take_in(self, s: State, p: int, load: Load) -> None:
        m = self.model
        boards = range(m.board_ptr[p], m.board_ptr[p + 1])
        board = min((b for b in boards if m.board_at[b] == load.place), key=lambda b: int(m.board_access[b]))
        s.slot[p], s.board[p], s.via[p] = load.slot, board, -1
        s.headcount[load.slot] += m.size[p]
        money = choice_money(self.model_ref, p, load.slot)
        s.aside[p] = aside_cost(self.model_ref, p, load.slot, money, board, -1, False, False, False)


def first_within(part: Model, slot: Ints) -> First:
    """An assignment of a part's parties, without routes; ``part`` has the part's arrays, ``slot`` is in them."""
    assigned = refer_model(only(part, slot))
    return First(model=part, model_ref=refer_model(part), assigned=assigned, loads=(), routes=())


def first_of(m: Model, m_ref: Model, seconds: float | None, *, resumed: bool = False) -> First:
    """An assignment and routes, within a small share of ``seconds`` (None: by descent alone, whatever time that takes).

    A search that is ``resumed`` from an earlier plan has no use for either.
    """
    if resumed:
        return replace(nobody_assigned(m, m_ref), resumed=True)
    slot = assign(m, seconds)
    loads, routes = first_routes(m, slot, None if seconds is None else min(ROUTING_S, ROUTING_SHARE * seconds))
    assigned = refer_model(only(m, slot))
    return First(model=m, model_ref=m_ref, assigned=assigned, loads=tuple(loads), routes=tuple(routes))


def nobody_assigned(m: Model, m_ref: Model) -> First:
    """What is known where there was no time to think: nothing."""
    return First(model=m, model_ref=m_ref, assigned=m_ref, loads=(), routes=())


def only(m: Model, slot: Ints) -> Model:
    """The same model, with no choice but the assigned slot."""
    owner = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
    kept = m.choice_slot == slot[owner]
    counts = np.bincount(owner[kept], minlength=len(m.size))
    return m._replace(
        choice_ptr=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        choice_slot=m.choice_slot[kept],
        choice_cost=m.choice_cost[kept],
    )
