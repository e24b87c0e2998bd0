"""Drivers, the hours that they drove, and the duties that they are named for."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User
from scheduler.plans.models import Duty

DAY_S = 86_400


@audited(exclude=["name", "phone"])
class Driver(models.Model):
    """Someone who drives for an operator (or for an employer's own coach)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    operator = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="drivers")
    code = models.CharField(max_length=100)
    name = SealedText()
    phone = SealedText(blank=True, default="")
    licence_class = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=2, default="zh")
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["operator", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["operator", "code"],
                name="driver_code_once",
                violation_error_message=_("the operator has a driver of this code"),
            ),
            models.CheckConstraint(
                condition=Q(language__in=["zh", "en"]),
                name="driver_language",
                violation_error_message=_("messages are written in zh or en"),
            ),
        ]

    def __str__(self) -> str:
        return self.code


@audited()
class DrivenDay(models.Model):
    """What a driver drove on a day besides the duties known here, as the operator reports it."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    drive_s = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["driver", "on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["driver", "on"], name="drivenday_once"),
            models.CheckConstraint(
                condition=Q(drive_s__lte=DAY_S),
                name="drivenday_is_a_day",
                violation_error_message=_("a day has 24 hours"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver_id} on {self.on}"


class ManningState(models.TextChoices):
    """What an operator says to a duty."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


@audited()
class Manning(models.Model):
    """What an operator says to a duty of a published plan, and with which vehicle it drives it."""

    duty = models.OneToOneField(Duty, primary_key=True, on_delete=models.CASCADE, related_name="manning")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    operator = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ManningState.choices, default=ManningState.ASKED)
    plate = models.CharField(max_length=20, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["duty"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ManningState.values), name="manning_state"),
            models.CheckConstraint(
                condition=~Q(state=ManningState.REFUSED) | ~Q(reason=""),
                name="manning_refused_says_why",
                violation_error_message=_("refusing a duty needs a reason"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id}: {self.state}"


@audited()
class NamedDriver(models.Model):
    """Who is driver ``number`` of a duty, from 0 as in its drives."""

    manning = models.ForeignKey(Manning, on_delete=models.CASCADE, related_name="drivers")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, related_name="named")

    class Meta:
        ordering: ClassVar[list[str]] = ["manning", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["manning", "number"], name="nameddriver_number_once"),
            models.UniqueConstraint(
                fields=["manning", "driver"],
                name="nameddriver_once",
                violation_error_message=_("a driver is named once for a duty"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.driver_id} drives {self.manning_id}"
