"""Telling over HTTP: secrets shown once, rows that say what became of them, sums that show why not."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message, MessageState
from scheduler.telling.services import plan_tell
from tests.api.stage import Stage, call


def tell(stage: Stage) -> None:
    """Everyone, of the stage's published plan."""
    assert plan_tell(plan_id=stage.ids["plan_id"]) is not None


def test_the_secret_of_a_webhook_is_shown_when_it_is_made_and_when_it_is_rotated_only(stage: Stage) -> None:
    employer = stage.cast.employer
    made = call(employer, "POST", "/webhook-endpoints", {"url": "https://works.example/hook"})
    assert (made.status, made.body["secret"][:6], made.body["enabled"]) == (201, "whsec_", True)
    path = made.headers["Location"]
    assert "secret" not in call(employer, "GET", path).body
    rotated = call(employer, "POST", f"{path}/rotate")
    assert rotated.body["secret"] != made.body["secret"]
    off = call(employer, "PATCH", path, {"enabled": False}, if_match="*")
    assert (off.body["enabled"], off.body["disabled_why"]) == (False, "disabled by hand")
    assert call(employer, "POST", f"{path}/ping").code == "conflict"
    call(employer, "PATCH", path, {"enabled": True}, if_match="*")
    assert call(employer, "POST", f"{path}/ping").status == 202
    private = call(employer, "POST", "/webhook-endpoints", {"url": "https://10.0.0.1/hook"})
    assert (private.status, private.body["errors"][0]["where"]) == (422, "url")
    assert call(employer, "DELETE", path).status == 204


def test_staff_note_answers_row_by_row_and_see_whom_to_call(stage: Stage) -> None:
    tell(stage)
    who, path = stage.cast.coordinator, f"/campaigns/{stage.ids['campaign_id']}"
    calls = call(who, "GET", f"{path}/call-list").body["items"]
    assert {one["request"]: one["why"] for one in calls} == dict.fromkeys(["p1", "p2", "p3"], "no_phone")
    rows = [{"request": "p1", "comes": True}, {"request": "p9", "comes": True}]
    said = call(who, "POST", f"{path}/answers", {"rows": rows}).body
    assert (said["done"], said["refused"]) == (1, 1)
    assert [one["state"] for one in said["results"]] == ["confirmed", None]
    assert said["results"][1]["why"] == "no request 'p9' in this campaign"
    asks = call(stage.cast.employer, "GET", f"{path}/asks").body["items"]
    assert [(one["kind"], one["about"]) for one in asks] == [("intake", "s1")]


def test_what_could_not_be_sent_says_what_to_do_and_is_sent_again_row_by_row(stage: Stage) -> None:
    tell(stage)
    who, path = stage.cast.coordinator, f"/campaigns/{stage.ids['campaign_id']}/messages"
    with acting_as_system():
        dead = Message.objects.filter(campaign=stage.cast.campaign).order_by("id")[0]
        Message.objects.filter(id=dead.id).update(state=MessageState.DEAD, trouble="no_address")
    (shown,) = call(who, "GET", f"{path}?state=dead", Accept_Language="en").body["items"]
    assert shown["what_to_do"] == "There is no number or address: enter it, then send again."
    rows = [str(dead.id), str(stage.ids["plan_id"])]
    again = call(who, "POST", f"{path}/resend", {"messages": rows}).body
    assert [one["done"] for one in again["results"]] == [True, False]


def test_a_driver_over_the_hours_is_refused_with_the_sum(stage: Stage) -> None:
    tell(stage)
    who, duty = stage.cast.operator, f"/duties/{stage.ids['duty_id']}/answer"
    named = {"state": "accepted", "plate": "渝H·00001", "drivers": ["zhao"]}
    days = [{"on": str(date(2027, 2, 19) - timedelta(days=k)), "drive_s": 28_800} for k in range(6)]
    assert call(who, "POST", f"/drivers/{stage.ids['driver_id']}/days", {"days": days}).status == 200
    refused = call(who, "POST", duty, named)
    assert (refused.status, refused.code) == (409, "drivers_refused")
    assert "48 h 00 min reported + 2 h 00 min in d1 = 50 h 00 min" in refused.body["errors"][0]["what"]
    call(who, "POST", f"/drivers/{stage.ids['driver_id']}/days", {"days": [{**day, "drive_s": 0} for day in days]})
    assert call(who, "POST", duty, named).body["drivers"] == ["zhao"]
    shown = call(stage.cast.coordinator, "GET", f"/plans/{stage.ids['plan_id']}/manning").body["items"]
    assert [(one["duty"], one["state"], one["plate"]) for one in shown] == [("d1", "accepted", "渝H·00001")]


def test_an_employer_names_whom_it_does_not_take(stage: Stage) -> None:
    path = f"/slots/{stage.ids['slot_id']}/intake"
    body = {"state": "partial", "not_taken": [{"party": "p1", "reason": "岗位已满"}]}
    said = call(stage.cast.employer, "POST", path, body).body
    assert (said["accepted"], said["not_taken"]) == (3, [{"party": "p1", "worker": None, "reason": "岗位已满"}])
    assert call(stage.cast.employer, "GET", path).body["decision"]["not_taken"] == said["not_taken"]


def test_slips_are_a_pdf(stage: Stage) -> None:
    slips = call(stage.cast.coordinator, "GET", f"/plans/{stage.ids['plan_id']}/slips?language=en")
    assert (slips.headers["Content-Type"], slips.content[:5]) == ("application/pdf", b"%PDF-")
