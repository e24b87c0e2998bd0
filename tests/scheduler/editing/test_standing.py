"""What a signed charter and an issued manifest promise stays, in edits, in runs and when a plan is published."""

from __future__ import annotations

import pytest
import time_machine
from django.utils.translation import override

from scheduler.campaigns.selectors import campaign_problem
from scheduler.clock import moment
from scheduler.editing.errors import ThingsLocked
from scheduler.editing.selectors import frozen_list, locks_kept
from scheduler.editing.services import draft_copy, edit_make, edit_undo
from scheduler.errors import Conflict, Invalid, NotFound
from scheduler.fleet.models import Service
from scheduler.fleet.options import offer_book
from scheduler.plans.checked import plan_checked
from scheduler.plans.errors import PlanNotPublishable
from scheduler.plans.issuing import issue_list, manifest_issue, manifest_withdraw
from scheduler.plans.models import Duty, Plan
from scheduler.plans.selectors import plan_data
from scheduler.plans.services import plan_publish
from scheduler.plans.standing import charter_release, without_free_seats
from scheduler.replanning.happenings import Withdrawal
from solvers.editing.edits import Edit, LeaveOut, ShiftTime
from solvers.freeze import NO_LOCKS, Locks
from tests.api.stage import published_plan
from tests.builders import HOUR, at
from tests.cast import Cast
from tests.scheduler.replanning.scene import happen


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """That of ``ok_small``, in force: p1 and p2 fly."""
    return published_plan(cast.campaign, cast.coordinator)


def flight(cast: Cast) -> Service:
    return Service.objects.select_related("operator", "campaign").get(campaign=cast.campaign, code="f1")


def refused(draft: Plan, edit: Edit) -> str:
    """Why an edit is refused."""
    with pytest.raises(ThingsLocked) as error:
        edit_make(plan=draft, edit=edit, by=None, version=None)
    return "; ".join(error.value.reasons)


def test_who_is_on_a_signed_charter_stays_until_its_carrier_releases_it(plan: Plan, cast: Cast) -> None:
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        edit_make(plan=draft, edit=LeaveOut(party="p1"), by=None, version=None)
        booked = offer_book(offer=flight(cast), version=None, by=cast.coordinator.user)
        assert offer_book(offer=booked, version=None, by=None).booked_by == cast.coordinator.user, "twice is once"
        assert locks_kept(plan=plan) == Locks(services=frozenset({"f1"}))
        why = refused(draft, LeaveOut(party="p2"))
        assert why.startswith("party p2: the charter of f1 was signed by 许小暑 on ")
        edit_make(plan=draft, edit=LeaveOut(party="p3"), by=None, version=None)
        for _ in range(2):
            edit_undo(plan=draft, by=None, version=None)  # p1 comes aboard again: nobody leaves
        with pytest.raises(Conflict, match="武陵客运 can release it"):
            charter_release(service=flight(cast), version=None, by_carrier=False)
    with cast.operator.acting():
        charter_release(service=flight(cast), version=None, by_carrier=True)
    with cast.coordinator.acting():
        assert locks_kept(plan=plan) == NO_LOCKS
        edit_make(plan=draft, edit=LeaveOut(party="p2"), by=None, version=None)


def test_nobody_joins_or_leaves_a_flight_whose_manifest_was_issued_until_it_is_withdrawn(
    plan: Plan, cast: Cast
) -> None:
    by = cast.coordinator.user
    with cast.coordinator.acting():
        early = draft_copy(plan=plan, by=by)
        edit_make(plan=early, edit=LeaveOut(party="p2"), by=None, version=None)
        issue = manifest_issue(plan=plan, of=flight(cast), by=by)
        assert manifest_issue(plan=plan, of=flight(cast), by=by) == issue, "twice is once"
        assert "the manifest of service f1 was issued by 许小暑" in refused(early, LeaveOut(party="p1"))
        seats = next(
            one.seats
            for one in without_free_seats(campaign_problem(cast.campaign), plan, plan_data(plan=plan)).services
            if one.id == "f1"
        )
        assert seats == 6, "five who fly, and their escort"
        with pytest.raises(PlanNotPublishable) as error:
            plan_publish(plan=early, by=by)
        assert error.value.reasons[0].endswith("by this plan p2 would not be on it")
        with override("zh-hans"):
            [gone] = plan_checked(plan=early).check.manifests_gone
            assert str(gone.told).startswith("f1 的乘客名单已发放（")
            assert str(gone.told).endswith("许小暑）：请先收回并说明原因；按本方案，p2 将不在其中")
        assert [(one.kind, one.code, one.because) for one in frozen_list(plan=plan)] == [("service", "f1", "manifest")]
        with pytest.raises(Invalid):
            manifest_withdraw(issue=issue, why=" ", by=by)
        back = manifest_withdraw(issue=issue, why="p2 is ill", by=by)
        assert manifest_withdraw(issue=issue, why="again", by=by).withdrawn_why == back.withdrawn_why == "p2 is ill"
        assert locks_kept(plan=plan) == NO_LOCKS
        assert manifest_issue(plan=plan, of=flight(cast), by=by) != issue
        assert issue_list(campaign=cast.campaign).count() == 2
    with cast.other_coordinator.acting():
        assert not issue_list(campaign=cast.campaign).exists()


def test_what_leaves_within_the_hours_of_the_policy_is_frozen_too(plan: Plan, cast: Cast) -> None:
    """Six of them: the van leaves at 05:00, the shuttle at 10:45."""
    with time_machine.travel(moment(at("04:00")), tick=False), cast.coordinator.acting():
        [van] = frozen_list(plan=plan)
        assert (van.code, van.because, van.since) == ("d1", "departure", moment(at("05:00") - 6 * HOUR))


def test_a_duty_whose_manifest_was_issued_stays_word_for_word(plan: Plan, cast: Cast) -> None:
    by = cast.coordinator.user
    with cast.coordinator.acting():
        early = draft_copy(plan=plan, by=by)
        edit_make(plan=early, edit=ShiftTime(duty="d1", by_s=60), by=None, version=None)
        with pytest.raises(Conflict, match="is draft"):
            manifest_issue(plan=early, of=Duty.objects.get(plan=early, code="d1"), by=by)
        manifest_issue(plan=plan, of=Duty.objects.get(plan=plan, code="d1"), by=by)
        assert locks_kept(plan=plan) == Locks(duties=frozenset({"d1"}))
        assert "the manifest of duty d1 was issued" in refused(early, ShiftTime(duty="d1", by_s=60))
        with pytest.raises(PlanNotPublishable, match="1 manifest") as error:
            plan_publish(plan=early, by=by)
        assert error.value.reasons[0].endswith("by this plan it would run otherwise")


def test_who_withdraws_is_no_hindrance_and_nobody_is_on_what_does_not_fly(plan: Plan, cast: Cast) -> None:
    by = cast.coordinator.user
    with cast.coordinator.acting():
        manifest_issue(plan=plan, of=flight(cast), by=by)
        idle = Service.objects.get(campaign=cast.campaign, code="f2")
        offer_book(offer=idle, version=None, by=by)
        with pytest.raises(NotFound):
            manifest_issue(plan=plan, of=idle, by=by)
        assert locks_kept(plan=plan) == Locks(services=frozenset({"f1"})), "what is booked and unused promises nothing"
        draft = draft_copy(plan=plan, by=by)
    happen(cast, Withdrawal(party="p3"))
    with cast.coordinator.acting(), pytest.raises(PlanNotPublishable) as error:
        plan_publish(plan=draft, by=by)
    assert not any("manifest" in reason for reason in error.value.reasons)
