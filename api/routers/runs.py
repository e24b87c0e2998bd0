"""Plan runs: start, follow, stop, and what came of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.drafts.replanning import locks_of
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.plans import PlanOut, RunIn, RunOut, RunPage
from api.schemas.problems import TransferPlanOut
from api.shapes.plans import plan_out, run_out, run_summary
from scheduler.campaigns.selectors import campaign_get, campaign_problem
from scheduler.editing.selectors import locks_kept
from scheduler.organisations.selectors import user_get
from scheduler.plans import selectors, services
from scheduler.plans.resuming import resume_usual
from solvers.documents import write_plan

if TYPE_CHECKING:
    from scheduler.campaigns.models import Campaign
    from scheduler.plans.resuming import Resume

router = Router(tags=["runs"])


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/runs",
    answer=RunOut,
    status=HTTPStatus.ACCEPTED,
    roles=COORDINATORS,
    conflicts=True,
)
def run_start(request: Request, campaign_id: UUID, body: RunIn) -> Answer:
    """Have a campaign planned, from nothing or from a plan; follow `Location`."""
    campaign = campaign_get(campaign_id=campaign_id)
    run = services.run_start(
        campaign=campaign,
        seconds=body.seconds,
        seed=body.seed,
        by=user_get(user_id=request.auth.user_id),
        resume=_resume(campaign, body),
        releases_reserve=body.releases_reserve,
    )
    return answers.accepted(run_out(run), location=f"/api/v1/runs/{run.id}")


@endpoint(router, "GET", "/campaigns/{campaign_id}/runs", answer=RunPage, roles=OFFICE)
def run_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The runs of a campaign, oldest first."""
    runs = selectors.run_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(runs, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"runs.{campaign_id}")
    return answers.ok(RunPage(items=[run_summary(run) for run in page.items], next_cursor=page.next_cursor))


@endpoint(router, "GET", "/runs/{run_id}", answer=RunOut, roles=OFFICE)
def run_get(request: Request, run_id: UUID) -> Answer:
    """How far a run is."""
    return answers.ok(run_out(selectors.run_get(run_id=run_id)))


@endpoint(router, "DELETE", "/runs/{run_id}", answer=RunOut, roles=COORDINATORS, conflicts=True)
def run_stop(request: Request, run_id: UUID) -> Answer:
    """Stop a run and keep the best plan so far; a run that has ended stays as it is."""
    return answers.ok(run_out(services.run_cancel(run=selectors.run_get(run_id=run_id))))


@endpoint(router, "GET", "/runs/{run_id}/plan", answer=TransferPlanOut, roles=OFFICE, conflicts=True)
def run_plan(request: Request, run_id: UUID) -> Answer:
    """The plan that came of a run, in the transfer format; 409 while there is none."""
    plan = selectors.plan_of_run(run=selectors.run_get(run_id=run_id))
    return answers.document(write_plan(selectors.plan_data(plan=plan), campaign_problem(plan.campaign)))


@endpoint(router, "POST", "/runs/{run_id}/publish", answer=PlanOut, roles=COORDINATORS, conflicts=True)
def run_publish(request: Request, run_id: UUID) -> Answer:
    """Publish the plan of a run; 409 says why not."""
    plan = selectors.plan_of_run(run=selectors.run_get(run_id=run_id))
    return answers.ok(plan_out(services.plan_publish(plan=plan, by=user_get(user_id=request.auth.user_id))))


def _resume(campaign: Campaign, body: RunIn) -> Resume | None:
    """How the run starts from a plan (None: it does not)."""
    if body.from_plan is None:
        return None
    if body.from_plan == "published":
        base = selectors.plan_get_published(campaign=campaign)
    else:
        base = selectors.plan_get(plan_id=body.from_plan)
    return resume_usual(
        base=base,
        locks=locks_of(body.locks),
        kept=locks_kept(plan=base),
        freeze_until=body.freeze_until,
        freeze_hours=body.freeze_hours,
        move_cost=body.move_cost,
        late_factor=body.late_factor,
    )
