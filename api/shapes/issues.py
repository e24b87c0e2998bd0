"""Manifests that were handed out, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.base import utc
from api.schemas.issues import ManifestIssueOut

if TYPE_CHECKING:
    from scheduler.plans.models import ManifestIssue


def issue_out(issue: ManifestIssue) -> ManifestIssueOut:
    """A manifest that was handed out."""
    return ManifestIssueOut(
        id=issue.id,
        plan_id=issue.plan_id,
        service=issue.service.code if issue.service else None,
        duty=issue.duty.code if issue.duty else None,
        issued_at=utc(issue.issued_at),
        issued_by=issue.issued_by.name if issue.issued_by else None,
        withdrawn_at=utc(issue.withdrawn_at) if issue.withdrawn_at else None,
        withdrawn_by=issue.withdrawn_by.name if issue.withdrawn_by else None,
        withdrawn_why=issue.withdrawn_why,
    )
