"""Saying what happened, planning anew, the policy for it, and the waiting list."""

from __future__ import annotations

import pytest
from django.test import Client

from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import PlanningPolicy, PlanRun
from scheduler.replanning.models import Event, EventKind
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.telling.scene import publish

pytestmark = pytest.mark.django_db

FORMS: dict[str, dict[str, object]] = {
    EventKind.WITHDRAWAL: {"party": "p2"},
    EventKind.LATE_REQUEST: {
        "code": "p9",
        "size": "2",
        "ready_at": "2027-02-20T05:00",
        "places": ["bp-1"],
        "access_min": "10",
        "slots": ["s1", "s3"],
    },
    EventKind.SLOT_CUT: {"slot": "s1", "capacity": "5"},
    EventKind.SLOT_CLOSED: {"slot": "s3"},
    EventKind.VEHICLE_LOST: {"fleet": "van", "vehicle": "2"},
    EventKind.CREW_LOST: {"fleet": "van"},
    EventKind.SERVICE_LATE: {"service": "f1", "departs_at": "2027-02-20T08:20", "arrives_at": "2027-02-20T10:50"},
    EventKind.SERVICE_CANCELLED: {"service": "f2"},
    EventKind.ROAD_CLOSED: {"origin": "bp-1", "destination": "bp-2", "both_ways": "on", "detour_min": "30"},
    EventKind.PLACE_CLOSED: {"place": "bp-2"},
}


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_of_event_has_a_form(cast: Cast, office: Client, kind: str) -> None:
    address = f"/campaigns/{cast.campaign.id}/replan"
    assert "<form" in page(office, f"{address}/{kind}")
    answer = office.post(f"{address}/{kind}", {**FORMS[kind], "reason": "heard on the telephone"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    with acting_as_system():
        event = Event.objects.get(campaign=cast.campaign)
    assert (event.kind, event.reason, event.reported_by_id) == (
        kind,
        "heard on the telephone",
        cast.coordinator.user.id,
    )
    assert "heard on the telephone" in page(office, address)


def test_what_a_form_says_is_what_happens(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/replan"
    for kind in (EventKind.LATE_REQUEST, EventKind.VEHICLE_LOST, EventKind.SERVICE_LATE):
        office.post(f"{address}/{kind}", FORMS[kind])
    with acting_as_system():
        late = DepartureRequest.objects.get(campaign=cast.campaign, code="p9")
        options = list(late.boarding_options.values_list("place__code", "access_s"))
        service = Service.objects.get(campaign=cast.campaign, code="f1")
        van = Fleet.objects.get(campaign=cast.campaign, code="van")
        lost = Event.objects.get(campaign=cast.campaign, kind=EventKind.VEHICLE_LOST)
    assert (late.size, late.ready_at.isoformat()) == (2, "2027-02-19T21:00:00+00:00")
    assert options == [("bp-1", 600)]
    assert service.departs_at.isoformat() == "2027-02-20T00:20:00+00:00"
    assert (van.count, lost.effect["vehicle"]) == (1, 1)


def test_a_closed_road_is_opened_again(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/replan"
    form = {"origin": "bp-1", "destination": "bp-2", "both_ways": "on"}
    refused = office.post(f"{address}/road_opened", form)
    assert (refused.status_code, "is not closed" in refused.content.decode()) == (422, True)
    assert office.post(f"{address}/road_closed", form).status_code == 302
    assert office.post(f"{address}/road_opened", form).status_code == 302


def test_nothing_typed_is_lost_and_nothing_happens(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/replan"
    for kind, form, told in (
        ("withdrawal", {"party": "p77", "reason": "left early"}, "There is no such party"),
        ("slot_cut", {"slot": "s1", "capacity": "60", "reason": "left early"}, "a cut leaves fewer"),
        ("vehicle_lost", {"fleet": "van", "vehicle": "7", "reason": "left early"}, "has no vehicle 6"),
        ("late_request", {**FORMS["late_request"], "code": "p1", "reason": "left early"}, "already"),
    ):
        refused = office.post(f"{address}/{kind}", form)
        shown = refused.content.decode()
        assert refused.status_code == 422
        assert told in shown
        assert "left early" in shown
    with acting_as_system():
        assert not Event.objects.filter(campaign=cast.campaign).exists()
        assert IntakeSlot.objects.get(campaign=cast.campaign, code="s1").capacity == 6


def test_the_plan_is_made_anew_at_once_or_when_several_were_gathered(cast: Cast, office: Client) -> None:
    published = publish(cast)
    address = f"/campaigns/{cast.campaign.id}/replan"
    office.post(f"{address}/withdrawal", {"party": "p3"})
    assert "1 event waits." in page(office, address)
    started = office.post(address)
    with acting_as_system():
        run = PlanRun.objects.get(base=published)
    assert started.headers["Location"] == f"/runs/{run.id}"
    assert "waiting to be planned" in page(office, address)
    at_once = office.post(f"{address}/slot_closed", {"slot": "s3", "replan": "yes"})
    assert at_once.headers["Location"].startswith("/runs/")
    assert at_once.headers["Location"] != f"/runs/{run.id}"


def test_without_a_published_plan_there_is_nothing_to_start_from(cast: Cast, office: Client) -> None:
    assert office.post(f"/campaigns/{cast.campaign.id}/replan").status_code == 409


def policy(**values: object) -> dict[str, object]:
    plain = {"version": "0", "freeze_hours": "6", "move_cost": "200", "drop_cost": "1000", "late_factor": "3"}
    more = {"event_seconds": "6", "wave_seconds": "50", "slot_percent": "0", "seat_percent": "0"}
    return {**plain, **more, **values}


def test_the_policy_is_kept_and_a_second_writer_is_told(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/policy"
    assert 'value="200"' in page(office, address)
    kept = office.post(address, policy(freeze_hours="12", slot_percent="5", slots="s1 2"))
    assert kept.status_code == 302
    with acting_as_system():
        row = PlanningPolicy.objects.get(campaign=cast.campaign)
    assert (row.freeze_hours, row.reserve) == (12.0, {"slot_share": 0.05, "slots": {"s1": 2}})
    stale = office.post(address, policy(freeze_hours="24"))
    assert (stale.status_code, "changed this just now" in stale.content.decode()) == (422, True)
    assert office.post(address, policy(version=row.version, freeze_hours="24")).status_code == 302


def test_a_policy_that_cannot_be_says_where(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/policy"
    for values, told in (({"slots": "two of s1"}, "is no code and number"), ({"fleets": "bus 2"}, "has no bus")):
        refused = office.post(address, policy(**values))
        assert (refused.status_code, told in refused.content.decode()) == (422, True)
    with acting_as_system():
        assert not PlanningPolicy.objects.filter(campaign=cast.campaign).exists()


def test_who_waits_stands_in_order_with_the_reason(cast: Cast, office: Client) -> None:
    address = f"/campaigns/{cast.campaign.id}/waiting"
    assert "once a plan is published" in page(office, address)
    publish(cast)
    shown = page(office, address)
    assert shown.index('<th scope="row" class="when">p4</th>') < shown.index('<th scope="row" class="when">p5</th>')
    assert "Their slots are full" in shown


def test_auditors_look_and_others_do_not(cast: Cast, client: Client) -> None:
    sign_in(client, cast.bureau_auditor)
    base = f"/campaigns/{cast.campaign.id}"
    for name in ("replan", "policy", "waiting"):
        page(client, f"{base}/{name}")
    assert client.post(f"{base}/replan").status_code == 403
    assert client.post(f"{base}/policy", policy()).status_code == 403
    page(client, f"{base}/replan/withdrawal", status=403)
    sign_in(client, cast.other_coordinator)
    for name in ("replan", "replan/withdrawal", "policy", "waiting"):
        page(client, f"{base}/{name}", status=404)


def test_the_pages_cost_few_queries(cast: Cast, office: Client) -> None:
    publish(cast)
    office.post(f"/campaigns/{cast.campaign.id}/replan/withdrawal", {"party": "p3", "replan": "yes"})
    names = ("replan", "replan/withdrawal", "replan/late_request", "policy", "waiting")
    costs = {name: queries_of(office, f"/campaigns/{cast.campaign.id}/{name}") for name in names}
    assert {name: cost for name, cost in costs.items() if cost > MOST_QUERIES} == {}
