"""Parts of a plan run that other queue workers search."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from scheduler.plans.models.runs import PlanRun
from scheduler.plans.models.states import PART_TRANSITIONS, PartState
from scheduler.transitions import transitions_trigger


class PlanPart(models.Model):
    """One part of a run's problem in one session of its search, there for no longer than the session.

    ``attempt`` is the run's: a part of another attempt is void. ``turn`` counts the claims of the part and is
    its fence. Neither bytes hold a name: they are arrays of places, sizes and times (``solvers.parts.packing``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="parts")
    attempt = models.PositiveSmallIntegerField()
    session = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=PartState, default=PartState.QUEUED)
    payload = models.BinaryField()
    result = models.BinaryField(null=True, blank=True)
    due_at = models.DateTimeField(help_text="when the result is wanted, whatever it is by then")

    turn = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    queue_worker = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("run", "attempt", "session", "number")
        constraints = (
            models.UniqueConstraint(fields=["run", "attempt", "session", "number"], name="part_number_unique"),
            models.CheckConstraint(name="part_state_known", condition=Q(state__in=PartState.values)),
            models.CheckConstraint(
                name="part_searching_has_lease", condition=Q(state=PartState.SEARCHING) ^ Q(lease_until__isnull=True)
            ),
            models.CheckConstraint(
                name="part_done_has_result", condition=Q(state=PartState.DONE) ^ Q(result__isnull=True)
            ),
        )
        triggers = (transitions_trigger("part_transitions", PART_TRANSITIONS),)

    def __str__(self) -> str:
        return f"part {self.number} of run {self.run_id} ({self.state}, session {self.session})"
