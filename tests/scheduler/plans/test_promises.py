"""What publishing a plan means for the departure requests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.services import user_create
from scheduler.organisations.tenancy import acting_as
from scheduler.people.models import DepartureRequest, RequestMove
from scheduler.people.moves import requests_move
from scheduler.people.states import RequestState
from scheduler.plans.broken_promises import broken_promises, promises_approve
from scheduler.plans.selectors import plan_get
from scheduler.plans.services import plan_publish
from solvers.plan import AccessLeg, Plan
from solvers.problem import Problem
from tests.scheduler.plans.scene import HOUR, everyone_at_home, one_walks
from tests.scheduler.plans.test_mapping import kept

S = RequestState


def walks_later(problem: Problem) -> Plan:
    """As ``one_walks``, an hour later."""
    plan = one_walks(problem)
    (itinerary,) = plan.itineraries
    (leg,) = itinerary.legs
    assert isinstance(leg, AccessLeg)
    later = replace(leg, depart=leg.depart + HOUR, arrive=leg.arrive + HOUR)
    return replace(plan, itineraries=(replace(itinerary, legs=(later,)),))


def publish(campaign: Campaign, plan: Plan) -> None:
    """Publish a plan; the bureau answers for whom it drops."""
    draft = plan_get(plan_id=kept(plan, campaign).id)
    if dropped := [one.party for one in broken_promises(plan=draft)]:
        desk = user_create(email="desk@bureau.example")
        promises_approve(plan=draft, parties=dropped, reason="the works has burnt down", by=desk)
    plan_publish(plan=draft, by=None)


def lead(campaign: Campaign, *states: RequestState) -> None:
    """Party p1 by these states."""
    ids = DepartureRequest.objects.filter(campaign=campaign, code="p1").values_list("id", flat=True)
    for state in states:
        (moved,) = requests_move(campaign=campaign, requests=ids, to=state, by=None)
        assert moved.state == state


def state_of(code: str) -> str:
    return DepartureRequest.objects.get(code=code).state


def test_whom_a_published_plan_serves_is_planned_and_the_others_stay(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        publish(campaign, one_walks(campaign_problem(campaign)))
        assert (state_of("p1"), state_of("p2")) == (S.PLANNED, S.SUBMITTED)
        (step,) = RequestMove.objects.all()
        assert (step.from_state, step.to_state, step.why) == (S.SUBMITTED, S.PLANNED, "plan 1 takes it along")


@pytest.mark.parametrize("promised", [(), (S.TOLD,), (S.TOLD, S.CONFIRMED)])
def test_who_is_served_no_longer_goes_back_to_verified(campaign: Campaign, promised: tuple[RequestState, ...]) -> None:
    with acting_as(campaign.bureau_id):
        problem = campaign_problem(campaign)
        publish(campaign, one_walks(problem))
        lead(campaign, *promised)
        publish(campaign, everyone_at_home(problem))
        assert state_of("p1") == S.VERIFIED
        assert RequestMove.objects.order_by("id").last().why == "plan 2 does not take it along"


def test_who_was_told_and_travels_otherwise_is_planned_again_and_who_travels_alike_stays(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        problem = campaign_problem(campaign)
        publish(campaign, one_walks(problem))
        lead(campaign, S.TOLD, S.CONFIRMED)
        publish(campaign, one_walks(problem))
        assert state_of("p1") == S.CONFIRMED
        publish(campaign, walks_later(problem))
        assert state_of("p1") == S.PLANNED
        assert RequestMove.objects.order_by("id").last().why == "plan 3 takes it otherwise"


def test_who_is_on_the_road_stays_there_whatever_is_published(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        problem = campaign_problem(campaign)
        publish(campaign, one_walks(problem))
        lead(campaign, S.BOARDED)
        publish(campaign, walks_later(campaign_problem(campaign)))
        assert state_of("p1") == S.BOARDED
