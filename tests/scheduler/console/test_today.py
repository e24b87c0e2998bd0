"""The board of a campaign under way: what is late is on top, boardings are counted, and only what changed is sent."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import PlanRun
from scheduler.travel.board import Wanted
from scheduler.travel.models import Alert
from scheduler.travel.today import today
from tests.cast import Actor
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.travel.conftest import Road, moment, road, seen

__all__ = ["road"]


def page(client: Client, road: Road, now: str, query: str = "") -> str:
    """The board as it is at a moment."""
    with time_machine.travel(moment(now), tick=False):
        return client.get(f"/campaigns/{road.plan.campaign_id}/today{query}").content.decode()


def part(text: str, name: str) -> str:
    found = re.search(rf'id="part-{name}".*?</section>', text, re.DOTALL)
    assert found, f"no part {name}"
    return found[0]


def marks(text: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', text)


def enter(client: Client, who: Actor) -> None:
    """Sign in on the first morning: a session lasts half a day."""
    with time_machine.travel(moment("04:00"), tick=False):
        sign_in(client, who)


@pytest.fixture
def office(road: Road, client: Client) -> Client:
    enter(client, road.cast.coordinator)
    return client


def test_what_was_not_seen_to_leave_is_late_and_on_top(road: Road, office: Client) -> None:
    before = part(page(office, road, "04:30"), "departures")
    assert "未见发车" not in before
    assert before.index("d1") < before.index("d2")
    assert "0/5" in before
    assert "未见发车，已过 12 分" in part(page(office, road, "05:12"), "departures")


def test_boardings_are_counted_live_and_who_is_behind_is_said(road: Road, office: Client) -> None:
    road.tell(road.van, seen("depart", "05:20", 0), seen("board", "05:31", 1, road.p1))
    now = page(office, road, "05:32")
    road_part = part(now, "road")
    assert "2/5" in road_part
    assert "落后 21 分" in road_part
    assert ">d1<" not in part(now, "departures")
    assert re.search(r"在车上</dt><dd>2<", part(now, "tally"))
    road.tell(road.van, seen("board", "05:44", 2, road.p2), now="05:44")
    with road.cast.coordinator.acting(), time_machine.travel(moment("05:45"), tick=False):
        board = today(campaign=road.plan.campaign, plan=road.plan, wanted=Wanted())
    assert (board.tally.aboard, board.tally.waiting) == (5, 1)


def test_only_what_changed_is_sent(road: Road, office: Client) -> None:
    there = f"/campaigns/{road.plan.campaign_id}/today/changed"
    known = marks(page(office, road, "05:01"))
    assert len(known) == 6
    with time_machine.travel(moment("05:01"), tick=False):
        assert office.get(there, {"seen": known}).status_code == 204
    road.tell(road.van, seen("depart", "05:01", 0), now="05:01")
    with time_machine.travel(moment("05:01"), tick=False):
        new = office.get(there, {"seen": known}).content.decode()
    assert re.findall(r'id="part-(\w+)" hx-swap-oob="true"', new) == ["departures", "road"]


def test_a_connection_at_risk_is_taken_on_planned_anew_and_closed(road: Road, office: Client) -> None:
    road.tell(road.van, seen("depart", "05:50", 0), now="05:50")
    text = page(office, road, "05:51")
    risk = part(text, "risks")
    assert "d1 → f1" in risk
    assert "5 人" in risk
    with acting_as_system():
        alert = Alert.objects.get()
    with time_machine.travel(moment("05:52"), tick=False):
        dialog = office.get(f"/alerts/{alert.id}", headers={"HX-Request": "true"}).content.decode()
        office.post(f"/alerts/{alert.id}/acknowledge")
    assert dialog.startswith("<dialog data-shown")
    assert "已有人处理" in part(page(office, road, "05:52"), "risks")
    with time_machine.travel(moment("05:52"), tick=False):
        office.post(f"/alerts/{alert.id}/replan")
    with acting_as_system():
        assert PlanRun.objects.filter(base=road.plan).count() == 1
        alert.refresh_from_db()
    there = f"/alerts/{alert.id}/close"
    with time_machine.travel(moment("05:52"), tick=False):
        assert office.post(there, {"remark": "", "version": alert.version}).status_code == 422
        assert office.post(there, {"remark": "改签", "version": 1}).status_code == 422
        assert office.post(there, {"remark": "改签", "version": alert.version}).status_code == 302
    assert "d1 → f1" not in part(page(office, road, "05:53"), "risks")


def test_the_gate_counts_who_is_there_and_what_comes_next(road: Road, office: Client) -> None:
    gates = part(page(office, road, "10:00"), "gates")
    assert "0/5" in gates
    assert "11:33" in gates
    enter(office, road.cast.employer)
    with time_machine.travel(moment("11:40"), tick=False):
        form = {"party": str(road.p1), "id": "3f2b8a34-0d4c-4f0e-9a55-1f5b6c7d8e9f", "people": "1"}
        office.post(f"/slots/{road.slot.id}/gate/receive", form)
    enter(office, road.cast.coordinator)
    text = page(office, road, "11:41")
    assert "1/5" in part(text, "gates")
    assert "p1" in part(text, "alerts")


def test_the_board_is_narrowed_and_costs_few_queries(road: Road, office: Client) -> None:
    there = f"/campaigns/{road.plan.campaign_id}/today"
    operator = road.cast.operator.organisation.id
    narrowed = part(page(office, road, "04:30", f"?operator={operator}"), "departures")
    assert re.findall(r'scope="row">(d\d)', narrowed) == ["d1"]
    with time_machine.travel(moment("05:00"), tick=False):
        assert queries_of(office, there) <= MOST_QUERIES
        assert queries_of(office, f"{there}?operator={operator}") <= MOST_QUERIES


def test_it_is_the_offices_and_auditors_change_nothing(road: Road, office: Client) -> None:
    road.tell(road.van, seen("depart", "05:50", 0), now="05:50")
    with acting_as_system():
        alert = Alert.objects.get()
    there = f"/campaigns/{road.plan.campaign_id}/today"
    who: list[tuple[Actor, int]] = [(road.cast.bureau_auditor, 200), (road.cast.other_coordinator, 404)]
    for somebody, status in (*who, (road.cast.operator, 403)):
        sign_in(office, somebody)
        assert office.get(there).status_code == status
    sign_in(office, road.cast.bureau_auditor)
    assert "<form" not in office.get(f"/alerts/{alert.id}", headers={"HX-Request": "true"}).content.decode()
    assert office.post(f"/alerts/{alert.id}/acknowledge").status_code == 403
