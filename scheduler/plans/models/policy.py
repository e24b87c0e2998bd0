"""How a campaign is planned anew: what stays, what moving people is worth, what is held back for late comers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.organisations.audit import audited


def replan_on_usual() -> list[str]:
    """The alerts that a new plan can answer: a connection that will be missed, a seat that stays empty."""
    return ["connection", "no_show"]


@audited()
class PlanningPolicy(models.Model):
    """A campaign's settings for its runs; a campaign without one has the defaults.

    What leaves within ``freeze_hours`` stays. Moving a person costs ``move_cost`` in the campaign's currency three days
    before departure, and up to ``late_factor`` times that more at departure. Leaving somebody at home who was told of a
    journey costs ``drop_cost`` a person besides, which rises likewise, and twice that where they have said that they
    come. ``reserve`` is a :class:`solvers.reserve.Reserve` as JSON. Runs after one event search ``event_seconds``,
    after several ``wave_seconds``. Alerts of the kinds in ``replan_on`` order a run of ``alert_seconds`` by themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.CASCADE, related_name="planning_policy")
    freeze_hours = models.FloatField(default=6.0)
    move_cost = models.FloatField(default=200.0)
    drop_cost = models.FloatField(default=1000.0)
    late_factor = models.FloatField(default=3.0)
    reserve = models.JSONField(default=dict, blank=True)
    event_seconds = models.PositiveIntegerField(default=6)
    wave_seconds = models.PositiveIntegerField(default=50)
    replan_on = models.JSONField(default=replan_on_usual, blank=True)
    alert_seconds = models.PositiveIntegerField(default=6)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("campaign",)
        constraints = (
            models.CheckConstraint(
                name="planningpolicy_not_negative",
                condition=Q(freeze_hours__gte=0, move_cost__gte=0, drop_cost__gte=0, late_factor__gte=0),
                violation_error_message=_("hours, prices and factors are not negative"),
            ),
            models.CheckConstraint(
                name="planningpolicy_seconds",
                condition=Q(event_seconds__gte=1, wave_seconds__gte=1, alert_seconds__gte=1),
                violation_error_message=_("a run takes at least a second"),
            ),
        )

    def __str__(self) -> str:
        return f"policy of {self.campaign_id}"
