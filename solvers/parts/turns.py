"""One annealing by several threads: for a turn each changes a part of the plan, then the plan is cut anew.

Threads that each anneal the whole plan by themselves are worth little more than one. Turns are short, and cuts lie in
another direction each time, so that what one thread cannot change now it can a moment later. Unlike in a session, the
plan goes on as it was left, though it may be dearer than the best.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from solvers.model import FAR, able_parties
from solvers.parts.cut import cut
from solvers.parts.part import Part, bring_back, model_of_part, state_of_part
from solvers.run import Run
from solvers.search.engine import BEST_COST, COST, PENALTY_OF, ROUNDS, refer_model
from solvers.search.searcher import BEST, CURRENT, Searcher, new_searcher
from solvers.search.state import State
from solvers.search.stretch import Stretch

UNTIL = 0.75
"""The share of the run after which every thread anneals the whole plan by itself."""
TURNS, LEAST_S, LEAST_ROUNDS = 60, 0.1, 500
"""At most so many turns, none of them shorter than this."""
LEAST_PARTIES = 200
"""Fewer are too few for several threads."""
WARMER = 2.0
"""So many times as warm as alone, as together they cool a plan down as slowly as one would in more time."""


def in_turns(run: Run) -> bool:
    """Whether threads take turns: not where services carry people, as their riders would belong to several parts."""
    several = run.workers > 1 and int(np.count_nonzero(able_parties(run.model))) >= LEAST_PARTIES
    return several and run.model.first_interchange == 0 and _number(run) > 0


def _number(run: Run) -> int:
    """How many turns there are."""
    if run.rounds is not None:
        return min(TURNS, int(UNTIL * run.rounds / LEAST_ROUNDS))
    return min(TURNS, int(UNTIL * (run.until - run.began) / LEAST_S))


def take_turns(run: Run, whole: Searcher) -> None:
    """Anneal the current plan of ``whole`` until so much of the run is over."""
    turns = Turns(run, whole)
    with ThreadPoolExecutor(run.workers) as pool:
        for since, till in pairwise(np.linspace(0.0, UNTIL, _number(run) + 1).tolist()):
            stretch = run.stretch(since, till)
            if run.halt.called:
                break
            if not stretch.ends(0):
                turns.take(stretch, pool)
    whole.count_stays_truly()


@dataclass(slots=True)
class Turns:
    """The turns of a run's threads at the plan of ``whole``."""

    run: Run
    whole: Searcher
    draw: np.random.Generator = field(init=False)
    pace: float = 0.0  # rounds of all threads for each party, if the whole run goes on as the last turn

    def __post_init__(self) -> None:
        self.draw = np.random.default_rng(self.run.seed)

    def take(self, stretch: Stretch, pool: ThreadPoolExecutor) -> None:
        """Cut the plan, have every part changed until the stretch ends, and put it together again."""
        whole, state = self.whole, self.whole.states[CURRENT]
        whole.bear_absence(stretch.shares[0])
        warm = whole.warmth(self.pace, stretch.shares[0]) * float(whole.figures[COST]) / whole.parties
        parts = cut(whole.model, state, np.full(whole.parties, -1), self.run.workers, self.draw)
        searchers = [self._searcher(part) for part in parts]
        before = [float(searcher.figures[BEST_COST]) for searcher in searchers]
        for job in [pool.submit(searcher.take_turn, stretch, warm) for searcher in searchers]:
            job.result()
        if any(s.figures[BEST_COST] < cost for s, cost in zip(searchers, before, strict=True)):
            whole.look_at(self._together(parts, searchers, BEST))
        for mine, put in zip(state, self._together(parts, searchers, CURRENT), strict=True):
            mine[...] = put
        whole.take_stock()
        whole.keep_whole()
        rounds = sum(float(searcher.figures[ROUNDS]) for searcher in searchers)
        whole.figures[ROUNDS] += rounds
        self.pace = rounds / whole.parties / (stretch.shares[1] - stretch.shares[0])

    def _searcher(self, part: Part) -> Searcher:
        """One of a part of the current plan, which counts as the whole's does."""
        whole = self.whole
        model = model_of_part(whole.model, part)._replace(
            relief=np.where(part.frozen, 0.0, whole.model.relief[part.parties])
        )
        # an interchange of the whole's best plan stays where it is
        mine = model.service_room[model.first_interchange :]
        mine[whole.states[BEST].seated[part.services[model.first_interchange :]] > 0] = FAR - 1
        made = new_searcher(model, refer_model(model), int(self.draw.integers(1 << 31)), self.run.halt.flag)
        made.figures[PENALTY_OF] = whole.figures[PENALTY_OF]
        made.go_on_with(state_of_part(whole.model, whole.states[CURRENT], part, model))
        return made

    def _together(self, parts: list[Part], searchers: list[Searcher], which: int) -> State:
        """The whole plan with what the parts have come to."""
        state = State._make(array.copy() for array in self.whole.states[CURRENT])
        for part, searcher in zip(parts, searchers, strict=True):
            bring_back(self.whole.model, state, part, searcher.model, searcher.states[which])
        return state
