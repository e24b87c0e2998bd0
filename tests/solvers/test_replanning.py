"""The pure parts of planning anew: prices by lateness, the reserve, lost vehicles, the change report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.changes import changes
from solvers.changes_report import change_report
from solvers.documents import check_problem
from solvers.editing.locks import Held, Locked, check_locks
from solvers.judge import judge
from solvers.lost_vehicles import without_vehicles
from solvers.moving import NEAR_S, move_costs
from solvers.plan import AccessLeg, Plan, Reason
from solvers.problem import Problem
from solvers.reserve import HeldBack, Reserve, held_back, without_reserve
from tests.builders import at, duty, itinerary, ok_near, ok_near_plan, ok_small, ok_small_plan, plan


def test_moving_somebody_becomes_dearer_evenly_until_the_departure() -> None:
    """p1 leaves home at 04:55."""
    leaves = at("04:55")

    def price(now: int) -> float:
        return move_costs(ok_small_plan(), now=now, person=100.0, late_factor=3.0)["p1"]

    assert price(leaves - NEAR_S - 1) == price(leaves - NEAR_S) == 100.0
    assert price(leaves - NEAR_S // 2) == pytest.approx(250.0)
    assert price(leaves) == price(leaves + 3600) == 400.0
    assert set(move_costs(ok_small_plan(), now=leaves, person=1.0, late_factor=0.0)) == {"p1", "p2", "p3"}


def test_a_share_is_held_back_of_all_and_a_number_of_what_is_named() -> None:
    reserve = Reserve(slot_share=0.34, seat_share=0.1, slots={"s1": 1}, fleets={"van": 2}, services={"f2": 3})
    less = without_reserve(ok_small(), reserve)
    assert {slot.id: slot.capacity for slot in less.slots} == {"s1": 5, "s3": 2}
    assert {fleet.id: fleet.seats for fleet in less.fleets} == {"van": 7, "shuttle": 18}
    assert {service.id: service.seats for service in less.services} == {"f1": 11, "f2": 9}
    assert held_back(ok_small(), reserve) == HeldBack(places=2, vehicle_seats=2 * 2 + 2, service_seats=1 + 3)
    check_problem(less)


def test_what_a_minimum_needs_is_never_held_back() -> None:
    """s1 takes 4 or nobody; f1 flies with 4 and an escort."""
    less = without_reserve(ok_small(), Reserve(slots={"s1": 6}, services={"f1": 12}))
    assert (less.slots[0].capacity, less.services[0].seats) == (4, 5)


def test_a_plan_of_what_is_left_is_one_of_the_whole() -> None:
    less = without_reserve(ok_small(), Reserve(slot_share=0.15, seat_share=0.1))
    assert less != ok_small()
    assert judge(less, ok_small_plan()).feasible
    assert judge(ok_small(), ok_small_plan()).feasible


def test_nothing_held_back_is_no_reserve() -> None:
    assert not Reserve()
    assert not Reserve(slots={"s1": 0})
    assert Reserve(fleets={"van": 1})
    assert without_reserve(ok_small(), Reserve()) == ok_small()


def _with_vans(count: int) -> Problem:
    van, shuttle = ok_small().fleets
    return replace(ok_small(), fleets=(replace(van, count=count), shuttle))


def _vans(found: Plan) -> dict[str, int]:
    return {one.id: one.vehicle for one in found.duties if one.fleet == "van"}


def test_a_spare_vehicle_takes_over_at_the_same_times() -> None:
    old = ok_small_plan()
    new = without_vehicles(old, _with_vans(1), {("van", 0)})
    assert _vans(new) == {"d1": 0}, "the last one is number 0 now"
    two = replace(old, duties=(replace(old.duties[0], vehicle=1), old.duties[1]))
    assert without_vehicles(two, _with_vans(1), {("van", 1)}).duties[0] == replace(two.duties[0], vehicle=0)
    assert without_vehicles(old, _with_vans(1), {("van", 1)}) == old


def test_where_no_vehicle_is_to_spare_the_lost_ones_work_is_dropped() -> None:
    other = """
        depot-1 05:00
        bp-1    05:10 05:10 05:12:30 +p4
        hub-1   06:02:30 06:02:30 06:05 -p4
    """
    old = ok_small_plan()
    busy = replace(old, duties=(*old.duties, duty(ok_small(), "d3", "van", other, vehicle=1)))
    assert _vans(without_vehicles(busy, _with_vans(1), {("van", 0)})) == {"d3": 0}
    assert _vans(without_vehicles(busy, _with_vans(1), {("van", 1)})) == {"d1": 0}
    assert _vans(without_vehicles(busy, _with_vans(0), {("van", 0), ("van", 1)})) == {}


def test_the_report_says_who_moved_from_what_to_what_and_who_must_be_told() -> None:
    problem = ok_small()
    walk = itinerary("p3", "s3", "home 08:10 gate-3 08:30")
    new = plan(problem, [], [walk], {"p1": Reason.TIME, "p4": Reason.TIME, "p5": Reason.NO_CHOICE})
    smaller = replace(problem, parties=tuple(p for p in problem.parties if p.id != "p2"))
    report = change_report(ok_small_plan(), new, smaller, earlier=problem, sizes={"p1": 2, "p2": 3, "p3": 1})
    assert report["people"] == {"served": 0, "left": 2, "gone": 3, "moved": 0, "shifted": 1}
    assert report["told_again"] == 6
    assert (report["km_before"], report["km_after"]) == (160.0, 0.0)
    left, gone, shifted = report["parties"]
    assert (left["party"], left["what"], left["reason"], left["after"]) == ("p1", "left", "time", None)
    assert left["before"]["vehicles"] == [{"fleet": "van", "vehicle": 0}, {"fleet": "shuttle", "vehicle": 0}]
    assert (gone["party"], gone["people"], gone["before"]["slot"]) == ("p2", 3, "s1")
    assert (shifted["leaves_later_s"], shifted["otherwise"], shifted["tell"]) == (1800, ["time"], True)
    assert report["slots"] == [{"slot": "s1", "before": 5, "after": 0, "joined": [], "gone": ["p1", "p2"]}]
    assert [(one["fleet"], one["before"], one["after"]) for one in report["vehicles"]] == [
        ("shuttle", 5, 0),
        ("van", 5, 0),
    ]


@pytest.mark.parametrize(("later_s", "tells"), [(59, False), (60, True)])
def test_another_minute_of_arrival_is_told_another_second_is_not(later_s: int, tells: bool) -> None:
    """p3 walks to its gate: slower, from the same hour on."""
    old = ok_small_plan()
    [walk] = [one for one in old.itineraries if one.party == "p3"]
    home = walk.legs[0]
    assert isinstance(home, AccessLeg)
    slower = replace(walk, legs=(replace(home, arrive=home.arrive + later_s),))
    new = replace(old, itineraries=(*old.itineraries[:2], slower))
    [change] = changes(old, new, ok_small()).shifted
    assert (change.leaves_later_s, change.has_to_be_told) == (0, tells)


def test_changing_vehicles_at_another_place_is_told() -> None:
    here, there = ok_near_plan(), ok_near_plan(change="bp-3")
    assert judge(ok_near(), here).feasible
    assert judge(ok_near(), there).feasible
    [change] = changes(here, there, ok_near()).moved
    assert (change.party, change.otherwise) == ("p1", ("vehicle", "time"))
    assert (change.before.changes, change.after.changes) == (("bp-2",), ("bp-3",))
    with pytest.raises(Locked, match="party p1"):
        check_locks(here, there, {Held(kind="party", id="p1")})


def test_between_a_plan_and_itself_nothing_changes() -> None:
    report = change_report(ok_small_plan(), ok_small_plan(), ok_small(), sizes={})
    assert (report["told_again"], report["parties"], report["slots"], report["vehicles"]) == (0, [], [], [])
