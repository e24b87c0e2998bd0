"""A draft is read and judged once for all edits that are tried on it, and anew when something was written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scheduler.campaigns.selectors import campaign_problem
from scheduler.editing.known import draft_known
from scheduler.editing.services import draft_copy, edit_make, edit_preview, edit_undo
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_data
from solvers.editing.edits import LeaveOut, ShiftTime
from solvers.judge import Rule, judge
from tests.api.stage import published_plan
from tests.cast import Cast


@pytest.fixture
def draft(cast: Cast) -> Iterator[Plan]:
    """A copy of the published plan of ``ok_small``, in the coordinator's hands; nothing is kept of another one."""
    cache.clear()
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        yield draft_copy(plan=plan, by=cast.coordinator.user)


def is_as_the_rows_say(draft: Plan) -> bool:
    """Whether what is known of a draft is what one would read."""
    row = Plan.objects.select_related("campaign").get(id=draft.id)
    known, problem, plan = draft_known(plan=row), campaign_problem(row.campaign), plan_data(plan=row)
    return (known.problem, known.plan, known.verdict) == (problem, plan, judge(problem, plan))


def test_what_is_known_of_a_draft_is_read_in_one_query_while_nothing_is_written(draft: Plan) -> None:
    first = draft_known(plan=draft)
    with CaptureQueriesContext(connection) as asked:
        assert draft_known(plan=draft) == first
    assert len(asked) == 1
    assert is_as_the_rows_say(draft)


def test_it_follows_edits_back_and_forth_and_trying_one_changes_nothing(draft: Plan) -> None:
    edits = (LeaveOut(party="p3"), ShiftTime(duty="d1", by_s=300))
    for edit in edits:
        edit_preview(plan=draft, edit=edit, version=None)
        assert is_as_the_rows_say(draft)
        edit_make(plan=draft, edit=edit, by=None, version=None)
        assert is_as_the_rows_say(draft)
    for _ in edits:
        edit_undo(plan=draft, by=None, version=None)
        assert is_as_the_rows_say(draft)


def test_who_has_an_old_row_of_it_keeps_nothing_for_those_who_have_the_new_one(draft: Plan) -> None:
    edit_make(plan=draft, edit=LeaveOut(party="p3"), by=None, version=None)
    assert draft_known(plan=draft).plan.cost.total == draft.cost_total
    assert is_as_the_rows_say(draft)


def test_it_follows_what_others_write_in_the_campaign(draft: Plan) -> None:
    assert draft_known(plan=draft).verdict.feasible
    with acting_as_system():
        slot = IntakeSlot.objects.filter(itineraries__plan=draft)[0]
        IntakeSlot.objects.filter(id=slot.id).update(capacity=1)
    assert {one.rule for one in draft_known(plan=draft).verdict.violations} == {Rule.CAPACITY}
    assert is_as_the_rows_say(draft)
