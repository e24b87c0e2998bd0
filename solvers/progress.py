"""What a planner tells while it works."""

from __future__ import annotations

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
