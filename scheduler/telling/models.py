"""What was told to whom, so that nobody is told it twice and everyone is told what has changed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.people.models import DepartureRequest, Worker
from scheduler.plans.models import Duty, Plan


class PlanTelling(models.Model):
    """A published plan of which everyone has been told, in so many messages."""

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="telling")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=clock.now)
    messages = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0, help_text="people whom only staff can tell")

    class Meta:
        ordering: ClassVar[list[str]] = ["told_at"]

    def __str__(self) -> str:
        return f"{self.plan_id} told"


class Told(models.Model):
    """What somebody was last told of a campaign: codes, times and seats, nobody's name.

    ``subject`` is a departure request, an employer or an operator, as ``kind`` says.
    """

    class Kind(models.TextChoices):
        TRIP = "trip"
        INTAKE = "intake"
        DUTIES = "duties"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.UUIDField()
    plan_number = models.PositiveIntegerField()
    what = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "kind", "subject"], name="told_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}, plan {self.plan_number}"


class GivenSeats(models.Model):
    """The seats of a party on a duty, from 1; they stand on its slip and on the driver's sheet."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="given_seats")
    request = models.ForeignKey(DepartureRequest, on_delete=models.CASCADE, related_name="+")
    numbers = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        ordering: ClassVar[list[str]] = ["duty", "numbers"]
        verbose_name_plural = "given seats"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["duty", "request"], name="givenseats_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} on {self.duty_id}: {self.numbers}"


class Foreseen(models.Model):
    """What telling an edition of a plan would come to (:class:`scheduler.telling.preview.Preview` as sealed JSON).

    ``after`` is the plan of which everyone had been told by then. Until a queue worker has come to what was ordered
    there is no ``document``. It can be done without: what is missing, old or of another edition is written anew.
    """

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="foreseen")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField()
    after = models.ForeignKey(Plan, on_delete=models.CASCADE, null=True, related_name="+")
    document = SealedText(default="")
    ordered_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"edition {self.edition} of plan {self.plan_id}, if it were told"


class ReaderLanguage(models.Model):
    """The language in which a worker reads; who has none set reads Chinese."""

    worker = models.OneToOneField(Worker, primary_key=True, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)

    class Meta:
        ordering: ClassVar[list[str]] = ["worker"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(language__in=["zh", "en"]),
                name="readerlanguage_known",
                violation_error_message=_("messages are written in zh or en"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.language}"
