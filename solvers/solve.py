"""The planner's table of contents: read this first.

Arrays are made of the problem, and an earlier plan is laid out in them if there is one; min-cost flow places people in
slots and the routing library drives them there; searchers build first plans from that and improve them side by side,
whole or in parts, while a bound is proved beside them; the best plan takes in who can still be taken, and is read out
with a reason for everyone who stays at home.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from solvers.bounding import Prover, tenable
from solvers.changes import changes, document_of
from solvers.extract import Extract
from solvers.freeze import NO_LOCKS, Locks
from solvers.interchanges import shut_unused, to_draw_from
from solvers.layout import with_changes_of
from solvers.model import Model, model_of
from solvers.parts.hands import Hands
from solvers.parts.sessions import search_in_parts
from solvers.plan import Plan, Unserved
from solvers.problem import Problem
from solvers.progress import Progress, Teller
from solvers.reasons import Reasons
from solvers.remedies.desk import Desk
from solvers.remedies.leftovers import Leftovers
from solvers.resume import Before, Beginning, begin
from solvers.run import PARTY_MANY, Run
from solvers.search.engine import refer_model
from solvers.search.searcher import BEST, Searcher
from solvers.search.state import refer_state
from solvers.search.stretch import Halt
from solvers.travel import Road, road_of
from solvers.waiting import beside, unless_halted
from solvers.whole import search_whole

ENDING = 0.03
"""The share of the time for what comes after the search."""
TAKEN_IN_BY, TOLD_BY = 0.35, 0.6
"""The shares of that time by which whoever pays for the way is taken in, and all others have been looked at."""
ENDING_PARTY_S = 1e-4
"""What a party takes to be read out, with a reason if it stays."""
LEAST_S = 0.1
"""Each thing after the search may take so long at least, should the search have been late or called off."""

Result = TypeVar("Result")


def solve(
    problem: Problem,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 1,
    rounds: int | None = None,
    start_from: Plan | None = None,
    freeze_until: int | None = None,
    locks: Locks = NO_LOCKS,
    move_cost: float | Mapping[str, float] = 0.0,
    wait_cost: Mapping[str, float] | None = None,
    told: Plan | None = None,
    not_before: int | None = None,
    whole_up_to: int = PARTY_MANY,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    hands: Hands | None = None,
) -> Plan:
    """Plan within ``seconds`` on ``workers`` threads, of which a bound for very few parties takes one.

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
    locks
        What of the earlier plan stays besides, by name.
    move_cost
        Money for each person of a party that had a journey in the earlier plan and now goes to another slot, from
        another boarding place, by another service, or stays at home: for all the same, or by party
        (:mod:`solvers.moving`). Other vehicles and times cost nothing. It guides the search, is part of the cost that
        progress tells until the end, and never of the plan's.
    wait_cost
        Money besides for leaving a party at home, such as who has waited longest. It guides the search likewise.
    told
        The plan whose journeys ``move_cost`` is about, if it is not the one to begin with.
    not_before
        A moment before which nothing sets out that is planned anew.
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
    before = None if start_from is None else Before(
        plan=start_from, freeze_until=freeze_until, locks=locks, move_cost=move_cost, wait_cost=wait_cost or {},
        told=told, not_before=not_before,
    )  # fmt: skip
    road, plain, start = beside(lambda: _arrays(problem, before), halt, lambda: teller.again("start"))
    model, model_ref = start.model, refer_model(start.model)
    prover = Prover(problem, plain, seconds) if rounds is None else None
    searchers = workers - 1 if prover is not None and prover.takes_a_thread else workers

    ending_s = ENDING * seconds + 0.2 + ENDING_PARTY_S * len(problem.parties)
    run = Run(
        model=model, model_ref=model_ref, workers=max(1, searchers), seed=seed, until=began + seconds - ending_s,
        halt=halt, rounds=rounds, before=start.state, whole_up_to=whole_up_to, hands=hands,
        tell=lambda phase, cost, served: teller.tell(phase, cost + start.base, served, bound=_proved(prover)),
    )  # fmt: skip
    winner = search_in_parts(run) if run.in_parts() else search_whole(run)
    winner.fix_times()
    shut_unused(winner.model, winner.states[BEST].seated)
    start.change_at(winner.model)

    ending = _Ending(run, teller, ending_s)
    leftovers = ending.take_in_leftovers(winner)
    left = ending.reasons(problem, start, plain, winner, leftovers)
    bound = ending.bound(prover)
    plan = _read_out(problem, road, start, winner, left, bound)
    plan = replace(plan, bound=tenable(bound, plan.cost.total))
    teller.tell("done", plan.cost.total, int(model.size[winner.served()].sum()), bound=plan.bound, last=True)
    if start_from is None:
        return plan
    return replace(plan, meta={"changes": document_of(changes(start_from, plan, problem), problem)})


def _arrays(problem: Problem, before: Before | None) -> tuple[Road, Model, Beginning]:
    """Roads, the problem as arrays, and what the search begins with."""
    road = road_of(problem)
    model = model_of(problem, road)
    whole = with_changes_of(model, None if before is None else before.plan, to_draw_from(model))
    return road, model, begin(problem, whole, road, before)


class _Ending:
    """What is done with the best plan, within ``seconds`` after the search."""

    def __init__(self, run: Run, teller: Teller, seconds: float) -> None:
        self.run, self.teller, self.seconds = run, teller, seconds

    def take_in_leftovers(self, winner: Searcher) -> Leftovers:
        """Take in whoever costs less on the way than at home."""
        desk = Desk(winner.model, winner.states[BEST], winner.tasks, winner.rng)
        leftovers = Leftovers(desk)
        self._do(lambda: leftovers.take_in(self._until(TAKEN_IN_BY)), "leftovers")
        desk.unload(winner.states[BEST])
        return leftovers

    def reasons(
        self, problem: Problem, start: Beginning, plain: Model, winner: Searcher, leftovers: Leftovers
    ) -> tuple[Unserved, ...]:
        """Why everyone at home is there, by the format's prices."""
        desk, prices = leftovers.desk, leftovers.prices
        if self.run.before is not None:
            desk, prices = Desk(start.without_moves(plain), winner.states[BEST], winner.tasks, winner.rng), {}
        return self._do(lambda: Reasons(problem, desk, prices).of_all(self._until(TOLD_BY)), "reasons")

    def bound(self, prover: Prover | None) -> float | None:
        """What is proved by the end."""
        if prover is None:
            return None
        wait_s = 0.0 if self.run.halt.called else (1.0 - TOLD_BY) * self.seconds
        tell = partial(self.teller.again, "bound")
        return unless_halted(lambda: prover.finish(wait_s), self.run.halt, tell, prover.bound)

    def _do(self, work: Callable[[], Result], phase: str) -> Result:
        return beside(work, self.run.halt, lambda: self.teller.again(phase))

    def _until(self, share: float) -> float:
        """The moment by which something that begins now has to be done."""
        now = time.monotonic()
        if self.run.halt.called:
            return now + LEAST_S
        if self.run.rounds is not None:
            return math.inf
        return max(self.run.until + share * self.seconds, now + LEAST_S)


def _proved(prover: Prover | None) -> float | None:
    return None if prover is None else prover.bound


def _read_out(
    problem: Problem, road: Road, start: Beginning, winner: Searcher, left: tuple[Unserved, ...], bound: float | None
) -> Plan:
    state = start.finish(winner.states[BEST])
    refs = refer_model(start.whole), refer_state(state)
    return Extract(problem, start.whole, state, *refs, winner.sheet, start.frozen).plan(road, left, bound)
