"""Links that were given out."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from scheduler import clock


class Purpose(models.TextChoices):
    """What a link opens; its page is at ``/<purpose>/<token>``."""

    TRIP = "trip"
    """A worker's own trip, to confirm or to withdraw from."""
    DRIVE = "drive"
    """A driver's sheet of one duty."""
    CALENDAR = "calendar"
    """Arrivals at the gate of a slot, for calendar programs."""


class SignedLink(models.Model):
    """A link to the thing ``subject``, given out by ``organisation``; its secret follows from the row's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=16)
    subject = models.UUIDField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["purpose", "subject"], condition=Q(revoked_at__isnull=True), name="signedlink_one_holds"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="signedlink_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"
