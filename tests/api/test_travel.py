"""The road over HTTP: who may tell what, each entry once, and nothing of people whom one does not carry or receive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from scheduler.organisations.tenancy import acting_as_system
from scheduler.travel.models import Position, TravelEvent
from solvers.plan import DutyLeg, Plan
from solvers.problem import Problem
from tests.api.stage import Stage, call, published_plan
from tests.builders import ok_small_plan

AT = "2027-02-20T05:12:00+08:00"


def entry(kind: str, **more: object) -> dict[str, Any]:
    return {"id": str(uuid4()), "kind": kind, "at": AT, **more}


def test_a_driver_tells_and_the_bureau_sees_it_at_once(stage: Stage) -> None:
    cast, party = stage.cast, str(stage.ids["request_id"])
    boards = entry("board", stop=1, request=party)
    address = stage.path("/duties/{duty_id}/events")
    told = call(cast.driver, "POST", address, {"events": [boards, entry("depart", stop=99)]})
    assert [(r["outcome"], r["reason"]) for r in told.body["results"]] == [
        ("kept", ""),
        ("refused", "stop is 99: this duty has stops 0 to 4"),
    ]
    again = call(cast.operator, "POST", address, {"events": [boards]})
    assert again.body["results"][0]["outcome"] == "known"
    progress = call(cast.coordinator, "GET", stage.path("/duties/{duty_id}/progress")).body
    assert (progress["aboard"], progress["stops"][1]["ticks"][0]["party"]) == (2, "p1")
    assert call(cast.coordinator, "GET", stage.path("/requests/{request_id}")).body["state"] == "boarded"


def test_what_is_told_of_an_earlier_version_counts_for_the_plan_in_force(stage: Stage) -> None:
    cast, duty = stage.cast, stage.path("/duties/{duty_id}")
    published = published_plan(cast.campaign, cast.coordinator)
    boards = entry("board", stop=1, request=str(stage.ids["request_id"]))
    told = call(cast.driver, "POST", f"{duty}/events", {"events": [boards, entry("depart", stop=1)]})
    assert [result["outcome"] for result in told.body["results"]] == ["kept", "kept"]
    here = {"device": "tracker-1", "at": AT, "lon": 108.7, "lat": 29.3}
    assert call(cast.driver, "PUT", f"{duty}/position", here).body == {"kept": True}
    with acting_as_system():
        assert set(TravelEvent.objects.values_list("duty__plan", flat=True)) == {published.id}
        assert set(Position.objects.values_list("duty__plan", flat=True)) == {published.id}


def test_of_what_another_carrier_runs_by_now_one_tells_as_it_was(stage: Stage) -> None:
    cast, duty = stage.cast, stage.path("/duties/{duty_id}")
    published_plan(cast.campaign, cast.coordinator, names_exchanged)
    told = call(cast.driver, "POST", f"{duty}/events", {"events": [entry("depart", stop=1)]})
    assert told.body["results"][0]["outcome"] == "kept"
    with acting_as_system():
        assert TravelEvent.objects.get().duty_id == stage.ids["duty_id"]


def names_exchanged(problem: Problem) -> Plan:
    """The known plan, but d1 is the shuttle, which is not the operator's, and d2 the van."""
    known, other = ok_small_plan(problem), {"d1": "d2", "d2": "d1"}
    return replace(
        known,
        duties=tuple(replace(duty, id=other[duty.id]) for duty in known.duties),
        itineraries=tuple(
            replace(
                one,
                legs=tuple(replace(leg, duty=other[leg.duty]) if isinstance(leg, DutyLeg) else leg for leg in one.legs),
            )
            for one in known.itineraries
        ),
    )


def test_an_employer_sees_nothing_of_a_duty_that_is_not_its_own(stage: Stage) -> None:
    for path in ("/duties/{duty_id}/progress", "/duties/{duty_id}/calendar", "/duties/{duty_id}/route-sheet"):
        assert call(stage.cast.employer, "GET", stage.path(path)).status == 404


def test_a_no_show_is_an_alert_that_a_coordinator_deals_with(stage: Stage) -> None:
    cast = stage.cast
    missing = entry("no_show", stop=1, request=str(stage.ids["request_id"]))
    call(cast.driver, "POST", stage.path("/duties/{duty_id}/events"), {"events": [missing]})
    alerts = stage.path("/campaigns/{campaign_id}/alerts") + "?is_open=true"
    (found,) = [a for a in call(cast.coordinator, "GET", alerts).body["items"] if a["kind"] == "no_show"]
    assert found["payload"]["replan"] == {"kind": "no_show", "party": "p1", "people": 2}
    assert call(cast.employer, "GET", alerts).body["items"] == []
    done = call(cast.coordinator, "PATCH", f"/alerts/{found['id']}", {"remark": "fetched by car"}, if_match="*")
    assert (done.status, done.body["remark"]) == (200, "fetched by car")
    assert call(cast.coordinator, "PATCH", f"/alerts/{found['id']}", {"remark": "x"}, if_match="*").status == 409


def test_a_gate_receives_by_count_and_names(stage: Stage) -> None:
    cast, address = stage.cast, stage.path("/slots/{slot_id}/receptions")
    short = call(cast.employer, "POST", address, {"at": AT, "people": 4})
    assert (short.status, short.code) == (409, "conflict")
    party = {"id": str(uuid4()), "request": str(stage.ids["request_id"]), "people": 1}
    said = call(cast.employer, "POST", address, {"at": AT, "received": [party]}).body
    assert said["missing"] == [{"request_id": str(stage.ids["request_id"]), "people": 1}]
    assert len(call(cast.coordinator, "GET", address).body["items"]) == 1
    assert call(cast.other_employer, "POST", address, {"at": AT, "people": 5}).status == 404


def test_a_link_is_the_same_until_it_is_revoked(stage: Stage) -> None:
    address = stage.path("/duties/{duty_id}/link")
    first, second = (call(stage.cast.operator, "POST", address).body["url"] for _ in range(2))
    assert first == second
    assert call(stage.cast.operator, "DELETE", address).status == 204
    assert call(stage.cast.operator, "POST", address).body["url"] != first
    assert call(stage.cast.other_operator, "POST", address).status == 404


def test_an_alert_shows_the_plan_that_was_ordered_for_it_to_the_bureau_alone(stage: Stage) -> None:
    cast, at = stage.cast, stage.path("/alerts/{alert_id}")
    assert call(cast.coordinator, "GET", at).body["replan"] is None
    ordered = call(cast.coordinator, "POST", f"{at}/replans")
    assert (ordered.status, ordered.body["status"]) == (202, "queued")
    shown = call(cast.coordinator, "GET", at).body["replan"]
    assert (shown["state"], shown["run_id"], shown["plan_id"]) == ("queued", ordered.body["id"], None)
    again = call(cast.coordinator, "POST", f"{at}/replans").body["id"]
    first, second = call(cast.auditor, "GET", f"{at}/replans").body["items"]
    assert (first["state"], second["state"], second["run_id"]) == ("cancelled", "queued", again)
    assert "there is later news" in first["over_why"]
    assert call(cast.operator, "GET", at).body["replan"] is None
    call(cast.coordinator, "PATCH", at, {"remark": "fetched by car"}, if_match="*")
    assert call(cast.coordinator, "POST", f"{at}/replans").status == 409


def test_a_manifest_is_issued_once_and_withdrawn_with_a_reason(stage: Stage) -> None:
    cast, plan = stage.cast, stage.path("/plans/{plan_id}")
    flight = stage.path("/plans/{plan_id}/services/{service_id}/manifest-issue")
    first, second = (call(cast.coordinator, "PUT", flight).body for _ in range(2))
    assert (first["id"], first["service"], first["issued_by"]) == (second["id"], "f1", cast.coordinator.user.name)
    duty = call(cast.coordinator, "PUT", stage.path("/duties/{duty_id}/manifest-issue")).body
    assert (duty["duty"], duty["service"]) == ("d1", None)
    frozen = call(cast.coordinator, "GET", f"{plan}/frozen").body["items"]
    assert {(one["code"], one["because"]) for one in frozen} == {("f1", "manifest"), ("d1", "manifest"), ("s3", "lock")}
    back = f"/manifest-issues/{first['id']}/withdrawal"
    assert call(cast.coordinator, "POST", back, {"why": ""}).status == 422
    assert call(cast.coordinator, "POST", back, {"why": "a seat is broken"}).body["withdrawn_why"] == "a seat is broken"
    issues = call(cast.auditor, "GET", stage.path("/campaigns/{campaign_id}/manifest-issues")).body["items"]
    assert [one["withdrawn_at"] is None for one in issues] == [False, False, True]
