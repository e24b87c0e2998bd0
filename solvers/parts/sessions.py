"""A problem searched in parts: in each session the best plan is cut anew, and its parts are searched side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np

from solvers.assignment import Assignment
from solvers.interchanges import take_interchanges, with_own_interchanges
from solvers.model import Ints
from solvers.parts.cut import cut
from solvers.parts.hands import Hands, Threads
from solvers.parts.parcel import parcels_of
from solvers.parts.part import Part, bring_back
from solvers.run import MEETINGS, Run
from solvers.search.engine import COST
from solvers.search.searcher import BEST, CURRENT, Searcher
from solvers.search.stretch import Stretch
from solvers.waiting import beside, unless_halted

PARTY_PARTS = (900, 900, 900, 900, 3000, 3000)
"""Into parts of about so many, by session."""


def search_in_parts(run: Run) -> Searcher:
    """Search until the run ends; a searcher of the whole problem, with the best plan."""
    whole = run.searcher(0)
    assignment = unless_halted(lambda: Assignment(run.model), run.halt, lambda: run.tell_best("start", [whole]), None)
    if assignment is None:
        return whole
    sessions = Sessions(run, whole, assignment, run.hands or Threads(run.workers))
    for (since, till), size in zip(pairwise(MEETINGS), PARTY_PARTS, strict=True):
        sessions.take(since, till, size)
        if run.halt.called:
            break
    return whole


@dataclass(slots=True)
class Sessions:
    """The sessions of a run: its hands search parts of the best plan of ``whole``."""

    run: Run
    whole: Searcher
    assignment: Assignment
    hands: Hands
    draw: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.draw = np.random.default_rng(self.run.seed)

    def take(self, since: float, till: float, size: int) -> None:
        """From one share of the run to another: cut anew into parts of about ``size`` parties, and search them all."""
        run, side_by_side = self.run, self.hands.ready()
        number = max(side_by_side, round(self.whole.parties / size))
        phase = "search" if since > 0 else "start"
        tell = partial(run.tell_best, phase, [self.whole])
        wanted, parts = beside(partial(self._cut, number), run.halt, tell)
        self._search(parts, wanted, run.stretch(since, till, 1.0 / max(1, -(-len(parts) // side_by_side))), phase)

    def _cut(self, number: int) -> tuple[Ints, list[Part]]:
        """Which slot those at home are assigned to, and the parts."""
        state = self.whole.states[BEST]
        wanted = self.assignment.of_those_at_home(state.slot)
        return wanted, cut(self.whole.model, state, wanted, number, self.draw)

    def _search(self, parts: list[Part], wanted: Ints, stretch: Stretch, phase: str) -> None:
        """Have every part searched once, side by side, bring back what was found, and keep what is whole of it."""
        run, whole = self.run, self.whole
        whole.follow(whole)
        state, cost = whole.states[CURRENT], float(whole.figures[COST])
        served = int(run.model.size[state.slot >= 0].sum())
        parcels = parcels_of(whole.model, state, parts, wanted, seed=int(cost) % 1000, stretch=stretch)

        def tell(gained: float, took_in: int) -> None:
            run.tell(phase, cost - gained, served + took_in)

        found = self.hands.search(parcels, run.moment(stretch.shares[1]), run.halt, tell)
        before = with_own_interchanges(whole.model)
        for k in sorted(found):
            bring_back(whole.model, state, parts[k], found[k].model, found[k].state)
        if not whole.keep_whole():
            take_interchanges(whole.model, before)
