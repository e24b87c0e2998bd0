"""Questions with a deadline, and the answers to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User
from scheduler.people.models import DepartureRequest, Worker
from scheduler.plans.models import Duty


class AskKind(models.TextChoices):
    """What is asked."""

    TRIP = "trip", _("Will you travel?")
    INTAKE = "intake", _("Do you take these people in?")
    DUTY = "duty", _("Do you drive this duty?")
    HOURS = "hours", _("Do you keep the gate open longer?")


class AnswerWay(models.TextChoices):
    """How an answer came."""

    LINK = "link", _("By the link")
    SMS = "sms", _("By text message")
    STAFF = "staff", _("Noted by staff")
    SYSTEM = "system", _("In the system")


@audited(exclude=["phone_hash"])
class Ask(models.Model):
    """Something that somebody was asked, by when they have to answer, and what they said.

    A trip is asked of each worker of ``request`` (null: of the party through staff), an intake of the employer of
    ``slot``, a duty of the operator of ``duty``; the hours of a gate, open ``until`` then, of the employer of ``slot``.
    What changes is asked anew in the same row, without its answer.
    ``says_yes`` is null until there is an answer, or where it is neither (an intake taken in part).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=AskKind.choices)
    request = models.ForeignKey(DepartureRequest, null=True, on_delete=models.CASCADE, related_name="asks")
    worker = models.ForeignKey(Worker, null=True, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(IntakeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    plan_number = models.PositiveIntegerField()
    phone_hash = models.CharField(max_length=80, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    remind_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=AnswerWay.choices, blank=True, default="")
    says_yes = models.BooleanField(null=True)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["remind_at"], name="ask_remind", condition=Q(answered_at__isnull=True)),
            models.Index(
                fields=["due_at"], name="ask_due", condition=Q(answered_at__isnull=True, escalated_at__isnull=True)
            ),
            models.Index(fields=["phone_hash"], name="ask_phone", condition=~Q(phone_hash="")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request", "worker"],
                condition=Q(kind=AskKind.TRIP),
                nulls_distinct=False,
                name="ask_trip_once",
            ),
            models.UniqueConstraint(fields=["slot"], condition=Q(kind=AskKind.INTAKE), name="ask_intake_once"),
            models.UniqueConstraint(fields=["slot"], condition=Q(kind=AskKind.HOURS), name="ask_hours_once"),
            models.UniqueConstraint(fields=["duty"], condition=Q(kind=AskKind.DUTY), name="ask_duty_once"),
            models.CheckConstraint(
                condition=Q(kind=AskKind.TRIP, request__isnull=False, slot__isnull=True, duty__isnull=True)
                | Q(
                    kind__in=[AskKind.INTAKE, AskKind.HOURS],
                    slot__isnull=False,
                    request__isnull=True,
                    duty__isnull=True,
                )
                | Q(kind=AskKind.DUTY, duty__isnull=False, request__isnull=True, slot__isnull=True),
                name="ask_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(kind=AskKind.HOURS) ^ Q(until__isnull=True), name="ask_hours_until"),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) ^ ~Q(way=""), name="ask_answered_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, plan {self.plan_number}, by {self.due_at}"


class PersonDecision(models.Model):
    """Whom an employer does not take in, and why; where a party's members are not known, ``worker`` is null."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.CASCADE, related_name="+")
    plan_number = models.PositiveIntegerField()
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="+")
    worker = models.ForeignKey(Worker, null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["slot", "plan_number", "request", "worker"], nulls_distinct=False, name="persondecision_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="persondecision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} not taken in by {self.slot_id}"


class SmsReply(models.Model):
    """A text message that came in; what could not be understood waits for staff until ``handled_at``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=200, unique=True, help_text="the provider's id of the message")
    bureau = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.CASCADE, related_name="+")
    phone = SealedText()
    text = SealedText()
    understood = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["received_at", "id"]
        verbose_name_plural = "SMS replies"

    def __str__(self) -> str:
        return self.reference
