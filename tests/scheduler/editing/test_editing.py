"""Drafts that are edited by hand: kept step by step, taken back exactly, guarded by locks and versions."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from scheduler.campaigns.selectors import campaign_problem
from scheduler.editing.errors import EditRefused, NotEditable, NothingToTurn, ThingsLocked
from scheduler.editing.locking import lock_release, lock_set
from scheduler.editing.models import Edit
from scheduler.editing.selectors import edit_list, held
from scheduler.editing.services import (
    draft_copy,
    edit_make,
    edit_preview,
    edit_redo,
    edit_turn_to,
    edit_undo,
)
from scheduler.errors import AlreadyThere, Conflict, Invalid, StaleVersion
from scheduler.plans.errors import PlanNotPublishable
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_data
from scheduler.plans.services import plan_discard, plan_publish
from solvers.editing.edits import DropStop, LeaveOut, MoveParty, Ride, ShiftTime
from solvers.judge import judge
from solvers.plan import Plan as PlanData
from tests.api.stage import published_plan
from tests.builders import ok_small_plan
from tests.cast import Cast
from tests.solvers.editing.random_edits import random_edit


@pytest.fixture
def draft(cast: Cast) -> Iterator[Plan]:
    """A copy of the published plan of ``ok_small``, in the coordinator's hands."""
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        yield draft_copy(plan=plan, by=cast.coordinator.user)


def said(plan: Plan) -> PlanData:
    """What a plan says now."""
    return plan_data(plan=Plan.objects.get(id=plan.id))


def make(draft: Plan, edit: object) -> Edit:
    return edit_make(plan=draft, edit=edit, by=None, version=None)  # type: ignore[arg-type]


def test_a_copy_is_a_draft_that_says_the_same_and_knows_what_it_was_copied_from(draft: Plan) -> None:
    assert draft.base is not None
    assert (draft.state, draft.number, draft.run_id, draft.base.number) == ("draft", 2, None, 1)
    assert said(draft) == said(draft.base) == ok_small_plan(campaign_problem(draft.campaign))


def test_a_draft_is_what_its_edit_made_of_it_and_the_judge_agrees(draft: Plan) -> None:
    before = said(draft)
    made = make(draft, DropStop(duty="d1", stop=2))
    problem, after = campaign_problem(draft.campaign), said(draft)
    assert after != before
    assert (made.number, made.kind, made.effect["feasible"]) == (1, "drop_stop", True)
    assert judge(problem, after).feasible
    assert [stop.at for stop in after.duties[0].stops] == ["depot-1", "bp-1", "hub-1", "depot-1"]
    assert made.effect["extra"]["total"] == pytest.approx(after.cost.total - before.cost.total, abs=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_any_edits_are_undone_and_redone_exactly(draft: Plan, seed: int) -> None:
    problem, draw, plans = campaign_problem(draft.campaign), Random(seed), [said(draft)]
    while len(plans) < 6:
        try:
            make(draft, random_edit(problem, plans[-1], draw))
        except EditRefused:
            continue
        plans.append(said(draft))
    for plan in reversed(plans[:-1]):
        edit_undo(plan=draft, by=None, version=None)
        assert said(draft) == plan
    with pytest.raises(NothingToTurn):
        edit_undo(plan=draft, by=None, version=None)
    for plan in plans[1:]:
        edit_redo(plan=draft, by=None, version=None)
        assert said(draft) == plan
    with pytest.raises(NothingToTurn):
        edit_redo(plan=draft, by=None, version=None)


def test_another_edit_in_the_place_of_one_undone_loses_that_and_keeps_its_story(draft: Plan, cast: Cast) -> None:
    make(draft, LeaveOut(party="p3"))
    edit_undo(plan=draft, by=cast.coordinator.user, version=None)
    make(draft, ShiftTime(duty="d1", by_s=300))
    with pytest.raises(NothingToTurn):
        edit_redo(plan=draft, by=None, version=None)
    story = [(edit.number, edit.kind, edit.state) for edit in edit_list(plan=draft)]
    assert story == [(1, "leave_out", "lost"), (2, "shift_time", "done")]
    assert edit_list(plan=draft)[0].turned_by == cast.coordinator.user


def test_one_goes_to_any_point_of_the_history_in_one_step(draft: Plan, cast: Cast) -> None:
    plans = [said(draft)]
    for edit in (LeaveOut(party="p3"), ShiftTime(duty="d1", by_s=-300), DropStop(duty="d1", stop=2)):
        make(draft, edit)
        plans.append(said(draft))
    for number in (0, 3, 1, 2):
        edit_turn_to(plan=draft, number=number, by=cast.coordinator.user, version=None)
        assert said(draft) == plans[number]
    assert [edit.state for edit in edit_list(plan=draft)] == ["done", "done", "undone"]
    make(draft, LeaveOut(party="p1"))
    for number in (3, 9):
        with pytest.raises(NothingToTurn):
            edit_turn_to(plan=draft, number=number, by=None, version=None)
    with pytest.raises(StaleVersion):
        edit_turn_to(plan=draft, number=0, by=None, version=1)


def test_who_has_seen_an_earlier_version_changes_nothing(draft: Plan) -> None:
    seen = draft.version
    made = edit_make(plan=draft, edit=LeaveOut(party="p3"), by=None, version=seen)
    assert made.plan.version == seen + 1
    after = said(draft)
    for late in (edit_undo, edit_redo):
        with pytest.raises(StaleVersion):
            late(plan=draft, by=None, version=seen)
    with pytest.raises(StaleVersion):
        edit_make(plan=draft, edit=LeaveOut(party="p1"), by=None, version=seen)
    assert said(draft) == after


def test_a_preview_changes_nothing(draft: Plan) -> None:
    before = said(draft)
    _, effect = edit_preview(plan=draft, edit=LeaveOut(party="p1"), version=draft.version)
    assert effect.changes.left == {"p1": 2}
    assert said(draft) == before
    assert not edit_list(plan=draft)


def test_an_edit_that_breaks_a_rule_is_kept_and_not_published(draft: Plan) -> None:
    crowded = MoveParty(party="p4", slot="s1", before=Ride(duty="d1"), service="f1", after=Ride(duty="d2"))
    made = make(draft, crowded)
    assert [(one["rule"], one["thing"], one["more"]) for one in made.effect["worse"]] == [("capacity", "slot s1", 1)]
    with pytest.raises(PlanNotPublishable, match="1 rule"):
        plan_publish(plan=draft, by=None)
    edit_undo(plan=draft, by=None, version=None)
    assert plan_publish(plan=draft, by=None).state == "published"


def test_only_drafts_that_are_copies_are_edited(draft: Plan) -> None:
    assert draft.base is not None
    with pytest.raises(NotEditable, match=f"is published: copy it with POST /plans/{draft.base_id}/drafts"):
        make(draft.base, LeaveOut(party="p3"))
    with pytest.raises(Conflict, match="only a draft is discarded"):
        plan_discard(plan=draft.base, version=None)


def test_what_is_locked_stays_until_it_is_unlocked(draft: Plan, cast: Cast) -> None:
    lock = lock_set(plan=draft, kind="party", code="p3", why="rang twice", by=cast.coordinator.user)
    with pytest.raises(ThingsLocked) as refused:
        make(draft, LeaveOut(party="p3"))
    assert "rang twice" in refused.value.reasons[0]
    assert cast.coordinator.user.name in refused.value.reasons[0]
    make(draft, ShiftTime(duty="d1", by_s=60))
    lock_release(lock=lock)
    make(draft, LeaveOut(party="p3"))
    lock_set(plan=draft, kind="slot", code="s3", why="", by=None)
    with pytest.raises(ThingsLocked):  # it would take p3 into s3 again
        edit_undo(plan=draft, by=None, version=None)


def test_locks_are_set_once_on_what_there_is_and_are_copied_along(draft: Plan) -> None:
    lock_set(plan=draft, kind="duty", code="d1", why="", by=None)
    with pytest.raises(AlreadyThere):
        lock_set(plan=draft, kind="duty", code="d1", why="", by=None)
    with pytest.raises(Invalid):
        lock_set(plan=draft, kind="service", code="d1", why="", by=None)
    copy = draft_copy(plan=draft, by=None)
    assert held(plan=copy) == held(plan=draft) != frozenset()
    with pytest.raises(ThingsLocked):
        make(copy, ShiftTime(duty="d1", by_s=60))


def test_a_draft_is_discarded_unless_others_were_copied_from_it(draft: Plan) -> None:
    make(draft, LeaveOut(party="p3"))
    copy = draft_copy(plan=draft, by=None)
    with pytest.raises(Conflict):
        plan_discard(plan=draft, version=None)
    plan_discard(plan=copy, version=None)
    plan_discard(plan=draft, version=None)
    assert [plan.number for plan in Plan.objects.filter(campaign=draft.campaign)] == [1]
