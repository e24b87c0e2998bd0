"""Nobody who was told of a journey loses it without somebody's name under it; who waits is taken in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from scheduler import clock
from scheduler.errors import Conflict, Invalid
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.services import NewRequest
from scheduler.people.states import RequestState
from scheduler.plans.broken_promises import broken_promises, promises_approve
from scheduler.plans.errors import PromisesBroken
from scheduler.plans.models import Approval, ChangeReport, Leg, Plan, PlanState
from scheduler.plans.services import plan_publish
from scheduler.plans.waiting import promotion_list, waiting_list
from scheduler.replanning.happenings import LateRequest, Withdrawal
from solvers.plan import Reason
from tests.api.stage import published_plan
from tests.builders import at, duty, itinerary, ok_small, ok_small_plan, plan
from tests.cast import Cast
from tests.scheduler.replanning.scene import draft_of, happen, only_p3, problem_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast: Cast) -> Plan:
    """p1 and p2 fly to s1, p3 walks; p4 and p5 wait."""
    return published_plan(cast.campaign, cast.coordinator)


@pytest.fixture
def draft(cast: Cast, published: Plan) -> Plan:
    """Of them only p3 would still go."""
    return draft_of(cast.campaign, cast.coordinator, only_p3(ok_small()), base=published)


def _publish(cast: Cast, found: Plan) -> Plan:
    with cast.coordinator.acting():
        return plan_publish(plan=found, by=cast.coordinator.user)


def _approve(cast: Cast, found: Plan, *parties: str, reason: str = "the works has burnt down") -> list[Approval]:
    with cast.coordinator.acting():
        return promises_approve(plan=found, parties=parties, reason=reason, by=cast.coordinator.user)


def test_a_plan_that_lets_told_people_down_is_not_published_and_names_them(cast: Cast, draft: Plan) -> None:
    with acting_as_system():
        for state in (RequestState.TOLD, RequestState.CONFIRMED):
            DepartureRequest.objects.filter(campaign=cast.campaign, code="p2").update(state=state)
    with pytest.raises(PromisesBroken, match="lets down 2 parties") as caught:
        _publish(cast, draft)
    assert caught.value.reasons == (
        (
            "party p1 (2 people, promised slot s1, leaving home 2027-02-20 04:55) would stay at home; "
            "next best: none in this plan (no_seat): no change was found that would bring it along"
        ),
        (
            "party p2 (3 people, confirmed of slot s1, leaving home 2027-02-20 05:12) would stay at home; "
            "next best: none in this plan (no_seat): no change was found that would bring it along"
        ),
    )
    with cast.coordinator.acting():
        assert Plan.objects.get(id=draft.id).state == PlanState.DRAFT


def test_it_is_published_once_somebody_answers_for_each_by_name(cast: Cast, draft: Plan) -> None:
    [approval] = _approve(cast, draft, "p1")
    assert (approval.approved_by, approval.reason) == (cast.coordinator.user, "the works has burnt down")
    with pytest.raises(PromisesBroken, match="lets down 1 parties"):
        _publish(cast, draft)
    assert [one.request.code for one in _approve(cast, draft, "p1", "p2", reason="and the hotel")] == ["p1", "p2"]
    assert _publish(cast, draft).state == PlanState.PUBLISHED


def test_an_approval_is_for_whom_a_draft_lets_down_and_says_why(cast: Cast, published: Plan, draft: Plan) -> None:
    with pytest.raises(Invalid, match="does not let down p3, p9"):
        _approve(cast, draft, "p1", "p3", "p9")
    with pytest.raises(Invalid, match="say why"):
        _approve(cast, draft, "p1", reason="  ")
    with pytest.raises(Conflict, match="is published"):
        _approve(cast, published, "p1")
    with acting_as_system():
        assert not Approval.objects.exists()


def test_who_has_withdrawn_is_let_down_by_nothing(cast: Cast, published: Plan) -> None:
    happen(cast, Withdrawal(party="p1"), Withdrawal(party="p2"))
    found = draft_of(cast.campaign, cast.coordinator, only_p3(problem_of(cast)))
    assert _publish(cast, found).state == PlanState.PUBLISHED


def test_another_slot_is_a_broken_promise_and_the_offer(cast: Cast, published: Plan) -> None:
    """p2 would be driven to s3, which has no place for p3 then; p1 alone is too few for s1."""
    sheet = """
        depot-1 07:40
        bp-2    08:00    08:00    08:02:45 +p2
        gate-3  08:07:45 08:07:45 08:10:30 -p2
        depot-1 08:35:30
    """
    problem = ok_small()
    mine = itinerary("p2", "s3", "home 07:50 bp-2 08:00", "d1 1 2")
    left = dict.fromkeys(("p1", "p3", "p4", "p5"), Reason.SLOT_MINIMUM)
    other = draft_of(cast.campaign, cast.coordinator, plan(problem, [duty(problem, "d1", "van", sheet)], [mine], left))
    with cast.coordinator.acting():
        found = {one.party: one for one in broken_promises(plan=other)}
    assert {party: one.what for party, one in found.items()} == {"p1": "left", "p2": "slot", "p3": "left"}
    assert found["p2"].offer == "slot s3, leaving home 2027-02-20 07:50"


@pytest.mark.parametrize(("hours", "what"), [(-7, None), (-8, "day"), (16, None), (17, "day")])
def test_another_day_is_a_broken_promise_another_hour_is_not(
    cast: Cast, published: Plan, hours: int, what: str | None
) -> None:
    """p3 leaves home at 07:40 by the campaign's clock."""
    again = draft_of(cast.campaign, cast.coordinator, ok_small_plan())
    with acting_as_system():
        leg = Leg.objects.filter(plan=again, itinerary__request__code="p3")
        leg.update(
            departs_at=F("departs_at") + timedelta(hours=hours), arrives_at=F("arrives_at") + timedelta(hours=hours)
        )
    with cast.coordinator.acting():
        assert [(one.party, one.what) for one in broken_promises(plan=again)] == ([("p3", what)] if what else [])


def test_who_waits_stands_in_order_of_priority_then_date(cast: Cast, published: Plan) -> None:
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p5").update(priority=1)
    late = NewRequest(code="p6", ready_at=clock.moment(at("05:00")), size=1, choices=(("s1", 0.0),), boarding=())
    happen(cast, LateRequest(request=late))
    with cast.coordinator.acting():
        found = waiting_list(campaign=cast.campaign)
    assert [(one.place, one.party, one.reason) for one in found] == [
        (1, "p5", "no_choice"),
        (2, "p4", "slot_capacity"),
        (3, "p6", ""),
    ]


def test_nobody_waits_before_a_plan_is_published(cast: Cast) -> None:
    with cast.coordinator.acting():
        assert waiting_list(campaign=cast.campaign) == []


def test_a_plan_made_from_another_keeps_what_it_changes(cast: Cast, published: Plan, draft: Plan) -> None:
    with cast.coordinator.acting():
        report = ChangeReport.objects.get(plan=draft)
        assert (report.before, report.document["people"]["left"]) == (published, 5)
        assert (draft.road_km, published.road_km) == (0.0, 160.0)
        assert published.timetable == {"f1": [at("08:00"), at("10:30")]}
        assert not promotion_list(campaign=cast.campaign).exists()
