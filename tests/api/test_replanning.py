"""Planning anew over HTTP: events, policy, waiting list, approvals, changes."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from scheduler.plans.models import Plan
from solvers.plan import Plan as SolvedPlan
from tests.api.bodies import REQUEST
from tests.api.stage import Stage, call
from tests.builders import ok_small
from tests.scheduler.replanning.scene import draft_of, only_p3

EVENTS = "/campaigns/{campaign_id}/events"
POLICY = "/campaigns/{campaign_id}/planning-policy"


def _happen(stage: Stage, *events: dict[str, Any], **more: Any) -> Any:
    return call(stage.cast.coordinator, "POST", stage.path(EVENTS), {"events": list(events), **more})


def _draft(stage: Stage, solved: SolvedPlan) -> Plan:
    plan = Plan(id=stage.ids["plan_id"], campaign=stage.cast.campaign)
    return draft_of(stage.cast.campaign, stage.cast.coordinator, solved, base=plan)


def test_an_event_changes_the_campaign_and_starts_a_run_from_the_published_plan(stage: Stage) -> None:
    reply = _happen(stage, {"kind": "slot_cut", "slot": "s1", "capacity": 5, "reason": "宿舍"}, seconds=7)
    assert reply.status == 201
    [event] = reply.body["events"]
    assert (event["kind"], event["payload"]) == ("slot_cut", {"slot": "s1", "capacity": 5})
    assert (event["effect"], event["run_status"]) == ({"capacity": 6, "min_headcount": 4}, "queued")
    assert reply.headers["Location"] == f"/api/v1/runs/{event['run_id']}"
    runs = call(stage.cast.coordinator, "GET", stage.path("/campaigns/{campaign_id}/runs")).body["items"]
    assert (runs[-1]["from_plan"], runs[-1]["seconds"]) == (str(stage.ids["plan_id"]), 7)
    assert (runs[-1]["move_cost"], runs[-1]["late_factor"], runs[-1]["releases_reserve"]) == (200, 3, True)
    listed = call(stage.cast.bureau_auditor, "GET", stage.path(EVENTS)).body["items"]
    assert [one["id"] for one in listed] == [event["id"]]


def test_every_kind_of_event_is_taken(stage: Stage) -> None:
    pair = {"origin": "bp-1", "destination": "bp-2"}
    times = {"departs_at": "2027-02-20T08:30:00+08:00", "arrives_at": "2027-02-20T11:00:00+08:00"}
    events: list[dict[str, Any]] = [
        {"kind": "withdrawal", "party": "p5"},
        {"kind": "late_request", "request": REQUEST},
        {"kind": "slot_cut", "slot": "s3", "capacity": 2},
        {"kind": "slot_closed", "slot": "s3"},
        {"kind": "vehicle_lost", "fleet": "van", "vehicle": 0},
        {"kind": "crew_lost", "fleet": "shuttle"},
        {"kind": "service_late", "service": "f1", **times},
        {"kind": "service_cancelled", "service": "f2"},
        {"kind": "road_closed", **pair, "detour_s": 600},
        {"kind": "road_opened", **pair},
        {"kind": "place_closed", "place": "bp-2"},
    ]
    reply = _happen(stage, *events, replan=False)
    assert reply.status == 201, reply.content
    assert [one["kind"] for one in reply.body["events"]] == [one["kind"] for one in events]
    assert reply.body["run_id"] is None
    run = call(stage.cast.coordinator, "POST", stage.path("/campaigns/{campaign_id}/replans"), {})
    assert run.status == 202
    listed = call(stage.cast.coordinator, "GET", stage.path(EVENTS)).body["items"]
    assert {one["run_id"] for one in listed} == {run.body["id"]}


def test_an_event_that_cannot_be_says_which_and_why_and_changes_nothing(stage: Stage) -> None:
    reply = _happen(stage, {"kind": "withdrawal", "party": "p2"}, {"kind": "slot_closed", "slot": "s9"})
    assert (reply.status, reply.body["errors"]) == (
        422,
        [{"where": "events[1].slot", "what": "the campaign has no slot 's9'"}],
    )
    assert call(stage.cast.coordinator, "GET", stage.path(EVENTS)).body["items"] == []
    assert _happen(stage, {"kind": "flood"}).status == 422
    assert _happen(stage).status == 422


def test_a_run_may_start_from_a_plan_with_locks_and_prices(stage: Stage) -> None:
    path, who = stage.path("/campaigns/{campaign_id}/runs"), stage.cast.coordinator
    wishes = {"freeze_until": "2099-02-20T04:00:00+08:00", "move_cost": 5, "late_factor": 0}
    locks = {"parties": ["p1"], "services": ["f1"], "slots": ["s3"], "duties": ["d2"]}
    plan = str(stage.ids["plan_id"])
    assert call(who, "POST", path, {"from_plan": plan, "locks": locks, **wishes}).status == 202
    run = call(who, "GET", path).body["items"][-1]
    assert (run["from_plan"], run["locks"], run["move_cost"]) == (plan, locks, 5)
    assert run["freeze_until"] == "2099-02-19T20:00:00Z"
    wrong = call(who, "POST", path, {"from_plan": plan, "locks": {"duties": ["d9"]}})
    assert (wrong.status, wrong.body["errors"][0]) == (422, {"where": "locks.duties", "what": "plan 1 has no d9"})
    other = f"/campaigns/{stage.cast.other_campaign.id}/runs"
    assert call(stage.cast.other_coordinator, "POST", other, {"from_plan": plan}).status == 404
    none = call(stage.cast.other_coordinator, "POST", other, {"from_plan": "published"})
    assert (none.status, none.code) == (409, "nothing_published")


def test_the_policy_is_read_and_set_whole(stage: Stage) -> None:
    who, path = stage.cast.coordinator, stage.path(POLICY)
    usual = call(who, "GET", path)
    assert (usual.body["freeze_hours"], usual.body["move_cost"], usual.body["reserve"]["slot_share"]) == (6, 200, 0)
    body = {"freeze_hours": 24, "move_cost": 80, "reserve": {"seat_share": 0.1, "slots": {"s1": 2}}}
    assert call(who, "PUT", path, body).status == 428
    changed = call(who, "PUT", path, body, if_match=usual.etag)
    assert (changed.status, changed.body["reserve"]["slots"], changed.body["late_factor"]) == (200, {"s1": 2}, 3)
    assert call(who, "PUT", path, body, if_match=usual.etag).status == 412
    wrong = call(who, "PUT", path, {"reserve": {"slots": {"s9": 1}}}, if_match="*")
    assert (wrong.status, wrong.body["errors"][0]["where"]) == (422, "reserve.slots")
    assert call(who, "PUT", path, {"reserve": {"seat_share": 1}}, if_match="*").status == 422


def test_who_waits_is_listed_in_order_with_the_reason(stage: Stage) -> None:
    waiting = call(stage.cast.coordinator, "GET", stage.path("/campaigns/{campaign_id}/waiting-list")).body["items"]
    assert [(one["place"], one["party"], one["people"], one["reason"]) for one in waiting] == [
        (1, "p4", 2, "slot_capacity"),
        (2, "p5", 1, "no_choice"),
    ]
    assert call(stage.cast.coordinator, "GET", stage.path("/campaigns/{campaign_id}/promotions")).body["items"] == []


def test_a_plan_that_lets_people_down_needs_a_name_for_each(stage: Stage) -> None:
    draft, who = _draft(stage, only_p3(ok_small())), stage.cast.coordinator
    refused = call(who, "POST", f"/runs/{draft.run_id}/publish")
    assert (refused.status, refused.code, len(refused.body["errors"])) == (409, "promises_broken", 2)
    broken = call(who, "GET", f"/plans/{draft.id}/broken-promises").body["items"]
    assert [(one["party"], one["what"], one["approval"]) for one in broken] == [
        ("p1", "left", None),
        ("p2", "left", None),
    ]
    body = {"parties": ["p1", "p2"], "reason": "the works has burnt down"}
    approved = call(who, "POST", f"/plans/{draft.id}/approvals", body)
    assert (approved.status, approved.body["items"][0]["approved_by_name"]) == (201, who.user.name)
    assert call(who, "POST", f"/runs/{draft.run_id}/publish").status == 200


def test_what_a_plan_changes_is_told_and_can_be_taken_home(stage: Stage) -> None:
    draft, who = _draft(stage, only_p3(ok_small())), stage.cast.coordinator
    found = call(who, "GET", f"/plans/{draft.id}/changes").body
    assert (found["before_id"], found["people"]["left"], found["told_again"]) == (str(stage.ids["plan_id"]), 5, 5)
    assert (found["km_before"], found["km_after"]) == (160, 0)
    back = call(who, "GET", stage.path("/plans/{plan_id}/changes") + f"?since={draft.id}").body
    assert (back["people"]["served"], back["people"]["left"]) == (5, 0)
    table = call(who, "GET", f"/plans/{draft.id}/change-list?file=csv&language=en")
    assert table.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [(row["Party"], row["Change"], row["Slot (was)"]) for row in rows] == [
        ("p1", "stays at home now", "s1"),
        ("p2", "stays at home now", "s1"),
    ]
    book = openpyxl.load_workbook(io.BytesIO(call(who, "GET", f"/plans/{draft.id}/change-list").content))
    assert book.sheetnames == ["汇总", "同行组", "接收批次", "车辆"]
    assert [cell.value for cell in book["车辆"][2]][:3] == ["shuttle 1", 5, 0]


def test_a_first_plan_has_nothing_to_be_compared_with(stage: Stage) -> None:
    alone = call(stage.cast.coordinator, "GET", stage.path("/plans/{plan_id}/changes"))
    assert (alone.status, alone.code) == (409, "nothing_before")


@pytest.mark.parametrize("path", [EVENTS, POLICY, "/plans/{plan_id}/broken-promises", "/plans/{plan_id}/changes"])
def test_employers_and_operators_have_no_part_in_it(stage: Stage, path: str) -> None:
    for actor in (stage.cast.employer, stage.cast.operator, stage.cast.driver):
        assert call(actor, "GET", stage.path(path)).status == 403
