"""A published plan of ``ok_small``, and drafts beside it."""

from __future__ import annotations

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans import runs
from scheduler.plans.models import Plan
from scheduler.plans.planning import run_conclude
from scheduler.plans.resuming import Resume
from scheduler.plans.services import run_start
from scheduler.replanning.happenings import Happening
from scheduler.replanning.models import Event
from scheduler.replanning.services import NewEvent, Replan, events_record
from solvers.judge import judge
from solvers.plan import Plan as SolvedPlan
from solvers.plan import Reason
from solvers.problem import Problem
from tests.builders import itinerary, plan
from tests.cast import Actor, Cast


def only_p3(problem: Problem) -> SolvedPlan:
    """Everyone but p3 stays at home."""
    walk = itinerary("p3", "s3", "home 07:40 gate-3 08:00")
    left = {one.id: Reason.NO_SEAT for one in problem.parties if one.id != "p3"}
    return plan(problem, [], [walk], left)


def draft_of(campaign: Campaign, who: Actor, solved: SolvedPlan, *, base: Plan | None = None) -> Plan:
    """A run that has come to this plan, from ``base`` if it is given."""
    with who.acting():
        resume = Resume(base=base) if base else None
        run = run_start(campaign=campaign, seconds=5, seed=1, by=who.user, resume=resume)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    with who.acting():
        problem = campaign_problem(campaign)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    with acting_as_system():
        return Plan.objects.get(run=run)


def happen(cast: Cast, *happenings: Happening, replan: bool = False) -> list[Event]:
    """The coordinator reports what happened."""
    with cast.coordinator.acting():
        return events_record(
            campaign=cast.campaign,
            events=[NewEvent(happening=one, reason="heard on the telephone") for one in happenings],
            by=cast.coordinator.user,
            replan=Replan(seconds=2) if replan else None,
        )


def problem_of(cast: Cast) -> Problem:
    """The campaign as it is now."""
    with cast.coordinator.acting():
        return campaign_problem(Campaign.objects.get(id=cast.campaign.id))
