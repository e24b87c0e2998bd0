"""The life of a plan run: allowed steps, forbidden ones, and fences."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from scheduler.campaigns.models import Campaign
from scheduler.leases import Beat
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans import runs
from scheduler.plans.models import FINAL_RUN_STATES, RUN_TRANSITIONS, Failure, PlanRun, RunState
from scheduler.plans.reaper import reap_lapsed
from solvers.progress import Progress
from tests.scheduler.plans.conftest import InState, fence_of, let_lease_run_out

FORBIDDEN = [(old, new) for old, new in product(RunState, RunState) if old != new and (old, new) not in RUN_TRANSITIONS]


def columns_of(state: RunState, attempt: int) -> dict[str, Any]:
    """What a row in this state has to hold besides, so that only the transition is in question."""
    return {
        "state": state,
        "attempt": attempt,
        "lease_until": Now() if state == RunState.PLANNING else None,
        "finished_at": Now() if state in FINAL_RUN_STATES else None,
        "failure": Failure.INTERNAL if state == RunState.FAILED else Failure.NONE,
        "error": "broke" if state == RunState.FAILED else "",
    }


@pytest.mark.parametrize(("old", "new"), RUN_TRANSITIONS)
def test_the_database_lets_a_run_take_an_allowed_step(in_state: InState, old: RunState, new: RunState) -> None:
    run = in_state(old)
    attempt = run.attempt + (1 if new == RunState.PLANNING else 0)
    with acting_as_system():
        PlanRun.objects.filter(id=run.id).update(**columns_of(new, attempt))
        run.refresh_from_db()
    assert run.state == new


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_the_database_refuses_a_forbidden_step(in_state: InState, old: RunState, new: RunState) -> None:
    run = in_state(old)
    with pytest.raises(DatabaseError, match=r"nvalid transition|has ended as|attempt of plan run"), acting_as_system():
        PlanRun.objects.filter(id=run.id).update(**columns_of(new, run.attempt))
    with acting_as_system():
        assert PlanRun.objects.get(id=run.id).state == old


@pytest.mark.parametrize("state", FINAL_RUN_STATES)
def test_a_run_that_has_ended_changes_no_more(in_state: InState, state: RunState) -> None:
    run = in_state(state)
    with pytest.raises(DatabaseError, match="it changes no more"), acting_as_system():
        PlanRun.objects.filter(id=run.id).update(progress_done=0.5)


@pytest.mark.parametrize(("state", "attempt"), [(RunState.QUEUED, 1), (RunState.PLANNING, 0), (RunState.READY, 0)])
def test_a_run_begins_in_the_line(campaign: Campaign, state: RunState, attempt: int) -> None:
    with pytest.raises(DatabaseError, match="begins as queued with attempt 0"), acting_as_system():
        PlanRun.objects.create(campaign=campaign, seconds=8, **columns_of(state, attempt))


@pytest.mark.parametrize("attempt", [0, 2])
def test_the_attempt_rises_by_one_with_a_claim_only(in_state: InState, attempt: int) -> None:
    run = in_state(RunState.PLANNING)
    with pytest.raises(DatabaseError, match="it rises by one with a claim only"), acting_as_system():
        PlanRun.objects.filter(id=run.id).update(attempt=attempt)


def test_a_failed_run_says_why(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    with pytest.raises(DatabaseError, match="run_failed_says_why"), acting_as_system():
        PlanRun.objects.filter(id=run.id).update(**{**columns_of(RunState.FAILED, run.attempt), "error": ""})


def test_a_claim_takes_the_run_once(in_state: InState) -> None:
    run = in_state(RunState.QUEUED)
    first, second = runs.claim(run.id, worker="worker-1"), runs.claim(run.id, worker="worker-2")
    assert first is not None
    assert second is None
    assert (first.fence.attempt, first.seconds, first.seed) == (1, 2, 1)
    with acting_as_system():
        run.refresh_from_db()
    assert run.queue_worker == "worker-1"
    assert run.lease_until is not None
    assert run.started_at is not None
    assert run.lease_until - run.started_at == runs.LEASED.lasts


@pytest.mark.parametrize("state", [RunState.PLANNING, *FINAL_RUN_STATES])
def test_only_a_queued_run_is_claimed(in_state: InState, state: RunState) -> None:
    assert runs.claim(in_state(state).id, worker="worker-2") is None


def test_a_beat_renews_the_lease_and_tells_the_progress(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    let_lease_run_out(run)
    told = Progress(phase="routing", done=0.25, best_cost=10.5, bound=9.0, served=7, elapsed_s=2.0)
    assert runs.beat(fence_of(run), told) == Beat(held=True, cancelled=False)
    with acting_as_system():
        run.refresh_from_db()
    assert (run.progress_phase, run.progress_done, run.progress_best_cost) == ("routing", 0.25, 10.5)
    assert (run.progress_bound, run.progress_served, run.progress_elapsed_s) == (9.0, 7, 2.0)
    assert reap_lapsed() == 0


def test_a_beat_brings_back_that_the_run_is_to_be_cancelled(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    with acting_as_system():
        assert runs.ask_to_cancel(fence_of(run), keep=True)
        run.refresh_from_db()
        assert runs.ask_to_cancel(fence_of(run), keep=True)
        asked_at = run.cancel_requested_at
        run.refresh_from_db()
    assert asked_at == run.cancel_requested_at, "asking twice is asking once"
    assert runs.beat(fence_of(run)) == Beat(held=True, cancelled=True)


def test_a_stale_worker_writes_nothing(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    stale = fence_of(run)
    let_lease_run_out(run)
    assert reap_lapsed() == 1
    assert runs.claim(run.id, worker="worker-2") is not None
    with acting_as_system():
        before = PlanRun.objects.filter(id=run.id).values().get()
        told = Progress(phase="late", done=1.0, best_cost=1.0, bound=1.0, served=1, elapsed_s=1.0)
        assert runs.beat(stale, told) == Beat(held=False, cancelled=False)
        assert not runs.end_with_plan(stale)
        assert not runs.fail(stale, Failure.INTERNAL, "late")
        assert not runs.hand_back(stale)
        assert not runs.requeue(stale)
        assert not runs.give_up(stale)
        assert not runs.cancel_lost(stale)
        assert not runs.cancel_queued(stale)
        assert not runs.ask_to_cancel(stale, keep=True)
        assert PlanRun.objects.filter(id=run.id).values().get() == before


def test_the_reaper_leaves_a_run_whose_lease_holds(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    assert reap_lapsed() == 0
    with acting_as_system():
        assert PlanRun.objects.get(id=run.id).state == RunState.PLANNING


def test_the_reaper_puts_a_lapsed_run_back_with_an_order_for_the_queue(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    let_lease_run_out(run)
    assert reap_lapsed() == 1
    with acting_as_system():
        run.refresh_from_db()
        orders = [message.payload for message in OutboxMessage.objects.all()]
    assert (run.state, run.attempt, run.lease_until) == (RunState.QUEUED, 1, None)
    assert orders == [{"job": "PLAN_RUN", "subject": str(run.id), "timeout_s": 62}]


def test_a_run_that_has_lost_three_workers_is_given_up_and_says_what_to_do(in_state: InState) -> None:
    run = in_state(RunState.QUEUED)
    for attempt in (1, 2, 3):
        assert runs.claim(run.id, worker=f"worker-{attempt}") is not None
        let_lease_run_out(run)
        assert reap_lapsed() == 1
    with acting_as_system():
        run.refresh_from_db()
    assert (run.state, run.failure, run.attempt) == (RunState.FAILED, Failure.WORKER_LOST, 3)
    assert "lost 3 times" in run.error
    assert "start a new run" in run.error
    assert runs.claim(run.id, worker="worker-4") is None


def test_a_run_handed_back_by_a_worker_that_ends_does_not_count_as_lost(in_state: InState) -> None:
    run = in_state(RunState.QUEUED)
    for attempt in range(1, 6):
        claim = runs.claim(run.id, worker=f"worker-{attempt}")
        assert claim is not None
        with acting_as_system():
            assert runs.hand_back(claim.fence)
    with acting_as_system():
        run.refresh_from_db()
    assert (run.state, run.attempt, run.attempts_allowed) == (RunState.QUEUED, 5, 8)


def test_a_cancelled_run_whose_worker_died_ends_as_cancelled(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    with acting_as_system():
        assert runs.ask_to_cancel(fence_of(run), keep=True)
    let_lease_run_out(run)
    assert reap_lapsed() == 1
    with acting_as_system():
        assert PlanRun.objects.get(id=run.id).state == RunState.CANCELLED


def test_heartbeats_leave_no_trace_in_the_audit_trail_but_steps_do(in_state: InState) -> None:
    run = in_state(RunState.PLANNING)
    for _ in range(3):
        runs.beat(fence_of(run))
    with acting_as_system(), transaction.atomic():
        events = PlanRun.pgh_event_model.objects.filter(pgh_obj_id=run.id).order_by("pgh_id")
        assert [(event.pgh_label, event.state) for event in events] == [("insert", "queued"), ("update", "planning")]
