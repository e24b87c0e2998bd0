"""A van that leaves late is answered by real queue workers: with a draft, and with none once the delay is made good."""

from __future__ import annotations

import time
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any
from uuid import uuid4

import pytest

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.plans.changing import changes_between
from scheduler.plans.models import Duty, Plan, PlanState
from scheduler.plans.policy import policy_set
from scheduler.plans.selectors import plan_data, plan_find_published
from scheduler.plans.services import plan_publish
from scheduler.replanning.selectors import Answer, answers_of
from scheduler.travel.events import Seen, events_record
from scheduler.travel.models import Alert, AlertKind, EventKind
from solvers.judge import judge
from solvers.plan import AccessLeg, DutyLeg, ServiceLeg
from solvers.problem import Problem
from solvers.reserve import Reserve
from tests.api.stage import published_plan
from tests.builders import CHINA_S, DAY, HOUR, at, ok_small, ok_small_plan, slot
from tests.cast import Actor, make_actor, make_organisation
from tests.e2e.runs.conftest import House, eventually

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("queue")]
LONG_AGO = 1_000_000_000
"""Numbers above are moments."""
NOON = 12 * HOUR


@dataclass(frozen=True)
class Morning:
    """``ok_small`` whose 06:00 is now, with time enough at the gate for those who come by the later flight."""

    coordinator: Actor
    campaign: Campaign
    plan: Plan
    now: int


def moved(thing: Any, by: int) -> Any:
    """The same, so much later."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{one.name: moved(getattr(thing, one.name), by) for one in fields(thing)})
    if isinstance(thing, tuple):
        return tuple(moved(one, by) for one in thing)
    return thing + by if isinstance(thing, int) and thing > LONG_AGO else thing


def present(now: int) -> Problem:
    """The instance on a clock that says 06:00 now."""
    small = ok_small()
    problem = replace(small, slots=(slot("s1", "gate-1", 6, ("11:00", "15:00"), least=4), small.slots[1]))
    by = now - at("06:00")
    offset = (CHINA_S - by + NOON) % DAY - NOON
    return replace(moved(problem, by), utc_offset_s=offset)


@pytest.fixture
def morning(transactional_db: None) -> Morning:
    now = int(time.time()) // 60 * 60
    bureau = make_organisation(OrganisationKind.BUREAU, "qianjiang", "黔江区劳务办")
    coordinator = make_actor(bureau, Role.COORDINATOR, "许小暑")
    with coordinator.acting():
        campaign = campaign_import(bureau=bureau, problem=present(now), by=coordinator.user)
        policy_set(campaign=campaign, reserve=Reserve(), freeze_hours=0)
    by = now - at("06:00")
    plan = published_plan(campaign, coordinator, lambda problem: moved(ok_small_plan(moved(problem, -by)), by))
    return Morning(coordinator=coordinator, campaign=campaign, plan=plan, now=now)


def tell(morning: Morning, *events: Seen) -> None:
    with morning.coordinator.acting():
        van = Duty.objects.select_related("plan__campaign", "fleet").get(plan=morning.plan, code="d1")
        events_record(duty=van, events=events, by=morning.coordinator.user)


def answered(morning: Morning) -> Answer | None:
    """How the alert of the flight is answered by now."""
    with morning.coordinator.acting():
        alert = Alert.objects.get(campaign=morning.campaign, kind=AlertKind.CONNECTION)
        return answers_of(alerts=[alert]).get(alert.id)


def wait_for_draft(morning: Morning) -> Plan:
    """The plan that a queue worker made for the alert."""
    eventually("the alert is answered", lambda: bool((found := answered(morning)) and found.plan), within_s=60)
    found = answered(morning)
    assert found is not None
    assert found.plan is not None
    return found.plan


def test_a_flight_in_danger_has_a_new_plan_ready_and_a_coordinator_publishes_it(morning: Morning, house: House) -> None:
    """p1 is aboard the van and goes on from the airport; p2 has not come to its stop and may still leave from home."""
    with acting_as_system():
        p1 = DepartureRequest.objects.get(campaign=morning.campaign, code="p1").id
    tell(
        morning,
        Seen(id=uuid4(), kind=EventKind.BOARD, at=clock.moment(morning.now - HOUR // 2), stop=1, request=p1),
        Seen(id=uuid4(), kind=EventKind.DEPART, at=clock.moment(morning.now), stop=2),
    )
    draft = wait_for_draft(morning)
    with morning.coordinator.acting():
        assert draft.state == PlanState.DRAFT
        assert plan_find_published(campaign=morning.campaign) == morning.plan, "nothing is published by itself"
        solved = plan_data(plan=draft)
        trips = {one.party: one for one in solved.itineraries}
        assert trips["p1"].legs[1] == DutyLeg(duty="d1", from_stop=1, to_stop=3)
        home = trips["p2"].legs[0]
        assert isinstance(home, AccessLeg)
        assert home.depart >= morning.now, "nobody leaves home in the past"
        assert all(ServiceLeg(service="f2") in trips[party].legs for party in ("p1", "p2"))
        assert judge(campaign_problem(morning.campaign), solved).feasible
        report = changes_between(before=morning.plan, plan=draft)
        assert {one["party"]: one["what"] for one in report["parties"]} == {"p1": "moved", "p2": "moved"}
        found = answered(morning)
        assert found is not None
        assert (found.told_again, found.people) == (report["told_again"], report["people"])
        plan_publish(plan=draft, by=morning.coordinator.user)
        alert = Alert.objects.get(campaign=morning.campaign, kind=AlertKind.CONNECTION)
        assert (alert.closed_by, alert.remark) == (morning.coordinator.user, f"plan {draft.number}")


def test_a_delay_made_good_leaves_nothing_behind(morning: Morning, house: House) -> None:
    left = Seen(id=uuid4(), kind=EventKind.DEPART, at=clock.moment(morning.now), stop=2)
    tell(morning, left)
    draft = wait_for_draft(morning)
    tell(
        morning,
        Seen(id=uuid4(), kind=EventKind.UNDO, at=clock.moment(morning.now), undoes=left.id),
        Seen(id=uuid4(), kind=EventKind.DEPART, at=clock.moment(morning.now - HOUR // 2), stop=2),
    )

    def gone() -> bool:
        with acting_as_system():
            return not Plan.objects.filter(id=draft.id).exists()

    eventually("the draft is discarded", gone, within_s=30)
    found = answered(morning)
    assert found is not None
    assert found.event.over_why.endswith(f"plan {draft.number} was discarded")
