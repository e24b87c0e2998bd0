"""Parties made one and split again, and the language in which somebody is written to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from scheduler import clock
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.services import NewRequest, requests_add
from scheduler.telling.people import languages_of
from tests.builders import at
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.towns import EAST, make_towns

pytestmark = pytest.mark.django_db
READY = clock.moment(at("05:00"))


def pair(cast: Cast, *, town: str = "城东", **other: object) -> str:
    """Two requests that go together, if nothing else is said of the second; the table of requests."""
    new = [
        NewRequest(code=code, ready_at=READY, together="家", town=town, boarding=(("bp-1", 600),), size=2)
        for code in ("f1", "f2")
    ]
    with cast.coordinator.acting():
        requests_add(campaign=cast.campaign, requests=new)
    with acting_as_system():
        DepartureRequest.objects.filter(code="f2", campaign=cast.campaign).update(**other or {"priority": 1})
    return f"/campaigns/{cast.campaign.id}/requests"


def found(code: str) -> DepartureRequest:
    with acting_as_system():
        return DepartureRequest.objects.get(code=code, campaign__bureau__code="qianjiang")


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.coordinator)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_ticked_requests_become_one_party_and_are_split_again(cast: Cast, desk: Client) -> None:
    requests = pair(cast)
    done = desk.post(f"{requests}/join", {"ids": ["f1", "f2"]}).content.decode()
    assert "joined" in done
    assert "f1, f2" in done
    union, part = found("f1+f2"), found("f1")
    assert (union.size, part.state) == (4, "joined")
    shown = desk.get(f"/requests/{union.id}").content.decode()
    assert f"/requests/{part.id}" in shown
    assert "travels as part of" in desk.get(f"/requests/{part.id}").content.decode()
    split = {"version": str(union.version), "why": "they quarrelled"}
    after = desk.post(f"/requests/{union.id}/split", split, follow=True).content.decode()
    assert "f1, f2 travel for themselves again" in after
    assert "they quarrelled" in after
    assert (found("f1+f2").state, found("f1").state, found("f2").state) == ("withdrawn", "submitted", "submitted")
    assert queries_of(desk, f"/requests/{union.id}") <= MOST_QUERIES


def test_who_stands_in_the_way_is_named_with_the_reason(cast: Cast, desk: Client) -> None:
    requests = pair(cast, ready_at=READY + timedelta(days=1))
    told = desk.post(f"{requests}/join", {"ids": ["f1", "f2"]}).content.decode()
    assert "not joined" in told
    assert "not the same day" in told
    assert 'value="f2" aria-label="f2" checked' in told
    chinese = desk.post(f"{requests}/join", {"ids": ["f1", "f2"]}, headers={"Accept-Language": "zh-hans"})
    assert "不是同一天" in chinese.content.decode()
    assert "tick the requests first" in desk.post(f"{requests}/join").content.decode()
    assert found("f1").state == "submitted"


def test_all_that_bear_the_same_word_are_joined_at_once(cast: Cast, desk: Client) -> None:
    requests = pair(cast)
    assert "f1, f2" in desk.post(f"{requests}/join", {"which": "labelled"}).content.decode()
    again = desk.post(f"{requests}/join", {"which": "labelled"}).content.decode()
    assert "No two open requests bear the same word." in again


def test_a_split_that_comes_too_late_says_so_and_keeps_the_reason(cast: Cast, desk: Client) -> None:
    desk.post(f"{pair(cast)}/join", {"ids": ["f1", "f2"]})
    union = found("f1+f2")
    stale = desk.post(f"/requests/{union.id}/split", {"version": str(union.version + 1), "why": "they quarrelled"})
    assert stale.status_code == 422
    assert "they quarrelled" in stale.content.decode()
    with acting_as_system():
        DepartureRequest.objects.filter(id=union.id).update(state="planned")
    assert "it is not split any more" in desk.get(f"/requests/{union.id}").content.decode()
    assert desk.post(f"/requests/{union.id}/split", {"version": str(union.version)}).status_code == 422
    assert found("f1").state == "joined"


def test_a_town_joins_its_own_people_and_sets_their_language(cast: Cast, client: Client) -> None:
    towns = make_towns(cast)
    requests = pair(cast, town=EAST)
    sign_in(client, towns.east)
    client.post(f"{requests}/join", {"ids": ["f1", "f2"]})
    assert found("f1").state == "joined"
    register = f"/campaigns/{cast.campaign.id}/survey/new"
    client.post(register, {"name": "丁小满", "reads": "en"})
    with acting_as_system():
        worker = next(one for one in Worker.objects.filter(town=EAST) if str(one.name) == "丁小满")
    with acting_as_system():
        assert languages_of(workers=[worker.id]) == {worker.id: "en"}
    sign_in(client, towns.west)
    there = f"/campaigns/{cast.campaign.id}/survey/{worker.id}"
    assert client.post(there, {"name": "丁小满", "reads": "zh", "version": 1}).status_code == 404
