"""Planning anew from a plan that people were told of: calmly first, freely then, and what is dearer to tell is dropped.

The calm plan lets everyone who still can keep slot, boarding place, service and vehicles, and finds ways for the rest
only. The free one goes on from there and may change everything, at a price for each person moved; the search sees that
price for slots, boarding places and services, not for vehicles and times. So both get their old times back where that
is worth it (:mod:`solvers.steady`), and the cheaper one is taken, counting the price for everyone who has to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from solvers.changes import changes, document_of
from solvers.freeze import NO_LOCKS, Locks
from solvers.naming import named_after
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.progress import Progress
from solvers.solve import solve
from solvers.steady import steadied

CALM = 0.3
"""The share of the time for the calm plan."""
AFTER = 0.07
"""The share for giving times back and comparing the two."""


def replan(
    problem: Problem,
    *,
    base: Plan,
    seconds: float,
    freeze_until: int | None = None,
    locks: Locks = NO_LOCKS,
    prices: Mapping[str, float],
    wait_cost: Mapping[str, float] | None = None,
    names: Collection[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
    **how: Any,
) -> Plan:
    """Plan anew within ``seconds``; the duties of vehicles that go on keep their names.

    Parameters
    ----------
    base
        The plan that people were told of.
    freeze_until, locks, wait_cost
        As in :func:`solvers.solve.solve`.
    prices
        What changing anything for a person of each party is worth (:func:`solvers.moving.move_costs`); where that is
        nothing there is no calm plan.
    names
        Names of duties that people know: another vehicle gets none of them.
    how
        The planner's other arguments.
    """
    if not any(prices.values()):
        plan = solve(
            problem, seconds=seconds, start_from=base, freeze_until=freeze_until, locks=locks, wait_cost=wait_cost,
            on_progress=on_progress, **how,
        )  # fmt: skip
        return named_after(plan, base, names)
    common = {"told": base, "freeze_until": freeze_until, "move_cost": prices, "wait_cost": wait_cost, **how}
    everyone = replace(locks, parties=locks.parties | {one.party for one in base.itineraries})
    free_s = (1 - CALM - AFTER) * seconds
    calm = solve(
        problem, seconds=CALM * seconds, start_from=base, locks=everyone,
        on_progress=_share(on_progress, 0.0, CALM), **common,
    )  # fmt: skip
    calm = steadied(calm, base, problem, prices)
    free = solve(
        problem, seconds=free_s, start_from=calm, locks=locks, on_progress=_share(on_progress, CALM, 1.0), **common
    )  # fmt: skip
    plans = (calm, steadied(free, base, problem, prices))
    best = named_after(min(plans, key=lambda one: priced(one, base, problem, prices)), base, names)
    bounds = [one.bound for one in plans if one.bound is not None]
    return replace(
        best, bound=max(bounds, default=None), meta={"changes": document_of(changes(base, best, problem), problem)}
    )


def priced(plan: Plan, base: Plan, problem: Problem, prices: Mapping[str, float]) -> float:
    """What a plan costs, with the price of everyone who has to be told that their journey is another or is no more."""
    found = changes(base, plan, problem)
    told = {one.party: one.people for one in (*found.moved, *found.shifted) if one.has_to_be_told}
    return plan.cost.total + sum(prices.get(party, 0.0) * n for party, n in (told | dict(found.left)).items())


def _share(tell: Callable[[Progress], None] | None, since: float, until: float) -> Callable[[Progress], None] | None:
    """The progress of one search as a share of the whole."""
    if tell is None:
        return None
    return lambda one: tell(replace(one, done=since + (until - since) * one.done))
