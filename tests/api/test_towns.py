"""Town staff over HTTP: what they may ask of their own people, and that another town's are not there for them."""

from __future__ import annotations

import pytest

from scheduler.calls.models import Call
from scheduler.organisations.roles import Role
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Worker
from tests.api.stage import Stage, call
from tests.api.test_every_endpoint import ENDPOINTS, Endpoint
from tests.towns import EAST, WEST, Towns, make_towns

OF_PEOPLE = ("request_id", "worker_id", "call_id", "upload_id")
SPEAKING = [one for one in ENDPOINTS if Role.TOWN in one.roles and any(f"{{{name}}}" in one.path for name in OF_PEOPLE)]


@pytest.fixture
def towns(stage: Stage) -> Towns:
    return make_towns(stage.cast)


def path(stage: Stage, template: str, town: str) -> str:
    """A path with the ids of a town's people; the upload is the bureau's."""
    code = {EAST: "p1", WEST: "p3"}[town]
    with acting_as_system():
        ids = {
            "request_id": DepartureRequest.objects.get(campaign=stage.cast.campaign, code=code).id,
            "worker_id": Worker.objects.filter(town=town).latest("created_at").id,
            "call_id": Call.objects.filter(town=town).latest("created_at").id,
        }
    return template.format(**{**stage.ids, **ids})


@pytest.mark.parametrize("endpoint", SPEAKING, ids=str)
def test_the_people_of_another_town_are_404(stage: Stage, towns: Towns, endpoint: Endpoint) -> None:
    reply = endpoint.ask(towns.east, path(stage, endpoint.path, WEST))
    assert (reply.status, reply.code) == (404, "not_found")


@pytest.mark.parametrize("endpoint", [one for one in SPEAKING if "{upload_id}" not in one.path], ids=str)
def test_those_of_the_own_town_are_there(stage: Stage, towns: Towns, endpoint: Endpoint) -> None:
    reply = endpoint.ask(towns.east, path(stage, endpoint.path, EAST))
    assert reply.status < 300 or reply.status == 409, (reply.status, reply.content[:300])


def test_a_bureau_takes_up_a_township_whose_staff_enter_and_speak_for_people(stage: Stage, towns: Towns) -> None:
    member = {"email": "staff@chengbei.example", "password": "through-the-door-42", "role": "town"}
    township = {"kind": "town", "code": "chengbei", "name": "城北街道", "member": member}
    coordinator = stage.cast.coordinator
    assert call(coordinator, "POST", "/organisations", township).status == 201
    signed_in = call(None, "POST", "/tokens", {"email": member["email"], "password": member["password"]}).body
    worker = {"name": "甲", "phone": "11100000601"}
    early = call(signed_in["token"], "POST", "/workers", worker)
    assert (early.status, early.code) == (409, "conflict")
    invited = call(
        coordinator, "POST", stage.path("/campaigns/{campaign_id}/participations"), {"organisation": "chengbei"}
    )
    assert invited.status == 201
    entered = call(signed_in["token"], "POST", "/workers", worker)
    assert (entered.status, entered.body["town"]) == (201, "城北街道")
    asked = {"code": "b1", "members": [entered.body["id"]], "boarding": [{"at": "bp-1", "access_s": 600}]}
    made = call(signed_in["token"], "POST", stage.path("/campaigns/{campaign_id}/requests"), asked)
    assert (made.status, made.body["town"], made.body["size"]) == (201, "城北街道", 1)
    listed = call(signed_in["token"], "GET", stage.path("/campaigns/{campaign_id}/requests")).body["items"]
    assert [one["code"] for one in listed] == ["b1"]
    done = {"action": "verify", "requests": ["b1", "p1"]}
    moved = call(signed_in["token"], "POST", stage.path("/campaigns/{campaign_id}/requests/moves"), done).body
    assert [one["outcome"] for one in moved["results"]] == ["moved", "refused"]
    told = {"rows": [{"request": "p1", "comes": True}]}
    said = call(towns.east, "POST", stage.path("/campaigns/{campaign_id}/answers"), told).body
    assert said["results"][0]["state"] == "confirmed"
    refused = call(signed_in["token"], "POST", stage.path("/campaigns/{campaign_id}/answers"), told).body
    assert refused["results"][0]["why"] == "no request 'p1' in this campaign"
