"""The plan board: its pages, what they say of a plan."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from scheduler.console.board.staying import sentence
from scheduler.console.navigation import zone_of
from scheduler.editing.services import draft_copy, edit_make
from scheduler.plans.models import Plan
from scheduler.plans.overview import plan_overview
from solvers.editing.edits import LeaveOut
from solvers.plan import WOULD_HELP
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem
from tests.api.stage import published_plan, ready_run
from tests.builders import ok_small_plan, with_true_cost
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

SEAT = {"kind": "seat", "service": "f1", "seats": 2, "saves": 900.0}


def with_remedy(problem: Problem) -> SolvedPlan:
    """That plan, saying what would bring p4 along."""
    found = ok_small_plan(problem)
    first, *rest = found.unserved
    return replace(found, unserved=(replace(first, meta={WOULD_HELP: [SEAT]}), *rest))


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The plan of ``ok_small``, published."""
    return published_plan(cast.campaign, cast.coordinator, with_remedy)


def shown(client: Client, address: str, *, english: bool = True, part: bool = False) -> str:
    """The page at an address, or what it gives as a part of one, which has to be there."""
    headers = {"Accept-Language": "en" if english else "zh-Hans", **({"HX-Request": "true"} if part else {})}
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_the_board_shows_figures_and_duties_to_the_office_only(cast: Cast, plan: Plan, client: Client) -> None:
    sign_in(client, cast.auditor)
    page = shown(client, f"/plans/{plan.id}")
    assert 'data-select="duty:d1"' in page
    assert "Bound gap" in page
    sign_in(client, cast.employer)
    assert client.get(f"/plans/{plan.id}").status_code == 403
    sign_in(client, cast.other_coordinator)
    for part in ("", "/data", "/details?duty=d1", "/why?party=p1", "/route-sheet?duty=d1", "/unserved", "/fairness"):
        assert client.get(f"/plans/{plan.id}{part}").status_code == 404, part


def test_a_plan_is_compared_with_the_version_published_before(cast: Cast, plan: Plan, client: Client) -> None:
    def without_p3(problem: Problem) -> SolvedPlan:
        found = ok_small_plan(problem)
        left = replace(found.unserved[1], party="p3")
        kept = tuple(one for one in found.itineraries if one.party != "p3")
        return with_true_cost(problem, replace(found, itineraries=kept, unserved=(*found.unserved, left)))

    run = ready_run(cast.campaign, cast.coordinator, without_p3)
    with cast.coordinator.acting():
        second = Plan.objects.get(run=run)
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{second.id}")
    assert f'href="/plans/{plan.id}"' in page
    assert '<small class="worse">\N{MINUS SIGN}1</small>' in page
    assert "worse" not in shown(client, f"/plans/{plan.id}")


def test_the_address_selects_sorts_and_searches(cast: Cast, plan: Plan, client: Client) -> None:
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{plan.id}?duty=d2")
    assert "d2" in page
    assert "Drives and breaks" in page
    assert "There is no d9 in this plan." in shown(client, f"/plans/{plan.id}?duty=d9")
    by_size = shown(client, f"/plans/{plan.id}?tab=people&sort=-people")
    assert by_size.index('"party:p2"') < by_size.index('"party:p1"') < by_size.index('"party:p3"')
    part = client.get(f"/plans/{plan.id}?tab=people&q=p2", headers={"HX-Request": "true"})
    assert part.headers["HX-Push-Url"] == "false"
    assert b"party:p2" in part.content
    assert b"party:p1" not in part.content


@pytest.mark.parametrize("what", ["duty=d1", "service=f1", "slot=s1", "party=p1", "party=p4"])
def test_everything_has_details(cast: Cast, plan: Plan, client: Client, what: str) -> None:
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{plan.id}/details?{what}", part=True)
    assert "<html" not in page
    assert what.split("=")[1] in page
    assert ("2 more seats on" in page) == (what == "party=p4")
    alone = client.get(f"/plans/{plan.id}/details?{what}")
    assert (alone.status_code, alone.headers["Location"]) == (302, f"/plans/{plan.id}?{what}")


def test_the_data_is_small_and_asked_for_once(cast: Cast, plan: Plan, client: Client) -> None:
    sign_in(client, cast.coordinator)
    answer = client.get(f"/plans/{plan.id}/data", headers={"Accept-Encoding": "gzip"})
    document: dict[str, Any] = json.loads(gzip.decompress(answer.content))
    assert [one["code"] for one in document["duties"]] == ["d1", "d2"]
    assert [stop[6] for stop in document["duties"][0]["stops"]] == [0, 2, 5, 0, 0]
    assert document["trips"][0][6] == [[0, 1, 3], [-1], [1, 1, 2]]
    again = client.get(f"/plans/{plan.id}/data", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_why_says_what_staying_at_home_would_change(cast: Cast, plan: Plan, client: Client) -> None:
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{plan.id}/why?party=p3", part=True)
    assert "theirs" in page
    assert "They travel so because" in page
    missing = client.get(f"/plans/{plan.id}/why?party=nobody", headers={"HX-Request": "true"})
    assert missing.status_code == 404


def test_who_stays_at_home_is_told_what_would_change_it_in_both_languages(
    cast: Cast, plan: Plan, client: Client
) -> None:
    sign_in(client, cast.coordinator)
    assert "2 more seats on Saturday 08:00 Flight f1 from hub-1." in shown(client, f"/plans/{plan.id}/unserved")
    assert "多2个座位" in shown(client, f"/plans/{plan.id}/unserved", english=False)


def test_what_was_looked_for_in_vain_is_not_what_nobody_looked_for(cast: Cast, client: Client) -> None:
    def in_vain(problem: Problem) -> SolvedPlan:
        found = ok_small_plan(problem)
        first, *rest = (replace(one, detail="a program's English") for one in found.unserved)
        return replace(found, unserved=(replace(first, meta={WOULD_HELP: []}), *rest))

    plan = published_plan(cast.campaign, cast.coordinator, in_vain)
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{plan.id}/unserved")
    assert "For 1 party no single change that was tried would do" in page
    assert "no change was looked for" in page
    assert "a program" not in page
    assert "would bring its parties along" not in page
    chinese = shown(client, f"/plans/{plan.id}/details?party=p4", english=False, part=True)
    assert "试过的单项改变都不能让他们成行" in chinese
    assert "a program" not in chinese


def test_who_was_left_out_by_hand_is_told_in_the_words_of_who_did_it(cast: Cast, plan: Plan, client: Client) -> None:
    with cast.coordinator.acting():
        draft = draft_copy(plan=plan, by=cast.coordinator.user)
        for party, why in (("p1", "ill <today>"), ("p3", "")):
            edit_make(plan=draft, edit=LeaveOut(party=party, why=why), by=cast.coordinator.user, version=None)
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{draft.id}/unserved")
    assert "Left out by hand" in page
    assert "ill &lt;today&gt;" in page
    assert "人工移出" in shown(client, f"/plans/{draft.id}?tab=unserved", english=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "money", "amount": 12.5}, "cheaper by 12.50 CNY"),
        ({"kind": "slot_place", "slot": "s1", "places": 1}, "One more place in slot s1 (jiamu)"),
        ({"kind": "seat", "duty": "d1", "seats": 1}, "One more seat on Saturday 05:10 vehicle d1 from bp-1"),
        ({"kind": "window", "slot": "s3", "minutes": 90, "end": "opens"}, "opening 1 h 30 min earlier"),
        ({"kind": "vehicle", "fleet": "van", "vehicles": 1}, "One more vehicle: van"),
    ],
)
def test_each_change_is_a_sentence(cast: Cast, plan: Plan, change: dict[str, Any], said: str) -> None:
    with cast.coordinator.acting(), translation.override("en"), timezone.override(zone_of(cast.campaign)):
        assert said in sentence(change, plan_overview(plan=plan))


def test_small_groups_stay_hidden_on_the_page(cast: Cast, plan: Plan, client: Client) -> None:
    sign_in(client, cast.coordinator)
    page = shown(client, f"/plans/{plan.id}/fairness")
    assert "too few to be shown" in page
    assert "Priority" in page


@pytest.mark.parametrize("part", ["", "?tab=people", "?party=p1", "/data", "/unserved", "/fairness"])
def test_a_page_asks_little(cast: Cast, plan: Plan, client: Client, part: str) -> None:
    sign_in(client, cast.coordinator)
    client.get(f"/plans/{plan.id}")
    assert queries_of(client, f"/plans/{plan.id}{part}") <= MOST_QUERIES
