"""The best places of a party: each breaks nothing, costs what it says, and is done by the edit that it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.editing import CannotEdit, Held, Locked, best_places, carry_out
from solvers.editing.edits import LeaveOut, MoveParty, Ride
from solvers.judge import judge
from solvers.plan import DutyLeg, Plan
from solvers.problem import Problem
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.editing.scenes import solved


def roomy() -> tuple[Problem, Plan]:
    """ok_small with room for p4 in slot s1."""
    small = ok_small()
    problem = replace(small, slots=(replace(small.slots[0], capacity=8), small.slots[1]))
    return problem, ok_small_plan(problem)


@pytest.mark.parametrize("party", ["p1", "p2", "p3", "p4", "p7", "p12"])
def test_places_come_by_rising_cost_and_each_is_what_it_says(party: str) -> None:
    problem, plan = solved()
    before, places = judge(problem, plan).figures.cost.total, best_places(problem, plan, party)
    assert places
    assert [one.extra for one in places] == sorted(one.extra for one in places)
    for place in places:
        after, effect = carry_out(problem, plan, place.edit)
        verdict = judge(problem, after)
        assert verdict.feasible
        assert place.extra == pytest.approx(effect.extra()) == pytest.approx(verdict.figures.cost.total - before)


def test_who_stays_at_home_finds_the_seats_that_are_left() -> None:
    problem, plan = roomy()
    best = best_places(problem, plan, "p4")[0]
    assert best.effect.changes.served == {"p4": 2}
    assert (best.edit.service, best.edit.before and best.edit.before.duty, best.edit.after) is not None
    after, effect = carry_out(problem, plan, best.edit)
    assert effect.feasible
    assert next(one for one in after.itineraries if one.party == "p4").slot == "s1"


def test_taken_out_and_moved_back_a_party_travels_as_before_and_so_do_all_others() -> None:
    problem, plan = solved()
    for party in ("p1", "p5", "p9"):
        without, _ = carry_out(problem, plan, LeaveOut(party=party))
        best = best_places(problem, without, party)[0]
        again, _ = carry_out(problem, without, best.edit)
        assert again.cost.total <= plan.cost.total + 0.01


def test_what_is_locked_is_no_place() -> None:
    problem, plan = roomy()
    taken = {ride.duty for place in best_places(problem, plan, "p4") for ride in _rides(place.edit)} - {None}
    assert taken
    held = frozenset(Held(kind="duty", id=str(duty)) for duty in taken)
    for place in best_places(problem, plan, "p4", held=held):
        assert not {ride.duty for ride in _rides(place.edit)} & taken
    assert best_places(problem, plan, "p4", held=frozenset({Held(kind="slot", id="s1")})) == []
    with pytest.raises(Locked):
        best_places(problem, plan, "p1", held=frozenset({Held(kind="party", id="p1")}))
    with pytest.raises(CannotEdit):
        best_places(problem, plan, "nobody")


def test_a_plan_that_changes_vehicles_on_the_road_has_places_too() -> None:
    places = best_places(ok_long(), ok_long_plan(), "p2")
    assert all(judge(ok_long(), carry_out(ok_long(), ok_long_plan(), one.edit)[0]).feasible for one in places)


def test_who_left_the_campaign_since_is_no_hindrance_and_their_vehicle_is_left_alone() -> None:
    problem, plan = roomy()
    left = replace(problem, parties=tuple(one for one in problem.parties if one.id != "p1"))
    legs = next(one.legs for one in plan.itineraries if one.party == "p1")
    ridden = {leg.duty for leg in legs if isinstance(leg, DutyLeg)}
    assert ridden
    assert not ridden & {ride.duty for place in best_places(left, plan, "p4") for ride in _rides(place.edit)}


def _rides(edit: MoveParty) -> list[Ride]:
    return [ride for ride in (edit.before, edit.after) if ride is not None]
