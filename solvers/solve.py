"""The planner's table of contents."""

from __future__ import annotations

from collections.abc import Callable

from solvers.plan import Cost, Plan, Reason, Unserved
from solvers.problem import Problem
from solvers.progress import Progress


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan within ``seconds``."""
    left = tuple(Unserved(party=p.id, reason=Reason.SEARCH) for p in problem.parties)
    cost = float(sum(p.unserved_cost for p in problem.parties))
    if on_progress:
        on_progress(Progress(phase="start", done=1.0, best_cost=cost, bound=None, served=0, elapsed_s=0.0))
    return Plan(
        problem=problem.name,
        duties=(),
        itineraries=(),
        unserved=left,
        cost=Cost(total=cost, duties=0.0, services=0.0, choices=0.0, time=0.0, unserved=cost),
    )
