"""Handing manifests out, and taking them back."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, Invalid, NotFound
from scheduler.fleet.models import Service
from scheduler.organisations.models import User
from scheduler.plans.models import Duty, Leg, ManifestIssue, Plan, PlanState
from scheduler.plans.selectors import plan_hold

log = structlog.get_logger(__name__)


@transaction.atomic
def manifest_issue(*, plan: Plan, of: Service | Duty, by: User) -> ManifestIssue:
    """Hand out the manifest of a service or a duty: what it says stays. Done twice, it changes nothing.

    Raises
    ------
    NotFound
        The plan has nobody on it, or was discarded meanwhile.
    Conflict
        The plan is not in force.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(id=plan.campaign_id)
    now = plan_hold(plan=plan)
    if now.state != PlanState.PUBLISHED:
        raise Conflict(
            _("plan {number} is {state}: manifests of the published plan are issued"),
            number=now.number,
            state=PlanState(now.state),
        )
    kind = "service" if isinstance(of, Service) else "duty"
    if isinstance(of, Service):
        if not Leg.objects.filter(plan=now, service=of).exists():
            raise NotFound(_("plan {number} has nobody on service {code!r}"), number=now.number, code=of.code)
        alike = ManifestIssue.objects.filter(service=of)
    else:
        alike = ManifestIssue.objects.filter(duty__code=of.code)
    there = alike.filter(campaign=campaign, withdrawn_at__isnull=True).first()
    if there is not None:
        return issue_get(issue_id=there.id)
    issue = ManifestIssue.objects.create(campaign=campaign, plan=now, issued_by=by, **{kind: of})
    log.info("manifest_issued", issue=str(issue.id), plan=str(now.id), of=of.code)
    return issue


@transaction.atomic
def manifest_withdraw(*, issue: ManifestIssue, why: str, by: User) -> ManifestIssue:
    """Take a manifest back, and say why. What was withdrawn stays so, with the reason that was given first.

    Raises
    ------
    Invalid
        The reason is empty.
    """
    if not why.strip():
        raise Invalid(_("say why the manifest is withdrawn"), where="why")
    open_ones = ManifestIssue.objects.filter(id=issue.id, withdrawn_at__isnull=True)
    open_ones.update(withdrawn_at=clock.now(), withdrawn_by=by, withdrawn_why=why.strip())
    log.info("manifest_withdrawn", issue=str(issue.id))
    return issue_get(issue_id=issue.id)


def issue_list(*, campaign: Campaign) -> QuerySet[ManifestIssue]:
    """The manifests that were handed out, the first one first, those withdrawn too."""
    issues = ManifestIssue.objects.filter(campaign=campaign)
    return issues.select_related("service", "duty", "issued_by", "withdrawn_by").order_by("issued_at", "id")


def issue_get(*, issue_id: UUID) -> ManifestIssue:
    """The issue of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    issues = ManifestIssue.objects.select_related("service", "duty", "issued_by", "withdrawn_by")
    issue = issues.filter(id=issue_id).first()
    if issue is None:
        raise NotFound(f"no issue {issue_id} of a manifest")
    return issue
