"""What a plan says, row by row: duties with stops and drives, itineraries with legs, and who stays at home.

Every row names its plan and campaign, so that a plan is read, guarded and hidden by one column. ``position``
keeps the order of the transfer format, and ``meta`` what came under that key (null: nothing).
"""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from scheduler.plans.models.plans import Plan
from solvers.plan import Reason

_ONLY_IN_DRAFTS = """
    PERFORM FROM plans_plan WHERE id IN ({changed}) FOR SHARE;
    SELECT coalesce(p.state, 'not to be seen') INTO plan_state
      FROM ({changed}) AS changed LEFT JOIN plans_plan p ON p.id = changed.plan_id
     WHERE p.state IS DISTINCT FROM 'draft' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% of a plan that is %: only drafts change', TG_TABLE_NAME, plan_state;
    END IF;
    RETURN NULL;
"""


def _only_in_drafts(name: str) -> tuple[pgtrigger.Trigger, ...]:
    """Triggers that ask once a statement, for a plan has ten thousand rows; each may watch one operation only."""
    old, new = "SELECT plan_id FROM old_rows", "SELECT plan_id FROM new_rows"
    watched: dict[str, tuple[pgtrigger.Operation, dict[str, str], str]] = {
        "insert": (pgtrigger.Insert, {"new": "new_rows"}, new),
        "update": (pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}, f"{old} UNION {new}"),
        "delete": (pgtrigger.Delete, {"old": "old_rows"}, old),
    }
    return tuple(
        pgtrigger.Trigger(
            name=f"{name}_{word}_in_draft",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**referencing),  # type: ignore[no-untyped-call]
            declare=[("plan_state", "text")],
            func=_ONLY_IN_DRAFTS.format(changed=changed),
        )
        for word, (operation, referencing, changed) in watched.items()
    )


class PlanRow(models.Model):
    """What all rows of a plan have in common."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    meta = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True


class Duty(PlanRow):
    """One vehicle's work. ``vehicle`` counts within the fleet, ``crew`` is a position among its crews."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="duties")
    code = models.TextField()
    fleet = models.ForeignKey("fleet.Fleet", on_delete=models.PROTECT, related_name="duties")
    vehicle = models.PositiveIntegerField()
    crew = models.PositiveIntegerField()

    class Meta:
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(fields=["plan", "position"], name="duty_position_unique"),
            models.UniqueConstraint(fields=["plan", "code"], name="duty_code_unique"),
            models.UniqueConstraint(fields=["plan", "fleet", "vehicle"], name="duty_vehicle_once"),
        )
        triggers = _only_in_drafts("duty")

    def __str__(self) -> str:
        return f"duty {self.code}"


class Stop(PlanRow):
    """One halt of a duty."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stops")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="stops")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="stops")
    arrives_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    departs_at = models.DateTimeField()

    class Meta:
        ordering = ("duty", "position")
        constraints = (
            models.UniqueConstraint(fields=["duty", "position"], name="stop_position_unique"),
            models.CheckConstraint(
                name="stop_times_ordered",
                condition=Q(arrives_at__lte=models.F("starts_at")) & Q(starts_at__lte=models.F("departs_at")),
            ),
        )
        triggers = _only_in_drafts("stop")

    def __str__(self) -> str:
        return f"stop {self.position}"


class StopAction(PlanRow):
    """A party alights or boards at a stop."""

    class Kind(models.TextChoices):
        BOARD = "board"
        ALIGHT = "alight"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stop_actions")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="actions")
    kind = models.CharField(max_length=8, choices=Kind)
    request = models.ForeignKey("people.DepartureRequest", on_delete=models.PROTECT, related_name="stop_actions")

    class Meta:
        ordering = ("stop", "kind", "position")
        constraints = (
            models.UniqueConstraint(fields=["stop", "kind", "position"], name="stop_action_position_unique"),
            models.CheckConstraint(name="stop_action_kind_known", condition=Q(kind__in=["board", "alight"])),
        )
        triggers = _only_in_drafts("stop_action")

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class Drive(PlanRow):
    """A stretch at the wheel, from stop ``leg`` of the duty towards stop ``leg + 1``."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="drives")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="drives")
    leg = models.PositiveIntegerField()
    driver = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("duty", "position")
        constraints = (
            models.UniqueConstraint(fields=["duty", "position"], name="drive_position_unique"),
            models.CheckConstraint(name="drive_times_ordered", condition=Q(starts_at__lte=models.F("ends_at"))),
        )
        triggers = _only_in_drafts("drive")

    def __str__(self) -> str:
        return f"drive {self.position} by driver {self.driver}"


class Itinerary(PlanRow):
    """How one served party travels to its slot."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="itineraries")
    request = models.ForeignKey("people.DepartureRequest", on_delete=models.PROTECT, related_name="itineraries")
    slot = models.ForeignKey("intake.IntakeSlot", on_delete=models.PROTECT, related_name="itineraries")

    class Meta:
        ordering = ("plan", "position")
        verbose_name_plural = "itineraries"
        constraints = (
            models.UniqueConstraint(fields=["plan", "position"], name="itinerary_position_unique"),
            models.UniqueConstraint(fields=["plan", "request"], name="itinerary_request_once"),
        )
        triggers = _only_in_drafts("itinerary")

    def __str__(self) -> str:
        return f"itinerary {self.position}"


class Leg(PlanRow):
    """One part of an itinerary; which columns are filled follows from ``mode``."""

    class Mode(models.TextChoices):
        ACCESS = "access"
        DUTY = "duty"
        SERVICE = "service"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="legs")
    itinerary = models.ForeignKey(Itinerary, on_delete=models.CASCADE, related_name="legs")
    mode = models.CharField(max_length=8, choices=Mode)
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="access_legs")
    departs_at = models.DateTimeField(null=True)
    arrives_at = models.DateTimeField(null=True)
    from_stop = models.ForeignKey(Stop, null=True, on_delete=models.CASCADE, related_name="legs_from")
    to_stop = models.ForeignKey(Stop, null=True, on_delete=models.CASCADE, related_name="legs_to")
    service = models.ForeignKey("fleet.Service", null=True, on_delete=models.PROTECT, related_name="legs")

    class Meta:
        ordering = ("itinerary", "position")
        constraints = (
            models.UniqueConstraint(fields=["itinerary", "position"], name="leg_position_unique"),
            models.CheckConstraint(
                name="leg_columns_follow_mode",
                condition=(Q(mode="access") ^ Q(place__isnull=True))
                & (Q(mode="access") ^ Q(departs_at__isnull=True))
                & (Q(mode="access") ^ Q(arrives_at__isnull=True))
                & (Q(mode="duty") ^ Q(from_stop__isnull=True))
                & (Q(mode="duty") ^ Q(to_stop__isnull=True))
                & (Q(mode="service") ^ Q(service__isnull=True))
                & Q(mode__in=["access", "duty", "service"]),
            ),
        )
        triggers = _only_in_drafts("leg")

    def __str__(self) -> str:
        return f"leg {self.position} ({self.mode})"


class Unserved(PlanRow):
    """A party that stays at home, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="unserved")
    request = models.ForeignKey("people.DepartureRequest", on_delete=models.PROTECT, related_name="unserved_in")
    reason = models.CharField(max_length=16, choices=[(r.value, r.value) for r in Reason])
    detail = models.TextField(null=True, blank=True)  # noqa: DJ001 - null is "left out", "" is a detail that says nothing

    class Meta:
        ordering = ("plan", "position")
        verbose_name_plural = "unserved"
        constraints = (
            models.UniqueConstraint(fields=["plan", "position"], name="unserved_position_unique"),
            models.UniqueConstraint(fields=["plan", "request"], name="unserved_request_once"),
            models.CheckConstraint(name="unserved_reason_known", condition=Q(reason__in=[r.value for r in Reason])),
        )
        triggers = _only_in_drafts("unserved")

    def __str__(self) -> str:
        return f"unserved {self.position} ({self.reason})"
