"""The life of a plan run: each step one conditional UPDATE that names the state and the attempt it leaves.

``queued → planning → ready | failed | cancelled``, and ``planning → queued`` when the queue worker died or
was told to end. Whoever is at work holds a :class:`Fence`, and a function that answers False has written
nothing: somebody else has moved the run on. The same table of transitions stands in the database as a trigger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Now

from scheduler.leases import Beat, Leased
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.curve import Curve
from scheduler.plans.delays import Delays
from scheduler.plans.models import Failure, PlanRun, RunState
from solvers.progress import Progress

LEASED = Leased(model=PlanRun, queued=RunState.QUEUED, working=RunState.PLANNING)
MARGIN_S = 60
"""What a job may take beyond the planner's own limit: reading, judging, writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """What entitles to write: the run as it stood when this attempt claimed it."""

    run_id: UUID
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a run was asked for besides time and seed; see :class:`PlanRun`."""

    base_id: UUID | None = None
    freeze_until: datetime | None = None
    move_cost: float = 0.0
    late_factor: float = 0.0
    locks: Mapping[str, list[str]] = field(default_factory=dict)
    delays: Delays = field(default_factory=dict)
    releases_reserve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A run in our hands."""

    fence: Fence
    campaign_id: UUID
    bureau_id: UUID
    seconds: int
    seed: int
    wishes: Wishes = field(default_factory=Wishes)


def job_timeout_s(seconds: int) -> int:
    """After how many seconds the job of a run with this limit is ended."""
    return seconds + MARGIN_S


def claim(run_id: UUID, *, worker: str) -> Claim | None:
    """Take a queued run; None when there is none, or another worker was quicker."""
    with acting_as_system():
        run = PlanRun.objects.select_related("campaign").filter(id=run_id, state=RunState.QUEUED).first()
        if run is None:
            return None
        taken = LEASED.claim(
            PlanRun.objects.filter(id=run.id, attempt=run.attempt),
            queue_worker=worker,
            heartbeat_at=Now(),
            started_at=Now(),
            progress_curve=[],
            **_progress_columns(Progress(phase="", done=0.0, best_cost=None, bound=None, served=0, elapsed_s=0.0)),
        )
        if not taken:
            return None
        return Claim(
            fence=Fence(run_id=run.id, attempt=run.attempt + 1),
            campaign_id=run.campaign_id,
            bureau_id=run.campaign.bureau_id,
            seconds=run.seconds,
            seed=run.seed,
            wishes=Wishes(**{one.name: getattr(run, one.name) for one in fields(Wishes)}),
        )


def beat(fence: Fence, progress: Progress | None = None, *, curve: Curve | None = None) -> Beat:
    """Renew the lease, and tell how far the planner is; ``curve`` is what was told before, and grows."""
    told: dict[str, Any] = {}
    if progress is not None:
        told = _progress_columns(progress)
        if curve is not None:
            curve.add(progress)
            told["progress_curve"] = curve.points
    with acting_as_system():
        held = LEASED.renew(fence.run_id, fence.attempt, heartbeat_at=Now(), **told)
        cancelled = held and _held(fence).filter(cancel_requested_at__isnull=False).exists()
        return Beat(held=held, cancelled=cancelled)


def end_with_plan(fence: Fence) -> bool:
    """The plan is there: ready, or cancelled with the best so far when that was asked for.

    Runs in the caller's transaction, which writes the plan: the row stays locked until then, so that no
    reaper comes in between.
    """
    asked_to_end = _held(fence).filter(cancel_requested_at__isnull=False).exists()
    return _end(fence, RunState.CANCELLED if asked_to_end else RunState.READY)


def fail(fence: Fence, failure: Failure, error: str) -> bool:
    """The run ends without a plan; ``error`` says what to do, and holds no personal data and no secret."""
    with acting_as_system():
        return _end(fence, RunState.FAILED, failure=failure, error=error)


def hand_back(fence: Fence) -> bool:
    """The queue worker was told to end: another one begins anew, and the attempt does not count.

    In the caller's transaction, which orders the job anew.
    """
    return _to_line(fence, attempts_allowed=F("attempts_allowed") + 1)


def requeue(fence: Fence) -> bool:
    """The queue worker has died: back into the line. For the reaper, in its transaction."""
    return _to_line(fence)


def give_up(fence: Fence) -> bool:
    """Too many queue workers have died over it. For the reaper, in its transaction."""
    return _end(
        fence,
        RunState.FAILED,
        failure=Failure.WORKER_LOST,
        error=(
            f"The queue worker was lost {fence.attempt} times while it planned this run. Most often it ran out of "
            "memory: give it more, or plan the campaign in smaller parts; then start a new run."
        ),
    )


def cancel_lost(fence: Fence) -> bool:
    """The queue worker died before it could keep the best so far of a cancelled run. For the reaper."""
    return _end(fence, RunState.CANCELLED)


def cancel_queued(fence: Fence) -> bool:
    """A run that nobody has begun is cancelled at once."""
    waits = LEASED.at(fence.run_id, fence.attempt, RunState.QUEUED)
    return waits.update(state=RunState.CANCELLED, cancel_requested_at=Now(), finished_at=Now()) == 1


def ask_to_cancel(fence: Fence, *, keep: bool) -> bool:
    """A run at work is told to end soon, and to ``keep`` the best so far or not."""
    columns = {} if keep else {"is_wanted": False}
    return _held(fence).update(cancel_requested_at=Coalesce("cancel_requested_at", Now()), **columns) == 1


def is_wanted(fence: Fence) -> bool:
    """Whether somebody waits for the run's plan. For who has just ended the run, and holds its row until it is kept."""
    return PlanRun.objects.filter(id=fence.run_id, is_wanted=True).exists()


def _held(fence: Fence) -> QuerySet[PlanRun]:
    return LEASED.held(fence.run_id, fence.attempt)


def _end(fence: Fence, state: RunState, **columns: Any) -> bool:
    return LEASED.leave(fence.run_id, fence.attempt, state, finished_at=Now(), **columns)


def _to_line(fence: Fence, **columns: Any) -> bool:
    return LEASED.leave(fence.run_id, fence.attempt, RunState.QUEUED, queued_at=Now(), **columns)


def _progress_columns(progress: Progress) -> dict[str, Any]:
    return {
        "progress_phase": progress.phase,
        "progress_done": progress.done,
        "progress_best_cost": progress.best_cost,
        "progress_bound": progress.bound,
        "progress_served": progress.served,
        "progress_elapsed_s": progress.elapsed_s,
    }
