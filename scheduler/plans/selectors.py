"""Reading plan runs and plans."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.plans import mapping
from scheduler.plans.errors import NoPlan, NothingPublished
from scheduler.plans.models import Plan, PlanRun, PlanState
from solvers.plan import Plan as SolvedPlan


def run_get(*, run_id: UUID) -> PlanRun:
    """The run of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    run = PlanRun.objects.select_related("campaign").filter(id=run_id).first()
    if run is None:
        raise NotFound(f"no plan run {run_id}")
    return run


def run_list(*, campaign: Campaign) -> QuerySet[PlanRun]:
    """The campaign's runs, the latest first."""
    return PlanRun.objects.filter(campaign=campaign).order_by("-created_at", "id")


def plan_get(*, plan_id: UUID) -> Plan:
    """The plan of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    plan = Plan.objects.select_related("campaign").filter(id=plan_id).first()
    if plan is None:
        raise NotFound(f"no plan {plan_id}")
    return plan


def plan_list(*, campaign: Campaign) -> QuerySet[Plan]:
    """The campaign's plans, the latest version first."""
    return Plan.objects.filter(campaign=campaign).order_by("-number")


def plan_find_published(*, campaign: Campaign) -> Plan | None:
    """The plan that is in force, if one has been published."""
    return Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()


def plan_get_published(*, campaign: Campaign) -> Plan:
    """The plan that is in force.

    Raises
    ------
    NothingPublished
        There is none.
    """
    plan = plan_find_published(campaign=campaign)
    if plan is None:
        raise NothingPublished("no plan of this campaign is published that could be started from; start a run without")
    return plan


def plan_of_run(*, run: PlanRun) -> Plan:
    """The plan that came of the run.

    Raises
    ------
    NoPlan
        There is none: the run goes on, has failed, or was cancelled before it began.
    """
    plan = Plan.objects.select_related("campaign", "run").filter(run=run).first()
    if plan is None:
        raise NoPlan(f"run {run.id} is {run.state} and has no plan")
    return plan


def plan_data(*, plan: Plan) -> SolvedPlan:
    """The plan as plain data of the transfer format."""
    return mapping.from_rows(plan)
