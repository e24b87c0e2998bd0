"""Planning from an earlier plan: what is locked stays, moving some is dearer than moving others, some wait first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.changes import changes, journeys
from solvers.freeze import Locks
from solvers.judge import judge
from solvers.plan import Plan
from solvers.problem import Problem
from solvers.solve import solve
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.fixed import fixed_problem
from tests.solvers.planner.test_resume import DEAR, before, planned

TIDY = {"time"}
"""What may differ for those who are locked otherwise than by their duties: the hour."""
PRICED = {"slot", "boarding", "service"}
"""What being moved is."""


def _dear_roads(problem: Problem) -> Problem:
    """Everything is worth changing: long ways cost ten times as much, every slot is as good as the other."""
    return replace(
        problem,
        fleets=tuple(replace(fleet, cost_per_km=50.0, cost_fixed=5.0) for fleet in problem.fleets),
        parties=tuple(
            replace(p, choices=tuple(replace(p.choices[0], slot=slot.id, cost=0.0) for slot in problem.slots))
            for p in problem.parties
        ),
    )


def _otherwise(old: Plan, new: Plan, problem: Problem) -> dict[str, set[str]]:
    found = changes(old, new, problem)
    assert not found.left or set(found.left) <= {p.id for p in problem.parties}
    moved = {one.party: set(one.otherwise) for one in (*found.moved, *found.shifted)}
    return moved | {party: {"left"} for party in found.left}


def test_a_locked_party_keeps_its_journey_while_others_move() -> None:
    problem, free = _dear_roads(fixed_problem()), planned(_dear_roads(fixed_problem()), before())
    movers = {party for party, what in _otherwise(before(), free, problem).items() if what - TIDY}
    assert len(movers) >= 2, "without locks some move"
    plan = planned(problem, before(), locks=Locks(parties=frozenset(movers)))
    now = _otherwise(before(), plan, problem)
    assert all(now.get(party, set()) <= TIDY for party in movers)


def test_a_locked_party_stays_on_its_vehicle_though_another_would_drive_for_nothing() -> None:
    problem = fixed_problem()
    gifts = tuple(
        replace(fleet, id=f"{fleet.id}-gift", cost_fixed=0.0, cost_per_km=0.0, cost_per_hour=0.0)
        for fleet in problem.fleets
    )
    generous = replace(problem, fleets=problem.fleets + gifts)
    everyone = frozenset(one.party for one in before().itineraries)
    assert {"vehicle"} <= set().union(*_otherwise(before(), planned(generous, before()), generous).values())
    plan = planned(generous, before(), locks=Locks(parties=everyone))
    now = _otherwise(before(), plan, generous)
    assert all(now.get(party, set()) <= TIDY for party in everyone)


@pytest.mark.parametrize("slot", ["s1", "s2"])
def test_who_goes_to_a_locked_slot_goes_on_going_there(slot: str) -> None:
    problem = _dear_roads(fixed_problem())
    mine = [one.party for one in before().itineraries if one.slot == slot]
    plan = planned(problem, before(), locks=Locks(slots=frozenset({slot})))
    now = _otherwise(before(), plan, problem)
    assert mine
    assert all(now.get(party, set()) <= TIDY for party in mine)


def test_a_locked_duty_stays_word_for_word() -> None:
    problem, old = _dear_roads(fixed_problem()), before()
    plan = planned(problem, old, locks=Locks(duties=frozenset({old.duties[0].id})))
    assert old.duties[0] in plan.duties
    riders = {party for stop in old.duties[0].stops for party in stop.board}
    assert {one for one in old.itineraries if one.party in riders} <= set(plan.itineraries)


def test_who_flies_by_a_locked_service_flies_on_though_it_became_dear() -> None:
    dear = tuple(replace(one, cost_fixed=1e5) for one in ok_small().services)
    problem, old = replace(ok_small(), services=dear), ok_small_plan()
    assert not {one.party for one in planned(problem, old).itineraries} & {"p1", "p2"}
    plan = planned(problem, old, locks=Locks(services=frozenset({"f1"})))
    assert {journeys(plan, problem)[party].services for party in ("p1", "p2")} == {("f1",)}


def test_a_freed_seat_beside_locked_passengers_can_be_taken() -> None:
    """p2 withdraws: p4, for whom s1 had no place, flies with p1, who is locked."""
    small = ok_small()
    problem = replace(small, parties=tuple(p for p in small.parties if p.id != "p2"))
    plan = planned(problem, ok_small_plan(), locks=Locks(parties=frozenset({"p1"}), services=frozenset({"f1"})))
    assert {journeys(plan, problem)[party].services for party in ("p1", "p4")} == {("f1",)}


def test_a_lock_on_what_can_no_longer_be_is_let_go() -> None:
    problem = replace(ok_small(), services=())
    plan = planned(problem, ok_small_plan(), locks=Locks(parties=frozenset({"p1"}), services=frozenset({"f1"})))
    assert {one.party for one in plan.itineraries} == {"p3"}


def test_a_locked_party_that_changes_vehicles_on_the_way_keeps_them() -> None:
    plan = planned(ok_long(), ok_long_plan(), locks=Locks(parties=frozenset({"p1"})))
    assert {one.party: one for one in plan.itineraries} == {one.party: one for one in ok_long_plan().itineraries}


def test_names_that_nobody_has_lock_nothing() -> None:
    nobody = Locks(
        parties=frozenset({"p99"}), duties=frozenset({"d99"}), services=frozenset({"f9"}), slots=frozenset({"s9"})
    )
    assert planned(fixed_problem(), before(), locks=nobody).cost.total <= before().cost.total + 0.01


def test_each_party_has_a_price_of_its_own_for_being_moved() -> None:
    problem = _dear_roads(fixed_problem())
    movers = {
        party for party, what in _otherwise(before(), planned(problem, before()), problem).items() if what & PRICED
    }
    assert movers
    dear = dict.fromkeys(movers, DEAR)
    now = _otherwise(before(), planned(problem, before(), move_cost=dear), problem)
    assert not any(now.get(party, set()) & PRICED for party in movers)


@pytest.mark.parametrize("first", ["p1", "p4"])
def test_of_two_for_whom_there_is_one_seat_the_one_who_waits_longer_goes(first: str) -> None:
    """p1 and p4 differ in nothing, and s1 has two places left."""
    small = ok_small()
    slots = tuple(replace(slot, capacity=2, min_headcount=0) if slot.id == "s1" else slot for slot in small.slots)
    twins = tuple(
        replace(p, unserved_cost=50_000.0, boarding=small.parties[0].boarding)
        for p in small.parties
        if p.id in ("p1", "p4")
    )
    services = tuple(replace(service, min_load=0) for service in small.services)
    problem = replace(small, slots=slots, parties=twins, services=services)
    nobody = replace(ok_small_plan(), duties=(), itineraries=(), unserved=())
    plan = solve(problem, seconds=5, workers=1, rounds=100, start_from=nobody, wait_cost={first: 2500.0})
    assert judge(problem, plan).feasible
    assert [one.party for one in plan.itineraries] == [first]
