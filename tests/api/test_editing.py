"""Editing a plan over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.campaigns.selectors import campaign_problem
from solvers.documents import read_plan
from solvers.judge import judge
from tests.api.stage import Reply, Stage, call

LEAVE_OUT = {"edit": {"kind": "leave_out", "party": "p3"}}


@pytest.fixture
def draft(stage: Stage) -> str:
    """The path of a copy of the published plan, nothing of which is locked."""
    coordinator = stage.cast.coordinator
    assert call(coordinator, "DELETE", stage.path("/plans/{plan_id}/locks/{lock_id}")).status == 204
    copied = call(coordinator, "POST", stage.path("/plans/{plan_id}/drafts"))
    assert (copied.status, copied.body["state"], copied.body["run_id"]) == (201, "draft", None)
    assert copied.body["base_id"] == str(stage.ids["plan_id"])
    assert copied.headers["Location"] == f"/api/v1/plans/{copied.body['id']}"
    return f"/plans/{copied.body['id']}"


def edit(stage: Stage, draft: str, body: Any, *, query: str = "", if_match: str = "*", **headers: str) -> Reply:
    path = f"{draft}/edits{query}"
    return call(stage.cast.coordinator, "POST", path, body, if_match=if_match, **headers)


def document(stage: Stage, draft: str) -> Any:
    return call(stage.cast.coordinator, "GET", f"{draft}/document").body


def test_a_plan_is_copied_edited_undone_redone_and_published(stage: Stage, draft: str) -> None:
    coordinator, before = stage.cast.coordinator, document(stage, draft)
    made = edit(stage, draft, {"edit": {"kind": "drop_stop", "duty": "d1", "stop": 2}})
    assert (made.status, made.body["number"], made.body["state"]) == (200, 1, "done")
    effect = made.body["effect"]
    assert (effect["feasible"], effect["worse"], effect["extra"]["total"]) == (True, [], -6.0)
    [moved] = effect["parties"]["moved"]
    assert (moved["party"], moved["otherwise"], moved["after"]["boarding"]) == ("p2", ["boarding", "time"], "bp-1")
    assert [(one["duty"], one["leaves_later_s"]) for one in effect["duties"]] == [("d1", 1410)]
    after = document(stage, draft)
    for turn, left in (("undo", before), ("redo", after)):
        assert call(coordinator, "POST", f"{draft}/{turn}", if_match="*").status == 200
        assert document(stage, draft) == left
        assert call(coordinator, "POST", f"{draft}/{turn}", if_match="*").code == "nothing_to_undo_or_redo"
    [story] = call(coordinator, "GET", f"{draft}/edits").body["items"]
    assert (story["state"], story["made_by"], story["turned_by"]) == ("done", *2 * (coordinator.user.name,))
    published = call(coordinator, "POST", f"{draft}/publish")
    assert (published.status, published.body["state"]) == (200, "published")
    assert edit(stage, draft, LEAVE_OUT).code == "plan_not_editable"


def test_a_dry_run_tells_what_would_be_and_changes_nothing(stage: Stage, draft: str) -> None:
    before = call(stage.cast.coordinator, "GET", draft)
    told = edit(stage, draft, LEAVE_OUT, query="?dry_run=true", if_match=before.etag)
    assert (told.status, told.body["number"], told.body["state"]) == (200, None, "preview")
    assert told.body["effect"]["parties"]["left"] == {"p3": 1}
    assert call(stage.cast.coordinator, "GET", draft).body == before.body
    assert call(stage.cast.coordinator, "GET", f"{draft}/edits").body["items"] == []


def test_of_two_editors_the_second_is_told_and_loses_nothing(stage: Stage, draft: str) -> None:
    seen = call(stage.cast.coordinator, "GET", draft).etag
    first = edit(stage, draft, LEAVE_OUT, if_match=seen)
    assert first.status == 200
    late = edit(stage, draft, {"edit": {"kind": "shift_time", "duty": "d1", "by_s": 60}}, if_match=seen)
    assert (late.status, late.code) == (412, "stale_version")
    assert "somebody else has edited it" in late.body["detail"]
    assert (
        edit(stage, draft, {"edit": {"kind": "shift_time", "duty": "d1", "by_s": 60}}, if_match=first.etag).status
        == 200
    )


def test_the_same_edit_sent_twice_is_made_once(stage: Stage, draft: str) -> None:
    for _ in range(2):
        assert edit(stage, draft, LEAVE_OUT, idempotency_key="once").body["number"] == 1


def test_a_broken_rule_is_named_and_keeps_the_draft_from_being_published(stage: Stage, draft: str) -> None:
    ride = {"duty": "d1"}, {"duty": "d2"}
    move = {"kind": "move_party", "party": "p4", "slot": "s1", "before": ride[0], "service": "f1", "after": ride[1]}
    [worse] = edit(stage, draft, {"edit": move}).body["effect"]["worse"]
    assert (worse["rule"], worse["thing"], worse["more"], worse["unit"]) == ("capacity", "slot s1", 1, "people")
    refused = call(stage.cast.coordinator, "POST", f"{draft}/publish")
    assert (refused.status, refused.code) == (409, "plan_not_publishable")
    assert refused.body["errors"][0]["what"] == "slot s1: 7 people for a capacity of 6"


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"kind": "leave_out", "party": "p5"}, "party p5 stays at home already"),
        ({"kind": "leave_out", "party": "p9"}, "there is no party 'p9' in this campaign"),
        ({"kind": "swap_crew", "duty": "d1", "crew": 4}, "its crews are 0 (1 drivers)"),
        ({"kind": "drop_stop", "duty": "d7", "stop": 1}, "its duties are d1, d2"),
        ({"kind": "drop_stop", "duty": "d1", "stop": 0}, "stop 0 cannot be dropped"),
        ({"kind": "reorder_stops", "duty": "d1", "order": [0, 3, 2, 1, 4]}, "would alight before it boards"),
        ({"kind": "move_party", "party": "p1", "service": "f2"}, "say by which duty or fleet"),
    ],
)
def test_an_edit_that_makes_no_sense_says_why(stage: Stage, draft: str, wrong: Any, detail: str) -> None:
    refused = edit(stage, draft, {"edit": wrong})
    assert (refused.status, refused.code) == (422, "edit_refused")
    assert detail in refused.body["detail"]


def test_what_is_locked_is_refused_with_who_and_why(stage: Stage, draft: str) -> None:
    coordinator = stage.cast.coordinator
    locked = call(coordinator, "POST", f"{draft}/locks", {"kind": "party", "code": "p3", "why": "已电话确认"})
    assert (locked.status, locked.body["made_by"]) == (201, coordinator.user.name)
    refused = edit(stage, draft, LEAVE_OUT)
    assert (refused.status, refused.code) == (409, "locked")
    assert "已电话确认" in refused.body["errors"][0]["what"]
    places = stage.path(f"{draft}/requests/{{request_id}}/best-places")
    assert call(coordinator, "GET", places).status == 200
    assert [one["code"] for one in call(coordinator, "GET", f"{draft}/locks").body["items"]] == ["p3"]
    assert call(coordinator, "DELETE", locked.headers["Location"]).status == 204
    assert edit(stage, draft, LEAVE_OUT).status == 200


def test_a_best_place_is_an_edit_to_be_sent_and_costs_what_it_says(stage: Stage, draft: str) -> None:
    coordinator = stage.cast.coordinator
    assert call(coordinator, "PATCH", stage.path("/slots/{slot_id}"), {"capacity": 8}, if_match="*").status == 200
    party = next(
        one for one in call(coordinator, "GET", stage.path("/campaigns/{campaign_id}/requests")).body["items"]
        if one["code"] == "p4"
    )  # fmt: skip
    found = call(coordinator, "GET", f"{draft}/requests/{party['id']}/best-places?limit=3").body
    assert found["party"] == "p4"
    best = found["items"][0]
    assert best["effect"]["parties"]["served"] == {"p4": 2}
    made = edit(stage, draft, {"edit": best["edit"]}).body["effect"]
    assert (made["feasible"], made["extra"]["total"]) == (True, best["extra"])
    with coordinator.acting():
        assert judge(campaign_problem(stage.cast.campaign), read_plan(document(stage, draft))).feasible


def test_a_draft_is_discarded_with_its_story(stage: Stage, draft: str) -> None:
    assert edit(stage, draft, LEAVE_OUT).status == 200
    assert call(stage.cast.coordinator, "DELETE", draft, if_match="*").status == 204
    assert call(stage.cast.coordinator, "GET", draft).status == 404
    published = stage.path("/plans/{plan_id}")
    assert call(stage.cast.coordinator, "DELETE", published, if_match="*").code == "conflict"
