"""What comes of one version of a plan after another: the report, who may be let down, who is promoted."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.organisations.audit import audited
from scheduler.plans.models.plans import Plan


class ChangeReport(models.Model):
    """What an edition of ``plan`` does otherwise than one of ``before``, as it was when that was counted.

    ``document`` is that of :func:`solvers.changes_report.change_report`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="change_reports")
    edition = models.PositiveIntegerField()
    before = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    before_edition = models.PositiveIntegerField()
    document = models.JSONField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("plan", "-created_at")
        constraints = (models.UniqueConstraint(fields=["plan", "before"], name="changereport_unique"),)

    def __str__(self) -> str:
        return f"{self.before_id} -> {self.plan_id}"


@audited()
class Approval(models.Model):
    """Somebody answers for letting down a party with a draft: it was told of a journey that the draft has not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="approvals")
    request = models.ForeignKey("people.DepartureRequest", on_delete=models.CASCADE, related_name="approvals")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    approved_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("plan", "approved_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["plan", "request"], name="approval_once"),
            models.CheckConstraint(
                name="approval_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("say why the party is let down"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.request_id} by {self.approved_by_id}"


@audited()
class Promotion(models.Model):
    """A party of the waiting list, at ``place`` there, that a published plan takes along."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="promotions")
    request = models.ForeignKey("people.DepartureRequest", on_delete=models.CASCADE, related_name="promotions")
    place = models.PositiveIntegerField()
    waited_since = models.DateTimeField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("plan", "place")
        constraints = (
            models.UniqueConstraint(fields=["plan", "request"], name="promotion_once"),
            models.CheckConstraint(name="promotion_place", condition=Q(place__gte=1)),
            models.CheckConstraint(name="promotion_waited", condition=Q(created_at__gte=F("waited_since"))),
        )

    def __str__(self) -> str:
        return f"{self.request_id} from place {self.place}"


@audited()
class LostVehicle(models.Model):
    """A vehicle that is there no more, by the number that the plans made before have for it.

    Its fleet counts one less; plans made later number those that are left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    fleet = models.ForeignKey("fleet.Fleet", on_delete=models.CASCADE, related_name="lost_vehicles")
    vehicle = models.PositiveIntegerField()
    lost_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("campaign", "lost_at")

    def __str__(self) -> str:
        return f"{self.fleet_id} {self.vehicle}"
