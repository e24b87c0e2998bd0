"""What bureaus, employers and operators enter: one by one, in bulk, their own."""

from __future__ import annotations

import pytest

from tests.api.bodies import FLEET, PLACE, POST, REQUEST, SERVICE, SLOT, WORKER
from tests.api.stage import Stage, call


def test_rows_are_taken_in_or_refused_one_by_one(stage: Stage) -> None:
    rows = [
        REQUEST,
        {**REQUEST, "code": "p1"},
        {**REQUEST, "code": "b", "size": 0},
        {**REQUEST, "code": "c", "choices": [{"slot": "s9"}]},
        {**REQUEST, "code": "d", "members": [str(stage.ids["worker_id"])], "size": None},
        7,
    ]
    path = stage.path("/campaigns/{campaign_id}/requests/bulk")
    reply = call(stage.cast.coordinator, "POST", path, {"rows": rows, "all_or_nothing": False})
    assert reply.status == 200
    assert (reply.body["created"], reply.body["refused"]) == (2, 4)
    results = reply.body["results"]
    assert [r["status"] for r in results] == ["created", "refused", "refused", "refused", "created", "refused"]
    assert [[e["where"] for e in r["errors"]] for r in results] == [
        [], ["code"], ["size"], ["choices[0].slot"], [], [""],
    ]  # fmt: skip
    made = call(stage.cast.coordinator, "GET", f"/requests/{results[4]['id']}").body
    assert (made["size"], made["members"]) == (1, [str(stage.ids["worker_id"])])


def test_one_faulty_row_keeps_all_out(stage: Stage) -> None:
    coordinator, path = stage.cast.coordinator, stage.path("/campaigns/{campaign_id}/places")
    before = call(coordinator, "GET", path).body
    rows = [PLACE, {**PLACE, "code": "b", "lat": 91}, {**PLACE, "code": "bp-1"}]
    reply = call(coordinator, "POST", f"{path}/bulk", {"rows": rows})
    assert (reply.status, reply.code) == (422, "invalid_input")
    assert [error["where"] for error in reply.body["errors"]] == ["rows[1].lat", "rows[2].code"]
    assert call(coordinator, "GET", path).body == before


def test_boarding_places_are_found_from_home(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    place = call(coordinator, "GET", stage.path("/places/{place_id}")).body
    home = {"lon": place["lon"] + 0.001, "lat": place["lat"]}
    body = {**REQUEST, "home": home, "boarding": None}
    made = call(coordinator, "POST", stage.path("/campaigns/{campaign_id}/requests"), body).body
    assert made["boarding"][0]["at"] == place["code"]
    assert made["boarding"][0]["found"]
    assert 60 < made["boarding"][0]["access_s"] < 300
    again = call(
        coordinator,
        "POST",
        stage.path("/campaigns/{campaign_id}/boarding-options"),
        {"requests": [REQUEST["code"]]},
    )
    assert (again.status, again.body["requests"], again.body["options"]) == (200, 1, len(made["boarding"]))
    unknown = call(
        coordinator, "POST", stage.path("/campaigns/{campaign_id}/boarding-options"), {"requests": ["p1", "x"]}
    )
    assert [error["where"] for error in unknown.body["errors"]] == ["requests[1]"]


def test_a_request_is_changed_and_withdrawn(stage: Stage) -> None:
    path, coordinator = stage.path("/requests/{request_id}"), stage.cast.coordinator
    read = call(coordinator, "GET", path)
    body = {"due_at": "2027-02-21T00:00:00+08:00", "boarding": [{"at": "bp-2", "access_s": 60}], "choices": []}
    changed = call(coordinator, "PATCH", path, body, if_match=read.etag)
    assert changed.body["boarding"] == [{"at": "bp-2", "access_s": 60, "found": False}]
    assert (changed.body["choices"], changed.body["due_at"]) == ([], "2027-02-20T16:00:00Z")
    cleared = call(coordinator, "PATCH", path, {"due_at": None}, if_match=changed.etag)
    assert cleared.body["due_at"] is None
    gone = call(coordinator, "DELETE", path, if_match=cleared.etag)
    assert (gone.status, gone.body["state"]) == (200, "withdrawn")
    problem = call(coordinator, "GET", stage.path("/campaigns/{campaign_id}/problem")).body
    assert "p1" not in [party["id"] for party in problem["parties"]]


def test_a_worker_is_registered_once_and_the_id_number_never_shown(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    made = call(coordinator, "POST", "/workers", WORKER)
    assert made.status == 201
    assert WORKER["id_number"] not in made.content.decode()
    assert call(coordinator, "POST", "/workers", WORKER).code == "already_exists"
    assert call(stage.cast.other_coordinator, "POST", "/workers", WORKER).status == 201


def test_employers_offer_their_own_and_see_no_others(stage: Stage) -> None:
    cast = stage.cast
    campaign = stage.path("/campaigns/{campaign_id}")
    for noun, body in (("places", PLACE), ("job-posts", POST), ("slots", {**SLOT, "job_post": "post-1"})):
        made = call(cast.employer, "POST", f"{campaign}/{noun}", body)
        assert made.status == 201, made.content
        owner = {made.body.get("owner_id"), made.body.get("employer_id")}
        assert str(cast.employer.organisation.id) in owner
    slots = call(cast.employer, "GET", f"{campaign}/slots").body["items"]
    assert {slot["employer_id"] for slot in slots} == {str(cast.employer.organisation.id)}
    assert len(call(cast.coordinator, "GET", f"{campaign}/slots").body["items"]) > len(slots)
    assert call(cast.operator, "GET", f"{campaign}/slots").body["items"] == []


def test_operators_offer_fleets_and_services_of_their_own(stage: Stage) -> None:
    cast, campaign = stage.cast, stage.path("/campaigns/{campaign_id}")
    fleet = call(cast.operator, "POST", f"{campaign}/fleets", {**FLEET, "name": "中巴"})
    assert (fleet.status, fleet.body["crews"]) == (201, [{"drivers": 1, "cost": 0.0, "seats": 0}])
    service = call(cast.operator, "POST", f"{campaign}/services", SERVICE)
    assert (service.status, service.body["departs_at"]) == (201, "2027-02-20T00:00:00Z")
    works_coach = {**FLEET, "code": "works-coach", "only_slots": ["s1"]}
    coach = call(cast.employer, "POST", f"{campaign}/fleets", works_coach)
    assert (coach.status, coach.body["only_slots"]) == (201, ["s1"])
    assert call(cast.operator, "GET", coach.headers["Location"]).status == 404
    edited = call(cast.operator, "PATCH", fleet.headers["Location"], {"count": 9}, if_match=fleet.etag)
    assert edited.body["count"] == 9
    assert call(cast.operator, "DELETE", fleet.headers["Location"], if_match=edited.etag).status == 204


@pytest.mark.parametrize(
    ("noun", "body", "where"),
    [
        ("slots", {**SLOT, "gate": "nowhere"}, "gate"),
        ("slots", {**SLOT, "windows": [SLOT["windows"][0][::-1]]}, "windows[0]"),
        ("fleets", {**FLEET, "start": "nowhere"}, "start"),
        ("fleets", {**FLEET, "crews": []}, "crews"),
        ("services", {**SERVICE, "origin": "nowhere"}, "origin"),
        ("places", {**PLACE, "hours": ["6:00", "25:00"]}, "hours[0]"),
        ("requests", {**REQUEST, "boarding": [{"at": "nowhere", "access_s": 1}]}, "boarding[0].at"),
        ("requests", {**REQUEST, "size": None}, "size"),
        ("requests", {**REQUEST, "wishes": {"long": "x" * 20_000}}, "wishes"),
    ],
)
def test_what_does_not_fit_is_named(stage: Stage, noun: str, body: object, where: str) -> None:
    reply = call(stage.cast.coordinator, "POST", stage.path(f"/campaigns/{{campaign_id}}/{noun}"), body)
    assert reply.status == 422
    assert reply.body["errors"][0]["where"] == where


def test_a_bureau_names_its_desk_and_others_their_own_contact(stage: Stage) -> None:
    path = stage.path("/campaigns/{campaign_id}/contacts")
    desk, own = ({"role": role, "name": "许小暑", "phone": "11100000501"} for role in ("desk", "organisation"))
    assert call(stage.cast.coordinator, "POST", path, desk).status == 201
    assert call(stage.cast.employer, "POST", path, own).status == 201
    assert call(stage.cast.operator, "POST", path, desk).status == 422
    assert [c["role"] for c in call(stage.cast.operator, "GET", path).body["items"]] == ["desk"]
    assert len(call(stage.cast.coordinator, "GET", path).body["items"]) == 2
