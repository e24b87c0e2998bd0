"""Orders for the queue."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    """A job that must be enqueued, at least once, because the transaction that wrote this row was committed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("created_at", "id")
        indexes = (models.Index(fields=["due_at"], name="outbox_due", condition=Q(sent_at__isnull=True)),)

    def __str__(self) -> str:
        return f"{self.payload.get('job')} {self.id}"
