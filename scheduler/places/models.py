"""Places: wherever a vehicle may stop."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import CampaignRow
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation

DAY_S = 86_400


class PlaceKind(models.TextChoices):
    """What a place is; what may happen there follows from the rest."""

    BOARDING_POINT = "boarding_point", _("Boarding place")
    HOME = "home", _("Home (door pick-up)")
    HUB = "hub", _("Hub")
    GATE = "gate", _("Gate")
    DEPOT = "depot", _("Depot")


@audited()
class Place(CampaignRow):
    """A location of a campaign's problem; WGS 84, distances on the spheroid.

    ``opens_s`` and ``closes_s`` are local times of day in seconds (null: always open). ``owner`` is the employer
    or operator whose gate or depot it is (null: the bureau's).
    """

    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    name = models.CharField(max_length=500, null=True, blank=True)  # noqa: DJ001 - a document may give none, or ""
    name_en = models.CharField(max_length=500, blank=True, default="")
    point = gis.PointField(geography=True, null=True, blank=True)
    opens_s = models.PositiveIntegerField(null=True, blank=True)
    closes_s = models.PositiveIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="places")

    class Meta(CampaignRow.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CampaignRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=PlaceKind.values),
                name="place_kind",
                violation_error_message=_("this is no kind of place"),
            ),
            models.CheckConstraint(
                condition=Q(opens_s__isnull=True, closes_s__isnull=True) | Q(opens_s__lte=DAY_S, closes_s__lte=DAY_S),
                name="place_hours",
                violation_error_message=_("hours are two times of one day"),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "kind", "position"], name="place_by_kind")
        ]
