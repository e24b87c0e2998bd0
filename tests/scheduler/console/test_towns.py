"""A township's own pages: it asks, calls, surveys and sees off its own people, and meets nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, RequestMove, Worker
from scheduler.people.states import RequestState
from scheduler.plans.models import Plan
from scheduler.travel.leaving import leaving
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.towns import EAST, Towns, make_towns

PAGES = ("town", "town_trips", "town_departures", "survey", "requests", "calls", "request_new", "survey_new")


@pytest.fixture
def towns(cast: Cast) -> Towns:
    return make_towns(cast)


@pytest.fixture
def desk(towns: Towns, client: Client) -> Client:
    """Before the screens of the eastern town's staff."""
    sign_in(client, towns.east)
    return client


def at(towns: Towns, name: str, *more: object) -> str:
    return reverse(name, args=[towns.cast.campaign.id, *more])


def shown(page: Any) -> str:
    return str(page.content.decode())


def state_of(code: str) -> str:
    with acting_as_system():
        return DepartureRequest.objects.get(campaign__bureau__code="qianjiang", code=code).state


def test_each_page_costs_few_queries_and_names_nobody_of_another_town(towns: Towns, desk: Client) -> None:
    asked = {name: queries_of(desk, at(towns, name)) for name in PAGES}
    assert max(asked.values()) <= MOST_QUERIES, asked
    everything = "".join(shown(desk.get(at(towns, name))) for name in PAGES)
    assert "甲" in everything
    assert "乙" not in everything
    sign_in(desk, towns.uninvited)
    assert desk.get(at(towns, "town")).status_code == 404
    sign_in(desk, towns.cast.coordinator)
    assert desk.get(at(towns, "town")).status_code == 403


def test_one_step_says_that_they_come_and_a_reason_that_they_do_not(towns: Towns, desk: Client) -> None:
    with acting_as_system():
        party = DepartureRequest.objects.get(campaign=towns.cast.campaign, code="p1").id
    here = at(towns, "town")
    said = desk.post(at(towns, "town_said"), {"party": party, "says": "yes", "next": here}, follow=True)
    assert said.redirect_chain == [(here, 302)]
    assert state_of("p1") == RequestState.CONFIRMED
    desk.post(at(towns, "town_said"), {"party": party, "says": "no", "reason": " ", "next": here})
    assert state_of("p1") == RequestState.CONFIRMED, "not without a reason"
    desk.post(at(towns, "town_said"), {"party": party, "says": "no", "reason": "病了", "next": here})
    with acting_as_system():
        move = RequestMove.objects.filter(request=party).order_by("id").last()
        assert move is not None
        assert (move.to_state, move.by_id, move.why) == (RequestState.WITHDRAWN, towns.east.user.id, "病了")
    sign_in(desk, towns.west)
    assert desk.post(at(towns, "town_said"), {"party": party, "says": "yes", "next": here}).status_code == 404


def test_departures_say_who_is_picked_up_where_and_has_boarded(towns: Towns, desk: Client) -> None:
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=towns.cast.campaign, code="p1").update(state=RequestState.BOARDED)
    with towns.east.acting():
        plan = Plan.objects.select_related("campaign").get(campaign=towns.cast.campaign)
        found = leaving(plan=plan, parties=DepartureRequest.objects.all())
    assert [party.code for one in found for party in one.parties] == ["p1", "p2"], "nobody of another town"
    assert sum(one.boarded for one in found) == 2
    page = shown(desk.get(at(towns, "town_departures")))
    assert all(str(one.pickup.place.code) in page for one in found)
    assert desk.get(at(towns, "town_slips"))["Content-Type"] == "application/pdf"


def test_the_survey_registers_somebody_and_hands_over_to_their_request(towns: Towns, desk: Client) -> None:
    told = {
        "name": "丁",
        "needs": ["wheelchair"],
        "jobs": "焊工，电工",
        "consent_messages": "yes",
        "reads": "zh",
        "ask": "1",
    }
    made = desk.post(at(towns, "survey_new"), told | {"ask": "1"})
    with acting_as_system():
        worker = Worker.objects.get(town=EAST, needs={"wheelchair": True})
    assert (str(worker.name), worker.wishes, worker.consent_messages) == ("丁", {"jobs": ["焊工", "电工"]}, True)
    assert made["Location"] == at(towns, "survey_request", worker.id)
    form = desk.get(made["Location"]).context["editing"].form
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    lines = {f"{name}-{key}": 0 for name in ("choices", "boarding") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    desk.post(made["Location"], sent | lines | {"ready_at": "2027-02-20T05:00", "jobs": "焊工"})
    with acting_as_system():
        asked = worker.memberships.get().request
    assert (asked.town, asked.size, asked.wheelchairs, asked.wishes) == (EAST, 1, 1, {"jobs": ["焊工"]})
    desk.post(at(towns, "survey_person", worker.id), {"name": "丁一", "version": 1, "skills": "焊接", "reads": "zh"})
    with acting_as_system():
        worker.refresh_from_db()
    assert (str(worker.name), worker.skills, worker.town) == ("丁一", ["焊接"], EAST)
