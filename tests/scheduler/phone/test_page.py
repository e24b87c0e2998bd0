"""The driver's page behind its link: small, strict, and telling only what a driver may know."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from scheduler import clock
from scheduler.campaigns.services import campaign_import
from scheduler.links.models import Purpose
from scheduler.links.services import link_issue, link_revoke, link_token
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.codes import boarding_code
from scheduler.people.models import Member
from scheduler.people.services import NewWorker, workers_add
from scheduler.phone import views
from scheduler.plans.models import Duty
from scheduler.travel.models import Position
from solvers.plan import Plan
from solvers.problem import Problem
from tests.api.stage import published_plan
from tests.builders import duty as duty_of
from tests.builders import fleet, itinerary, ok_small, on_a_line, party, slot
from tests.builders import plan as plan_of
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of
from tests.scheduler.travel.conftest import Road, road

__all__ = ["road"]

STATIC = Path(views.__file__).parent / "static" / "phone"
LOADED, LIMIT = ("duty.js", "duty.css", "worker.js"), 50_000


@pytest.fixture
def token(road: Road) -> str:
    """The link of the van's driver; p1 has a member with a telephone."""
    with road.cast.coordinator.acting():
        people = [NewWorker(name="向阳花", phone="11100000777", needs={"car_sick": True})]
        (worker,) = workers_add(bureau=road.cast.coordinator.organisation, workers=people).rows
    with acting_as_system():
        Member.objects.create(campaign=road.cast.campaign, request_id=road.p1, worker=worker)
    return link_of(road.van)


def link_of(duty: Duty, *, lasts: timedelta = timedelta(hours=1)) -> str:
    bureau = duty.plan.campaign.bureau_id
    link = link_issue(organisation=bureau, purpose=Purpose.DRIVE, subject=duty.id, expires_at=clock.now() + lasts)
    return link_token(link)


def data_of(page: str) -> dict[str, object]:
    """What the page hands to its script."""
    text = page.split('<script id="data" type="application/json">')[1].split("</script>")[0]
    return dict(json.loads(text))


@pytest.mark.parametrize(("language", "says"), [("zh", "尾号 0777"), ("en", "tel. ends 0777")])
def test_the_page_says_who_boards_where_with_seat_needs_and_the_end_of_a_number(
    client: Client, token: str, language: str, says: str
) -> None:
    page = client.get(f"/drive/{token}?language={language}").content.decode()
    for text in ("向阳花", says, "05:10", "bp-1"):
        assert text in page
    assert {"zh": "座位 8-9", "en": "seat 8-9"}[language] in page
    assert "11100000777" not in page


def test_the_page_of_a_full_coach_with_all_that_it_loads_is_small_and_asks_little(client: Client, cast: Cast) -> None:
    with cast.coordinator.acting():
        campaign = campaign_import(bureau=cast.coordinator.organisation, problem=full_coach(), by=None)
    plan = published_plan(campaign, cast.coordinator, full_coach_plan)
    with acting_as_system():
        duty = Duty.objects.select_related("plan__campaign").get(plan=plan)
    page = client.get(f"/drive/{link_of(duty)}").content
    assert page.count(b"<li>") > 2 * 47
    assert len(page) + sum((STATIC / name).stat().st_size for name in LOADED) <= LIMIT
    assert queries_of(client, f"/drive/{link_of(duty)}") <= MOST_QUERIES
    assert queries_of(client, f"/drive/{link_of(duty)}/state") <= MOST_QUERIES


def full_coach() -> Problem:
    """Forty-eight people at two villages, a coach of 49, one gate."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, bp_2=20, gate_1=60)
    parties = tuple(party(f"p{k:02}", 1, {f"bp-{1 + k // 24}": 600}, {"s1": 0.0}, "04:00") for k in range(48))
    return replace(
        ok_small(),
        name="full-coach",
        travel=matrix,
        locations=locations,
        parties=parties,
        slots=(slot("s1", "gate-1", 60, ("05:00", "12:00")),),
        fleets=(fleet("coach", "depot-1", None, 49),),
        services=(),
    )


def full_coach_plan(problem: Problem) -> Plan:
    villages = [" ".join(f"+p{k:02}" for k in range(first, first + 24)) for first in (0, 24)]
    sheet = f"""
        depot-1 05:00
        bp-1    05:10 05:10 05:18 {villages[0]}
        bp-2    05:28 05:28 05:36 {villages[1]}
        gate-1  06:16 06:16 06:30 {" ".join(f"-p{k:02}" for k in range(48))}
    """
    ways = [
        itinerary(f"p{k:02}", "s1", f"home {home} bp-{1 + k // 24} {there}", f"d1 {1 + k // 24} 3")
        for k, (home, there) in ((k, ("05:00", "05:10") if k < 24 else ("05:18", "05:28")) for k in range(48))
    ]
    return plan_of(problem, [duty_of(problem, "d1", "coach", sheet)], ways, {})


def test_no_script_stands_in_the_page_and_nothing_comes_from_elsewhere(client: Client, token: str) -> None:
    response = client.get(f"/drive/{token}")
    policy, page = response.headers["Content-Security-Policy"], response.content.decode()
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page.count("<script") == 2
    assert "style=" not in page
    assert "//" not in page.replace("http://www.w3.org/2000/svg", "").split("<body>")[1]


def test_a_link_that_does_not_hold_opens_nothing(client: Client, road: Road, token: str) -> None:
    link_revoke(purpose=Purpose.DRIVE, subject=road.van.id)
    for address in (f"/drive/{token}", "/drive/xyz", f"/drive/{token}/state"):
        response = client.get(address, headers={"accept": "text/html"})
        assert response.status_code == 404
        assert "链接" in response.content.decode()
    reply = client.post(f"/drive/{token}/events", report(), content_type="application/json")
    assert (reply.status_code, "error" in reply.json()) == (404, True)


def report(*events: dict[str, object], **more: object) -> dict[str, object]:
    return {"device": str(uuid4()), "sent_at": clock.now().isoformat(), "events": list(events), **more}


def entry(kind: str, **more: object) -> dict[str, object]:
    return {"id": str(uuid4()), "kind": kind, "at": clock.now().isoformat(), **more}


def test_two_telephones_see_the_same_after_both_have_sent(client: Client, road: Road, token: str) -> None:
    address, boards = f"/drive/{token}/events", entry("board", stop=1, request=str(road.p1))
    first = client.post(address, report(boards), content_type="application/json").json()
    again = client.post(address, report(boards, entry("depart", stop=1)), content_type="application/json").json()
    assert [v["outcome"] for v in (*first["verdicts"], *again["verdicts"])] == ["kept", "known", "kept"]
    assert client.get(f"/drive/{token}/state").json()["state"] == again["state"]
    assert again["state"]["aboard"] == 2
    assert list(again["state"]["stops"][1]["on"]) == ["0"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        json.dumps({"device": "x", "sent_at": "now", "events": []}),
        '{"device": "x", "sent_at": "2027-02-20T05:00:00+08:00", "events": [{"kind": "fly"}]}',
    ],
)
def test_what_is_no_report_is_refused(client: Client, token: str, body: str) -> None:
    reply = client.post(f"/drive/{token}/events", body, content_type="application/json")
    assert (reply.status_code, bool(reply.json()["error"])) == (422, True)


def test_the_codes_on_slips_are_known_to_the_page(client: Client, road: Road, token: str) -> None:
    riders = data_of(client.get(f"/drive/{token}").content.decode())["riders"]
    assert riders == [[str(road.p1), boarding_code(road.p1), 2], [str(road.p2), boarding_code(road.p2), 3]]


def test_the_link_opens_what_the_newest_plan_makes_of_the_duty_and_nothing_seen_is_lost(
    client: Client, road: Road, token: str
) -> None:
    client.post(f"/drive/{token}/events", report(entry("arrive", stop=1)), content_type="application/json")
    published_plan(road.cast.campaign, road.cast.coordinator)
    state = client.get(f"/drive/{token}/state").json()["state"]
    assert (state["plan"], bool(state["stops"][1]["arrived"])) == (2, True)
    assert "方案 2" in client.get(f"/drive/{token}").content.decode()


def test_a_telephone_may_say_where_it_is_while_it_is_under_way(client: Client, road: Road, token: str) -> None:
    address, spot = f"/drive/{token}/events", {"lon": 108.1, "lat": 29.5}
    client.post(address, report(entry("depart", stop=0), spot=spot), content_type="application/json")
    with road.cast.coordinator.acting():
        assert [(one.point.x, one.point.y) for one in Position.objects.all()] == [(108.1, 29.5)]
    client.post(address, report(entry("arrive", stop=4), spot=spot), content_type="application/json")
    with road.cast.coordinator.acting():
        assert not Position.objects.exists()
