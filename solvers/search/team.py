"""Searchers side by side in threads: compiled code lets go of Python's lock.

Each anneals on its own from the same start; at a few meeting points all go on from the best.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from solvers.first import First
from solvers.model import FAR, Floats, Model
from solvers.search.engine import (
    BEST_COST,
    BLINKS,
    COST,
    PENALTY_OF,
    TEMPERATURE,
    excursion,
    make_whole,
    place_all,
    run_rounds,
)
from solvers.search.finish import HONEST, insert_party
from solvers.search.insertion import Task, new_task
from solvers.search.rng import Rng, new_rng
from solvers.search.state import State, copy_state, new_state, refer_state, settle, total_cost
from solvers.search.timeline import Sheet, new_sheet

CHUNK_S = 0.1
"""A searcher looks up this often to see whether to stop."""
LOOK_UP_S = 0.05
"""Who waits for the searchers asks this often whether to stop."""
MEETINGS = (0.2, 0.4, 0.6, 0.75, 0.9)
"""Shares of the time at which all searchers go on from the best of them."""
WARM, COLD = 0.4, 0.01
"""First and last temperature, as shares of what a party costs on average."""
STARTS = ((0.9, 1.0), (0.9, 0.0), (0.5, 0.5), (0.7, 1.0))
"""How first plans are built: the fill by which vehicles are priced, and the share of services on offer."""
LEFTOVERS = 0.01
"""The share of the time, after the search, for a last look at everyone at home."""
PLACED_AT_ONCE = 40
"""Parties that a first plan takes in before it looks at the clock."""
STARTED_BY = 0.5
"""The share of the time by which first plans are broken off."""
RUIN = 20
"""At most about this many parties are taken out at once."""

CURRENT, TRIAL, SPARE, BEST, SIDE = range(5)
"""A searcher's plans."""
ANYBODY = np.zeros(0, dtype=np.int64)
EXCURSIONS = 0.4
"""The share of the time for excursions to other sets of services."""
EXCURSION_ROUNDS, EXCURSION_PARTIES = 60, 30_000
"""An excursion's rounds: at least so many, more where there are few parties, so that each is taken out several times."""


@dataclass(slots=True)
class Searcher:
    """One thread's plans (see ``CURRENT``) and scratch space."""

    model: Model
    states: tuple[State, ...]
    refs: tuple[State, ...]
    sheet: Sheet
    tasks: tuple[Task, ...]
    rng: Rng
    figures: Floats
    chunk: int = field(default=1)

    def start(self, number: int, first: First, gathering: Gathering) -> None:
        """Build a first plan in one of several ways; every other searcher heeds the assignment and its routes."""
        fill, offer = STARTS[number % len(STARTS)]
        knobs = np.array([fill, self.figures[PENALTY_OF], BLINKS, FAR])
        current = self.states[CURRENT]
        draw = np.random.default_rng(int(self.rng[0]) % 2**32)
        current.offered[:] = np.where(draw.random(len(current.offered)) < offer, 2, 0)
        models = [self.model]
        if number % 2 == 0:
            models = [first.assigned, self.model]
            first.put_routes(current)
            settle(self.model, self.refs[CURRENT], self.sheet)
        for model in models:
            order = draw.permutation(first.parties)
            for begin in range(0, first.parties, PLACED_AT_ONCE):
                some = order[begin : begin + PLACED_AT_ONCE]
                place_all(model, self.refs[CURRENT], self.sheet, self.tasks, self.rng, knobs, some)
                if gathering.ends():
                    break
        self.figures[COST] = total_cost(self.model, self.refs[CURRENT], self.figures[PENALTY_OF])[0]
        trial = self.refs[TRIAL]
        copy_state(trial, self.refs[CURRENT])
        make_whole(self.model, trial, self.sheet)
        cost = total_cost(self.model, trial, 0.0)[0]
        if cost < self.figures[BEST_COST]:
            copy_state(self.refs[BEST], trial)
            self.figures[BEST_COST] = cost

    def run(self, gathering: Gathering, temperatures: tuple[float, float]) -> None:
        """Anneal until it is time to meet."""
        warm, cold = temperatures
        begin, excursions_s = time.monotonic(), 0.0
        while not gathering.ends():
            self.figures[TEMPERATURE] = warm * (cold / warm) ** min(1.0, gathering.share())
            if excursions_s < EXCURSIONS * (time.monotonic() - begin):
                began = time.monotonic()
                self.excursion()
                excursions_s += time.monotonic() - began
                continue
            began = time.monotonic()
            self.rounds(self.chunk)
            took = time.monotonic() - began
            if took < CHUNK_S / 2:
                self.chunk = min(2 * self.chunk, 100_000)
            elif took > CHUNK_S and self.chunk > 1:
                self.chunk //= 2

    def rounds(self, count: int) -> None:
        """Ruin and recreate ``count`` times."""
        run_rounds(
            self.model, *self.refs[:SIDE], self.sheet, self.tasks, self.rng, self.figures, count, self._ruin(), ANYBODY,
            FAR,
        )  # fmt: skip

    def excursion(self) -> None:
        """Look at another set of services or vehicles."""
        rounds = max(EXCURSION_ROUNDS, EXCURSION_PARTIES // len(self.states[0].slot))
        excursion(self.model, *self.refs, self.sheet, self.tasks, self.rng, self.figures, rounds, self._ruin())

    def _ruin(self) -> int:
        return max(2, min(RUIN, len(self.states[0].slot) // 3))

    def follow(self, other: Searcher) -> None:
        """Go on from another searcher's best plan."""
        if other.figures[BEST_COST] < self.figures[BEST_COST]:
            copy_state(self.refs[BEST], other.refs[BEST])
            self.figures[BEST_COST] = other.figures[BEST_COST]
        copy_state(self.refs[CURRENT], self.refs[BEST])
        self.figures[COST] = self.figures[BEST_COST]

    def take_in_leftovers(self, gathering: Gathering) -> None:
        """Let the best plan take in whoever costs less on the way than at home, until nobody does."""
        found = True
        while found:
            found = False
            for p in np.flatnonzero(~self.served()):
                if gathering.ends():
                    return
                found |= insert_party(self.model, self.refs[BEST], self.sheet, self.tasks, p, HONEST, self.rng)

    def served(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which parties the best plan serves."""
        return self.states[BEST].slot >= 0


def new_searcher(model: Model, model_ref: Model, seed: int) -> Searcher:
    """A searcher whose plans leave everybody at home."""
    states = tuple(new_state(model) for _ in range(5))
    figures = np.zeros(5)
    figures[COST] = figures[BEST_COST] = float(model.left_cost.sum())
    figures[PENALTY_OF] = figures[COST] / max(1, int(model.size.sum()))
    return Searcher(
        model_ref, states, tuple(refer_state(s) for s in states), new_sheet(),
        tuple(new_task(model) for _ in range(5)), new_rng(seed), figures,
    )  # fmt: skip


class Gathering:
    """When searchers meet and when they end: the share of time gone, and whether someone called a halt."""

    def __init__(self, until: float, stop: Callable[[], bool]) -> None:
        self.began, self.until, self.stop = time.monotonic(), until, stop
        self.halted = False
        self.meeting = STARTED_BY

    def share(self) -> float:
        """The share of the time that is gone."""
        return (time.monotonic() - self.began) / max(1e-9, self.until - self.began)

    def ends(self) -> bool:
        """Is it time to meet?"""
        return self.halted or self.share() >= self.meeting

    def look_up(self) -> None:
        """Ask whether to halt."""
        self.halted = self.halted or self.stop()


def run_team(
    team: list[Searcher], first: First, until: float, tell: Callable[[Searcher], None], stop: Callable[[], bool]
) -> Searcher:
    """Search until the monotonic moment ``until`` or until ``stop``; the searcher with the best plan.

    ``tell`` is called from this thread several times a second.
    """
    gathering = Gathering(until, stop)
    with ThreadPoolExecutor(len(team)) as pool:
        _together(team, gathering, tell, [pool.submit(s.start, k, first, gathering) for k, s in enumerate(team)])
        for gathering.meeting in (*MEETINGS, 1.0) if first.anybody else ():
            per_party = float(team[0].figures[BEST_COST]) / max(1, first.parties)
            heat = (WARM * per_party + 1e-6, COLD * per_party + 1e-9)
            _together(team, gathering, tell, [pool.submit(s.run, gathering, heat) for s in team])
            if gathering.halted:
                break
    best = _best(team)
    gathering.meeting = 1.0 + LEFTOVERS
    best.take_in_leftovers(gathering)
    return best


def _best(team: list[Searcher]) -> Searcher:
    return min(team, key=lambda searcher: float(searcher.figures[BEST_COST]))


def _together(
    team: list[Searcher], gathering: Gathering, tell: Callable[[Searcher], None], jobs: list[Future[None]]
) -> None:
    """Wait for all, telling how it goes, and let all follow the best."""
    while not all(job.done() for job in jobs):
        gathering.look_up()
        tell(_best(team))
        time.sleep(LOOK_UP_S)
    for job in jobs:
        job.result()
    for searcher in team:
        searcher.follow(_best(team))
