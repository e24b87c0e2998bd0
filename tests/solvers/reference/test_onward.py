"""People under way who miss their flight are planned on from where they are set down, and both judges accept it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solvers.judge import judge
from solvers.onward import onward
from solvers.plan import DutyLeg, Plan, ServiceLeg
from solvers.problem import Problem
from solvers.replan import replan
from solvers.underway import Seen, repeatable
from tests.builders import at, fleet, ok_small, ok_small_plan, slot
from tests.solvers.reference.shared import faults_by_reference, load_checker

NOW = at("06:00")


def morning(*, flights: tuple[str, ...] = ("f1", "f2"), coach: bool = False) -> Problem:
    """``ok_small`` with time enough at the gate, and a coach for the whole way if need be."""
    small = ok_small()
    coaches = (replace(fleet("coach", "hub-1", None, 49, drivers=(2, 3)), slots=("s1",)),) if coach else ()
    return replace(
        small,
        horizon=(at("00:00"), at("2d00:00")),
        slots=(slot("s1", "gate-1", 6, ("11:00", "15:00"), ("1d06:00", "1d20:00"), least=4), small.slots[1]),
        services=tuple(one for one in small.services if one.id in flights),
        fleets=(*small.fleets, *coaches),
    )


def late(problem: Problem) -> Plan:
    """The known plan, whose van leaves bp-2 at 06:00: it comes to the airport ten minutes after the check-in."""
    known = ok_small_plan()
    van = repeatable(problem, known.duties[0], Seen(departures={2: at("06:00")}), now=NOW)
    assert (van.stops[3].arrive, van.stops[3].depart) == (at("06:40"), at("06:43:15"))
    return replace(known, duties=(van, known.duties[1]))


def planned_on(problem: Problem) -> Plan:
    """What the planner makes of it, with p1 and p2 aboard the van."""
    prices = {"p1": 200.0, "p2": 200.0, "p3": 200.0}
    plan = replan(
        problem, base=late(problem), seconds=5, rounds=100, workers=1, prices=prices, not_before=NOW, freeze_until=NOW,
        under_way={"p1", "p2"},
    )  # fmt: skip
    verdict = judge(problem, plan)
    assert verdict.feasible, [one.text for one in verdict.violations]
    assert faults_by_reference(load_checker(), problem, plan) == []
    return plan


def after_the_van(plan: Plan, party: str) -> list[str]:
    """By what a party goes on that has come by the van: services, and fleets of vehicles."""
    duties = {duty.id: duty for duty in plan.duties}
    [legs] = [one.legs for one in plan.itineraries if one.party == party]
    van = legs[1]
    assert isinstance(van, DutyLeg)
    assert duties[van.duty] == replace(late(ok_small()).duties[0], id=van.duty)
    return [
        leg.service if isinstance(leg, ServiceLeg) else duties[leg.duty].fleet
        for leg in legs[2:]
        if isinstance(leg, ServiceLeg | DutyLeg)
    ]


def test_who_misses_the_flight_takes_the_next_one() -> None:
    plan = planned_on(morning())
    assert [after_the_van(plan, party) for party in ("p1", "p2")] == [["f2", "shuttle"]] * 2


def test_where_no_other_flies_a_coach_goes_from_the_airport() -> None:
    plan = planned_on(morning(flights=("f1",), coach=True))
    assert [after_the_van(plan, party) for party in ("p1", "p2")] == [["coach"]] * 2


def test_where_nothing_goes_they_are_left_and_the_others_travel() -> None:
    plan = planned_on(morning(flights=("f1",)))
    assert {one.party for one in plan.unserved} >= {"p1", "p2"}


def test_whose_flight_does_not_run_is_planned_on_likewise() -> None:
    problem = morning()
    cancelled = replace(problem.services[0], seats=0, wheelchair_spaces=0, min_load=0)
    plan = planned_on(replace(problem, services=(cancelled, problem.services[1])))
    assert after_the_van(plan, "p1") == ["f2", "shuttle"]


@pytest.mark.parametrize("under_way", [set(), {"p3"}])
def test_who_is_at_home_or_misses_nothing_is_planned_as_ever(under_way: set[str]) -> None:
    problem = morning()
    assert onward(problem, late(problem), under_way, now=NOW).problem == problem
