"""Transfer problems taken in and given back, exactly."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from solvers.documents import load, write_problem
from tests.api.bodies import BODIES
from tests.api.stage import Stage, call
from tests.builders import ok_long

INSTANCES = sorted((Path(__file__).parents[3] / "shared" / "instances").glob("*-*.json"))
LISTS = ("locations", "parties", "slots", "fleets", "services")


def _by_id(problem: dict[str, Any]) -> dict[str, Any]:
    return {**problem, **{name: sorted(problem[name], key=lambda thing: str(thing["id"])) for name in LISTS}}


def _roundtrip(stage: Stage, problem: dict[str, Any]) -> dict[str, Any]:
    made = call(stage.cast.coordinator, "POST", "/campaigns/import", problem)
    assert (made.status, list(made.body)) == (201, ["id"]), made.content[:500]
    assert made.headers["Location"] == f"/api/v1/campaigns/{made.body['id']}"
    back: dict[str, Any] = call(stage.cast.coordinator, "GET", f"{made.headers['Location']}/problem").body
    return back


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_every_instance_comes_back_as_it_was(stage: Stage, path: Path) -> None:
    problem = load(path)
    assert isinstance(problem, dict)
    assert _by_id(_roundtrip(stage, problem)) == _by_id(problem)


def test_what_is_only_for_others_comes_back_as_well(stage: Stage) -> None:
    problem: dict[str, Any] = copy.deepcopy(dict(write_problem(ok_long())))
    problem["meta"] = {"by": ["词", 1, 2.5, None]}
    problem["parties"][0]["meta"] = {"note": "x"}
    problem["parties"][0]["boarding"][0]["meta"] = {"bus": "12"}
    problem["fleets"][0]["crews"][0]["meta"] = {"n": 1}
    problem["rules"]["meta"] = {}
    assert _by_id(_roundtrip(stage, problem)) == _by_id(problem)


def test_a_fault_is_told_with_its_place_and_nothing_is_taken_in(stage: Stage) -> None:
    problem = copy.deepcopy(BODIES["campaign_import"])
    problem["parties"][1]["boarding"][0]["at"] = "bp-9"
    before = call(stage.cast.coordinator, "GET", "/campaigns").body
    reply = call(stage.cast.coordinator, "POST", "/campaigns/import", problem)
    assert (reply.status, reply.code) == (422, "invalid_problem")
    assert reply.body["errors"] == [{"where": "parties[1].boarding[0].at", "what": "no location 'bp-9'"}]
    assert call(stage.cast.coordinator, "GET", "/campaigns").body == before


@pytest.mark.parametrize("body", [{}, {"format": "transfer-problem/2"}, {"format": None, "parties": 1}])
def test_what_is_no_problem_is_refused(stage: Stage, body: object) -> None:
    reply = call(stage.cast.coordinator, "POST", "/campaigns/import", body)
    assert (reply.status, reply.code) == (422, "invalid_problem")


@pytest.mark.parametrize("name", ["size", "unserved_cost"])
def test_a_number_that_cannot_be_kept_is_refused(stage: Stage, name: str) -> None:
    problem = copy.deepcopy(BODIES["campaign_import"])
    problem["parties"][0][name] = 10**30
    assert call(stage.cast.coordinator, "POST", "/campaigns/import", problem).status == 422


def test_a_campaign_is_changed_in_part(stage: Stage) -> None:
    path, coordinator = stage.path("/campaigns/{campaign_id}"), stage.cast.coordinator
    read = call(coordinator, "GET", path)
    rules = {**read.body["rules"], "escort_seats": 3, "driver_hours": None}
    changed = call(coordinator, "PATCH", path, {"title": "春运", "rules": rules}, if_match=read.etag)
    assert (changed.status, changed.body["rules"], changed.body["title"]) == (200, rules, "春运")
    assert changed.body["travel"] == read.body["travel"]
    ends = {"horizon_end": "2026-01-01T00:00:00+08:00"}
    wrong = call(coordinator, "PATCH", path, ends, if_match=changed.etag)
    assert wrong.status == 422
    assert call(coordinator, "GET", path).etag == changed.etag


def test_those_invited_see_the_campaign_and_others_do_not(stage: Stage) -> None:
    cast = stage.cast
    for actor in (cast.coordinator, cast.employer, cast.operator, cast.driver, cast.auditor, cast.bureau_auditor):
        seen = [campaign["id"] for campaign in call(actor, "GET", "/campaigns").body["items"]]
        assert seen == [str(cast.campaign.id)], actor.role
    assert call(cast.coordinator, "GET", f"/campaigns/{cast.other_campaign.id}").status == 404
