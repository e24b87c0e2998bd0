"""Handing manifests out: what they say stays until they are withdrawn, with a reason."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.routers.duties import duty_of
from api.schemas.issues import ManifestIssueOut, ManifestIssuePage, ManifestWithdraw
from api.shapes.issues import issue_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.fleet.selectors import service_get
from scheduler.organisations.selectors import user_get
from scheduler.plans import issuing
from scheduler.plans.selectors import plan_get

router = Router(tags=["plans"])


@endpoint(
    router,
    "PUT",
    "/plans/{plan_id}/services/{service_id}/manifest-issue",
    answer=ManifestIssueOut,
    roles=COORDINATORS,
    conflicts=True,
)
def service_manifest_issue(request: Request, plan_id: UUID, service_id: UUID) -> Answer:
    """Hand out the manifest of a service: nobody joins or leaves it any more. Issued already, it stays as it is."""
    plan, by = plan_get(plan_id=plan_id), user_get(user_id=request.auth.user_id)
    return answers.ok(issue_out(issuing.manifest_issue(plan=plan, of=service_get(service_id=service_id), by=by)))


@endpoint(
    router,
    "PUT",
    "/duties/{duty_id}/manifest-issue",
    answer=ManifestIssueOut,
    roles=COORDINATORS,
    conflicts=True,
)
def duty_manifest_issue(request: Request, duty_id: UUID) -> Answer:
    """Hand out the manifest of a duty: it stays word for word. Issued already, it stays as it is."""
    duty, by = duty_of(request, duty_id), user_get(user_id=request.auth.user_id)
    return answers.ok(issue_out(issuing.manifest_issue(plan=duty.plan, of=duty, by=by)))


@endpoint(router, "GET", "/campaigns/{campaign_id}/manifest-issues", answer=ManifestIssuePage, roles=OFFICE)
def manifest_issue_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The manifests that were handed out, those withdrawn too: by whom, when and why."""
    issues = issuing.issue_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(issues, by=("issued_at", "id"), cursor=cursor, limit=limit, of=f"issues.{campaign_id}")
    return answers.ok(ManifestIssuePage(items=[issue_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/manifest-issues/{issue_id}/withdrawal", answer=ManifestIssueOut, roles=COORDINATORS)
def manifest_withdraw(request: Request, issue_id: UUID, body: ManifestWithdraw) -> Answer:
    """Take a manifest back, and say why: what it said may be planned otherwise again."""
    issue, by = issuing.issue_get(issue_id=issue_id), user_get(user_id=request.auth.user_id)
    return answers.ok(issue_out(issuing.manifest_withdraw(issue=issue, why=body.why, by=by)))
