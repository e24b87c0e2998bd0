"""A campaign: one wave of transfers that a bureau plans, and who takes part in it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.crypto import SealedText
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation, User

CODE_LENGTH = 200


@audited()
class Campaign(models.Model):
    """What a transfer problem says of the whole: horizon, money, roads and rules.

    ``travel`` and ``rules`` are the objects of those names in the transfer format, version 1. Local time is
    ``utc_offset_s`` seconds off UTC.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bureau = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=CODE_LENGTH)
    title = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    currency = models.CharField(max_length=50)
    horizon_start = models.DateTimeField()
    horizon_end = models.DateTimeField()
    utc_offset_s = models.IntegerField()
    travel = models.JSONField()
    rules = models.JSONField()
    meta = models.JSONField(null=True, blank=True)
    horizon_meta = models.JSONField(null=True, blank=True)
    unserved_cost_first = models.FloatField(default=5000)
    unserved_cost_more = models.FloatField(default=2500)
    priority_factor = models.FloatField(default=1.6)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["bureau", "-created_at"], name="campaign_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(horizon_end__gte=F("horizon_start")),
                name="campaign_horizon",
                violation_error_message=_("the horizon ends after it starts"),
            ),
            models.CheckConstraint(
                condition=Q(utc_offset_s__gt=-86_400, utc_offset_s__lt=86_400), name="campaign_utc_offset"
            ),
            models.CheckConstraint(
                condition=Q(unserved_cost_first__gte=0, unserved_cost_more__gte=0, priority_factor__gt=0),
                name="campaign_unserved_costs",
                violation_error_message=_("costs of staying at home are not negative, the factor is above 0"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignRow(models.Model):
    """Something of a campaign that the transfer format knows: ``code`` is its id there.

    ``position`` keeps the order of the document, ``meta`` what it carried, ``version`` counts the changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="%(class)s_set")
    code = models.CharField(max_length=CODE_LENGTH)
    position = models.PositiveIntegerField(default=0)
    meta = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["campaign", "code"],
                name="%(class)s_code_once",
                violation_error_message=_("something of this code exists in the campaign"),
            ),
            models.CheckConstraint(condition=~Q(code=""), name="%(class)s_code_given"),
        ]

    def __str__(self) -> str:
        return self.code


@audited()
class Participation(models.Model):
    """An employer, operator, oversight body or township that a bureau has invited to a campaign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="participations")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.campaign_id}"


class ContactRole(models.TextChoices):
    """Whom to call for what."""

    DESK = "desk", _("Service desk")
    LIAISON = "liaison", _("Liaison officer at the destination")
    ORGANISATION = "organisation", _("Contact of an organisation")


@audited(exclude=["name", "phone"])
class Contact(models.Model):
    """Someone to call about a campaign; ``organisation`` is whose person it is (null: the bureau's)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="contacts")
    role = models.CharField(max_length=20, choices=ContactRole.choices)
    name = SealedText()
    phone = SealedText()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=ContactRole.values),
                name="contact_role",
                violation_error_message=_("this is no role of a contact"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class Means(models.TextChoices):
    """How people get from home to where they board."""

    WALK = "walk", _("On foot")
    CYCLE = "cycle", _("By bicycle or tricycle")
    RIDE = "ride", _("By own means or local bus")


@audited()
class AccessRule(models.Model):
    """Which places are within reach of a home, by which means, and how long it takes.

    A place of one of ``place_kinds`` is within reach up to ``reach_m`` straight metres from home; of those the
    ``nearest`` ones are taken. It takes the straight distance times ``detour`` at ``kmh``, plus ``extra_s``.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="access_rules")
    means = models.CharField(max_length=10, choices=Means.choices)
    place_kinds = ArrayField(models.CharField(max_length=20))
    reach_m = models.PositiveIntegerField()
    kmh = models.FloatField()
    extra_s = models.PositiveIntegerField(default=0)
    detour = models.FloatField(default=1.4)
    nearest = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(means__in=Means.values),
                name="accessrule_means",
                violation_error_message=_("means are walk, cycle or ride"),
            ),
            models.CheckConstraint(
                condition=Q(kmh__gt=0, detour__gte=1, nearest__gte=1, reach_m__gte=1),
                name="accessrule_positive",
                violation_error_message=_(
                    "speed, reach and the number of places are above 0, the detour is at least 1"
                ),
            ),
            models.CheckConstraint(
                condition=Q(place_kinds__len__gt=0),
                name="accessrule_kinds",
                violation_error_message=_("an access rule names at least one kind of place"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.means} to {', '.join(self.place_kinds)}"
