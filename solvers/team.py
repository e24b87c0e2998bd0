"""Who searches what: searchers side by side on the whole problem, or on parts that are cut anew each session.

On a small problem each searcher anneals the whole, and at some meetings all go on from the best. On a large one the
best plan is cut into parts (``solvers.parts``), which are searched side by side and put back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

import numpy as np

from solvers.assignment import Assignment
from solvers.first import first_of, nobody_assigned
from solvers.interchanges import take_interchanges, with_own_interchanges
from solvers.model import Flags, Ints, Model
from solvers.parts.cut import cut
from solvers.parts.hands import Hands, Threads
from solvers.parts.parcel import STARTED_BY, parcels_of
from solvers.parts.part import Part, bring_back
from solvers.search.engine import BEST_COST, COST, refer_model
from solvers.search.searcher import BEST, CURRENT, Searcher, new_searcher
from solvers.search.state import State
from solvers.search.stretch import Halt, Stretch
from solvers.waiting import beside, unless_halted, wait_for

MEETINGS = (0.0, 0.2, 0.4, 0.6, 0.75, 0.9, 1.0)
"""Shares of the run at which all searchers go on from the best, or parts are cut anew."""
PARTY_MANY = 700
"""Problems of more parties are cut."""
PARTY_PARTS = (900, 900, 900, 900, 3000, 3000)
"""Into parts of about so many, by session."""


@dataclass(slots=True)
class Run:
    """What a run is given, and how it is told of.

    ``until`` is a monotonic moment; ``rounds``, where given, is how many each searcher makes instead, so that the same
    seed gives the same plan. ``tell`` gets the phase, the best cost and the people served. The search goes on from the
    plan ``before``, if there is one. Problems of more than ``whole_up_to`` parties are searched in parts, by ``hands``
    (default: threads).
    """

    model: Model
    model_ref: Model
    workers: int
    seed: int
    until: float
    halt: Halt
    tell: Callable[[str, float, int], None]
    before: State | None = None
    whole_up_to: int = PARTY_MANY
    rounds: int | None = None
    hands: Hands | None = None
    began: float = field(default_factory=time.monotonic)

    def stretch(self, first: float, last: float, share: float = 1.0) -> Stretch:
        """From one share of the run to another, of whose length one searcher may use a share."""
        length = (last - first) * share
        rounds = None if self.rounds is None else max(1, round(self.rounds * length))
        whole_s = self.until - self.began
        left_s = self.moment(last) - time.monotonic()
        return Stretch(self.halt, (first, last), max(0.0, min(left_s, whole_s * length)), rounds)

    def moment(self, share: float) -> float:
        """The monotonic moment of a share of the run."""
        return self.began + (self.until - self.began) * share


def search(run: Run) -> Searcher:
    """Search until the run ends; a searcher of the whole problem, with the best plan."""
    if in_parts(run.model, run.whole_up_to):
        return _in_parts(run, run.hands or Threads(run.workers))
    return _as_whole(run)


def in_parts(m: Model, whole_up_to: int) -> bool:
    """Whether a problem has so many parties that it is searched in parts."""
    return int(np.count_nonzero(_able(m))) > whole_up_to


def _able(m: Model) -> Flags:
    """Which parties have a place to board and a slot to go to."""
    flags: Flags = (np.diff(m.board_ptr) > 0) & (np.diff(m.choice_ptr) > 0)
    return flags


def _searcher(run: Run, number: int) -> Searcher:
    """One of the whole problem, which goes on from the plan before if there is one."""
    model = with_own_interchanges(run.model)._replace(relief=np.zeros(len(run.model.size)))
    made = new_searcher(model, refer_model(model), 1000 * run.seed + number, run.halt.flag)
    if run.before is not None:
        made.resume(run.before)
    return made


def _as_whole(run: Run) -> Searcher:
    team = [_searcher(run, k) for k in range(run.workers)]
    routing_s = None if run.rounds is not None else run.until - run.began
    first = unless_halted(
        lambda: first_of(run.model, run.model_ref, routing_s, resumed=run.before is not None),
        run.halt, lambda: _tell_best(run, "start", team), nobody_assigned(run.model, run.model_ref),
    )  # fmt: skip
    with ThreadPoolExecutor(len(team)) as pool:
        begin = run.stretch(0.0, STARTED_BY)
        starts = [pool.submit(s.start, k, first, begin) for k, s in enumerate(team)]
        wait_for(starts, run.halt, lambda: _tell_best(run, "start", team))
        for since, till in pairwise(MEETINGS):
            _follow_best(team)
            if run.halt.called or not _able(run.model).any():
                break
            stretch = run.stretch(since, till)
            wait_for([pool.submit(s.run, stretch) for s in team], run.halt, lambda: _tell_best(run, "search", team))
    _follow_best(team)
    return _best(team)


def _best(team: list[Searcher]) -> Searcher:
    return min(team, key=lambda searcher: float(searcher.figures[BEST_COST]))


def _follow_best(team: list[Searcher]) -> None:
    best = _best(team)
    for searcher in team:
        searcher.follow(best)


def _tell_best(run: Run, phase: str, team: list[Searcher]) -> None:
    best = _best(team)
    run.tell(phase, float(best.figures[BEST_COST]), int(run.model.size[best.served()].sum()))


def _in_parts(run: Run, hands: Hands) -> Searcher:
    whole = _searcher(run, 0)
    state = whole.states[BEST]
    draw = np.random.default_rng(run.seed)
    assignment = unless_halted(lambda: Assignment(run.model), run.halt, lambda: _tell_best(run, "start", [whole]), None)
    if assignment is None:
        return whole

    def cut_anew(parts: int) -> tuple[Ints, list[Part]]:
        wanted = assignment.of_those_at_home(state.slot)
        return wanted, cut(whole.model, state, wanted, parts, draw)

    for (since, till), size in zip(pairwise(MEETINGS), PARTY_PARTS, strict=True):
        side_by_side = hands.ready()
        number = max(side_by_side, round(len(state.slot) / size))
        phase = "search" if since > 0 else "start"
        wanted, parts = beside(partial(cut_anew, number), run.halt, partial(_tell_best, run, phase, [whole]))
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
