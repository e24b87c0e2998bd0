"""Processes that die in the middle of a plan run, or are told to end."""

from __future__ import annotations

import signal
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from scheduler.campaigns.models import Campaign
from scheduler.organisations.database_role import as_owner
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans.models import Plan, RunState
from tests.e2e.house import House, eventually
from tests.e2e.runs.conftest import Watched, alive, job_pid, kill, worker_pid

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("queue")]
TAKEN_OVER_WITHIN_S = 20


@pytest.mark.parametrize("victims", [(job_pid,), (worker_pid,), (worker_pid, job_pid)], ids=["job", "worker", "both"])
def test_a_run_whose_process_is_killed_is_taken_over_and_one_result_is_kept(
    house: House, started: Callable[[], Watched], victims: tuple[Callable[..., int], ...]
) -> None:
    run = started()
    at_work = run.wait_for_work()
    job = job_pid(at_work)
    for pid in [victim(at_work) for victim in victims]:
        kill(pid)
    eventually("the job's process is gone, whoever was killed", lambda: not alive(job), within_s=2)
    assert eventually("it is taken over", lambda: run.now.attempt == 2) < TAKEN_OVER_WITHIN_S
    ended = run.wait_for(RunState.READY)
    assert (ended.attempt, ended.plan.number) == (2, 1)
    with acting_as_system():
        assert Plan.objects.count() == 1


def test_a_worker_that_is_told_to_end_hands_its_run_back_at_once(house: House, started: Callable[[], Watched]) -> None:
    run = started()
    at_work = run.wait_for_work()
    holder = next(worker for worker in house.workers if worker.pid == worker_pid(at_work))
    holder.send_signal(signal.SIGTERM)
    assert eventually("another worker has it", lambda: run.now.attempt == 2) < 10
    assert holder.wait(timeout=10) == 0
    ended = run.wait_for(RunState.READY)
    assert (ended.attempt, ended.attempts_allowed) == (2, 4)


def test_another_relay_steps_in_for_one_that_is_killed(house: House, campaign: Campaign) -> None:
    house.start_relays(2)
    leader = house.relays[0]
    leader.kill()
    leader.wait()
    with acting_as(campaign.bureau_id):
        # An order without the nudge that follows a commit: only a relay sends it.
        order = {"job": "PLAN_RUN", "subject": str(uuid4()), "timeout_s": 60}
        message = OutboxMessage.objects.create(organisation=campaign.bureau, payload=order)
    eventually("the order is sent", lambda: _is_sent(message), within_s=15)


def test_a_run_survives_that_all_connections_to_postgresql_are_cut(
    house: House, started: Callable[[], Watched]
) -> None:
    run = started()
    beaten = run.wait_for_work().heartbeat_at
    assert beaten is not None
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] > 0
    ended = run.wait_for(RunState.READY)
    assert ended.attempt == 1
    assert ended.heartbeat_at > beaten


def _is_sent(message: OutboxMessage) -> bool:
    with acting_as_system():
        message.refresh_from_db()
    return message.sent_at is not None
