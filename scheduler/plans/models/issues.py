"""Manifests that were handed out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from scheduler import clock
from scheduler.organisations.audit import audited
from scheduler.plans.models.plans import Plan
from scheduler.plans.models.rows import Duty


@audited()
class ManifestIssue(models.Model):
    """The manifest of a service, or of a duty, was handed out by a plan: it holds until it is withdrawn, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="manifest_issues")
    service = models.ForeignKey("fleet.Service", null=True, on_delete=models.CASCADE, related_name="manifest_issues")
    duty = models.ForeignKey(Duty, null=True, on_delete=models.CASCADE, related_name="manifest_issues")
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ("campaign", "issued_at", "id")
        constraints = (
            models.CheckConstraint(name="issue_of_one_thing", condition=Q(service__isnull=True) ^ Q(duty__isnull=True)),
            models.CheckConstraint(
                name="issue_withdrawn_says_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
            ),
            models.UniqueConstraint(
                fields=["service"], condition=Q(withdrawn_at__isnull=True), name="issue_of_service_once"
            ),
            models.UniqueConstraint(fields=["duty"], condition=Q(withdrawn_at__isnull=True), name="issue_of_duty_once"),
        )

    def __str__(self) -> str:
        return f"manifest of {self.service_id or self.duty_id}"
