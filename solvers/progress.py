"""What a planner tells while it works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment of a run.

    ``done`` is the share of the time limit that is used (0 to 1), ``best_cost`` and ``bound`` are in the
    problem's currency (None: none yet), ``served`` counts people, ``elapsed_s`` is since the start.
    """

    phase: str
    done: float
    best_cost: float | None
    bound: float | None
    served: int
    elapsed_s: float


class Teller:
    """Passes progress on, at most ``TELL_EVERY_S`` often but for the last word."""

    TELL_EVERY_S = 0.25

    def __init__(self, on_progress: Callable[[Progress], None] | None, began: float, seconds: float) -> None:
        self.on_progress, self.began, self.seconds = on_progress, began, seconds
        self.last = -1.0
        self.known: tuple[float | None, int] = None, 0

    def tell(
        self, phase: str, best_cost: float | None, served: int, *, bound: float | None = None, last: bool = False
    ) -> None:
        """Say where the run is; ``last`` is always passed on."""
        self.known = best_cost, served
        elapsed = time.monotonic() - self.began
        if self.on_progress is None or (elapsed - self.last < self.TELL_EVERY_S and not last):
            return
        self.last = elapsed
        done = 1.0 if last else min(1.0, elapsed / max(1e-9, self.seconds))
        self.on_progress(
            Progress(phase=phase, done=done, best_cost=best_cost, bound=bound, served=served, elapsed_s=elapsed)
        )

    def again(self, phase: str) -> None:
        """Say that the run is in another phase, with the same plan."""
        self.tell(phase, *self.known)
