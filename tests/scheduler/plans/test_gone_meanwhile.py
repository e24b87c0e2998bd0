"""A draft is discarded, or edited, while somebody does something else with it: who comes second is told so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.editing.services import draft_copy, edit_make, edit_undo
from scheduler.errors import NotFound
from scheduler.fleet.models import Service
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans import runs
from scheduler.plans.issuing import manifest_issue
from scheduler.plans.models import Duty, Plan, PlanRun
from scheduler.plans.planning import run_conclude
from scheduler.plans.selectors import plan_data
from scheduler.plans.services import plan_discard, plan_publish
from scheduler.replanning.answering import alert_replan
from scheduler.travel.models import Alert, AlertKind
from solvers.editing.edits import LeaveOut
from solvers.judge import judge
from tests.api.stage import MISSING, published_plan
from tests.builders import ok_small_plan
from tests.cast import Cast
from tests.committed import cast
from tests.e2e.house import eventually
from tests.elsewhere import Elsewhere, elsewhere, somebody_waits
from tests.scheduler.replanning.scene import problem_of

__all__ = ["cast", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[Plan, User], object]


@pytest.fixture
def draft(cast: Cast) -> Plan:
    """A copy of the published plan, edited once."""
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        copy = draft_copy(plan=plan, by=cast.coordinator.user)
        edit_make(plan=copy, edit=LeaveOut(party="p3"), by=cast.coordinator.user, version=None)
    return copy


def issue(plan: Plan, user: User) -> object:
    return manifest_issue(plan=plan, of=Service.objects.get(campaign=plan.campaign_id, code="f1"), by=user)


@pytest.mark.parametrize(
    "act",
    [
        lambda plan, user: draft_copy(plan=plan, by=user),
        lambda plan, user: edit_undo(plan=plan, by=user, version=None),
        lambda plan, user: plan_publish(plan=plan, by=user),
        lambda plan, _: plan_discard(plan=plan, version=None),
        issue,
    ],
    ids=["copied", "undone", "published", "discarded", "handed out"],
)
def test_a_draft_that_is_gone_by_then_is_not_there(draft: Plan, cast: Cast, elsewhere: Elsewhere, act: Act) -> None:
    who = cast.coordinator

    def acting() -> None:
        with who.acting():
            act(draft, who.user)

    with acting_as_system():
        plan_discard(plan=draft, version=None)
        done = elsewhere(acting)
        eventually("it is waited for", somebody_waits, within_s=10)
    with pytest.raises(NotFound, match=str(draft.id)):
        done.result(timeout=10)


def test_a_copy_begins_with_the_edit_that_was_being_made(draft: Plan, cast: Cast, elsewhere: Elsewhere) -> None:
    who = cast.coordinator

    def copied() -> Plan:
        with who.acting():
            return draft_copy(plan=draft, by=who.user)

    with who.acting():
        edit_make(plan=draft, edit=LeaveOut(party="p2"), by=who.user, version=None)
        done = elsewhere(copied)
        eventually("it is waited for", somebody_waits, within_s=10)
    copy = done.result(timeout=10)
    with acting_as_system():
        assert plan_data(plan=copy) == plan_data(plan=Plan.objects.get(id=draft.id))


def test_an_alert_is_answered_anew_though_somebody_discards_its_draft_just_then(
    cast: Cast, elsewhere: Elsewhere
) -> None:
    plan, who = published_plan(cast.campaign, cast.coordinator), cast.coordinator
    with acting_as_system():
        van = Duty.objects.get(plan=plan, code="d1")
        alert = Alert.objects.create(
            campaign=cast.campaign, duty=van, kind=AlertKind.NO_SHOW, subject="p1", payload=MISSING
        )

    def replanned() -> PlanRun:
        with who.acting():
            return alert_replan(alert=alert, by=who.user)

    first = replanned()
    claim = runs.claim(first.id, worker="worker-1")
    assert claim is not None
    problem = problem_of(cast)
    solved = ok_small_plan(problem)
    run_conclude(claim=claim, plan=solved, verdict=judge(problem, solved))
    with acting_as_system():
        plan_discard(plan=Plan.objects.get(run=first), version=None)
        done = elsewhere(replanned)
        eventually("it is waited for", somebody_waits, within_s=10)
    assert done.result(timeout=10).id != first.id
