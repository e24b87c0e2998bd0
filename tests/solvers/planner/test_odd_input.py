"""What the format allows and few would write: each gets a plan, and whoever can travel does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.judge import judge
from solvers.plan import Plan, Reason, ServiceLeg
from solvers.problem import Matrix, Problem
from solvers.solve import solve
from tests.builders import DAY, HOUR, at, fleet, ok_small, on_a_line, party, service, slot


def planned(problem: Problem) -> Plan:
    plan = solve(problem, seconds=1.0, workers=1)
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    return plan


def one_coach(*windows: tuple[str, str], ready: str, **places: float) -> Problem:
    """Two people at bp-1, a coach there, a gate, two days, no law."""
    matrix, locations = on_a_line(**places)
    small = ok_small()
    return replace(
        small, horizon=(at("00:00"), at("2d00:00")), travel=matrix, locations=locations, services=(),
        parties=(replace(party("p1", 2, {"bp-1": 0}, {"s1": 0.0}, ready), unserved_cost=5000.0),),
        fleets=(fleet("coach", "bp-1", None, 20),), slots=(slot("s1", "gate-1", 9, *windows),),
        rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


@pytest.mark.parametrize("others", ["nobody", "after", "before"])
def test_whoever_can_board_nowhere_stays(others: str) -> None:
    problem = one_coach(("07:00", "19:00"), ready="06:00", bp_1=0, gate_1=30)
    nowhere = replace(problem.parties[0], id="p0", boarding=())
    parties = {"nobody": (nowhere,), "after": (nowhere, *problem.parties), "before": (*problem.parties, nowhere)}
    plan = planned(replace(problem, parties=parties[others]))
    assert {left.party: left.reason for left in plan.unserved} == {"p0": Reason.TIME}
    assert plan.bound is not None


@pytest.mark.parametrize("place", ["bp-1", "gate-1"])
def test_a_place_that_is_open_until_midnight_is_left_on_the_same_day(place: str) -> None:
    """All that fits into the day is to be there at its last minute; what departs at midnight departs the day after."""
    problem = one_coach(("00:00", "23:59"), ("1d00:00", "1d19:00"), ready="23:00", bp_1=0, gate_1=59)
    late = [replace(one, hours=(6 * HOUR, DAY)) if one.id == place else one for one in problem.locations]
    people = replace(problem.parties[0], ready=at("23:57:30") if place == "bp-1" else at("22:56"))
    planned(replace(problem, locations=tuple(late), parties=(people,)))


@pytest.mark.parametrize(
    "windows", [(("07:00", "19:00"), ("08:00", "10:00")), (("08:00", "10:00"), ("07:00", "19:00"))]
)
def test_a_window_within_another_takes_nothing_from_it(windows: tuple[tuple[str, str], ...]) -> None:
    assert not planned(one_coach(*windows, ready="11:00", bp_1=0, gate_1=30)).unserved


def test_a_service_that_comes_after_the_horizon_is_not_used() -> None:
    problem = one_coach(("07:00", "19:00"), ready="06:00", bp_1=0, gate_1=30)
    ferry = replace(
        service("ferry", "bp-1", "gate-1", "22:00", "23:30", seats=20, least=0), check_in_s=0, exit_s=0, group=None
    )
    open_late = (slot("s1", "gate-1", 9, ("07:00", "1d06:00")),)
    late = replace(problem, horizon=(at("00:00"), at("23:00")), fleets=(), services=(ferry,), slots=open_late)
    assert [left.party for left in planned(late).unserved] == ["p1"]


def test_a_service_that_brings_people_little_nearer_is_used_where_roads_are_slow() -> None:
    problem = one_coach(("07:00", "11:00"), ready="06:00", bp_1=0, hub_1=50, gate_1=200)
    roads = problem.travel
    assert isinstance(roads, Matrix)
    slow = [[10 * s if 0 in (i, j) else s // 2 for j, s in enumerate(row)] for i, row in enumerate(roads.duration_s)]
    ferry = replace(
        service("ferry", "bp-1", "hub-1", "06:30", "07:30", seats=20, least=0), check_in_s=0, exit_s=0, group=None
    )
    problem = replace(
        problem, travel=replace(roads, duration_s=tuple(map(tuple, slow))),
        services=(replace(ferry, cost_fixed=100.0),), fleets=(*problem.fleets, fleet("shuttle", "hub-1", None, 20)),
    )  # fmt: skip
    (way,) = planned(problem).itineraries
    assert any(isinstance(leg, ServiceLeg) for leg in way.legs)


def test_whoever_needs_two_services_is_told_that_this_is_not_planned() -> None:
    problem = one_coach(("07:00", "19:00"), ready="06:00", bp_1=0, hub_1=300, gate_1=900)
    first = service("first", "bp-1", "hub-1", "08:00", "09:00", seats=20, least=0)
    second = service("second", "hub-1", "gate-1", "12:00", "14:00", seats=20, least=0)
    both = tuple(replace(one, group=None) for one in (first, second))
    (left,) = planned(replace(problem, fleets=(), services=both)).unserved
    assert left.reason is Reason.SEARCH
    assert left.detail is not None
    assert "several services" in left.detail
