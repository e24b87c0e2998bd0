"""What the tests of plans share: a bureau with a small campaign, and runs in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation, OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans import runs
from scheduler.plans.models import Failure, PlanRun, RunState
from tests.scheduler.plans.scene import small_problem

InState = Callable[[RunState], PlanRun]


@pytest.fixture
def bureau(db: None) -> Organisation:
    with acting_as_system():
        return Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qianjiang", name="Qianjiang bureau")


@pytest.fixture
def campaign(bureau: Organisation) -> Campaign:
    with acting_as(bureau.id):
        return campaign_import(bureau=bureau, problem=small_problem(), by=None)


@pytest.fixture
def in_state(campaign: Campaign) -> InState:
    """Make a run and lead it into a state by the ways that exist."""

    def lead(state: RunState) -> PlanRun:
        with acting_as_system():
            run = PlanRun.objects.create(campaign=campaign, seconds=2, seed=1)
            if state == RunState.CANCELLED:
                assert runs.cancel_queued(fence_of(run))
            elif state != RunState.QUEUED:
                claim = runs.claim(run.id, worker="worker-1")
                assert claim is not None
                if state == RunState.READY:
                    assert runs.end_with_plan(claim.fence)
                elif state == RunState.FAILED:
                    assert runs.fail(claim.fence, Failure.INTERNAL, "broke")
            run.refresh_from_db()
            assert run.state == state
            return run

    return lead


def fence_of(run: PlanRun) -> runs.Fence:
    return runs.Fence(run_id=run.id, attempt=run.attempt)


def let_lease_run_out(run: PlanRun) -> None:
    with acting_as_system():
        PlanRun.objects.filter(id=run.id).update(lease_until=Now() - timedelta(seconds=1))
