"""A road that became longer after somebody drove it: they have driven it as it was, others drive it as it is."""

from __future__ import annotations

from dataclasses import replace

from solvers.documents import check_problem
from solvers.driven import with_driven, without_driven
from solvers.editing.counting import with_between, without_between
from solvers.editing.edits import AddStop, At, DropStop, MoveParty, ReorderStops, Ride, ShiftTime
from solvers.judge import judge
from solvers.judge.rules import Rule
from solvers.problem import Matrix, Problem
from tests.builders import HOUR, ok_small, ok_small_plan


def closed() -> Problem:
    """``ok_small`` whose road from bp-1 to bp-2 takes an hour more."""
    problem = ok_small()
    roads = problem.travel
    assert isinstance(roads, Matrix)
    a, b = roads.locations.index("bp-1"), roads.locations.index("bp-2")
    seconds = [list(row) for row in roads.duration_s]
    seconds[a][b] += HOUR
    return replace(problem, travel=replace(roads, duration_s=tuple(map(tuple, seconds))))


def test_who_drove_it_before_keeps_the_road_as_it_was() -> None:
    assert {one.rule for one in judge(closed(), ok_small_plan()).violations} == {Rule.DRIVE_TIME}
    problem, plan = with_driven(closed(), ok_small_plan(), {("d1", 1): (10_000, 600)})
    check_problem(problem)
    verdict = judge(problem, plan)
    assert verdict.feasible, [one.text for one in verdict.violations]
    assert plan.cost == ok_small_plan().cost
    assert without_driven(plan) == ok_small_plan()


def test_nobody_else_finds_a_way_by_the_place_in_between() -> None:
    problem, _ = with_driven(closed(), ok_small_plan(), {("d1", 1): (10_000, 600)})
    roads = problem.travel
    assert isinstance(roads, Matrix)
    [between] = set(roads.locations) - {one.id for one in closed().locations}
    there = roads.locations.index(between)
    assert [row[there] for row in roads.duration_s].count(600) == 1
    assert sorted(roads.duration_s[there])[:3] == [0, 0, 2 * 24 * HOUR]


def test_edits_count_the_stops_that_people_see() -> None:
    _, seen = with_driven(closed(), ok_small_plan(), {("d1", 1): (10_000, 600)})
    assert with_between(ShiftTime(duty="d1", stop=3, by_s=60), seen) == ShiftTime(duty="d1", stop=4, by_s=60)
    assert with_between(DropStop(duty="d1", stop=1), seen) == DropStop(duty="d1", stop=1)
    other_way = with_between(ReorderStops(duty="d1", order=(0, 2, 1, 3, 4)), seen)
    assert other_way == ReorderStops(duty="d1", order=(0, 3, 1, 2, 4, 5))
    onto_it = MoveParty(party="p4", before=Ride(duty="d1", board=At(stop=2), alight=At(stop=3)), exact=True)
    assert with_between(onto_it, seen).before == Ride(duty="d1", board=At(stop=3), alight=At(stop=4))
    assert without_between(with_between(onto_it, seen), seen) == onto_it
    elsewhere = AddStop(duty="d2", at="gate-3", after=1)
    assert with_between(elsewhere, seen) == elsewhere
