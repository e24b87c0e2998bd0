"""What was seen on the road and at the gate, what it put at risk, and where vehicles are."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import audited
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Duty


class EventKind(models.TextChoices):
    """What somebody saw."""

    DEPART = "depart"
    ARRIVE = "arrive"
    BOARD = "board"
    ALIGHT = "alight"
    NO_SHOW = "no_show"
    BREAK_BEGIN = "break_begin"
    BREAK_END = "break_end"
    INCIDENT = "incident"
    UNDO = "undo"


AT_A_STOP = (EventKind.DEPART, EventKind.ARRIVE, EventKind.BOARD, EventKind.ALIGHT, EventKind.NO_SHOW)


def _never_changed(name: str) -> pgtrigger.Protect:
    """What was seen stays on record: a mistake is taken back by a later entry."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class TravelEvent(models.Model):
    """Something that was seen of a duty, told once: its id is made by whoever saw it.

    At a stop, ``request`` is the party that boards, alights or is missing, and ``people`` how many of it; without a
    party, ``people`` is a count of all who boarded or alighted. ``device`` tells the telephones of one duty apart.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    stop = models.PositiveIntegerField(null=True, blank=True)
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(null=True, blank=True)
    undoes = models.UUIDField(null=True, blank=True)
    note = SealedText(blank=True, default="")
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    device = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["duty", "at"], name="travelevent_of_duty")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="travelevent_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in AT_A_STOP]) | Q(stop__isnull=False),
                name="travelevent_at_a_stop",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.UNDO) ^ Q(undoes__isnull=True), name="travelevent_undoes_something"
            ),
        ]
        triggers = (_never_changed("travelevent_stays"),)

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%H:%M}"


class AlertKind(models.TextChoices):
    """What is in danger, or missing."""

    CONNECTION = "connection"
    NO_SHOW = "no_show"
    COUNT = "count"
    INCIDENT = "incident"
    MISSING = "missing"
    STRANDED = "stranded"


@audited(exclude=["answer_due_at"])
class Alert(models.Model):
    """Something that a coordinator has to look at; open until it is over or somebody has dealt with it.

    Who acknowledges it has taken it on. ``subject`` names the thing within its kind, so that one danger is one alert
    however often it is seen. ``payload`` holds ids and figures, never names; ``replan`` in it is what a new plan has to
    answer to. From ``answer_due_at`` on it is to be looked at whether one does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="alerts")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, null=True, blank=True, related_name="alerts")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.CASCADE, null=True, blank=True, related_name="alerts")
    kind = models.CharField(max_length=16, choices=AlertKind.choices)
    subject = models.CharField(max_length=300)
    payload = models.JSONField()
    raised_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.CharField(max_length=500, blank=True, default="")
    answer_due_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-raised_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "-raised_at"], name="alert_newest"),
            models.Index(fields=["answer_due_at"], name="alert_answer_due", condition=Q(answer_due_at__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=AlertKind.values), name="alert_kind"),
            models.UniqueConstraint(
                fields=["campaign", "kind", "subject"], condition=Q(closed_at__isnull=True), name="alert_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Position(models.Model):
    """Where a telephone or tracker of a duty was last; kept while the duty is on the road, and no trail of it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="positions")
    device = models.CharField(max_length=36)
    at = models.DateTimeField()
    point = gis.PointField(geography=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["duty", "-at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["duty", "device"], name="position_last_only")
        ]

    def __str__(self) -> str:
        return f"{self.device} at {self.at:%H:%M}"


class Reception(models.Model):
    """How many of a party an employer has received at its gate; the latest entry of a party holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.CASCADE, related_name="receptions")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="receptions")
    people = models.PositiveIntegerField()
    missing = models.JSONField(default=list)
    at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["slot", "at"], name="reception_of_slot")]
        triggers = (_never_changed("reception_stays"),)

    def __str__(self) -> str:
        return f"{self.people} of {self.request_id}"
