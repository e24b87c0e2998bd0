"""Events: what happened, who said so, what it changed, and which run answers it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.organisations.audit import audited
from scheduler.organisations.models import User
from scheduler.plans.models import PlanRun
from scheduler.travel.models import Alert


class EventKind(models.TextChoices):
    """What can happen; the closed list."""

    WITHDRAWAL = "withdrawal", _("A party withdraws")
    LATE_REQUEST = "late_request", _("A late request")
    SLOT_CUT = "slot_cut", _("An employer takes fewer")
    SLOT_CLOSED = "slot_closed", _("An employer takes nobody")
    VEHICLE_LOST = "vehicle_lost", _("A vehicle is lost")
    CREW_LOST = "crew_lost", _("A crew is lost")
    SERVICE_LATE = "service_late", _("A service runs at another time")
    SERVICE_CANCELLED = "service_cancelled", _("A service is cancelled")
    ROAD_CLOSED = "road_closed", _("A road is closed")
    ROAD_OPENED = "road_opened", _("A road is open again")
    PLACE_CLOSED = "place_closed", _("A place is closed")
    DUTY_LATE = "duty_late", _("A vehicle is too late for a connection")
    NO_SHOW = "no_show", _("A party does not appear")


FROM_ALERTS = (EventKind.DUTY_LATE, EventKind.NO_SHOW)
"""What is known from the road, and changes no data: what was seen there has changed it already."""


@audited()
class Event(models.Model):
    """Something that changed a campaign, in one transaction with this row; or that an ``alert`` tells of the road.

    ``payload`` says what happened, by codes; ``effect`` what was changed, and how it was before. ``run`` is the latest
    plan run that was started because of it (null: none yet, it waits to be gathered). What is over (``over_at``, and
    why) needs no plan any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    payload = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True, default="")
    happened_at = models.DateTimeField(default=clock.now)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey(PlanRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="happenings")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, null=True, blank=True, related_name="happenings")
    over_at = models.DateTimeField(null=True, blank=True)
    over_why = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["campaign", "created_at"], name="event_in_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values),
                name="event_kind",
                violation_error_message=_("this is no kind of event"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
