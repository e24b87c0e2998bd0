"""Plan runs."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from scheduler.plans.models.states import (
    EXHAUSTED_AFTER,
    FINAL_RUN_STATES,
    RUN_TRANSITIONS,
    Failure,
    RunState,
)
from scheduler.transitions import transitions_trigger

AUDITED = ("state", "attempt", "attempts_allowed", "cancel_requested_at", "queue_worker", "error")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*AUDITED)),  # not each heartbeat
    pghistory.DeleteEvent(),
    fields=["id", "campaign", "seconds", "seed", "failure", "created_by", *AUDITED],
    context_id_field=None,  # type: ignore[arg-type]  # who did it stands in the event itself
    model_name="PlanRunEvent",
)
class PlanRun(models.Model):
    """One request for a plan, and the work on it.

    ``attempt`` counts the claims and is the fence: whoever writes names the attempt that it claimed, and
    writes nothing when another one has begun since. All its times are the database's, so that machines
    need not agree on the hour.

    With a ``base`` it starts from that plan: what begins before ``freeze_until`` and what ``locks`` names (codes of
    ``parties``, ``duties``, ``services``, ``slots``) stays, and moving a person has a price
    (:func:`solvers.moving.move_costs`). What the campaign holds back for late comers is filled only by a run that
    ``releases_reserve``. ``delays`` has the times of duties of the base that are on the road, as they are
    (:mod:`scheduler.plans.delays`). A run that is no longer ``is_wanted`` ends without a plan.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(max_length=16, choices=RunState, default=RunState.QUEUED)
    seconds = models.PositiveIntegerField(help_text="how long the planner may search, in seconds")
    seed = models.PositiveIntegerField(default=1)

    base = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.RESTRICT, related_name="runs_from_it"
    )
    freeze_until = models.DateTimeField(null=True, blank=True)
    move_cost = models.FloatField(default=0.0)
    late_factor = models.FloatField(default=0.0)
    locks = models.JSONField(default=dict, blank=True)
    delays = models.JSONField(default=dict, blank=True)
    releases_reserve = models.BooleanField(default=False)

    attempt = models.PositiveSmallIntegerField(default=0)
    attempts_allowed = models.PositiveSmallIntegerField(default=EXHAUSTED_AFTER)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    queue_worker = models.CharField(max_length=200, blank=True)

    queued_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    is_wanted = models.BooleanField(default=True)

    progress_phase = models.CharField(max_length=64, blank=True)
    progress_done = models.FloatField(default=0.0)
    progress_best_cost = models.FloatField(null=True, blank=True)
    progress_bound = models.FloatField(null=True, blank=True)
    progress_served = models.PositiveIntegerField(default=0)
    progress_elapsed_s = models.FloatField(default=0.0)
    progress_curve = models.JSONField(default=list, blank=True, help_text="points of scheduler.plans.curve")

    failure = models.CharField(max_length=32, choices=Failure, blank=True, default=Failure.NONE)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created_at", "id")
        indexes = (
            models.Index(fields=["lease_until"], name="run_lease", condition=Q(state=RunState.PLANNING)),
            models.Index(fields=["queued_at"], name="run_line", condition=Q(state=RunState.QUEUED)),
        )
        constraints = (
            models.CheckConstraint(name="run_state_known", condition=Q(state__in=RunState.values)),
            models.CheckConstraint(
                name="run_planning_has_lease", condition=Q(state=RunState.PLANNING) ^ Q(lease_until__isnull=True)
            ),
            models.CheckConstraint(
                name="run_final_has_end", condition=Q(state__in=FINAL_RUN_STATES) ^ Q(finished_at__isnull=True)
            ),
            models.CheckConstraint(
                name="run_failed_says_why",
                condition=(Q(state=RunState.FAILED) & ~Q(error="") & ~Q(failure=""))
                | (~Q(state=RunState.FAILED) & Q(error="", failure="")),
            ),
            models.CheckConstraint(
                name="run_base_has_settings",
                condition=Q(base__isnull=False)
                | Q(freeze_until__isnull=True, move_cost=0.0, late_factor=0.0, locks={}, delays={}),
            ),
            models.CheckConstraint(name="run_prices", condition=Q(move_cost__gte=0, late_factor__gte=0)),
            models.CheckConstraint(
                name="run_attempts_bounded", condition=Q(attempt__lte=F("attempts_allowed"), seconds__gte=1)
            ),
        )
        triggers = (
            transitions_trigger("run_transitions", RUN_TRANSITIONS),
            pgtrigger.Trigger(
                name="run_begins_queued",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                IF NEW.state <> 'queued' OR NEW.attempt <> 0 THEN
                    RAISE EXCEPTION 'a plan run begins as queued with attempt 0, not as % with attempt %',
                        NEW.state, NEW.attempt;
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="run_fence",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                IF OLD.state IN ('ready', 'failed', 'cancelled') THEN
                    RAISE EXCEPTION 'plan run % has ended as %: it changes no more', OLD.id, OLD.state;
                END IF;
                IF NEW.attempt <> OLD.attempt
                        + (CASE WHEN OLD.state = 'queued' AND NEW.state = 'planning' THEN 1 ELSE 0 END) THEN
                    RAISE EXCEPTION 'attempt of plan run % goes from % to %: it rises by one with a claim only',
                        OLD.id, OLD.attempt, NEW.attempt;
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"run {self.id} ({self.state}, attempt {self.attempt})"
