"""What can carry people: fleets of vehicles with the crews that man them, and timed services."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import CODE_LENGTH, Campaign, CampaignRow
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import audited
from scheduler.organisations.models import Organisation
from scheduler.places.models import Place


class Offer(CampaignRow):
    """What a carrier offers: firm, or an option that is held until a moment unless the bureau books it before.

    An option that has run out stays on record and is no part of what is planned. Who is on a booked service
    by the plan in force stays on it (:mod:`scheduler.plans.standing`).
    """

    hold_until = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(null=True, blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(CampaignRow.Meta):
        abstract = True

    def has_expired(self, now: datetime) -> bool:
        """Whether the option has run out without having been booked."""
        return self.booked_at is None and self.hold_until is not None and self.hold_until < now


@audited()
class Fleet(Offer):
    """``count`` equal vehicles of an operator or an employer, each good for one duty.

    A duty begins at ``start`` and ends at ``end`` (null: where its last stop is), between the two times of
    availability. Where ``exclusive``, only parties of the slots in ``only_slots`` may ride. Costs are in the
    campaign's currency.
    """

    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="fleets")
    name = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    count = models.PositiveBigIntegerField()
    seats = models.PositiveBigIntegerField()
    wheelchair_spaces = models.PositiveBigIntegerField(default=0)
    start = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    end = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    available_from = models.DateTimeField()
    available_until = models.DateTimeField()
    cost_fixed = models.FloatField()
    cost_per_km = models.FloatField()
    cost_per_hour = models.FloatField()
    exclusive = models.BooleanField(default=False)
    only_slots: models.ManyToManyField[IntakeSlot, FleetSlot] = models.ManyToManyField(
        IntakeSlot, through="FleetSlot", related_name="fleets", blank=True
    )

    class Meta(Offer.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CampaignRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(available_until__gte=F("available_from")),
                name="fleet_available",
                violation_error_message=_("a fleet is available until a moment after it becomes so"),
            ),
        ]


@audited()
class FleetSlot(models.Model):
    """A slot whose parties an exclusive fleet carries."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    fleet = models.ForeignKey(Fleet, on_delete=models.CASCADE, related_name="slot_rows")
    slot = models.ForeignKey(IntakeSlot, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["fleet", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fleet", "position"], name="fleetslot_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.fleet_id} for {self.slot_id}"


@audited()
class Crew(models.Model):
    """A way to man a vehicle: how many drivers, what it costs besides, seats that relief drivers take."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    fleet = models.ForeignKey(Fleet, on_delete=models.CASCADE, related_name="crews")
    position = models.PositiveIntegerField()
    drivers = models.PositiveBigIntegerField()
    cost = models.FloatField()
    seats = models.PositiveBigIntegerField(default=0)
    meta = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["fleet", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fleet", "position"], name="crew_position_once"),
            models.CheckConstraint(
                condition=Q(drivers__gte=1),
                name="crew_has_drivers",
                violation_error_message=_("a crew has at least one driver"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drivers} drivers of {self.fleet_id}"


@audited()
class Service(Offer):
    """A timed leg without a road: a chartered flight, a rail block, a ferry.

    It runs empty or with at least ``min_load`` people. Passengers stand at ``origin`` ``check_in_s`` before
    ``departs_at`` and leave ``destination`` ``exit_s`` after ``arrives_at``. Of one ``group`` at most one runs
    (null: it stands alone).
    """

    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    name = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    mode = models.CharField(max_length=100)
    origin = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    seats = models.PositiveBigIntegerField()
    wheelchair_spaces = models.PositiveBigIntegerField(default=0)
    cost_fixed = models.FloatField()
    cost_per_seat = models.FloatField()
    min_load = models.PositiveBigIntegerField(default=0)
    check_in_s = models.PositiveBigIntegerField(default=0)
    exit_s = models.PositiveBigIntegerField(default=0)
    group = models.CharField(max_length=CODE_LENGTH, null=True, blank=True)  # noqa: DJ001 - null stands alone

    class Meta(Offer.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CampaignRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(arrives_at__gte=F("departs_at")),
                name="service_arrives_later",
                violation_error_message=_("a service arrives after it departs"),
            ),
        ]


class LeftOut(models.Model):
    """An offer that was no part of what a run planned, because it had run out by then."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey("plans.PlanRun", on_delete=models.CASCADE, related_name="left_out")
    kind = models.CharField(max_length=10, choices=[("fleet", "fleet"), ("service", "service")])
    code = models.CharField(max_length=CODE_LENGTH)
    hold_until = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["run", "kind", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "kind", "code"], name="leftout_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}, held until {self.hold_until}"
