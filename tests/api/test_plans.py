"""Runs, plans, duties, intakes and papers."""

from __future__ import annotations

import io

import openpyxl
import pytest

from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Member, Worker
from scheduler.places.models import Place
from solvers.documents import read_plan
from solvers.judge import judge
from tests.api.stage import Stage, call, ready_run


def test_a_run_is_accepted_followed_and_stopped(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    path = stage.path("/campaigns/{campaign_id}/runs")
    started = call(coordinator, "POST", path, {"seconds": 60, "seed": 1})
    assert started.status == 202
    run = started.headers["Location"]
    assert run == f"/api/v1/runs/{started.body['id']}"
    seen = call(coordinator, "GET", run).body
    assert list(seen) == ["id", "status", "progress", "error", "left_out"]
    assert list(seen["progress"]) == ["phase", "done", "best_cost", "bound", "served", "elapsed_s"]
    assert (seen["status"], seen["error"]) == ("queued", None)
    none = call(coordinator, "GET", f"{run}/plan")
    assert (none.status, none.code) == (409, "run_has_no_plan")
    stopped = call(coordinator, "DELETE", run)
    assert (stopped.status, stopped.body["status"]) == (200, "cancelled")
    assert call(coordinator, "DELETE", run).body["status"] == "cancelled"
    assert [one["status"] for one in call(coordinator, "GET", path).body["items"]] == ["ready", "cancelled"]


@pytest.mark.parametrize("body", [{"seconds": 0}, {"seconds": 86_401}, {"seed": -1}, {"seed": 2**31}, {"seed": True}])
def test_a_run_takes_a_second_to_a_day(stage: Stage, body: object) -> None:
    assert call(stage.cast.coordinator, "POST", stage.path("/campaigns/{campaign_id}/runs"), body).status == 422


def test_the_plan_of_a_run_is_the_one_that_was_planned(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    reply = call(coordinator, "GET", stage.path("/runs/{run_id}/plan"))
    assert (reply.status, reply.headers["Content-Type"], reply.body["format"]) == (
        200,
        "application/json",
        "transfer-plan/1",
    )
    with coordinator.acting():
        problem = campaign_problem(stage.cast.campaign)
    assert judge(problem, read_plan(reply.body)).feasible
    assert call(coordinator, "GET", stage.path("/plans/{plan_id}/document")).body == reply.body


def test_a_plan_is_published_once_and_takes_the_place_of_the_one_before(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    again = call(coordinator, "POST", stage.path("/runs/{run_id}/publish"))
    assert (again.status, again.code) == (409, "plan_not_publishable")
    assert again.body["errors"][0]["what"] == "plan 1 is published: only a draft can be published"
    run = ready_run(stage.cast.campaign, coordinator)
    published = call(coordinator, "POST", f"/runs/{run.id}/publish")
    assert (published.status, published.body["state"], published.body["number"]) == (200, "published", 2)
    plans = call(coordinator, "GET", stage.path("/campaigns/{campaign_id}/plans")).body["items"]
    assert [plan["state"] for plan in plans] == ["superseded", "published"]


def test_a_plan_that_fits_no_more_is_not_published_and_says_why(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    run = ready_run(stage.cast.campaign, coordinator)
    slot = stage.path("/slots/{slot_id}")
    assert call(coordinator, "PATCH", slot, {"capacity": 4}, if_match="*").status == 200
    refused = call(coordinator, "POST", f"/runs/{run.id}/publish")
    assert (refused.status, refused.code) == (409, "plan_not_publishable")
    assert refused.body["errors"]


def test_those_who_do_the_work_see_published_plans_only(stage: Stage) -> None:
    ready_run(stage.cast.campaign, stage.cast.coordinator)
    path = stage.path("/campaigns/{campaign_id}/plans")
    assert len(call(stage.cast.coordinator, "GET", path).body["items"]) == 2
    for actor in (stage.cast.employer, stage.cast.operator, stage.cast.driver):
        assert [plan["number"] for plan in call(actor, "GET", path).body["items"]] == [1]


def test_figures_tell_who_is_served_and_who_is_left(stage: Stage) -> None:
    figures = call(stage.cast.coordinator, "GET", stage.path("/plans/{plan_id}/figures")).body
    assert (figures["feasible"], figures["people"], figures["served"]) == (True, 9, 6)
    assert (figures["duties"], figures["services"], figures["road_km"]) == (2, 1, 160.0)
    assert {left["reason"]: left["people"] for left in figures["unserved"]} == {"slot_capacity": 2, "no_choice": 1}
    assert 0 < figures["fill"] < 1


def test_operators_and_drivers_see_their_own_duties(stage: Stage) -> None:
    path = stage.path("/plans/{plan_id}/duties")
    assert [duty["code"] for duty in call(stage.cast.coordinator, "GET", path).body["items"]] == ["d1", "d2"]
    for actor in (stage.cast.operator, stage.cast.driver):
        assert [duty["code"] for duty in call(actor, "GET", path).body["items"]] == ["d1"]
        detail = call(actor, "GET", stage.path("/duties/{duty_id}")).body
        assert [(stop["at"], stop["boarding"], stop["alighting"]) for stop in detail["stops"]][:4] == [
            ("depot-1", 0, 0),
            ("bp-1", 2, 0),
            ("bp-2", 3, 0),
            ("hub-1", 0, 5),
        ]
        sheet = call(actor, "GET", stage.path("/duties/{duty_id}/route-sheet?language=en"))
        assert (sheet.headers["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    assert call(stage.cast.employer, "GET", path).body["items"] == []


def _name_people(stage: Stage) -> None:
    """One member of p1, who comes to s1, and the one of p3, who comes elsewhere."""
    bureau, campaign = stage.cast.coordinator.organisation, stage.cast.campaign
    with acting_as_system():
        for code, name in (("p1", "向阳花"), ("p3", "石斛兰")):
            worker = Worker.objects.create(bureau=bureau, name=name, phone="11100009876", sex="female")
            request = DepartureRequest.objects.get(campaign=campaign, code=code)
            Member.objects.create(campaign=campaign, request=request, worker=worker)


def test_an_employer_sees_who_comes_to_its_own_gate_and_no_telephone_numbers(stage: Stage) -> None:
    _name_people(stage)
    reply = call(stage.cast.employer, "GET", stage.path("/slots/{slot_id}/intake"))
    [arrival] = reply.body["arrivals"]
    assert (arrival["duty"], arrival["headcount"], reply.body["planned"]) == ("d2", 5, 5)
    [person] = arrival["parties"][0]["people"]
    assert person.pop("worker_id")
    assert person == {"name": "向阳花", "sex": "female", "birth_year": None, "needs": {}}
    assert "11100009876" not in reply.content.decode()
    with acting_as_system():
        other = Place.objects.get(campaign=stage.cast.campaign, code="gate-3").intake_slots.get()
    assert call(stage.cast.employer, "GET", f"/slots/{other.id}/intake").status == 404
    listed = call(stage.cast.employer, "GET", stage.path("/campaigns/{campaign_id}/intakes")).body["items"]
    assert [(intake["slot"], intake["planned"]) for intake in listed] == [("s1", 5)]


def test_the_intake_list_names_those_who_come_and_no_others(stage: Stage) -> None:
    _name_people(stage)
    path = stage.path("/plans/{plan_id}/intake-list")
    for actor, query in ((stage.cast.employer, ""), (stage.cast.coordinator, "?employer=jiamu&language=en")):
        reply = call(actor, "GET", path + query)
        assert reply.status == 200
        book = openpyxl.load_workbook(io.BytesIO(reply.content))
        text = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        assert "向阳花" in text
        assert "石斛兰" not in text
        assert "11100009876" not in text
    assert call(stage.cast.coordinator, "GET", path).status == 404
    assert call(stage.cast.coordinator, "GET", f"{path}?employer=lanshan").status == 404
    assert call(stage.cast.employer, "GET", f"{path}?language=fr").status == 422


def test_an_employer_confirms_whole_in_part_or_not(stage: Stage) -> None:
    path, employer = stage.path("/slots/{slot_id}/intake"), stage.cast.employer
    part = call(employer, "POST", path, {"state": "partial", "accepted": 4, "reason": "宿舍已满"})
    assert (part.status, part.body["accepted"], part.body["planned"]) == (200, 4, 5)
    for wrong in (
        {"state": "partial", "accepted": 5, "reason": "x"},
        {"state": "partial", "reason": "x"},
        {"state": "declined"},
        {"state": "confirmed", "accepted": 3},
    ):
        assert call(employer, "POST", path, wrong).status == 422
    assert call(employer, "POST", path, {"state": "confirmed"}).body["accepted"] == 5
    assert call(employer, "GET", path).body["decision"]["state"] == "confirmed"


def test_before_a_plan_is_published_there_is_no_intake(stage: Stage) -> None:
    other = stage.cast.other_employer
    path = f"/campaigns/{stage.cast.other_campaign.id}"
    assert call(other, "GET", f"{path}/intakes").body == {"next_cursor": None, "items": []}
    [slot] = call(other, "GET", f"{path}/slots").body["items"]
    assert call(other, "GET", f"/slots/{slot['id']}/intake").status == 404
    assert call(other, "POST", f"/slots/{slot['id']}/intake", {"state": "confirmed"}).status == 404
