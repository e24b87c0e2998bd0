"""Matching, survey and bookings over HTTP."""

from __future__ import annotations

from tests.api.bodies import REQUEST, WORKER
from tests.api.stage import Stage, call

WISHES = {"jobs": ["焊工"], "pay_from": 4000, "earliest_on": "2027-02-20", "not_employers": ["jiamu"], "hobby": "chess"}


def test_a_worker_is_surveyed_and_asks_for_a_trip_later(stage: Stage) -> None:
    who = stage.cast.coordinator
    surveyed = {**WORKER, "wishes": WISHES, "training_until": "2027-02-20T09:00:00+08:00", "consent_employer": True}
    worker = call(who, "POST", "/workers", surveyed).body
    assert worker["wishes"] == WISHES
    assert (worker["training_until"], worker["consent_employer"], worker["consent_messages"]) == (
        "2027-02-20T01:00:00Z",
        True,
        None,
    )
    asked = {"code": "new", "members": [worker["id"]], "boarding": []}
    request = call(who, "POST", stage.path("/campaigns/{campaign_id}/requests"), asked).body
    assert (request["ready_at"], request["size"]) == ("2027-02-20T01:00:00Z", 1)
    found = call(who, "GET", f"/requests/{request['id']}/matching").body
    assert [one["slot"] for one in found["offered"]] == ["s3"]
    assert found["ruled_out"][0]["rules"] == ["employer"]
    assert "jiamu" in found["ruled_out"][0]["why"]["zh"]


def test_wishes_that_are_none_are_refused_with_their_place(stage: Stage) -> None:
    wrong = {**WORKER, "wishes": {"earliest_on": "tomorrow", "pay_from": -1}}
    reply = call(stage.cast.coordinator, "POST", "/workers", wrong)
    assert reply.status == 422
    assert {fault["where"].rpartition(".")[2] for fault in reply.body["errors"]} == {"earliest_on", "pay_from"}


def test_matching_is_looked_at_then_applied_and_the_request_says_why(stage: Stage) -> None:
    who, at = stage.cast.coordinator, stage.path("/campaigns/{campaign_id}/matching")
    made = call(who, "POST", stage.path("/campaigns/{campaign_id}/requests"), {**REQUEST, "choices": []}).body
    seen = call(who, "POST", f"{at}/preview", {"requests": ["new-party"]}).body
    assert (seen["parties"], seen["slots"], seen["offers"], seen["without"]) == (1, 2, 2, [])
    assert [one["slot"] for one in seen["proposals"][0]["offered"]] == ["s1", "s3"]
    assert call(who, "GET", f"/requests/{made['id']}").body["choices"] == []
    done = call(who, "POST", f"{at}/apply", {}).body
    assert (done["proposed"], "p4" in done["by_hand"]) == (2, True)  # p5 has no choice either
    choices = call(who, "GET", f"/requests/{made['id']}").body["choices"]
    assert choices[0] == {"slot": "s1", "cost": 0.0, "why": {"zh": "没有不合之处", "en": "nothing speaks against it"}}
    listed = call(who, "POST", f"{at}/preview", {"requests": ["nobody"]})
    assert (listed.status, listed.body["errors"][0]["where"]) == (422, "requests[0]")


def test_rules_are_set_by_who_read_them(stage: Stage) -> None:
    who, at = stage.cast.coordinator, stage.path("/campaigns/{campaign_id}/matching-rules")
    usual = call(who, "GET", at)
    assert (usual.body["skills"], usual.body["most"], usual.body["version"]) == ("must", 12, 0)
    own = call(who, "PUT", at, {"skills": "wish", "most": 3}, if_match=usual.etag)
    assert (own.body["skills"], own.body["most"], own.body["pay"]) == ("wish", 3, "wish")
    assert call(who, "PUT", at, {}, if_match=usual.etag).status == 412
    assert call(who, "PUT", at, {}, if_match=own.etag).body["skills"] == "must"


def test_a_charter_option_is_offered_held_and_booked(stage: Stage) -> None:
    who, at = stage.cast.coordinator, stage.path("/services/{service_id}")
    operator = stage.cast.operator
    held = call(operator, "PATCH", at, {"hold_until": "2020-01-01T00:00:00+08:00"}, if_match="*")
    assert (held.body["hold_until"], held.body["booked_at"]) == ("2019-12-31T16:00:00Z", None)
    assert call(operator, "PUT", f"{at}/booking", if_match="*").status == 403
    assert call(who, "PUT", f"{at}/booking", if_match=held.etag).status == 409
    firm = call(operator, "PATCH", at, {"hold_until": None}, if_match="*")
    assert firm.body["hold_until"] is None
    booked = call(who, "PUT", f"{at}/booking", if_match=firm.etag)
    assert booked.body["booked_at"] is not None
    assert booked.body["booked_by"] == str(who.user.id)
    refused = call(who, "DELETE", f"{at}/booking", if_match=booked.etag)
    assert (refused.status, "武陵客运 can release it" in refused.body["detail"]) == (409, True)
    assert call(operator, "DELETE", f"{at}/booking", if_match=booked.etag).body["booked_at"] is None


def test_a_run_says_what_it_could_not_plan_with(stage: Stage) -> None:
    run = call(stage.cast.coordinator, "GET", stage.path("/runs/{run_id}")).body
    assert run["left_out"] == []
