"""Planning anew from a plan that people were told of: calmly first, freely then, and what is dearer to tell is dropped.

The calm plan lets everyone who still can keep slot, boarding place, service and vehicles, and finds ways for the rest
only. The free one goes on from there and may change everything, at a price for each person moved; the search sees that
price for slots, boarding places and services, not for vehicles and times. So both get their old times back where that
is worth it (:mod:`solvers.steady`), and the cheaper one is taken, counting the price for everyone who has to be told.
Who is under way and misses what comes next is planned on from where they are set down (:mod:`solvers.onward`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from solvers.bounding import tenable
from solvers.changes import changes, document_of
from solvers.freeze import NO_LOCKS, Locks
from solvers.naming import named_after
from solvers.onward import onward
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
    not_before: int | None = None,
    under_way: Collection[str] = (),
    prices: Mapping[str, float],
    names: Collection[str] = (),
    locks: Locks = NO_LOCKS,
    **how: Any,
) -> Plan:
    """Plan anew within ``seconds``; the duties of vehicles that go on keep their names.

    Parameters
    ----------
    base
        The plan that people were told of.
    not_before
        As in :func:`solvers.solve.solve`: the present moment.
    under_way
        The parties who are on the road.
    prices
        What changing anything for a person of each party is worth (:func:`solvers.moving.move_costs`); where that is
        nothing there is no calm plan.
    names
        Names of duties that people know: another vehicle gets none of them.
    locks
        What of the base stays, by name.
    how
        The planner's other arguments, ``freeze_until`` and ``wait_cost`` among them.
    """
    cut = onward(problem, base, under_way, now=problem.horizon[0] if not_before is None else not_before)
    search = _calm_then_free if any(prices.values()) else _at_once
    locks = locks | Locks(duties=cut.duties)
    found = search(cut.problem, cut.base, prices, seconds=seconds, locks=locks, not_before=not_before, **how)
    plan = cut.joined(named_after(found, cut.base, names))
    return replace(plan, meta={"changes": document_of(changes(base, plan, problem), problem)})


def _at_once(problem: Problem, base: Plan, prices: Mapping[str, float], **how: Any) -> Plan:
    """The best plan, whoever has to be told."""
    return solve(problem, start_from=base, **how)


def _calm_then_free(
    problem: Problem,
    base: Plan,
    prices: Mapping[str, float],
    *,
    seconds: float,
    locks: Locks,
    wait_cost: Mapping[str, float] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    **how: Any,
) -> Plan:
    """The cheaper one of two plans, with the price of telling counted."""
    common = {"told": base, "move_cost": prices, "wait_cost": wait_cost, **how}
    everyone = replace(locks, parties=locks.parties | {one.party for one in base.itineraries})
    calm = solve(
        problem, seconds=CALM * seconds, start_from=base, locks=everyone,
        on_progress=_share(on_progress, 0.0, CALM), **common,
    )  # fmt: skip
    calm = steadied(calm, base, problem, prices)
    free = solve(
        problem, seconds=(1 - CALM - AFTER) * seconds, start_from=calm, locks=locks,
        on_progress=_share(on_progress, CALM, 1.0), **common,
    )  # fmt: skip
    plans = (calm, steadied(free, base, problem, prices))
    bounds = [one.bound for one in plans if one.bound is not None]
    best = min(plans, key=lambda one: priced(one, base, problem, prices, wait_cost))
    return replace(best, bound=tenable(max(bounds, default=None), best.cost.total))


def priced(
    plan: Plan,
    base: Plan,
    problem: Problem,
    prices: Mapping[str, float],
    wait_cost: Mapping[str, float] | None = None,
) -> float:
    """What a plan costs, with the price of everyone who has to be told that their journey is another or is no more,
    and the money besides for who stays at home.
    """
    found = changes(base, plan, problem)
    told = {one.party: one.people for one in (*found.moved, *found.shifted) if one.has_to_be_told}
    waits = sum(wait_cost.get(one.party, 0.0) for one in plan.unserved) if wait_cost else 0.0
    return plan.cost.total + waits + sum(prices.get(party, 0.0) * n for party, n in (told | dict(found.left)).items())


def _share(tell: Callable[[Progress], None] | None, since: float, until: float) -> Callable[[Progress], None] | None:
    """The progress of one search as a share of the whole."""
    if tell is None:
        return None
    return lambda one: tell(replace(one, done=since + (until - since) * one.done))
