"""How far a searcher may go before it hands its plan over: in seconds, or in rounds where a run is to be repeatable."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from solvers.model import Ints


@dataclass(slots=True)
class Halt:
    """Whether the whole run is called off; asked by who waits; compiled loops look at ``flag``."""

    stop: Callable[[], bool]
    called: bool = field(default=False)
    flag: Ints = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    def look_up(self) -> None:
        """Ask whether to halt."""
        self.called = self.called or self.stop()
        self.flag[0] = int(self.called)


class Stretch:
    """From one share of the run to another (0 to 1), within ``seconds`` or, if given, ``rounds``."""

    def __init__(self, halt: Halt, shares: tuple[float, float], seconds: float, rounds: int | None = None) -> None:
        self.halt, self.shares, self.seconds, self.rounds = halt, shares, seconds, rounds
        self.began = time.monotonic()

    def used(self, rounds: int) -> float:
        """The share of this stretch that is used after so many rounds of it."""
        if self.rounds is not None:
            return min(1.0, rounds / max(1, self.rounds))
        return min(1.0, (time.monotonic() - self.began) / max(1e-9, self.seconds))

    def rounds_in_all(self, rounds: int) -> float:
        """How many rounds the whole run will have at the pace so far, after so many of this stretch."""
        first, last = self.shares
        of_stretch = rounds / max(1e-9, self.used(rounds)) if self.rounds is None else self.rounds
        return of_stretch / max(1e-9, last - first)

    def share(self, rounds: int) -> float:
        """The share of the whole run."""
        first, last = self.shares
        return first + (last - first) * self.used(rounds)

    def ends(self, rounds: int) -> bool:
        """Is it time to hand over?"""
        return self.halt.called or self.used(rounds) >= 1.0

    def late(self) -> bool:
        """Is a first plan to be broken off? Where rounds count, none is."""
        return self.halt.called or (self.rounds is None and self.used(0) >= 1.0)
