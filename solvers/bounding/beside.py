"""The bound, proved in a thread beside the search: the solvers of linear programs let go of Python's lock."""

from __future__ import annotations

import logging
from threading import Thread

from solvers.bounding.bound import bounds_of
from solvers.bounding.carriage import FEW_PARTIES
from solvers.model import Model
from solvers.problem import Problem

log = logging.getLogger(__name__)

SHARE, MOST_S = 0.12, 12.0
"""The share of the time for it, and the most seconds."""
SHARE_OF_FEW, MOST_OF_FEW_S = 0.6, 40.0
VERY_FEW, SHARE_OF_VERY_FEW = 15, 0.7
"""Few parties are searched through soon, and there is more to be proved."""
TOLERANCE = 0.01
"""In money, or so much of a thousand, as the format has it."""


class Prover:
    """Begins when it is made. ``bound`` is what is proved by now (None: nothing yet).

    ``takes_a_thread``: one searcher less is no loss, and the proof gets on.
    """

    def __init__(self, problem: Problem, model: Model, seconds: float) -> None:
        self.bound: float | None = None
        self.takes_a_thread = len(model.size) <= VERY_FEW
        # a daemon: who stops the run early does not wait for the proof
        self.thread = Thread(
            target=self._prove, args=(problem, model, _time_for(len(model.size), seconds)), daemon=True
        )
        self.thread.start()

    def _prove(self, problem: Problem, model: Model, seconds: float) -> None:
        try:
            for bound in bounds_of(problem, model, seconds):
                self.bound = max(bound, self.bound or 0.0)
        except Exception:
            # a plan without a bound is worth more than none
            log.exception("no bound could be proved")

    def finish(self, seconds: float) -> float | None:
        """Wait so long for the proof; what is proved."""
        self.thread.join(seconds)
        return self.bound


def tenable(bound: float | None, cost: float) -> float | None:
    """A bound, unless a plan costs less, which is a fault in a proof: a plan without one is worth more than no plan."""
    if bound is not None and bound > cost + max(TOLERANCE, 1e-3 * TOLERANCE * cost):
        log.error("a plan of %.2f was found, although none below %.2f was thought to be: please report it", cost, bound)
        return None
    return bound


def _time_for(parties: int, seconds: float) -> float:
    if parties <= FEW_PARTIES:
        return min(MOST_OF_FEW_S, seconds * (SHARE_OF_VERY_FEW if parties <= VERY_FEW else SHARE_OF_FEW))
    return min(MOST_S, SHARE * seconds)
