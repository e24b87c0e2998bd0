"""What a plan does, and how else a party could go, as a shell sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solvers.documents import dump, write_plan, write_problem
from solvers.explain.alternatives import CannotCompare, next_best
from solvers.explain.figures import COACH, EMPLOYERS, FEEDER, ON_FOOT, Explained
from solvers.judge import judge
from solvers.plan import DutyLeg, Itinerary, Plan
from solvers.solve import solve
from tests.builders import ok_long, ok_long_plan, ok_near, ok_near_plan, ok_small, ok_small_plan
from tests.solvers.commands import menlu
from tests.solvers.fixed import fixed_problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ok_small's problem and plan."""
    dump(write_problem(ok_small()), tmp_path / "problem.json")
    dump(write_plan(ok_small_plan(), ok_small()), tmp_path / "plan.json")
    return tmp_path


def test_a_plan_is_told_by_carrier_money_fill_journeys_and_reasons(folder: Path) -> None:
    done = menlu("explain", folder / "plan.json", folder / "problem.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("ok-small: 6 of 9 people served for 15,898 CNY, 2,650 CNY a person served\n")
    for title in ("By carrier", "Where the money goes", "Duties and services", "Driver hours", "Longest journeys"):
        assert title in done.stdout
    assert "slot_capacity" in done.stdout.split("Who stays at home, and why")[1]


def test_the_two_files_may_come_in_either_order(folder: Path) -> None:
    files = folder / "plan.json", folder / "problem.json"
    assert menlu("explain", *files).stdout == menlu("explain", *reversed(files)).stdout


def test_the_figures_come_as_json_and_add_up(folder: Path) -> None:
    document: Any = json.loads(menlu("explain", folder / "plan.json", folder / "problem.json", "--json").stdout)
    assert (document["people"], document["served"], document["total"]) == (9, 6, 15_898.5)
    assert sum(one["cost"] for one in document["money"]) == pytest.approx(15_898.5)
    assert {one["reason"]: one["people"] for one in document["staying"]} == {"slot_capacity": 2, "no_choice": 1}
    by_name = {one["name"]: one["people"] for one in document["carriers"]}
    assert by_name == {FEEDER: 5, EMPLOYERS: 5, "flight": 5, ON_FOOT: 1}


def test_carriers_are_told_apart_by_what_their_riders_do() -> None:
    explained = Explained(ok_long(), ok_long_plan())
    carriers = {one.name: one for one in explained.carriers()}
    assert {name: one.people for name, one in carriers.items()} == {FEEDER: 2, COACH: 3}
    assert sum(one.cost for one in carriers.values()) == pytest.approx(ok_long_plan().cost.duties)


def test_fill_and_driver_hours_are_those_of_the_route_sheet() -> None:
    explained = Explained(ok_long(), ok_long_plan())
    night = next(one for one in explained.fills() if one.unit == "d2")
    assert (night.people, night.most, night.room) == (3, 3, 48)
    driving = {one.duty: one for one in explained.driving()}
    assert driving["d2"].by_driver_s == (20 * 60 + (4 * 60 + 115) * 60, (235 + 110) * 60)
    assert driving["d2"].most_24h_s == max(driving["d2"].by_driver_s)


def test_a_party_s_way_is_told_leg_by_leg_with_what_others_would_cost(folder: Path) -> None:
    done = menlu("explain", folder / "plan.json", folder / "problem.json", "--party", "p2")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Party p2: 3 people, 1 in a wheelchair, ready at 05:00"
    assert "05:12  leave home, 10 min on their own to the boarding place bp-2" in lines[1]
    assert "d1 (van) from bp-2 to hub-1" in lines[2]
    assert "flight f1 from hub-1 to hub-2" in lines[3]
    assert "taken in by slot s1" in lines[5]
    assert lines[-1].startswith(("They travel so because", "A better way was found"))


def test_a_party_at_home_is_told_why_and_what_would_be_the_price(folder: Path) -> None:
    done = menlu("explain", folder / "plan.json", folder / "problem.json", "--party", "p4")
    assert done.exit_code == 0
    assert "stay at home [slot_capacity]" in done.stdout
    assert "no room for 2 people" in done.stdout
    document: Any = json.loads(
        menlu("explain", folder / "plan.json", folder / "problem.json", "--party", "p4", "--json").stdout
    )
    assert (document["reason"], document["others"], document["not_priced_because"]) == ("slot_capacity", [], None)


def test_a_change_of_vehicles_is_told_as_one_and_other_ways_are_priced_under_the_plan_s_names(tmp_path: Path) -> None:
    """The bus, d2, does better without the van's people changing to it: it can collect them itself."""
    dump(write_problem(ok_near()), tmp_path / "problem.json")
    dump(write_plan(ok_near_plan(), ok_near()), tmp_path / "plan.json")
    done = menlu("explain", tmp_path / "plan.json", tmp_path / "problem.json", "--party", "p1")
    assert done.exit_code == 0
    assert "06:28  change to coach d2 (bus) from bp-2 to gate-1" in done.stdout
    assert "598.00 CNY less: coach (d2)" in done.stdout


def test_a_plan_that_the_search_cannot_lay_out_is_told_but_not_priced() -> None:
    twice = replace(ok_near_plan(), duties=(replace(ok_near_plan().duties[0], vehicle=7), *ok_near_plan().duties))
    with pytest.raises(CannotCompare):
        next_best(ok_near(), twice, "p2")


def test_other_ways_are_other_ways_and_their_prices_are_the_judge_s() -> None:
    problem = fixed_problem(10)
    other = {"s1": "s2", "s2": "s1"}
    both = tuple(
        replace(p, choices=(p.choices[0], replace(p.choices[0], slot=other[p.choices[0].slot], cost=7.0)))
        for p in problem.parties
    )
    problem = replace(problem, parties=both)
    plan = solve(problem, seconds=1.0, workers=1)
    total = judge(problem, plan).figures.cost.total
    for party in ("p1", "p4"):
        others = next_best(problem, plan, party)
        mine = next(one for one in plan.itineraries if one.party == party)
        assert [one.extra for one in others] == sorted(one.extra for one in others)
        assert None in {one.slot for one in others}
        assert {one.slot for one in others} > {None}
        for way in others:
            if way.plan is not None and way.itinerary is not None:
                verdict = judge(problem, way.plan)
                assert verdict.feasible
                assert verdict.figures.cost.total - total == pytest.approx(way.extra, abs=0.05)
                assert way.itinerary.slot != mine.slot or _rides(way.itinerary, way.plan) != _rides(mine, plan)


def _rides(itinerary: Itinerary, plan: Plan) -> list[tuple[str, int, int]]:
    """Vehicles and the stops where they are boarded; duties are named anew in every plan."""
    duties = {duty.id: duty for duty in plan.duties}
    rides = ((duties[leg.duty], leg.from_stop) for leg in itinerary.legs if isinstance(leg, DutyLeg))
    return [(duty.fleet, duty.vehicle, stop) for duty, stop in rides]


def test_the_picture_is_drawn_where_it_is_wanted(folder: Path) -> None:
    done = menlu("explain", folder / "plan.json", folder / "problem.json", "--svg", folder / "plan.svg")
    assert done.exit_code == 0
    assert (folder / "plan.svg").read_text().startswith("<svg")


def test_a_plan_that_is_not_feasible_is_not_explained(folder: Path) -> None:
    problem = replace(ok_small(), rules=replace(ok_small().rules, stop_fixed_s=130))
    dump(write_problem(problem), folder / "problem.json")
    done = menlu("explain", folder / "plan.json", folder / "problem.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "not feasible, " in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.json", "problem.json"],
        ["plan.json", "nowhere.json"],
        ["problem.json", "problem.json"],
        ["plan.json", "plan.json"],
        ["plan.json"],
        ["plan.json", "problem.json", "--party", "p99"],
        ["plan.json", "problem.json", "--svg", "nowhere/plan.svg"],
        ["plan.json", "problem.json", "--svg", "."],
    ],
)
def test_a_wrong_call_ends_with_status_2_and_a_word_on_why(folder: Path, words: list[str]) -> None:
    named = [str(folder / w) if w.endswith((".json", ".svg")) or w == "." else w for w in words]
    done = menlu("explain", *named)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
