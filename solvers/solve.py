"""The planner's table of contents: read this first.

Arrays are made of the problem, and an earlier plan is laid out in them if there is one; min-cost flow places people in
slots and the routing library drives them there; searchers build first plans from that and improve them side by side,
whole or in parts, while a bound is proved beside them; the best plan takes in who can still be taken, and is read out
with a reason for everyone who stays at home.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from solvers.bounding import Prover
from solvers.changes import changes, document_of
from solvers.extract import Extract
from solvers.first import first_of, nobody_assigned
from solvers.model import Model, model_of
from solvers.parts.hands import Hands
from solvers.plan import Plan, Unserved
from solvers.problem import Problem
from solvers.progress import Progress, Teller
from solvers.reasons import Reasons
from solvers.resume import Before, Beginning, begin
from solvers.search.engine import refer_model
from solvers.search.searcher import BEST, Searcher
from solvers.search.state import refer_state
from solvers.search.stretch import Halt
from solvers.team import PARTY_MANY, Run, search
from solvers.travel import Road, road_of
from solvers.waiting import beside, unless_halted

ENDING_PARTY_S = 1e-4
"""What a party takes to be read out, with a reason if it stays."""
LEFTOVERS = 0.02
"""The share of the time, after the search, for a last look at everyone at home."""


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    rounds: int | None = None,
    start_from: Plan | None = None,
    freeze_until: int | None = None,
    move_cost: float = 0.0,
    whole_up_to: int = PARTY_MANY,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    hands: Hands | None = None,
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
        same plan with as many workers, without a bound, as what is proved depends on the time.
    start_from
        An earlier plan, of this or a slightly different problem, to begin with. What fits is taken up, what does not
        is planned anew. The result's ``meta`` says what changed.
    freeze_until
        A moment: what begins before it in the earlier plan stays as it is (:mod:`solvers.freeze`).
    move_cost
        Money for each person of a party that had a journey in the earlier plan and now goes to another slot, from
        another boarding place, by another service, or stays at home. Other vehicles and times cost nothing. It guides
        the search, is part of the cost that progress tells until the end, and never of the plan's.
    whole_up_to
        Problems of more parties are searched in parts.
    on_progress
        Called several times a second, from this thread.
    should_stop
        Asked as often; once it says True the best plan so far is returned.
    hands
        Who searches the parts, where the problem is searched in parts (default: threads).

    Returns
    -------
    Plan
        A feasible plan; at worst one that leaves everybody at home.
    """
    began = time.monotonic()
    teller, halt = Teller(on_progress, began, seconds), Halt(should_stop or (lambda: False))
    before = None if start_from is None else Before(plan=start_from, freeze_until=freeze_until, move_cost=move_cost)
    road, plain, start = beside(lambda: _arrays(problem, before), halt, lambda: teller.again("start"))
    model, model_ref = start.model, refer_model(start.model)
    prover = Prover(problem, plain, seconds) if rounds is None else None
    routing_s = None if rounds is not None else seconds
    first = unless_halted(
        lambda: first_of(model, model_ref, routing_s, resumed=before is not None),
        halt, lambda: teller.again("start"), nobody_assigned(model, model_ref),
    )  # fmt: skip

    ending_s = 0.01 * seconds + 0.2 + ENDING_PARTY_S * len(problem.parties)
    run = Run(
        model=model, model_ref=model_ref, workers=max(1, workers), seed=seed, until=began + seconds - ending_s,
        halt=halt, rounds=rounds, before=start.state, whole_up_to=whole_up_to, hands=hands,
        tell=lambda phase, cost, served: teller.tell(phase, cost + start.base, served, bound=_proved(prover)),
    )  # fmt: skip
    winner = search(run, first)

    ending = _Ending(halt, teller, None if rounds is not None else ending_s)
    ending.take_in_leftovers(winner, run.until + LEFTOVERS * (run.until - began))
    left = ending.reasons(problem, start.without_moves(plain), winner)
    bound = ending.bound(prover)
    plan = _read_out(problem, road, start, winner, left, bound)
    teller.tell("done", plan.cost.total, int(model.size[winner.served()].sum()), bound=bound, last=True)
    if start_from is None:
        return plan
    return replace(plan, meta={"changes": document_of(changes(start_from, plan, problem), problem)})


def _arrays(problem: Problem, before: Before | None) -> tuple[Road, Model, Beginning]:
    """Roads, the problem as arrays, and what the search begins with."""
    road = road_of(problem)
    model = model_of(problem, road)
    return road, model, begin(problem, model, road, before)


class _Ending:
    """What is done with the best plan, within about ``seconds`` (None: whatever time it takes)."""

    def __init__(self, halt: Halt, teller: Teller, seconds: float | None) -> None:
        self.halt, self.teller, self.seconds = halt, teller, seconds

    def take_in_leftovers(self, winner: Searcher, until: float) -> None:
        """Take in whoever costs less on the way than at home."""
        until = math.inf if self.seconds is None else until
        beside(lambda: winner.take_in_leftovers(until, self.halt), self.halt, lambda: self.teller.again("leftovers"))

    def reasons(self, problem: Problem, model: Model, winner: Searcher) -> tuple[Unserved, ...]:
        """Why everyone at home is there; ``model`` is the searcher's, with the format's prices."""
        until = math.inf if self.seconds is None else time.monotonic() + self.seconds / 2
        reasons = Reasons(problem, model, refer_model(model), winner.sheet, winner.tasks, winner.rng)

        def late() -> bool:
            return self.halt.called or time.monotonic() > until

        def find() -> tuple[Unserved, ...]:
            return reasons.of_all(winner.states[BEST], winner.refs[BEST], late)

        return beside(find, self.halt, lambda: self.teller.again("reasons"))

    def bound(self, prover: Prover | None) -> float | None:
        """What is proved by the end."""
        if prover is None or self.seconds is None:
            return None
        wait_s = 0.0 if self.halt.called else self.seconds / 2
        return unless_halted(lambda: prover.finish(wait_s), self.halt, lambda: self.teller.again("bound"), prover.bound)


def _proved(prover: Prover | None) -> float | None:
    return None if prover is None else prover.bound


def _read_out(
    problem: Problem, road: Road, start: Beginning, winner: Searcher, left: tuple[Unserved, ...], bound: float | None
) -> Plan:
    state = start.finish(winner.states[BEST])
    refs = refer_model(start.whole), refer_state(state)
    return Extract(problem, start.whole, state, *refs, winner.sheet, start.frozen).plan(road, left, bound)
