"""Edits against the judge: what is carried out is a whole plan, whatever rules of time and room it breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from random import Random

import pytest

from solvers.documents import read_plan, write_plan
from solvers.editing import CannotEdit, Effect, Held, Locked, carry_out
from solvers.editing.edits import (
    AddStop,
    At,
    DropStop,
    Edit,
    LeaveOut,
    MoveParty,
    ReorderStops,
    Ride,
    ShiftTime,
    SwapCrew,
    SwapVehicle,
)
from solvers.judge import Rule, judge
from solvers.plan import Duty, DutyLeg, Plan, ServiceLeg
from solvers.problem import Problem
from tests.builders import at, ok_long, ok_long_plan, ok_near, ok_near_plan, ok_small, ok_small_plan, party
from tests.solvers.editing.random_edits import random_edit
from tests.solvers.editing.scenes import solved

WHOLE = {
    Rule.PROBLEM, Rule.EVERYONE, Rule.WORD, Rule.CHOICE, Rule.ACCESS, Rule.RIDE, Rule.CHAIN, Rule.ACCESS_TIME,
    Rule.VEHICLE, Rule.CREW, Rule.EMPTY, Rule.PLACE, Rule.ENDS, Rule.MANIFEST, Rule.ORDER, Rule.DWELL, Rule.DRIVES,
    Rule.DRIVE_TIME, Rule.SWAP, Rule.COST, Rule.BOUND,
}  # fmt: skip
"""Rules that no edit breaks."""
Scene = Callable[[], tuple[Problem, Plan]]
SCENES: dict[str, Scene] = {
    "small": lambda: (ok_small(), ok_small_plan()),
    "long": lambda: (ok_long(), ok_long_plan()),
    "near": lambda: (ok_near(), ok_near_plan()),
    "solved": solved,
}


def done(edit: Edit, scene: str = "small") -> tuple[Plan, Effect]:
    """A plan with an edit."""
    return carry_out(*SCENES[scene](), edit)


def broken(effect: Effect) -> dict[str, float]:
    """What is worse, by rule."""
    return {one.rule.value: one.more for one in effect.worse}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("seed", range(5))
def test_any_edits_leave_a_whole_plan_whose_effect_is_the_judge_s_difference(scene: str, seed: int) -> None:
    problem, plan = SCENES[scene]()
    draw, count = Random(seed), 0
    for _ in range(20):
        edit = random_edit(problem, plan, draw)
        try:
            after, effect = carry_out(problem, plan, edit)
        except CannotEdit:
            continue
        was, now = judge(problem, plan), judge(problem, after)
        assert not [one.text for one in now.violations if one.rule in WHOLE], edit
        assert effect.violations == now.violations
        assert effect.extra() == pytest.approx(now.figures.cost.total - was.figures.cost.total)
        excess = sum(one.excess for one in now.violations) - sum(one.excess for one in was.violations)
        assert sum(one.more for one in (*effect.worse, *effect.better)) == pytest.approx(excess)
        assert read_plan(write_plan(after, problem)) == after
        plan, count = after, count + 1
    assert count > 1


def test_who_stays_at_home_moves_nobody_else_where_the_stops_stay() -> None:
    problem, plan = solved()
    left: set[str] = set()
    for duty in plan.duties:
        alone = {stop.alight[0] for stop in duty.stops if len(stop.alight) == 1 and not stop.board}
        for one in (stop.board[0] for stop in duty.stops if len(stop.board) > 1 and stop.board[0] not in alone):
            _, effect = carry_out(problem, plan, LeaveOut(party=one, why="ill"))
            assert set(effect.changes.left) == {one}
            assert (effect.changes.moved, effect.changes.shifted) == ((), ())
            left.add(one)
    assert left


def test_who_boards_at_a_stop_that_is_dropped_boards_at_another_or_stays() -> None:
    plan, effect = done(DropStop(duty="d1", stop=2))
    assert [stop.at for stop in plan.duties[0].stops] == ["depot-1", "bp-1", "hub-1", "depot-1"]
    assert [(one.party, one.after.boarding) for one in effect.changes.moved] == [("p2", "bp-1")]
    plan, effect = done(DropStop(duty="d1", stop=1))
    assert effect.changes.left == {"p1": 2}
    assert "stop 1 of duty d1 at bp-1 was dropped" in {left.detail for left in plan.unserved}
    assert broken(effect) == {"min_load": 1, "min_headcount": 1}


def test_a_stop_that_is_added_is_passed_and_stays_until_it_is_dropped() -> None:
    plan, effect = done(AddStop(duty="d1", at="gate-3", after=2))
    assert [stop.at for stop in plan.duties[0].stops][3] == "gate-3"
    assert effect.feasible
    later, _ = carry_out(ok_small(), plan, ShiftTime(duty="d1", by_s=60))
    assert [stop.at for stop in later.duties[0].stops] == [stop.at for stop in plan.duties[0].stops]


def test_stops_in_another_order_are_driven_and_timed_so() -> None:
    plan, effect = done(ReorderStops(duty="d1", order=(0, 2, 1, 3, 4)))
    assert [stop.at for stop in plan.duties[0].stops] == ["depot-1", "bp-2", "bp-1", "hub-1", "depot-1"]
    assert effect.feasible
    assert effect.extra() > 0
    with pytest.raises(CannotEdit, match="would alight before it boards"):
        done(ReorderStops(duty="d1", order=(0, 3, 1, 2, 4)))


@pytest.mark.parametrize(
    ("by_s", "breaks"), [(600, {}), (-300, {"ready": 300}), (90 * 60, {"check_in": at("07:38:30") - at("06:30")})]
)
def test_a_duty_leaves_when_it_is_told_to_and_the_judge_names_what_that_breaks(
    by_s: int, breaks: dict[str, float]
) -> None:
    plan, effect = done(ShiftTime(duty="d1", by_s=by_s))
    assert plan.duties[0].stops[0].depart == at("05:00") + by_s
    assert {one.leaves_later_s for one in effect.changes.shifted} == {by_s}
    assert broken(effect) == breaks


def test_a_stop_begins_when_it_is_told_to_and_those_before_stay() -> None:
    plan, effect = done(ShiftTime(duty="d1", by_s=300, stop=2))
    assert plan.duties[0].stops[2].start == at("05:27:30")
    assert plan.duties[0].stops[1] == ok_small_plan().duties[0].stops[1]
    assert [(one.party, one.leaves_later_s) for one in effect.changes.shifted] == [("p2", 300)]


def test_times_that_were_asked_for_stay_when_somebody_comes_aboard() -> None:
    problem, plan = solved()
    duty = plan.duties[0]
    shifted, _ = carry_out(problem, plan, ShiftTime(duty=duty.id, by_s=-120))
    rider = next(stop.board[0] for stop in duty.stops if len(stop.board) > 1)
    without, _ = carry_out(problem, shifted, LeaveOut(party=rider))
    assert without.duties[0].stops[0].depart == duty.stops[0].depart - 120


def test_vehicles_are_swapped_and_begin_and_end_where_their_fleets_do() -> None:
    plan, effect = done(SwapVehicle(duty="d1", fleet="van"))
    assert (plan.duties[0].vehicle, effect.feasible, effect.extra()) == (1, True, 0)
    problem, plan = solved()
    duty = next(one for one in plan.duties if one.fleet == "van-1")
    after, _ = carry_out(problem, plan, SwapVehicle(duty=duty.id, fleet="van-2"))
    moved = next(one for one in after.duties if one.id == duty.id)
    assert (moved.stops[0].at, moved.stops[-1].at) == ("depot-2", "depot-2")
    with pytest.raises(CannotEdit, match="has no vehicle 9"):
        done(SwapVehicle(duty="d1", fleet="van", vehicle=9))


def test_two_duties_exchange_their_vehicles() -> None:
    problem, plan = solved()
    one, two = plan.duties[:2]
    after, _ = carry_out(problem, plan, SwapVehicle(duty=one.id, fleet=two.fleet, vehicle=two.vehicle))
    fleets = {duty.id: (duty.fleet, duty.vehicle) for duty in after.duties}
    assert (fleets[one.id], fleets[two.id]) == ((two.fleet, two.vehicle), (one.fleet, one.vehicle))


def test_too_small_a_crew_drives_all_the_same_and_is_named() -> None:
    plan, effect = done(SwapCrew(duty="d2", crew=0), "long")
    assert plan.duties[1].crew == 0
    assert {"min_drivers"} <= set(broken(effect))
    assert "drive_time" not in broken(effect)
    _, effect = done(SwapCrew(duty="d2", crew=2), "long")
    assert effect.feasible
    assert effect.extra("duties") > 0


def test_one_seat_too_many_is_kept_in_the_plan_and_told_by_how_much() -> None:
    crowd = MoveParty(party="p4", slot="s1", before=Ride(duty="d1"), service="f1", after=Ride(duty="d2"))
    plan, effect = done(crowd)
    assert broken(effect) == {"capacity": 1}
    assert effect.changes.served == {"p4": 2}
    assert plan.duties[0].stops[1].board == ("p1", "p4")


@pytest.mark.parametrize(
    "named",
    [
        MoveParty(party="p4", before=Ride(duty="d1")),
        MoveParty(party="p4", after=Ride(duty="d2")),
        MoveParty(party="p4", service="f1"),
        MoveParty(party="p4", slot="s1"),
        MoveParty(party="p4", boarding="bp-1", before=Ride(duty="d1")),
    ],
)
def test_where_no_place_keeps_the_rules_one_travels_as_those_do_who_are_there(named: MoveParty) -> None:
    plan, effect = done(named)
    assert broken(effect) == {"capacity": 1}
    trip = next(one for one in plan.itineraries if one.party == "p4")
    assert [leg.duty for leg in trip.legs if isinstance(leg, DutyLeg)] == ["d1", "d2"]
    assert [leg.service for leg in trip.legs if isinstance(leg, ServiceLeg)] == ["f1"]


def test_who_is_put_on_a_feeder_to_another_vehicle_changes_to_it_as_the_others_do() -> None:
    problem = ok_near()
    late = party("p3", 1, {"bp-1": 60}, {"s1": 0.0}, "05:00")
    problem = replace(problem, parties=(*problem.parties, late))
    plan, effect = carry_out(problem, ok_near_plan(), MoveParty(party="p3", before=Ride(duty="d1")))
    assert effect.feasible
    trips = {one.party: one.legs[1:] for one in plan.itineraries}
    assert (
        trips["p3"]
        == trips["p1"]
        == (DutyLeg(duty="d1", from_stop=1, to_stop=2), DutyLeg(duty="d2", from_stop=1, to_stop=2))
    )
    with pytest.raises(Locked):
        carry_out(problem, plan, LeaveOut(party="p3"), held={Held(kind="party", id="p3")})
    assert carry_out(problem, plan, LeaveOut(party="p3"))[1].feasible


@pytest.mark.parametrize(
    "ride",
    [{"after": Ride(duty="d2", board=At(stop=1))}, {"before": Ride(duty="d1"), "after": Ride(duty="d2")},
     {"before": Ride(duty="d2"), "after": Ride(duty="d2", board=At(stop=1))}],
    ids=["no first vehicle", "no place", "the same vehicle"],
)  # fmt: skip
def test_a_change_needs_two_vehicles_and_a_place(ride: Mapping[str, Ride]) -> None:
    with pytest.raises(CannotEdit):
        carry_out(ok_near(), ok_near_plan(), MoveParty(party="p1", exact=True, **ride))


def test_where_the_stop_at_which_vehicles_are_changed_is_dropped_nobody_is_left_on_the_road() -> None:
    plan, effect = carry_out(ok_near(), ok_near_plan(), DropStop(duty="d2", stop=1))
    assert {one.party for one in plan.unserved} == {"p1", "p2"}
    assert (plan.duties, effect.worse) == ((), ())


def test_more_people_than_seats_are_no_reason_to_leave_at_another_time() -> None:
    roomy, plan = solved()
    sizes = {party.id: party.size for party in roomy.parties}
    fullest = {duty.fleet: duty for duty in sorted(plan.duties, key=lambda duty: _most(duty, sizes))}
    full, stranger = next((duty, one) for duty in fullest.values() for one in _strangers(roomy, plan, duty))
    fleets = (replace(one, seats=_most(full, sizes)) if one.id == full.fleet else one for one in roomy.fleets)
    problem = replace(roomy, fleets=tuple(fleets))
    assert judge(problem, plan).feasible
    after, effect = carry_out(problem, plan, MoveParty(party=stranger, before=Ride(duty=full.id), exact=True))
    assert "seats" in broken(effect)
    now = next(duty for duty in after.duties if duty.id == full.id)
    assert now.stops[0].depart == full.stops[0].depart


def _most(duty: Duty, sizes: Mapping[str, int]) -> int:
    """The most people aboard at once."""
    changes = (sum(sizes[p] for p in stop.board) - sum(sizes[p] for p in stop.alight) for stop in duty.stops)
    return max(accumulate(changes))


def _strangers(problem: Problem, plan: Plan, duty: Duty) -> Iterator[str]:
    """Who goes to the slot of those whom a duty takes along first, and to no other, and is not on it."""
    riders = {party for stop in duty.stops for party in stop.board}
    slot = _slot_of(plan, duty.stops[1].board[0])
    return (p.id for p in problem.parties if p.id not in riders and {c.slot for c in p.choices} == {slot})


def _slot_of(plan: Plan, party: str) -> str:
    return next(one.slot for one in plan.itineraries if one.party == party)


def test_who_is_locked_keeps_all_but_the_times() -> None:
    held = frozenset({Held(kind="party", id="p2"), Held(kind="service", id="f1")})
    carry_out(ok_small(), ok_small_plan(), ShiftTime(duty="d1", by_s=60), held)
    for edit in (DropStop(duty="d1", stop=2), LeaveOut(party="p1"), SwapVehicle(duty="d1", fleet="van")):
        with pytest.raises(Locked) as refused:
            carry_out(ok_small(), ok_small_plan(), edit, held)
        assert set(refused.value.held) <= held
    with pytest.raises(Locked, match="duty d1"):
        carry_out(ok_small(), ok_small_plan(), ShiftTime(duty="d1", by_s=60), frozenset({Held(kind="duty", id="d1")}))
