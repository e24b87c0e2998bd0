"""What takes long to say of a new plan, or of one that was edited: done by queue workers before anyone looks."""

from __future__ import annotations

from uuid import UUID

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans.checked import plan_checked
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.overview import plan_overview
from scheduler.queue import Job


def ahead_order(*, plan: Plan) -> None:
    """Have it done once the present transaction is committed."""
    enqueue_on_commit(organisation=plan.campaign.bureau_id, job=Job.LAY_OUT, subject=plan.id)


def ahead_of_plan(*, plan_id: UUID) -> None:
    """Lay out the plan as it is by now, and see what speaks against it, unless that is done or it is there no more."""
    with acting_as_system():
        plan = Plan.objects.select_related("campaign").filter(id=plan_id).first()
        if plan is not None:
            _ahead(plan)


def ahead_of_run(*, run_id: UUID) -> None:
    """The same for what a run has found, if it has found a plan."""
    with acting_as_system():
        plan = Plan.objects.select_related("campaign").filter(run_id=run_id).first()
        if plan is not None:
            _ahead(plan)


def _ahead(plan: Plan) -> None:
    plan_overview(plan=plan)
    if plan.state == PlanState.DRAFT:
        plan_checked(plan=plan)
