"""Who searches what: searchers side by side on the whole problem, or on parts that are cut anew each session.

On a small problem each searcher anneals the whole, and at some meetings all go on from the best. On a large one the
best plan is cut into parts (``solvers.parts``), which are searched side by side and put back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from solvers.first import First
from solvers.model import Flags, Model
from solvers.parts.cut import cut
from solvers.parts.part import Part, bring_back, model_of_part, state_of_part
from solvers.search.engine import BEST_COST, refer_model
from solvers.search.searcher import BEST, Searcher, new_searcher
from solvers.search.state import State, total_cost
from solvers.search.stretch import Halt, Stretch

MEETINGS = (0.0, 0.2, 0.4, 0.6, 0.75, 0.9, 1.0)
"""Shares of the run at which all searchers go on from the best, or parts are cut anew."""
STARTED_BY = 0.5
"""The share of the run by which first plans are broken off."""
PARTY_MANY, PARTY_PART = 700, 900
"""Problems of more parties than the first are cut, into parts of about the second."""
LOOK_UP_S = 0.05
"""Who waits for the searchers asks this often whether to stop."""


@dataclass(slots=True)
class Run:
    """What a run is given, and how it is told of.

    ``until`` is a monotonic moment; ``rounds``, where given, is how many each searcher makes instead, so that the same
    seed gives the same plan. ``tell`` gets the best cost and the people served.
    """

    model: Model
    model_ref: Model
    workers: int
    seed: int
    until: float
    halt: Halt
    tell: Callable[[float, int], None]
    rounds: int | None = None
    began: float = field(default_factory=time.monotonic)

    def stretch(self, first: float, last: float, share: float = 1.0) -> Stretch:
        """From one share of the run to another, of whose length one searcher may use a share."""
        length = (last - first) * share
        rounds = None if self.rounds is None else max(1, round(self.rounds * length))
        whole_s = self.until - self.began
        left_s = self.began + whole_s * last - time.monotonic()
        return Stretch(self.halt, (first, last), max(0.0, min(left_s, whole_s * length)), rounds)


def search(run: Run, first: First) -> Searcher:
    """Search until the run ends; a searcher of the whole problem, with the best plan."""
    many = int(np.count_nonzero(first.able)) > PARTY_MANY
    return _in_parts(run, first) if many else _as_whole(run, first)


def _as_whole(run: Run, first: First) -> Searcher:
    team = [new_searcher(run.model, run.model_ref, 1000 * run.seed + k) for k in range(run.workers)]
    with ThreadPoolExecutor(len(team)) as pool:
        begin = run.stretch(0.0, STARTED_BY)
        _wait(run, [pool.submit(s.start, k, first, begin) for k, s in enumerate(team)], lambda: _tell_best(run, team))
        for since, till in pairwise(MEETINGS):
            _follow_best(team)
            if run.halt.called or not first.able.any():
                break
            stretch = run.stretch(since, till)
            _wait(run, [pool.submit(s.run, stretch) for s in team], lambda: _tell_best(run, team))
    _follow_best(team)
    return _best(team)


def _best(team: list[Searcher]) -> Searcher:
    return min(team, key=lambda searcher: float(searcher.figures[BEST_COST]))


def _follow_best(team: list[Searcher]) -> None:
    best = _best(team)
    for searcher in team:
        searcher.follow(best)


def _tell_best(run: Run, team: list[Searcher]) -> None:
    best = _best(team)
    run.tell(float(best.figures[BEST_COST]), int(run.model.size[best.served()].sum()))


def _wait(run: Run, jobs: list[Future[None]], tell: Callable[[], None]) -> None:
    """Wait for all, asking whether to halt and telling how it goes; the first fault of any is raised."""
    while not all(job.done() for job in jobs):
        run.halt.look_up()
        tell()
        time.sleep(LOOK_UP_S)
    for job in jobs:
        job.result()


def _in_parts(run: Run, first: First) -> Searcher:
    whole = new_searcher(run.model, run.model_ref, 1000 * run.seed)
    state = whole.states[BEST]
    draw = np.random.default_rng(run.seed)
    for since, till in pairwise(MEETINGS):
        parts = cut(run.model, state, first.slot, max(run.workers, round(len(first.slot) / PARTY_PART)), draw)
        _session(run, first, whole, parts, (since, till))
        whole.figures[BEST_COST] = total_cost(run.model_ref, whole.refs[BEST], 0.0)[0]
        if run.halt.called:
            break
    return whole


def _session(run: Run, first: First, whole: Searcher, parts: list[Part], shares: tuple[float, float]) -> None:
    """Search every part once, side by side, and bring back what was found."""
    state, seed = whole.states[BEST], int(whole.figures[BEST_COST]) % 1000
    work = [PartWork(run, first, state, part, seed + k, shares, len(parts)) for k, part in enumerate(parts)]
    cost = float(whole.figures[BEST_COST])

    def tell() -> None:
        gained = sum(w.gained for w in work)
        served = int(run.model.size[state.slot >= 0].sum()) + sum(w.took_in for w in work)
        run.tell(cost - gained, served)

    with ThreadPoolExecutor(run.workers) as pool:
        _wait(run, [pool.submit(w.go) for w in work], tell)
    for w in work:
        if w.searcher is not None:
            bring_back(run.model, state, w.part, w.searcher.model, w.searcher.states[BEST])


class PartWork:
    """One part's turn in a session."""

    def __init__(
        self, run: Run, first: First, state: State, part: Part, seed: int, shares: tuple[float, float], parts: int
    ) -> None:
        self.run, self.first, self.state, self.part, self.seed = run, first, state, part, seed
        self.shares, self.parts = shares, parts
        self.searcher: Searcher | None = None
        self.cost_before, self.served_before = 0.0, 0

    def go(self) -> None:
        """Search the part."""
        model = model_of_part(self.run.model, self.part)
        searcher = new_searcher(model, refer_model(model), self.seed)
        state = state_of_part(self.run.model, self.state, self.part, model)
        searcher.go_on_from(state)
        self.cost_before, self.served_before = float(searcher.figures[BEST_COST]), _people(model, state.slot >= 0)
        self.searcher = searcher
        turns = -(-self.parts // self.run.workers)
        stretch = self.run.stretch(*self.shares, 1.0 / turns)
        if self.shares[0] == 0.0:
            searcher.start(0, self.first.of_part(self.part, model), self.run.stretch(*self.shares, STARTED_BY / turns))
        searcher.run(stretch)

    @property
    def gained(self) -> float:
        """What the part's plan costs less than before."""
        return 0.0 if self.searcher is None else self.cost_before - float(self.searcher.figures[BEST_COST])

    @property
    def took_in(self) -> int:
        """People served more than before."""
        if self.searcher is None:
            return 0
        return _people(self.searcher.model, self.searcher.served()) - self.served_before


def _people(model: Model, which: Flags) -> int:
    return int(model.size[which].sum())
