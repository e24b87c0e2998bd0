"""The planner's table of contents: read this first.

Arrays are made of the problem; min-cost flow places people in slots and the routing library drives them
there; searchers build first plans from that and improve them side by side, whole or in parts, while a bound is
proved beside them; the best plan is read out with a reason for everyone who stays at home.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from solvers.bounding import Prover
from solvers.extract import Extract
from solvers.first import first_of
from solvers.model import model_of
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.progress import Progress, Teller
from solvers.reasons import Reasons
from solvers.remedies.desk import Desk
from solvers.remedies.leftovers import Leftovers
from solvers.search.engine import refer_model
from solvers.search.searcher import BEST
from solvers.search.stretch import Halt
from solvers.team import Run, search
from solvers.travel import road_of

ENDING = 0.03
"""The share of the time for what comes after the search."""
TAKEN_IN_BY, TOLD_BY = 0.35, 0.6
"""The shares of that time by which whoever pays for the way is taken in, and all others have been looked at."""
ENDING_PARTY_S = 1e-4
"""What a party takes to be read out, with a reason if it stays."""
PATIENCE_S, LEAST_S = 600.0, 0.1
"""Where rounds are given instead of time, each thing after the search may take so long; and at least so long,
should the search have been late."""


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    rounds: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan within ``seconds`` on ``workers`` threads.

    Parameters
    ----------
    problem
        A checked problem (see :func:`solvers.documents.check_problem`).
    seconds
        The wall-clock limit, from this call to its return.
    rounds
        If given, each searcher makes so many rounds instead, whatever time that takes: the same seed then gives the
        same plan.
    on_progress
        Called several times a second, from this thread.
    should_stop
        Asked as often; once it says True the best plan so far is returned.

    Returns
    -------
    Plan
        A feasible plan; at worst one that leaves everybody at home.
    """
    began = time.monotonic()
    teller = Teller(on_progress, began, seconds)
    road = road_of(problem)
    model = model_of(problem, road)
    model_ref = refer_model(model)
    prover = Prover(problem, model, seconds)
    first = first_of(model, model_ref, seconds if rounds is None else None)

    ending_s = ENDING * seconds + 0.2 + ENDING_PARTY_S * len(problem.parties)
    run = Run(
        model=model, model_ref=model_ref, workers=max(1, workers), seed=seed, until=began + seconds - ending_s,
        halt=Halt(should_stop or (lambda: False)), rounds=rounds,
        tell=lambda cost, served: teller.tell("search", cost, served, bound=prover.bound),
    )  # fmt: skip
    winner = search(run, first)

    state, ref = winner.states[BEST], winner.refs[BEST]
    desk = Desk(model, state, winner.tasks, winner.rng)
    leftovers = Leftovers(desk)
    leftovers.take_in(_until(run, TAKEN_IN_BY * ending_s))
    desk.unload(state)
    left = Reasons(problem, desk, leftovers.prices).of_all(_until(run, TOLD_BY * ending_s))
    bound = prover.finish(0.0 if run.halt.called else (1.0 - TOLD_BY) * ending_s)
    plan = Extract(problem, model, state, model_ref, ref, winner.sheet).plan(road, left, bound)
    teller.tell("done", plan.cost.total, int(model.size[winner.served()].sum()), bound=bound, last=True)
    return plan


def _until(run: Run, after_s: float) -> float:
    """The moment so long after the search should have ended, for something that begins now."""
    now = time.monotonic()
    if run.halt.called:
        return now + LEAST_S
    return now + PATIENCE_S if run.rounds is not None else max(run.until + after_s, now + LEAST_S)
