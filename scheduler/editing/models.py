"""Drafts that are edited by hand, their edits, and locks.

The plan's rows are the draft as it is now. Each edit keeps the whole plan that it made, as a compressed document of the
transfer format, so that undo and redo are exact whatever the planner's timing has become since.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from scheduler.organisations.audit import audited


class Draft(models.Model):
    """How a draft began: a copy of another plan, as it was then, with the rules that it broke."""

    plan = models.OneToOneField("plans.Plan", primary_key=True, on_delete=models.CASCADE, related_name="draft")
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    document = models.BinaryField()
    violations = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("made_at", "plan")

    def __str__(self) -> str:
        return f"draft of plan {self.plan_id}"


class EditState(models.TextChoices):
    """An edit is done, can be undone and done again, and is lost when another one is made in its place."""

    DONE = "done"
    UNDONE = "undone"
    LOST = "lost"


class Edit(models.Model):
    """One step of a draft; ``number`` counts them, those undone and lost too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=32)
    payload = models.JSONField(help_text="what was asked for")
    effect = models.JSONField(help_text="what it did, as it was told then")
    document = models.BinaryField(help_text="the plan after it, compressed")
    state = models.CharField(max_length=8, choices=EditState, default=EditState.DONE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    turned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text="undid or redid it"
    )
    turned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="edit_number_unique"),
            models.CheckConstraint(name="edit_state_known", condition=Q(state__in=EditState.values)),
        )

    def __str__(self) -> str:
        return f"edit {self.number} ({self.kind}, {self.state})"


@audited()
class Lock(models.Model):
    """Something of a plan that is to stay: no edit changes it. ``code`` is its id in the transfer format."""

    class Kind(models.TextChoices):
        PARTY = "party", _("Party")
        DUTY = "duty", _("Duty")
        SERVICE = "service", _("Service")
        SLOT = "slot", _("Slot")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="locks")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.TextField()
    why = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("made_at", "id")
        constraints = (
            models.UniqueConstraint(fields=["plan", "kind", "code"], name="lock_once"),
            models.CheckConstraint(name="lock_kind_known", condition=Q(kind__in=["party", "duty", "service", "slot"])),
        )

    def __str__(self) -> str:
        return f"lock on {self.kind} {self.code}"
