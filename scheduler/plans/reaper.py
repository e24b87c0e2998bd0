"""Finds runs that nobody works on although somebody should, and parts that nobody wants any more."""

from __future__ import annotations

import structlog

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans import parts, runs
from scheduler.plans.models import PlanRun
from scheduler.queue import Job

log = structlog.get_logger(__name__)


def reap_lapsed() -> int:
    """Take runs from queue workers whose lease ran out; returns how many."""
    with acting_as_system():
        return sum(_take(run) for run in runs.LEASED.lapsed().select_related("campaign"))


def drop_void_parts() -> int:
    """Delete parts of runs that have ended or changed hands, with their bytes; returns how many."""
    with acting_as_system():
        return parts.drop_void()


def requeue_forgotten() -> int:
    """Enqueue queued runs again that Redis has forgotten; returns how many. Raises QueueAway."""
    return runs.LEASED.enqueue_forgotten(Job.PLAN_RUN, lambda run: runs.job_timeout_s(run.seconds))


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
