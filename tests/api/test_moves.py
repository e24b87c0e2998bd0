"""Departure requests from state to state, over HTTP."""

from __future__ import annotations

from tests.api.bodies import REQUEST
from tests.api.stage import Stage, call


def test_a_draft_is_submitted_verified_withdrawn_and_reopened_and_all_of_it_is_on_record(stage: Stage) -> None:
    who = stage.cast.coordinator
    made = call(who, "POST", stage.path("/campaigns/{campaign_id}/requests"), {**REQUEST, "state": "draft"})
    at = f"/requests/{made.body['id']}"
    etag = made.etag
    for action, state in [
        ("submit", "submitted"),
        ("verify", "verified"),
        ("send_back", "submitted"),
        ("withdraw", "withdrawn"),
        ("reopen", "submitted"),
    ]:
        reply = call(who, "POST", f"{at}/moves", {"action": action, "why": f"{action} it"}, if_match=etag)
        assert (reply.status, reply.body["state"]) == (200, state)
        etag = reply.etag
    history = call(who, "GET", f"{at}/moves?limit=4").body
    assert [(step["from_state"], step["to_state"]) for step in history["items"]][:2] == [
        ("draft", "submitted"),
        ("submitted", "verified"),
    ]
    assert {step["by"] for step in history["items"]} == {str(who.user.id)}
    rest = call(who, "GET", f"{at}/moves?limit=4&cursor={history['next_cursor']}").body
    assert [step["why"] for step in rest["items"]] == ["reopen it"]
    assert rest["next_cursor"] is None


def test_a_move_that_the_table_has_not_is_a_409_that_says_why(stage: Stage) -> None:
    who = stage.cast.coordinator
    reply = call(who, "POST", stage.path("/requests/{request_id}/moves"), {"action": "reopen"}, if_match="*")
    assert (reply.status, reply.code) == (409, "conflict")
    assert "it is planned, from where it does not become" in reply.body["detail"]


def test_a_move_of_what_was_changed_since_is_refused(stage: Stage) -> None:
    who, at = stage.cast.coordinator, stage.path("/requests/{request_id}/moves")
    assert call(who, "POST", at, {"action": "withdraw"}, if_match='"v1-0"').status == 412
    assert call(who, "POST", at, {"action": "withdraw"}).status == 428


def test_in_bulk_each_request_has_its_own_result(stage: Stage) -> None:
    who = stage.cast.coordinator
    asked = {"action": "verify", "requests": ["p4", "p1", "nobody", "p4"]}
    body = call(who, "POST", stage.path("/campaigns/{campaign_id}/requests/moves"), asked).body
    assert (body["moved"], body["already"], body["refused"]) == (1, 0, 2)
    assert [(row["request"], row["outcome"], row["state"]) for row in body["results"]] == [
        ("p4", "moved", "verified"),
        ("p1", "refused", "planned"),
        ("nobody", "refused", None),
    ]
    assert "it is planned" in body["results"][1]["reason"]
    listed = call(who, "GET", stage.path("/campaigns/{campaign_id}/requests?state=verified")).body
    assert [row["code"] for row in listed["items"]] == ["p4"]
