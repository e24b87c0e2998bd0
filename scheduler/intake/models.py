"""Employers: their plants and gates, the jobs they post, and the intake slots they offer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign, CampaignRow
from scheduler.crypto import SealedText
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User
from scheduler.places.models import Place


@audited()
class Plant(models.Model):
    """A site where an employer's people work; outlives campaigns."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="plants")
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    city = models.CharField(max_length=100, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    point = gis.PointField(geography=True, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["employer", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["employer", "code"],
                name="plant_code_once",
                violation_error_message=_("the employer has a plant of this code"),
            ),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="plant_named"),
        ]

    def __str__(self) -> str:
        return self.name


@audited(exclude=["contact_name", "contact_phone"])
class Gate(models.Model):
    """The gate of a plant as a place of one campaign, and who receives people there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="gates")
    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="gate")
    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="gates")
    contact_name = SealedText(blank=True, default="")
    contact_phone = SealedText(blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return str(self.place_id)


@audited()
class JobPost(CampaignRow):
    """A job that an employer posts to a campaign: what it is, where, for how many, at which pay a month.

    Who takes it has all of ``skills`` and is of an age from ``age_from`` to ``age_to``. ``accepts_needs`` names the
    needs, such as ``wheelchair``, that the place of work is fit for.
    """

    employer = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="job_posts")
    plant = models.ForeignKey(Plant, on_delete=models.PROTECT, null=True, blank=True, related_name="job_posts")
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    workshop = models.CharField(max_length=200, blank=True, default="")
    skills = models.JSONField(default=list, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    accepts_needs = models.JSONField(default=list, blank=True)
    headcount = models.PositiveIntegerField()
    pay_from = models.FloatField(null=True, blank=True)
    pay_to = models.FloatField(null=True, blank=True)
    sends_vehicle = models.BooleanField(default=False)

    class Meta(CampaignRow.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CampaignRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pay_from__isnull=True) | Q(pay_to__isnull=True) | Q(pay_to__gte=F("pay_from")),
                name="jobpost_pay",
                violation_error_message=_("pay goes from less to more"),
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="jobpost_age",
                violation_error_message=_("ages go from less to more"),
            ),
        ]


@audited()
class IntakeSlot(CampaignRow):
    """An employer's intake: nobody, or ``min_headcount`` to ``capacity`` people, inside one of the windows.

    ``windows`` is a list of ``[start, end]``, ISO 8601 with the campaign's offset, both ends included.
    """

    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_slots"
    )
    gate = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="intake_slots")
    job_post = models.ForeignKey(JobPost, on_delete=models.PROTECT, null=True, blank=True, related_name="intake_slots")
    capacity = models.PositiveBigIntegerField()
    min_headcount = models.PositiveBigIntegerField(default=0)
    windows = models.JSONField()

    class Meta(CampaignRow.Meta):
        abstract = False


class ConfirmationState(models.TextChoices):
    """What an employer says to an intake."""

    CONFIRMED = "confirmed", _("Confirmed")
    PARTIAL = "partial", _("Confirmed in part")
    DECLINED = "declined", _("Declined")


@audited()
class IntakeConfirmation(models.Model):
    """An employer's answer to what one version of the plan brings to a slot.

    ``planned`` people come by plan ``plan_number`` of the campaign; the employer takes ``accepted`` of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="intake_confirmations")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.CASCADE, related_name="confirmations")
    plan_number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=ConfirmationState.choices)
    planned = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True, default="")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-plan_number", "slot"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slot", "plan_number"], name="intakeconfirmation_once"),
            models.CheckConstraint(
                condition=Q(state=ConfirmationState.CONFIRMED, accepted=F("planned"))
                | Q(state=ConfirmationState.PARTIAL, accepted__gt=0, accepted__lt=F("planned"))
                | Q(state=ConfirmationState.DECLINED, accepted=0),
                name="intakeconfirmation_adds_up",
                violation_error_message=_("confirmed is all, in part is some, declined is nobody"),
            ),
            models.CheckConstraint(
                condition=Q(state=ConfirmationState.CONFIRMED) | ~Q(reason=""),
                name="intakeconfirmation_has_reason",
                violation_error_message=_("taking in fewer than come needs a reason"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}, plan {self.plan_number}: {self.state}"
