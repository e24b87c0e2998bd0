"""Where an organisation's programs want to be told."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.crypto import SealedText
from scheduler.organisations.audit import audited


@audited(exclude=["secret", "old_secret", "failures"])
class WebhookEndpoint(models.Model):
    """An address that gets an organisation's messages in the form of Standard Webhooks.

    While a secret is being rotated, messages are signed with the old one too, until ``old_secret_until``.
    ``failures`` counts tries in a row that failed; too many, and the endpoint is disabled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="endpoints")
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=200, blank=True, default="")
    secret = SealedText()
    old_secret = SealedText(blank=True, default="")
    old_secret_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "url"],
                name="webhookendpoint_once",
                violation_error_message=_("this address is registered"),
            ),
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=True) ^ ~Q(disabled_why=""), name="webhookendpoint_disabled_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def secrets(self, at: datetime) -> tuple[str, ...]:
        """The secrets that sign a message, the newest first."""
        overlaps = self.old_secret_until is not None and at < self.old_secret_until
        return (str(self.secret), *((str(self.old_secret),) if overlaps else ()))
