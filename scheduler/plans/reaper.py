"""Finds runs that nobody works on although somebody should, and parts that nobody wants any more."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models.functions import Now

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans import parts, runs
from scheduler.plans.models import PlanRun, RunState
from scheduler.queue import Job, enqueue, waiting

log = structlog.get_logger(__name__)

UNHEARD_FOR = timedelta(seconds=5)
"""How long a run may be queued without standing in the queue's line before it is put there again."""


def reap_lapsed() -> int:
    """Take runs from queue workers whose lease ran out; returns how many."""
    with acting_as_system():
        lapsed = (
            PlanRun.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("campaign")
            .filter(state=RunState.PLANNING, lease_until__lt=Now())
        )
        return sum(_take(run) for run in lapsed)


def drop_void_parts() -> int:
    """Delete parts of runs that have ended or changed hands, with their bytes; returns how many."""
    with acting_as_system():
        return parts.drop_void()


def requeue_forgotten() -> int:
    """Enqueue queued runs again that Redis has forgotten; returns how many.

    A run may come to stand in line twice: the second claim finds it taken.

    Raises
    ------
    scheduler.queue.QueueAway
        Redis cannot be reached.
    """
    with acting_as_system():
        queued = list(PlanRun.objects.filter(state=RunState.QUEUED, queued_at__lt=Now() - UNHEARD_FOR))
    if not queued:
        return 0
    in_line = waiting()
    forgotten = [run for run in queued if str(run.id) not in in_line]
    for run in forgotten:
        enqueue(Job.PLAN_RUN, str(run.id), timeout_s=runs.job_timeout_s(run.seconds))
        log.warning("run_enqueued_again", run_id=str(run.id))
    return len(forgotten)


def _take(run: PlanRun) -> bool:
    fence = runs.Fence(run_id=run.id, attempt=run.attempt)
    log.warning("lease_ran_out", run_id=str(run.id), attempt=run.attempt, worker=run.queue_worker)
    if run.cancel_requested_at is not None:
        return runs.cancel_lost(fence)
    if run.attempt >= run.attempts_allowed:
        return runs.give_up(fence)
    if not runs.requeue(fence):
        return False
    enqueue_on_commit(
        organisation=run.campaign.bureau_id, job=Job.PLAN_RUN, subject=run.id, timeout_s=runs.job_timeout_s(run.seconds)
    )
    return True
