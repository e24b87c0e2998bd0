"""Who is under way and has no way on by the plan that is published stands in no journey: an alert names them."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.broken_promises import promises_approve
from scheduler.plans.models import Plan
from scheduler.plans.services import plan_publish
from scheduler.travel.alerts import alert_close
from scheduler.travel.models import Alert, AlertKind
from solvers.plan import Plan as SolvedPlan
from tests.builders import ok_small_plan
from tests.scheduler.console.visiting import sign_in
from tests.scheduler.replanning.scene import draft_of, only_p3, problem_of
from tests.scheduler.travel.conftest import Road, moment, seen

BOARDED = "05:45"
"""The van has both parties, p1 without one of its two."""


@pytest.fixture
def left(road: Road) -> Plan:
    """The published plan has no way on for either of them."""
    road.tell(road.van, seen("board", "05:12", 1, road.p1, people=1), seen("board", "05:24", 2, road.p2, people=3))
    return publish(road, only_p3(problem_of(road.cast)), road.plan, let_down=("p1", "p2"))


def publish(road: Road, solved: SolvedPlan, base: Plan, *, let_down: tuple[str, ...] = ()) -> Plan:
    """Publish this plan, for which the coordinator answers."""
    who = road.cast.coordinator
    with time_machine.travel(moment(BOARDED), tick=False):
        plan = draft_of(road.cast.campaign, who, solved, base=base)
        with who.acting():
            if let_down:
                promises_approve(plan=plan, parties=let_down, reason="the airport is closed", by=who.user)
            return plan_publish(plan=plan, by=who.user)


def stranded(road: Road) -> list[Alert]:
    return [alert for alert in road.alerts() if alert.kind == AlertKind.STRANDED]


def test_they_are_named_with_where_they_were_seen_last(road: Road, left: Plan) -> None:
    assert [alert.payload for alert in stranded(road)] == [
        {"parties": ["p1"], "people": 1, "place": "bp-1"},
        {"parties": ["p2"], "people": 3, "place": "bp-2"},
    ]
    assert road.states() == {"p1": "boarded", "p2": "boarded"}


def test_the_board_says_so_and_what_to_do(road: Road, left: Plan, client: Client) -> None:
    with time_machine.travel(moment(BOARDED), tick=False):
        sign_in(client, road.cast.coordinator)
        board = client.get(f"/campaigns/{left.campaign_id}/today").content.decode()
        about = client.get(f"/alerts/{stranded(road)[1].id}").content.decode()
    assert "p2 有 3 人已在途，计划中没有后续行程：最后出现在bp-2" in board
    assert "请原地等候" in about


def test_a_plan_that_takes_them_on_closes_it(road: Road, left: Plan) -> None:
    publish(road, ok_small_plan(problem_of(road.cast)), left)
    assert stranded(road) == []


def test_what_somebody_has_dealt_with_is_not_raised_again_by_the_next_plan(road: Road, left: Plan) -> None:
    first, second = stranded(road)
    who = road.cast.coordinator
    with acting_as_system():
        mine = Alert.objects.get(id=first.id)
    with who.acting():
        alert_close(alert=mine, version=None, by=who.user, remark="her brother fetches her")
    publish(road, only_p3(problem_of(road.cast)), left)
    assert [alert.id for alert in stranded(road)] == [second.id]
