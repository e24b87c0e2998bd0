"""Plans: one row a version, with what it costs and how far it got."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from scheduler.organisations.audit import audited
from scheduler.plans.models.runs import PlanRun
from scheduler.plans.models.states import PLAN_TRANSITIONS, PlanState
from scheduler.transitions import beginnings_trigger, transitions_trigger


@audited()
class Plan(models.Model):
    """A version of a campaign's plan; numbers count up within the campaign.

    It came of a ``run``, or began as a copy of the plan ``base`` to be edited by hand. ``road_km`` is what its vehicles
    drive, ``timetable`` has departure and arrival (seconds since the epoch) of each service that it uses, by code: both
    as they were when it was made, for the campaign may change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="plans")
    run = models.OneToOneField(PlanRun, null=True, blank=True, on_delete=models.CASCADE, related_name="plan")
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="copies")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    problem_name = models.TextField()

    cost_total = models.FloatField()
    cost_duties = models.FloatField()
    cost_services = models.FloatField()
    cost_choices = models.FloatField()
    cost_time = models.FloatField()
    cost_unserved = models.FloatField()
    cost_meta = models.JSONField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    road_km = models.FloatField(null=True, blank=True)
    timetable = models.JSONField(null=True, blank=True)
    meta = models.JSONField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    judged_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("campaign", "-number")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "number"], name="plan_number_unique"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state=PlanState.PUBLISHED), name="plan_one_published"
            ),
            models.CheckConstraint(name="plan_state_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(name="plan_has_origin", condition=Q(run__isnull=False) ^ Q(base__isnull=False)),
            models.CheckConstraint(
                name="plan_published_has_time", condition=Q(state=PlanState.DRAFT) ^ Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_superseded_has_time",
                condition=Q(state=PlanState.SUPERSEDED) ^ Q(superseded_at__isnull=True),
            ),
        )
        triggers = (
            transitions_trigger("plan_transitions", PLAN_TRANSITIONS),
            beginnings_trigger("plan_begins_draft", "a plan", (PlanState.DRAFT,)),
            pgtrigger.Trigger(
                name="plan_published_is_fixed",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__in=[PlanState.PUBLISHED.value, PlanState.SUPERSEDED.value]),
                func="""
                IF to_jsonb(NEW) - '{state,superseded_at,version}'::text[]
                        <> to_jsonb(OLD) - '{state,superseded_at,version}'::text[] THEN
                    RAISE EXCEPTION 'plan % is %: a new version takes its place, it is not changed', OLD.id, OLD.state;
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="plan_published_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=[PlanState.PUBLISHED.value, PlanState.SUPERSEDED.value]),
            ),
        )

    def __str__(self) -> str:
        return f"plan {self.number} ({self.state})"

    @property
    def edition(self) -> int:
        """Its version, less those that only published and superseded it: a number for what stands in it."""
        return self.version - {PlanState.PUBLISHED: 1, PlanState.SUPERSEDED: 2}.get(PlanState(self.state), 0)
