"""Who is under way and has no way on by the plan that is published stands in no journey: an alert names them."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.states import Action
from scheduler.plans.broken_promises import promises_approve
from scheduler.plans.models import Plan
from scheduler.plans.services import plan_publish
from scheduler.travel.alerts import alert_close
from scheduler.travel.by_hand import request_act, requests_act
from scheduler.travel.models import Alert, AlertKind, EventKind, TravelEvent
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


def parties(road: Road) -> list[str]:
    """Whom the open alerts name."""
    return sorted(party for alert in stranded(road) for party in alert.payload["parties"])


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


def test_whose_return_is_noted_is_stranded_no_more(road: Road, left: Plan) -> None:
    who = road.cast.coordinator
    with who.acting():
        done = {"action": Action.RETURN, "by": who.user, "why": "home by taxi"}
        requests_act(campaign=left.campaign, codes=["p1"], **done)
        assert parties(road) == ["p2"]
        request_act(request=DepartureRequest.objects.get(id=road.p2), version=None, **done)
    assert parties(road) == []


def test_a_screen_notes_the_return_and_asks_why(road: Road, left: Plan, client: Client) -> None:
    sign_in(client, road.cast.coordinator)
    page, many = reverse("request", args=[road.p1]), reverse("requests_move", args=[left.campaign_id])
    assert "登记返乡" in client.get(page).content.decode()
    assert client.post(many, {"ids": ["p2"], "action": "return"}).status_code == 422
    assert client.post(many, {"ids": ["p2"], "action": "return", "why": "home by taxi"}).status_code == 200
    assert (road.states()["p2"], parties(road)) == ("returned", ["p1"])
    one = client.post(reverse("request_move", args=[road.p1]), {"action": "return", "why": "home by taxi"})
    assert (one.status_code, road.states()["p1"], parties(road)) == (302, "returned", [])


def test_who_is_set_down_at_the_gate_all_the_same_is_stranded_no_more(road: Road, left: Plan) -> None:
    arrives = seen("alight", "11:33", 2, road.p2)
    road.tell(road.shuttle, arrives)
    assert (road.states()["p2"], parties(road)) == ("arrived", ["p1"])
    road.tell(road.shuttle, seen("undo", "11:35", undoes=arrives.id))
    assert (road.states()["p2"], parties(road)) == ("boarded", ["p1", "p2"]), "it was another party"


def test_who_was_ticked_by_mistake_is_not_stranded(road: Road, left: Plan) -> None:
    with acting_as_system():
        ticked = TravelEvent.objects.get(request=road.p1, kind=EventKind.BOARD)
    road.tell(road.van, seen("undo", "05:50", undoes=ticked.id))
    assert (road.states()["p1"], parties(road)) == ("planned", ["p2"])


def test_an_alert_of_several_parties_is_over_with_the_last_of_them(road: Road, left: Plan) -> None:
    who = road.cast.coordinator
    with acting_as_system():
        Alert.objects.filter(kind=AlertKind.STRANDED, subject__startswith="p2").delete()
        Alert.objects.filter(kind=AlertKind.STRANDED).update(payload={"parties": ["p1", "p2"]})
    for code, open_ones in (("p1", 1), ("p2", 0)):
        with who.acting():
            requests_act(campaign=left.campaign, codes=[code], action=Action.RETURN, by=who.user)
        assert len(stranded(road)) == open_ones
