"""A run: what the search is given, how its time is shared out, and how it is told of."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from solvers.interchanges import with_own_interchanges
from solvers.model import Model, able_parties
from solvers.parts.hands import Hands
from solvers.search.engine import BEST_COST, refer_model
from solvers.search.searcher import Searcher, new_searcher
from solvers.search.state import State
from solvers.search.stretch import Halt, Stretch

MEETINGS: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.75, 0.9, 1.0)
"""Shares of a run at which all searchers go on from the best plan, or parts are cut anew."""
PARTY_MANY = 700
"""Problems of more parties are cut."""


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

    def in_parts(self) -> bool:
        """Whether so many parties can travel that they are searched in parts."""
        return int(np.count_nonzero(able_parties(self.model))) > self.whole_up_to

    def searcher(self, number: int) -> Searcher:
        """One of the whole problem, which goes on from the plan before if there is one."""
        model = with_own_interchanges(self.model)._replace(relief=np.zeros(len(self.model.size)))
        made = new_searcher(model, refer_model(model), 1000 * self.seed + number, self.halt.flag)
        if self.before is not None:
            made.resume(self.before)
        return made

    def tell_best(self, phase: str, team: list[Searcher]) -> None:
        """Tell of the best plan of a team."""
        best = best_of(team)
        self.tell(phase, float(best.figures[BEST_COST]), int(self.model.size[best.served()].sum()))


def best_of(team: list[Searcher]) -> Searcher:
    """Who of a team has the best plan."""
    return min(team, key=lambda searcher: float(searcher.figures[BEST_COST]))
