"""The bound, proved in a thread beside the search: the solvers of linear programs let go of Python's lock."""

from __future__ import annotations

import logging
from threading import Thread

from solvers.bounding.bound import bound_of
from solvers.model import Model
from solvers.problem import Problem

log = logging.getLogger(__name__)

SHARE, MOST_S = 0.2, 15.0
"""The share of the time for it, and the most seconds."""


class Prover:
    """Begins when it is made. ``bound`` is what is proved by now (None: nothing yet)."""

    def __init__(self, problem: Problem, model: Model, seconds: float) -> None:
        self.bound: float | None = None
        # a daemon: who stops the run early does not wait for the proof
        self.thread = Thread(target=self._prove, args=(problem, model, min(MOST_S, SHARE * seconds)), daemon=True)
        self.thread.start()

    def _prove(self, problem: Problem, model: Model, seconds: float) -> None:
        try:
            self.bound = bound_of(problem, model, seconds)
        except Exception:
            # a plan without a bound is worth more than none
            log.exception("no bound could be proved")

    def finish(self, seconds: float) -> float | None:
        """Wait so long for the proof; what is proved."""
        self.thread.join(seconds)
        return self.bound
