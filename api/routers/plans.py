"""Plans: the versions of a campaign's plan, their figures, and the papers made from them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from api import answers, etags
from api.answers import XLSX, Answer
from api.auth import COORDINATORS, HOSTS, OFFICE, Request
from api.endpoint import endpoint
from api.errors import not_found
from api.owners import own
from api.pagination import Cursor, Limit, paginate
from api.schemas.base import Code
from api.schemas.plans import PlanFigures, PlanOut, PlanPage
from api.schemas.problems import TransferPlanOut
from api.shapes.plans import figures_out, plan_out
from scheduler.campaigns.selectors import campaign_get, campaign_problem
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import organisation_list, user_get
from scheduler.papers.services import intake_list_xlsx
from scheduler.plans import selectors, services
from scheduler.plans.figures import plan_figures
from solvers.documents import write_plan

router = Router(tags=["plans"])

Language = Annotated[Literal["zh", "en"], Query(default="zh", description="The language of the paper.")]


@endpoint(router, "GET", "/campaigns/{campaign_id}/plans", answer=PlanPage)
def plan_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The plans of a campaign, by number; who is not of the bureau sees what was published."""
    plans = selectors.plan_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(plans, by=("number",), cursor=cursor, limit=limit, of=f"plans.{campaign_id}")
    return answers.ok(PlanPage(items=[plan_out(plan) for plan in page.items], next_cursor=page.next_cursor))


@endpoint(router, "GET", "/plans/{plan_id}", answer=PlanOut)
def plan_get(request: Request, plan_id: UUID) -> Answer:
    """A version of a plan: its state, what it costs, what no plan can be below."""
    plan = selectors.plan_get(plan_id=plan_id)
    return answers.ok(plan_out(plan), version=plan.version)


@endpoint(router, "POST", "/plans/{plan_id}/publish", answer=PlanOut, roles=COORDINATORS, conflicts=True)
def plan_publish(request: Request, plan_id: UUID) -> Answer:
    """Publish a draft; 409 says why not."""
    plan = selectors.plan_get(plan_id=plan_id)
    return answers.ok(plan_out(services.plan_publish(plan=plan, by=user_get(user_id=request.auth.user_id))))


@endpoint(
    router,
    "DELETE",
    "/plans/{plan_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=COORDINATORS,
    changes=True,
    conflicts=True,
)
def plan_discard(request: Request, plan_id: UUID) -> Answer:
    """Discard a draft, of a run or made by hand."""
    services.plan_discard(plan=selectors.plan_get(plan_id=plan_id), version=etags.expected_version(request))
    return answers.nothing()


@endpoint(router, "GET", "/plans/{plan_id}/document", answer=TransferPlanOut, roles=OFFICE)
def plan_document(request: Request, plan_id: UUID) -> Answer:
    """A plan in the transfer format."""
    plan = selectors.plan_get(plan_id=plan_id)
    return answers.document(write_plan(selectors.plan_data(plan=plan), campaign_problem(plan.campaign)))


@endpoint(router, "GET", "/plans/{plan_id}/figures", answer=PlanFigures, roles=OFFICE)
def plan_figures_get(request: Request, plan_id: UUID) -> Answer:
    """A plan in figures: people served, costs, fill, who is left and why."""
    plan = selectors.plan_get(plan_id=plan_id)
    return answers.ok(figures_out(plan, plan_figures(plan=plan)))


@endpoint(router, "GET", "/plans/{plan_id}/intake-list", media_type=XLSX, roles=HOSTS)
def plan_intake_list(
    request: Request,
    plan_id: UUID,
    employer: Annotated[Code | None, Query(default=None, description="Its code, where a bureau asks.")] = None,
    language: Language = "zh",
) -> Answer:
    """An employer's intake list as a workbook: everyone who comes, when, where, by what."""
    plan = selectors.plan_get(plan_id=plan_id)
    whose = own(request)
    if request.auth.role == Role.COORDINATOR:
        found = organisation_list().filter(code=employer or "").first()
        if found is None:
            raise not_found(f"No employer '{employer or ''}' takes part; say which one: ?employer=<code>.")
        whose = found
    return answers.file(
        intake_list_xlsx(plan=plan, employer=whose, language=language),
        media_type=XLSX,
        name=f"intake-list-{plan.number}.xlsx",
    )
