"""A problem searched in parts: in each session the best plan is cut anew, and its parts are searched side by side."""

from __future__ import annotations

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
    hands = run.hands or Threads(run.workers)
    whole = run.searcher(0)
    state = whole.states[BEST]
    draw = np.random.default_rng(run.seed)
    assignment = unless_halted(lambda: Assignment(run.model), run.halt, lambda: run.tell_best("start", [whole]), None)
    if assignment is None:
        return whole

    def cut_anew(parts: int) -> tuple[Ints, list[Part]]:
        wanted = assignment.of_those_at_home(state.slot)
        return wanted, cut(whole.model, state, wanted, parts, draw)

    for (since, till), size in zip(pairwise(MEETINGS), PARTY_PARTS, strict=True):
        side_by_side = hands.ready()
        number = max(side_by_side, round(len(state.slot) / size))
        phase = "search" if since > 0 else "start"
        wanted, parts = beside(partial(cut_anew, number), run.halt, partial(run.tell_best, phase, [whole]))
        stretch = run.stretch(since, till, 1.0 / max(1, -(-len(parts) // side_by_side)))
        session(run, whole, parts, hands, stretch, wanted)
        if run.halt.called:
            break
    return whole


def session(run: Run, whole: Searcher, parts: list[Part], hands: Hands, stretch: Stretch, wanted: Ints) -> None:
    """Have every part searched once, side by side, bring back what was found, and keep what is whole of it."""
    whole.follow(whole)
    state, cost = whole.states[CURRENT], float(whole.figures[COST])
    served = int(run.model.size[state.slot >= 0].sum())
    parcels = parcels_of(whole.model, state, parts, wanted, seed=int(cost) % 1000, stretch=stretch)

    def tell(gained: float, took_in: int) -> None:
        run.tell("search" if stretch.shares[0] > 0 else "start", cost - gained, served + took_in)

    found = hands.search(parcels, run.moment(stretch.shares[1]), run.halt, tell)
    before = with_own_interchanges(whole.model)
    for k in sorted(found):
        bring_back(whole.model, state, parts[k], found[k].model, found[k].state)
    if not whole.keep_whole():
        take_interchanges(whole.model, before)
