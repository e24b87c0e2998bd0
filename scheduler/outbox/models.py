"""The outbox, and what the default delivery has delivered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Topic(models.TextChoices):
    """What is to be done with a message."""

    JOB = "job"
    NOTICE = "notice"


class RecipientKind(models.TextChoices):
    """Whom a notice is for: an organisation in one of two roles, or the people of a departure request."""

    EMPLOYER = "employer"
    OPERATOR = "operator"
    PARTY = "party"


class OutboxMessage(models.Model):
    """Something that must happen, at least once, because the transaction that wrote this row was committed.

    The payload holds ids and names of templates only, never a name or a phone number: whoever delivers
    looks them up at the last moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=16, choices=Topic)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("created_at", "id")
        indexes = (models.Index(fields=["due_at"], name="outbox_due", condition=Q(sent_at__isnull=True)),)
        constraints = (models.CheckConstraint(name="outbox_topic_known", condition=Q(topic__in=Topic.values)),)

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"


class DeliveredNotice(models.Model):
    """A notice that the default delivery has delivered: into this table, and into the log without its subject."""

    message = models.OneToOneField(OutboxMessage, primary_key=True, on_delete=models.CASCADE, related_name="delivery")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    recipient_kind = models.CharField(max_length=16, choices=RecipientKind)
    recipient_id = models.UUIDField()
    template = models.CharField(max_length=64)
    about_id = models.UUIDField()
    delivered_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("delivered_at", "message")
        indexes = (models.Index(fields=["recipient_kind", "recipient_id"], name="delivered_recipient"),)

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient_kind} {self.recipient_id}"
