"""A large run that is shared among queue workers, some of which die."""

from __future__ import annotations

import time

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation, OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans import mapping
from scheduler.plans.models import PartState, Plan, PlanPart, PlanRun, RunState
from scheduler.plans.services import run_cancel, run_start
from solvers.judge import judge
from tests.e2e.house import House, eventually
from tests.e2e.runs.conftest import LARGE, Watched, kill
from tests.scheduler.plans.scene import small_problem

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("queue")]
SECONDS = 15
GRACE_S = 8
"""What reading, judging and writing take here on a busy machine, and a part that is waited for in vain."""


@pytest.fixture
def large(transactional_db: None) -> Campaign:
    with acting_as_system():
        bureau = Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qianjiang", name="Qianjiang bureau")
    with acting_as(bureau.id):
        return campaign_import(bureau=bureau, problem=small_problem(2 * LARGE), by=None)


@pytest.fixture
def shared(house: House, large: Campaign) -> Watched:
    """A run one of whose parts another queue worker searches at this moment."""
    with acting_as(large.bureau_id):
        run = Watched(run_start(campaign=large, seconds=SECONDS, seed=1, by=None))
    eventually("a part is searched", lambda: searched_by() is not None)
    return run


def searched_by() -> int | None:
    """The process of a queue worker that searches a part."""
    with acting_as_system():
        part = PlanPart.objects.filter(state=PartState.SEARCHING).defer("payload").first()
    return int(part.queue_worker.split(".")[-2]) if part else None


def check_one_plan(run: PlanRun, campaign: Campaign) -> None:
    """One plan, which the judge accepts, serves most people; and no part is left."""
    with acting_as_system():
        assert Plan.objects.count() == 1
        assert not PlanPart.objects.exists()
        plan, problem = mapping.from_rows(run.plan), campaign_problem(campaign)
    assert judge(problem, plan).violations == ()
    assert len(plan.itineraries) > LARGE


def test_two_workers_share_a_run_and_redis_is_flushed_in_the_middle(
    house: House, shared: Watched, large: Campaign
) -> None:
    house.redis.client.flushall()
    ended = shared.wait_for(RunState.READY, within_s=SECONDS + GRACE_S)
    assert ended.attempt == 1
    check_one_plan(ended, large)


def test_a_worker_killed_in_the_middle_of_a_part_costs_the_run_nothing_but_that_part(
    house: House, shared: Watched, large: Campaign
) -> None:
    victim = None
    while victim is None:
        victim = searched_by()
    began = time.monotonic()
    kill(victim)
    ended = shared.wait_for(RunState.READY, within_s=SECONDS + GRACE_S)
    assert time.monotonic() - began < SECONDS + GRACE_S
    assert ended.attempt == 1
    check_one_plan(ended, large)


def test_a_cancelled_run_calls_its_parts_in(house: House, shared: Watched, large: Campaign) -> None:
    with acting_as(large.bureau_id):
        run_cancel(run=shared.now)
    ended = shared.wait_for(RunState.CANCELLED, within_s=10)
    check_one_plan(ended, large)
