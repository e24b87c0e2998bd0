"""Planning anew without chaos: who is not concerned keeps vehicle and hour, and the price of telling counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.changes import changes
from solvers.judge import judge
from solvers.moving import move_costs
from solvers.naming import named_after
from solvers.plan import AccessLeg, DutyLeg, Plan, Reason, Unserved
from solvers.problem import Problem
from solvers.replan import priced, replan
from solvers.steady import steadied
from tests.builders import MIDNIGHT, ok_small, ok_small_plan
from tests.solvers.fixed import fixed_problem
from tests.solvers.planner.test_resume import DEAR, ROUNDS, before, planned


def _anew(problem: Problem, base: Plan, price: float) -> Plan:
    prices = move_costs(base, now=MIDNIGHT, person=price, late_factor=0.0)
    plan = replan(problem, base=base, seconds=5, prices=prices, rounds=ROUNDS, workers=1)
    assert judge(problem, plan).feasible
    return plan


def _told(base: Plan, plan: Plan, problem: Problem) -> set[str]:
    found = changes(base, plan, problem)
    return {one.party for one in (*found.moved, *found.shifted) if one.has_to_be_told} | set(found.left)


@pytest.mark.parametrize("gone", ["p1", "p4", "p9"])
def test_when_one_withdraws_nobody_else_is_told_anything(gone: str) -> None:
    """Though its stop could be left out and the others leave later."""
    problem = replace(fixed_problem(), parties=tuple(p for p in fixed_problem().parties if p.id != gone))
    assert _told(before(), _anew(problem, before(), DEAR), problem) == set()


def test_where_telling_costs_nothing_the_plan_is_as_cheap_as_it_can_be() -> None:
    problem = replace(fixed_problem(), parties=fixed_problem().parties[3:])
    free, dear = _anew(problem, before(), 0.0), _anew(problem, before(), DEAR)
    assert free.cost.total <= dear.cost.total


def test_a_plan_is_weighed_with_the_price_of_everyone_who_has_to_be_told() -> None:
    problem, base = ok_small(), ok_small_plan()
    prices = move_costs(base, now=MIDNIGHT, person=10.0, late_factor=0.0)
    assert priced(base, base, problem, prices) == base.cost.total
    left = replace(base, itineraries=base.itineraries[1:])
    assert priced(left, base, problem, prices) == base.cost.total + 2 * 10.0
    at_home = replace(left, unserved=(*left.unserved, Unserved(party="p1", reason=Reason.COST)))
    assert priced(at_home, base, problem, prices, {"p1": 7.0, "p2": 5.0}) == base.cost.total + 2 * 10.0 + 7.0


def test_a_vehicle_with_the_same_people_gets_its_old_times_back() -> None:
    problem, base = fixed_problem(), before()
    windows = tuple(replace(slot, windows=((slot.windows[0][0] + 300, slot.windows[0][1]),)) for slot in problem.slots)
    later = planned(replace(problem, slots=windows), base, move_cost=DEAR)
    prices = move_costs(base, now=MIDNIGHT, person=DEAR, late_factor=0.0)
    again = steadied(later, base, problem, prices)
    assert judge(problem, again).feasible
    was, then, now = (_leaving(one) for one in (base, later, again))
    assert sum(now[party] == was[party] for party in was) >= sum(then[party] == was[party] for party in was)
    same = [duty for duty in again.duties if any(duty.stops == old.stops for old in base.duties)]
    assert same


def test_old_times_that_can_be_no_longer_are_not_given_back() -> None:
    """The slots open later than everybody arrived."""
    problem, base = fixed_problem(), before()
    windows = tuple(
        replace(slot, windows=((slot.windows[0][0] + 2700, slot.windows[0][1] + 7200),)) for slot in problem.slots
    )
    moved = replace(problem, slots=windows)
    plan = _anew(moved, base, DEAR)
    assert judge(moved, plan).feasible


def _leaving(plan: Plan) -> dict[str, int]:
    return {one.party: one.legs[0].depart for one in plan.itineraries if isinstance(one.legs[0], AccessLeg)}


def test_the_duty_of_a_vehicle_that_goes_on_keeps_its_name_and_a_new_one_takes_nobody_else_s() -> None:
    """The van is another one now; who rides the shuttle was told to look for d2."""
    base = ok_small_plan()
    van, shuttle = base.duties
    renumbered = {"d1": "d2", "d2": "d1"}
    plan = replace(
        base,
        duties=(replace(shuttle, id="d1"), replace(van, id="d2", vehicle=1)),
        itineraries=tuple(
            replace(
                one,
                legs=tuple(
                    replace(leg, duty=renumbered[leg.duty]) if isinstance(leg, DutyLeg) else leg for leg in one.legs
                ),
            )
            for one in base.itineraries
        ),
    )
    named = named_after(plan, base)
    assert [(duty.id, duty.fleet, duty.vehicle) for duty in named.duties] == [("d2", "shuttle", 0), ("d3", "van", 1)]
    assert [leg.duty for leg in named.itineraries[0].legs if isinstance(leg, DutyLeg)] == ["d3", "d2"]
    assert judge(ok_small(), named).feasible
