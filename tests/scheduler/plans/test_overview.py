"""A plan laid out for people to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.db.models.functions import Now

from scheduler import clock
from scheduler.editing.services import draft_copy, edit_make, edit_undo
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.people.models import DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.ahead import ahead_of_plan, ahead_of_run
from scheduler.plans.changing import changes_between, changes_kept
from scheduler.plans.laying_out import lay_out
from scheduler.plans.models import LaidOut, Plan
from scheduler.plans.overview import KEPT_S, plan_overview
from scheduler.plans.selectors import plan_find_before, plan_get
from scheduler.plans.services import plan_publish
from solvers.editing.edits import LeaveOut
from solvers.explain.figures import Explained
from solvers.plan import LEFT_OUT
from tests.api.stage import published_plan, ready_run
from tests.builders import HOUR, at, ok_long, ok_long_plan
from tests.cast import Cast


def test_a_plan_is_laid_out_with_loads_rides_and_waiting(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        seen = plan_overview(plan=plan)
    first, shuttle = seen.duties
    assert [(halt.at, halt.load) for halt in first.halts][1:4] == [("bp-1", 2), ("bp-2", 5), ("hub-1", 0)]
    assert (first.carrier, first.most, first.room, shuttle.carrier) == ("feeder", 5, 8, "employer's coach")
    assert [(one.code, one.people) for one in seen.services] == [("f1", 5)]
    p1 = seen.trips[0]
    assert [ride.unit for ride in p1.rides] == ["d1", "f1", "d2"]
    airport_s, hub_s = at("08:00") - at("06:05:15"), at("11:00") - at("10:30")
    assert (p1.takes_s, p1.wait_s) == (at("11:33:15") - at("04:55"), airport_s + hub_s)


def test_who_withdraws_later_is_still_in_the_plan_as_it_was_made(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p1").update(state=RequestState.WITHDRAWN)
    with cast.coordinator.acting():
        seen = plan_overview(plan=plan)
    assert (seen.figures.counted.served, seen.figures.feasible) == (6, True)


def test_a_plan_is_laid_out_once_and_publishing_changes_nothing_on_it(cast: Cast) -> None:
    run = ready_run(cast.campaign, cast.coordinator)
    ahead_of_run(run_id=run.id)
    with cast.coordinator.acting():
        plan = Plan.objects.select_related("campaign").get(run=run)
        kept = LaidOut.objects.get(plan=plan)
        published = plan_publish(plan=plan, by=cast.coordinator.user)
        seen = plan_overview(plan=published)
        assert LaidOut.objects.get(plan=plan).laid_out_at == kept.laid_out_at
        assert seen == lay_out(published)


def test_an_edit_is_laid_out_anew_and_an_old_row_too(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        assert "p1" in {trip.party for trip in plan_overview(plan=draft).trips}
        edit_make(plan=draft, edit=LeaveOut(party="p1", why="ill"), by=cast.coordinator.user, version=None)
        draft = plan_get(plan_id=draft.id)
        left = next(one for one in plan_overview(plan=draft).unserved if one.party == "p1")
        assert (left.detail, left.meta) == ("ill", {LEFT_OUT: "said"})
    long_ago = clock.now() - timedelta(seconds=KEPT_S)
    with acting_as_system():
        LaidOut.objects.filter(plan=draft).update(laid_out_at=long_ago)
    with cast.coordinator.acting():
        plan_overview(plan=draft)
        assert LaidOut.objects.get(plan=draft).laid_out_at > long_ago


def test_an_edited_draft_is_laid_out_and_compared_before_anyone_looks(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        edit_make(plan=draft, edit=LeaveOut(party="p1", why="ill"), by=cast.coordinator.user, version=None)
    with acting_as_system():
        assert OutboxMessage.objects.filter(payload__job="LAY_OUT", payload__subject=str(draft.id)).count() == 2
        assert not LaidOut.objects.filter(plan=draft).exists()
    ahead_of_plan(plan_id=draft.id)
    with cast.coordinator.acting():
        draft = plan_get(plan_id=draft.id)
        assert LaidOut.objects.get(plan=draft).edition == draft.edition
        report = changes_kept(before=plan, plan=draft)
        assert report is not None
        assert [(one["party"], one["what"]) for one in report["parties"]] == [("p1", "left")]
        edit_undo(plan=draft, by=cast.coordinator.user, version=None)
        undone = plan_get(plan_id=draft.id)
        assert changes_kept(before=plan, plan=undone) is None
        assert changes_between(before=plan, plan=undone)["parties"] == []


def test_only_who_sees_all_of_a_plan_reads_what_is_kept_of_it(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.auditor.acting():
        plan_overview(plan=plan)
        assert LaidOut.objects.filter(plan=plan).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            LaidOut.objects.create(plan=plan, campaign=cast.campaign, edition=9, form=1, laid_out_at=Now())
    for who in (cast.employer, cast.operator, cast.other_coordinator):
        with who.acting():
            assert not LaidOut.objects.exists()


def test_a_plan_is_compared_with_its_base_else_with_what_was_published_before(cast: Cast) -> None:
    first = published_plan(cast.campaign, cast.coordinator)
    second = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        assert plan_find_before(plan=first) is None
        assert plan_find_before(plan=second) == first
        draft = draft_copy(plan=first, by=cast.coordinator.user)
        assert plan_find_before(plan=draft) == first


def test_the_driver_nearest_to_the_limit_leaves_so_much() -> None:
    problem = ok_long()
    assert Explained(problem, ok_long_plan(problem)).slack_s() == 2 * HOUR - 15 * 60
    rules = replace(problem.rules, driver_hours=None)
    assert Explained(replace(problem, rules=rules), ok_long_plan(problem)).slack_s() is None
