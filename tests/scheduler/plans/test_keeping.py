"""A draft is discarded while a queue worker keeps what it worked out about it: neither fails over the other."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import IntegrityError

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.ahead import ahead_of_plan
from scheduler.plans.keeping import kept_beside_plan
from scheduler.plans.models import ChangeReport, CheckedPlan, LaidOut, Plan
from scheduler.plans.overview import plan_overview
from scheduler.plans.services import plan_discard
from scheduler.telling.foreseeing import foreseen_order, plan_foresee
from scheduler.telling.models import Foreseen
from tests.api.stage import published_plan, ready_run
from tests.cast import Cast
from tests.committed import cast
from tests.e2e.house import eventually
from tests.elsewhere import Elsewhere, elsewhere, somebody_waits

__all__ = ["cast", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(cast: Cast) -> Plan:
    """A draft beside the published plan."""
    published_plan(cast.campaign, cast.coordinator)
    run = ready_run(cast.campaign, cast.coordinator)
    with acting_as_system():
        return Plan.objects.select_related("campaign__bureau").get(run=run)


def discard(plan: Plan) -> None:
    with acting_as_system():
        plan_discard(plan=plan, version=None)


def order(plan: Plan) -> None:
    with acting_as_system():
        foreseen_order(plan=plan)


def kept(plan_id: UUID) -> int:
    """How many rows hang on the plan."""
    with acting_as_system():
        return sum(
            model.objects.filter(plan=plan_id).count() for model in (LaidOut, CheckedPlan, ChangeReport, Foreseen)
        )


def test_a_draft_is_discarded_with_what_was_kept_of_it_just_then(draft: Plan, elsewhere: Elsewhere) -> None:
    with acting_as_system():
        plan_overview(plan=draft)
        done = elsewhere(lambda: discard(draft))
        eventually("it is waited for", somebody_waits, within_s=10)
    done.result(timeout=10)
    assert kept(draft.id) == 0


@pytest.mark.parametrize(
    "look",
    [
        lambda plan: ahead_of_plan(plan_id=plan.id),
        lambda plan: plan_foresee(plan_id=plan.id),
        order,
    ],
    ids=["laid out", "foreseen", "ordered"],
)
def test_nothing_is_kept_of_a_draft_that_is_gone(
    draft: Plan, elsewhere: Elsewhere, look: Callable[[Plan], None]
) -> None:
    with acting_as_system():
        plan_discard(plan=draft, version=None)
        done = elsewhere(lambda: look(draft))
        eventually("it is waited for", somebody_waits, within_s=10)
    done.result(timeout=10)
    assert kept(draft.id) == 0


def test_another_fault_is_told(draft: Plan) -> None:
    with acting_as_system(), pytest.raises(IntegrityError), kept_beside_plan():
        LaidOut.objects.create(plan=draft, campaign_id=None, edition=1, form=1, document=b"", laid_out_at=None)
