"""Redis forgets, dies, or is told the same thing twice: the rows in PostgreSQL are the truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans.models import Failure, Plan, PlanRun, PlanState, RunState
from scheduler.plans.services import run_cancel
from scheduler.queue import Job, enqueue
from tests.e2e.house import House, eventually
from tests.e2e.runs.conftest import SECONDS, Watched

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("queue")]


def test_a_run_that_is_enqueued_three_times_is_planned_once(house: House, started: Callable[[], Watched]) -> None:
    run = started()
    enqueue(Job.PLAN_RUN, str(run.run.id))
    enqueue(Job.PLAN_RUN, str(run.run.id))
    ended = run.wait_for(RunState.READY)
    eventually("nothing is left in line", lambda: not house.redis.client.llen("rq:queue:menlu"), within_s=10)
    assert run.now.attempt == ended.attempt == 1
    with acting_as_system():
        assert Plan.objects.count() == 1


def test_redis_flushed_in_mid_run_loses_nothing(house: House, started: Callable[[], Watched]) -> None:
    run = started()
    run.wait_for_work()
    house.redis.client.flushall()
    ended = run.wait_for(RunState.READY)
    assert (ended.attempt, ended.plan.state) == (1, PlanState.DRAFT)
    assert started().wait_for(RunState.READY).attempt == 1


def test_a_queued_run_that_redis_has_forgotten_is_enqueued_again(house: House, started: Callable[[], Watched]) -> None:
    house.stop_workers()
    run = started()
    eventually("it stands in line", lambda: house.redis.client.llen("rq:queue:menlu") == 1)
    house.redis.client.flushall()
    house.start_workers()
    assert run.wait_for(RunState.READY).attempt == 1


def test_a_run_goes_on_while_redis_is_dead_and_the_next_one_after_it_is_back(
    house: House, started: Callable[[], Watched]
) -> None:
    run = started()
    run.wait_for_work()
    house.redis.kill()
    assert run.wait_for(RunState.READY).attempt == 1
    waiting = started()
    assert waiting.now.state == RunState.QUEUED
    house.redis.start()
    waiting.wait_for(RunState.READY)


def test_a_run_cancelled_in_the_middle_keeps_the_best_so_far(
    house: House, campaign: Campaign, started: Callable[[], Watched]
) -> None:
    run = started()
    at_work = run.wait_for_work()
    with acting_as(campaign.bureau_id):
        asked = run_cancel(run=at_work)
    assert asked.cancel_requested_at is not None
    ended = run.wait_for(RunState.CANCELLED, within_s=10)
    assert ended.plan.state == PlanState.DRAFT
    assert ended.progress_done < 1


def test_a_run_that_takes_longer_than_its_job_may_fails_and_says_what_to_do(house: House, campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        run = Watched(PlanRun.objects.create(campaign=campaign, seconds=SECONDS))
    enqueue(Job.PLAN_RUN, str(run.run.id), timeout_s=2)
    failed = run.wait_for(RunState.FAILED, within_s=15)
    assert failed.failure == Failure.TIMEOUT
    assert "plan the campaign in smaller parts" in failed.error
