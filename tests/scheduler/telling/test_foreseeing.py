"""What telling a draft would come to, written beforehand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from scheduler.campaigns.models import Campaign
from scheduler.editing.services import draft_copy, edit_make
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans.models import Plan
from scheduler.telling.foreseeing import KEPT, foreseen_find, foreseen_order, plan_foresee
from scheduler.telling.models import Foreseen
from scheduler.telling.preview import Preview, telling_preview
from solvers.editing.edits import LeaveOut
from tests.cast import Cast
from tests.scheduler.telling.scene import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(campaign: Campaign, cast: Cast) -> Plan:
    """A copy of a plan of which everyone was told, without p1."""
    plan = told(cast)
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        edit_make(plan=draft, edit=LeaveOut(party="p1", why="ill"), by=cast.coordinator.user, version=None)
        return Plan.objects.select_related("campaign").get(id=draft.id)


def counted(preview: Preview) -> list[object]:
    """What goes to whom how often; of which message the example is may differ."""
    return [replace(one, subject="", text="") for one in preview.postings] + [preview.unreachable]


def ordered(plan: Plan) -> int:
    with acting_as_system():
        return OutboxMessage.objects.filter(payload__job="FORESEE", payload__subject=str(plan.id)).count()


def test_it_is_ordered_once_and_read_as_it_was_written(cast: Cast, draft: Plan) -> None:
    with cast.auditor.acting():
        assert foreseen_find(plan=draft) is None
        foreseen_order(plan=draft)
        foreseen_order(plan=draft)
    assert ordered(draft) == 1
    plan_foresee(plan_id=draft.id)
    with cast.coordinator.acting():
        found = foreseen_find(plan=draft)
        assert found is not None
        assert counted(found[0]) == counted(telling_preview(plan=draft))
        assert all(one.text for one in found[0].postings if one.channel != "webhook")
        assert "trip_cancelled" in {one.template for one in found[0].postings}
    with cast.employer.acting():
        assert not Foreseen.objects.exists()


def test_what_is_old_or_of_another_edition_does_not_hold(
    cast: Cast, draft: Plan, clock: time_machine.Traveller
) -> None:
    plan_foresee(plan_id=draft.id)
    with cast.coordinator.acting():
        edit_make(plan=draft, edit=LeaveOut(party="p2", why="ill"), by=cast.coordinator.user, version=None)
        edited = Plan.objects.select_related("campaign").get(id=draft.id)
        assert foreseen_find(plan=draft) is not None
        assert foreseen_find(plan=edited) is None
        clock.shift(KEPT + timedelta(seconds=1))
        assert foreseen_find(plan=draft) is None
        foreseen_order(plan=draft)
    assert ordered(draft) == 1


def test_of_a_plan_that_is_published_or_gone_nothing_is_foreseen(cast: Cast, campaign: Campaign) -> None:
    plan = told(cast)
    plan_foresee(plan_id=plan.id)
    plan_foresee(plan_id=campaign.id)
    with acting_as_system():
        assert not Foreseen.objects.exists()
