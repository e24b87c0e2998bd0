"""Reading plan runs and plans."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import NotFound
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.states import PLANNABLE_STATES
from scheduler.plans import mapping
from scheduler.plans.errors import NoPlan, NothingPublished
from scheduler.plans.models import Plan, PlanRun, PlanState, RunState
from scheduler.queue import QueueAway, colleagues
from solvers.plan import AccessLeg, Leg
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Boarding, Party, Problem

USUAL_SECONDS = ((100, 30), (600, 60), (2000, 300))
"""Up to so many people, so many seconds."""
LONG_S = 900


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


def run_place(*, run: PlanRun) -> int:
    """Where a queued run stands in the line, 1 is next; runs of other bureaus wait in the same one."""
    with acting_as_system():
        return 1 + PlanRun.objects.filter(state=RunState.QUEUED, queued_at__lt=run.queued_at).count()


def somebody_plans() -> bool:
    """Whether a queue worker is alive, so that a queued run will be begun; no where the queue cannot be asked."""
    try:
        return bool(colleagues())
    except QueueAway:
        return False


def run_seconds_usual(*, people: int) -> int:
    """How long to search where nobody says otherwise: more people, more to try."""
    return next((seconds for most, seconds in USUAL_SECONDS if people <= most), LONG_S)


def people_to_plan(*, campaign: Campaign) -> int:
    """How many people a run would have to account for."""
    asking = DepartureRequest.objects.filter(campaign=campaign, state__in=PLANNABLE_STATES)
    return asking.aggregate(people=Sum("size"))["people"] or 0


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


def plan_hold(*, plan: Plan, whole: bool = False) -> Plan:
    """The plan as it is now, kept so until the present transaction ends; ``whole``: nobody hangs a row on it either.

    Who needs its campaign held as well holds that first.

    Raises
    ------
    NotFound
        It was discarded meanwhile.
    """
    rows = Plan.objects.select_for_update(no_key=not whole, of=("self",)).select_related("campaign")
    held = rows.filter(id=plan.id).first()
    if held is None:
        raise NotFound(f"no plan {plan.id}")
    return held


def plan_list(*, campaign: Campaign) -> QuerySet[Plan]:
    """The campaign's plans, the latest version first."""
    return Plan.objects.filter(campaign=campaign).order_by("-number")


def plan_find_published(*, campaign: Campaign) -> Plan | None:
    """The plan that is in force, if one has been published."""
    return campaign.plans.filter(state=PlanState.PUBLISHED).first()


def plan_find_before(*, plan: Plan) -> Plan | None:
    """What a plan is compared with: the plan that it was made from, else the version published before it."""
    if plan.base_id is not None:
        return Plan.objects.select_related("campaign").filter(id=plan.base_id).first()
    before = Plan.objects.select_related("campaign").filter(campaign_id=plan.campaign_id, number__lt=plan.number)
    made_from = before.filter(runs_from_it__plan=plan).first()
    return made_from or before.exclude(published_at=None).order_by("-number").first()


def plan_get_published(*, campaign: Campaign) -> Plan:
    """The plan that is in force.

    Raises
    ------
    NothingPublished
        There is none.
    """
    plan = plan_find_published(campaign=campaign)
    if plan is None:
        raise NothingPublished(
            _("no plan of this campaign is published that could be started from; start a run without")
        )
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
        raise NoPlan(_("run {run} is {state} and has no plan"), run=run.id, state=RunState(run.state))
    return plan


def plan_data(*, plan: Plan) -> SolvedPlan:
    """The plan as plain data of the transfer format."""
    return mapping.from_rows(plan)


def plan_in_its_problem(*, plan: Plan) -> tuple[Problem, SolvedPlan]:
    """The plan, and the campaign with exactly those whom the plan accounts for, whatever has become of them since.

    They can board where the plan has them board, even where that was taken back later.
    """
    solved = mapping.from_rows(plan)
    boards = {one.party: one.legs[0] for one in solved.itineraries}
    codes = {*boards, *(left.party for left in solved.unserved)}
    problem = campaign_problem(plan.campaign, parties=codes)
    return replace(problem, parties=tuple(_boarding_at(one, boards.get(one.id)) for one in problem.parties)), solved


def _boarding_at(party: Party, leg: Leg | None) -> Party:
    if not isinstance(leg, AccessLeg) or any(one.at == leg.to for one in party.boarding):
        return party
    return replace(party, boarding=(*party.boarding, Boarding(at=leg.to, access_s=leg.arrive - leg.depart)))
