"""What a run has to solve, from its rows; and how: from an earlier plan, with something held back, or plainly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.fleet.options import left_out_note, offers_expired, without
from scheduler.people.models import DepartureRequest
from scheduler.people.states import UNDER_WAY, RequestState
from scheduler.plans import mapping
from scheduler.plans.begun import carriers_begun, journeys_begun
from scheduler.plans.delays import delayed
from scheduler.plans.models import Duty, LostVehicle, Plan, PlanState
from scheduler.plans.policy import policy_of, reserve_of
from scheduler.plans.resuming import locks_of
from scheduler.plans.runs import Claim
from scheduler.plans.standing import without_free_seats
from scheduler.plans.waiting import waiting_list
from scheduler.replanning.selectors import as_driven
from solvers.lost_vehicles import Vehicle, without_vehicles
from solvers.moving import move_costs
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Json, Problem
from solvers.replan import replan
from solvers.reserve import Reserve, held_back, without_reserve
from solvers.solve import solve

PRICING = 0.2
"""The share of a run's time in which it is seen what a plan would cost if nothing were held back."""
WAIT_SHARE = 0.05
"""Who heads the waiting list counts as if staying at home cost so much more; the last one as it is."""
CONFIRMED_TIMES = 2.0
"""Leaving somebody at home who has said that they come costs so many times what it does for who was told alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A problem; ``resume`` has the arguments of :func:`solvers.replan.replan` (None: it is planned from nothing)."""

    problem: Problem
    resume: Mapping[str, Any] | None = None
    reserve: Reserve = field(default_factory=Reserve)


def task_of(claim: Claim) -> Task:
    """Read what a claimed run is about, in the caller's transaction."""
    campaign, wishes = Campaign.objects.get(id=claim.campaign_id), claim.wishes
    taken = carriers_begun(journeys_begun(campaign))
    expired = [one for one in offers_expired(campaign=campaign, now=clock.now()) if (one.kind, one.code) not in taken]
    left_out_note(campaign=campaign, run_id=claim.fence.run_id, expired=expired)
    problem, policy = without(campaign_problem(campaign), expired), policy_of(campaign)
    reserve = Reserve() if wishes.releases_reserve else reserve_of(policy)
    if wishes.base_id is None:
        return Task(problem=problem, reserve=reserve)
    row = Plan.objects.get(id=wishes.base_id)
    solved = delayed(mapping.from_rows(row), wishes.delays)
    problem = without_free_seats(problem, row, solved)
    base = without_vehicles(solved, problem, _lost_since(row))
    problem, base = as_driven(campaign=campaign, problem=problem, plan=base)
    now = clock.seconds(clock.now())
    dropping = move_costs(base, now=now, person=policy.drop_cost, late_factor=wishes.late_factor)
    until = wishes.freeze_until
    return Task(
        problem=problem,
        reserve=reserve,
        resume={
            "base": base,
            "freeze_until": None if until is None else clock.seconds(until),
            "locks": locks_of(wishes.locks),
            "prices": move_costs(base, now=now, person=wishes.move_cost, late_factor=wishes.late_factor),
            "wait_cost": _wait_costs(campaign, problem) | _drop_costs(campaign, problem, dropping),
            "not_before": now,
            "under_way": _under_way(campaign),
            "names": _names_told(campaign),
        },
    )


def solve_task(task: Task, *, seconds: float, **how: Any) -> SolvedPlan:
    """Plan; ``how`` are the planner's arguments about threads, progress and stopping.

    Where something is held back, the last part of the time goes to a search of the whole problem from the plan that was
    found. What that saves is the price of the reserve, as ``reserve`` in the plan's ``meta``; and the plan's bound is
    the one proved there, for the bound of a smaller problem says nothing of the whole.
    """
    if not task.reserve:
        return _search(task.problem, task.resume, seconds=seconds, **how)
    smaller = without_reserve(task.problem, task.reserve)
    plan = _search(smaller, task.resume, seconds=seconds * (1 - PRICING), **how)
    quiet = {name: value for name, value in how.items() if name != "on_progress"}
    whole = solve(task.problem, seconds=seconds * PRICING, start_from=plan, **quiet)
    price: dict[str, Json] = {
        **cast(dict[str, Json], asdict(held_back(task.problem, task.reserve))),
        "cost_without": min(whole.cost.total, plan.cost.total),
        "price": max(0.0, plan.cost.total - whole.cost.total),
        "searched_s": seconds * PRICING,
    }
    return replace(plan, bound=whole.bound, meta={**cast(dict[str, Json], plan.meta or {}), "reserve": price})


def _search(problem: Problem, resume: Mapping[str, Any] | None, **how: Any) -> SolvedPlan:
    return solve(problem, **how) if resume is None else replan(problem, **resume, **how)


def _lost_since(plan: Plan) -> set[Vehicle]:
    """The vehicles of the plan's numbering that are there no more."""
    lost = LostVehicle.objects.filter(campaign_id=plan.campaign_id, lost_at__gte=plan.created_at)
    return set(lost.values_list("fleet__code", "vehicle"))


def _names_told(campaign: Campaign) -> set[str]:
    """The names of all duties of which people were told: what was seen on the road belongs to them."""
    told = Duty.objects.filter(plan__campaign=campaign, plan__state__in=[PlanState.PUBLISHED, PlanState.SUPERSEDED])
    return set(told.values_list("code", flat=True).order_by())


def _under_way(campaign: Campaign) -> set[str]:
    """The parties who are on the road."""
    boarded = DepartureRequest.objects.filter(campaign=campaign, state=RequestState.BOARDED)
    return set(boarded.values_list("code", flat=True))


def _wait_costs(campaign: Campaign, problem: Problem) -> dict[str, float]:
    """What leaving those at home who wait costs besides: who waits longer goes first among equals."""
    home = {party.id: party.unserved_cost for party in problem.parties}
    waiting = waiting_list(campaign=campaign)
    return {
        one.party: WAIT_SHARE * home.get(one.party, 0.0) * (1 - rank / len(waiting)) for rank, one in enumerate(waiting)
    }


def _drop_costs(campaign: Campaign, problem: Problem, person: Mapping[str, float]) -> dict[str, float]:
    """What leaving those at home who were told costs besides; ``person`` is the price for each person, by party."""
    sure = DepartureRequest.objects.filter(campaign=campaign, state__in=[RequestState.CONFIRMED, *UNDER_WAY])
    times = dict.fromkeys(sure.values_list("code", flat=True), CONFIRMED_TIMES)
    return {
        party.id: person[party.id] * party.size * times.get(party.id, 1.0)
        for party in problem.parties
        if party.id in person
    }
