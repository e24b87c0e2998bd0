"""From one version of a plan to the next: what changes, whom it lets down, and who answers for that."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import CSV, XLSX, Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.endpoint import endpoint
from api.routers.plans import Language
from api.schemas.changes import ChangesOut
from api.schemas.replanning import ApprovalIn, ApprovalList, BrokenPromises
from api.shapes.replanning import approval_out, broken_promise_out, changes_out
from scheduler.organisations.selectors import user_get
from scheduler.papers.services import change_list_csv, change_list_xlsx
from scheduler.plans.broken_promises import approval_list, broken_promises, promises_approve
from scheduler.plans.changing import before_of, changes_between
from scheduler.plans.selectors import plan_get

if TYPE_CHECKING:
    from scheduler.plans.models import Plan

router = Router(tags=["plans"])

Since = Annotated[
    UUID | None,
    Query(default=None, description="The plan to compare with; else the one it started from, or was published before."),
]


@endpoint(router, "GET", "/plans/{plan_id}/changes", answer=ChangesOut, roles=OFFICE, conflicts=True)
def plan_changes(request: Request, plan_id: UUID, since: Since = None) -> Answer:
    """What a plan does otherwise than another: by party, slot and vehicle."""
    before, plan = _both(plan_id, since)
    return answers.ok(changes_out(before, plan, changes_between(before=before, plan=plan)))


@endpoint(router, "GET", "/plans/{plan_id}/change-list", media_type=XLSX, roles=OFFICE, conflicts=True)
def plan_change_list(
    request: Request,
    plan_id: UUID,
    since: Since = None,
    language: Language = "zh",
    file: Annotated[Literal["xlsx", "csv"], Query(default="xlsx", description="A workbook, or its parties.")] = "xlsx",
) -> Answer:
    """The same as a workbook, or the parties as CSV."""
    before, plan = _both(plan_id, since)
    name = f"changes-{before.number}-{plan.number}.{file}"
    if file == "csv":
        return answers.file(change_list_csv(before=before, plan=plan, language=language), media_type=CSV, name=name)
    return answers.file(change_list_xlsx(before=before, plan=plan, language=language), media_type=XLSX, name=name)


@endpoint(router, "GET", "/plans/{plan_id}/broken-promises", answer=BrokenPromises, roles=OFFICE)
def plan_broken_promises(request: Request, plan_id: UUID) -> Answer:
    """Whom a plan would let down if it were published, the next best for each, and who answers for it."""
    found = broken_promises(plan=plan_get(plan_id=plan_id))
    return answers.ok(BrokenPromises(items=[broken_promise_out(one) for one in found]))


@endpoint(router, "GET", "/plans/{plan_id}/approvals", answer=ApprovalList, roles=OFFICE)
def plan_approvals(request: Request, plan_id: UUID) -> Answer:
    """Who answers for whom a plan lets down."""
    found = approval_list(plan=plan_get(plan_id=plan_id))
    return answers.ok(ApprovalList(items=[approval_out(one) for one in found]))


@endpoint(
    router,
    "POST",
    "/plans/{plan_id}/approvals",
    answer=ApprovalList,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    conflicts=True,
)
def plan_approve(request: Request, plan_id: UUID, body: ApprovalIn) -> Answer:
    """Answer by name for letting some parties down; without that the plan is not published."""
    found = promises_approve(
        plan=plan_get(plan_id=plan_id),
        parties=body.parties,
        reason=body.reason,
        by=user_get(user_id=request.auth.user_id),
    )
    location = f"/api/v1/plans/{plan_id}/approvals"
    return answers.created(ApprovalList(items=[approval_out(one) for one in found]), location=location)


def _both(plan_id: UUID, since: UUID | None) -> tuple[Plan, Plan]:
    plan = plan_get(plan_id=plan_id)
    return (before_of(plan=plan) if since is None else plan_get(plan_id=since)), plan
