"""Planning from an earlier plan: what fits is kept, what has begun stays, what changed is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from solvers.changes import Changes, changes
from solvers.judge import judge
from solvers.plan import AccessLeg, DutyLeg, Itinerary, Plan
from solvers.problem import Problem
from solvers.progress import Progress
from solvers.solve import solve
from tests.builders import at, ok_long, ok_long_plan, ok_small, ok_small_plan, on_a_line
from tests.solvers.fixed import PLACES, fixed_problem

ROUNDS = 200
DEAR = 1e5
SEEDS = (2, 3, 4)
"""With so few rounds, one plan by chance takes a vehicle more than another."""


def planned(problem: Problem, old: Plan | None = None, rounds: int = ROUNDS, **more: Any) -> Plan:
    """A plan that the judge has accepted."""
    plan = solve(problem, seconds=5, workers=1, rounds=rounds, start_from=old, **more)
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    return plan


@cache
def before() -> Plan:
    """The plan of ``fixed_problem`` that all begin with."""
    return planned(fixed_problem())


def moved(old: Plan, new: Plan, problem: Problem) -> Changes:
    return changes(old, new, problem)


def test_where_nothing_changed_and_moves_are_dear_nothing_moves_and_the_cost_is_no_higher() -> None:
    plan = planned(fixed_problem(), before(), move_cost=DEAR)
    found = moved(before(), plan, fixed_problem())
    assert (found.moved_people, found.served, found.left) == (0, {}, {}) or all(
        one.otherwise[0] == "vehicle" for one in found.moved
    )
    assert plan.cost.total <= before().cost.total + 0.01


def test_where_nothing_changed_the_cost_is_no_higher_even_with_hardly_any_search() -> None:
    for problem, old in ((fixed_problem(), before()), (ok_small(), planned(ok_small()))):
        assert planned(problem, old, rounds=1).cost.total <= old.cost.total + 0.01


def _without_parties(problem: Problem) -> Problem:
    return replace(problem, parties=problem.parties[3:])


def _with_new_parties(problem: Problem) -> Problem:
    return replace(problem, parties=(*problem.parties, *(replace(p, id=f"n{p.id}") for p in problem.parties[:3])))


def _smaller_slot(problem: Problem) -> Problem:
    return replace(problem, slots=tuple(replace(slot, capacity=6) for slot in problem.slots))


def _slot_gone(problem: Problem) -> Problem:
    parties = tuple(replace(p, choices=tuple(c for c in p.choices if c.slot != "s2")) for p in problem.parties)
    return replace(problem, parties=parties, slots=problem.slots[:1])


def _fewer_vehicles(problem: Problem) -> Problem:
    return replace(problem, fleets=tuple(replace(f, count=1) for f in problem.fleets))


def _a_fleet_gone(problem: Problem) -> Problem:
    return replace(problem, fleets=problem.fleets[1:])


def _gate_moved(problem: Problem) -> Problem:
    matrix, locations = on_a_line(
        **{"depot_1": 0, "gate_1": 19, "gate_2": 26, "gate_3": 24, "depot_2": 30, **_places()}
    )
    slots = (replace(problem.slots[0], gate="gate-3"), problem.slots[1])
    return replace(problem, travel=matrix, locations=locations, slots=slots)


def _places() -> dict[str, float]:
    return {name.replace("-", "_"): float(km) for name, km in PLACES.items()}


def _windows_moved(problem: Problem) -> Problem:
    later = tuple(replace(slot, windows=((at("07:40"), at("08:30")),)) for slot in problem.slots)
    return replace(problem, slots=later)


def _other_prices(problem: Problem) -> Problem:
    return replace(problem, fleets=tuple(replace(f, cost_per_km=50.0, cost_fixed=5.0) for f in problem.fleets))


def _boarding_place_gone(problem: Problem) -> Problem:
    there = [p for p in problem.parties if p.boarding[0].at == "bp-1"]
    other = tuple(
        replace(p, boarding=(replace(p.boarding[0], at="bp-2"),)) if p in there else p for p in problem.parties
    )
    return replace(problem, parties=other)


CHANGED: tuple[Callable[[Problem], Problem], ...] = (
    _without_parties, _with_new_parties, _smaller_slot, _slot_gone, _fewer_vehicles, _a_fleet_gone, _gate_moved,
    _windows_moved, _other_prices, _boarding_place_gone,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGED)
def test_a_changed_problem_is_planned_from_the_plan_before(change: Callable[[Problem], Problem]) -> None:
    problem = change(fixed_problem())
    plans = [planned(problem, before(), seed=seed) for seed in SEEDS]
    assert all(isinstance(plan.meta, dict) and "changes" in plan.meta for plan in plans)
    anew = [planned(problem, seed=seed) for seed in SEEDS]
    assert min(plan.cost.total for plan in plans) <= min(plan.cost.total for plan in anew) * 1.1


@pytest.mark.parametrize("what", ["gone", "later"])
def test_a_service_that_is_gone_or_at_another_time_is_done_without(what: str) -> None:
    old = planned(ok_small())
    flights = tuple(replace(s, depart=s.depart + 1200, arrive=s.arrive + 1200) for s in ok_small().services)
    planned(replace(ok_small(), services=() if what == "gone" else flights), old)


def test_parties_that_are_gone_make_no_others_move() -> None:
    problem = _without_parties(fixed_problem())
    found = moved(before(), planned(problem, before(), move_cost=DEAR), problem)
    assert found.gone == ("p1", "p2", "p3")
    assert all({"slot", "boarding", "service"}.isdisjoint(one.otherwise) for one in found.moved)


def test_the_dearer_a_move_the_fewer_people_are_moved() -> None:
    problem = replace(
        fixed_problem(),
        parties=tuple(
            replace(p, choices=tuple(replace(p.choices[0], slot=slot, cost=0.0) for slot in ("s1", "s2")))
            for p in fixed_problem().parties
        ),
    )
    people = []
    for price in (0.0, 20.0, DEAR):
        found = moved(before(), planned(problem, before(), move_cost=price), problem)
        away = [one.people for one in found.moved if set(one.otherwise) & {"slot", "boarding", "service"}]
        people.append(sum(away) + sum(found.left.values()))
    assert people == sorted(people, reverse=True)
    assert people[0] > people[-1] == 0


def test_the_cost_of_a_plan_has_no_money_for_moves() -> None:
    problem = _slot_gone(fixed_problem())
    plan = planned(problem, before(), move_cost=777.0)
    assert plan.cost.total == pytest.approx(judge(problem, plan).figures.cost.total)


def begun(plan: Plan, until: int) -> list[Itinerary]:
    return [one for one in plan.itineraries if isinstance(one.legs[0], AccessLeg) and one.legs[0].depart < until]


def middle(plan: Plan) -> int:
    """A moment by which half of all have left home."""
    return sorted(one.legs[0].depart for one in plan.itineraries if isinstance(one.legs[0], AccessLeg))[
        len(plan.itineraries) // 2
    ]


@pytest.mark.parametrize(
    "make", [fixed_problem, lambda: _with_new_parties(fixed_problem()), lambda: _other_prices(fixed_problem())]
)
def test_what_has_begun_stays_word_for_word(make: Callable[[], Problem]) -> None:
    until = middle(before())
    plan = planned(make(), before(), freeze_until=until)
    mine = begun(before(), until)
    assert mine
    assert {one.party: one for one in mine}.items() <= {one.party: one for one in plan.itineraries}.items()
    rides = {leg.duty for one in mine for leg in one.legs if isinstance(leg, DutyLeg)}
    rides |= {duty.id for duty in before().duties if duty.stops[0].depart < until}
    now = {duty.id: duty for duty in plan.duties}
    assert all(now[duty.id] == duty for duty in before().duties if duty.id in rides)


@pytest.mark.parametrize("hour", ["05:00", "05:11", "05:30", "07:00", "10:46", "1d00:00"])
def test_a_feeder_that_has_left_keeps_its_people_on_their_flight(hour: str) -> None:
    old = ok_small_plan()
    plan = planned(ok_small(), old, freeze_until=at(hour))
    now = {one.party: one for one in plan.itineraries}
    for one in begun(old, at(hour)):
        assert now[one.party] == one
    assert old.duties[0] in plan.duties or hour == "05:00"


def test_a_frozen_vehicle_drives_on_without_parties_that_are_gone() -> None:
    problem = _without_parties(fixed_problem())
    plan = planned(problem, before(), freeze_until=at("2d00:00"))
    old = {duty.id: duty for duty in before().duties}
    for duty in plan.duties:
        assert [s.start for s in duty.stops] == [s.start for s in old[duty.id].stops]


def test_what_has_begun_and_can_no_longer_be_is_planned_anew() -> None:
    for change in (_slot_gone, _gate_moved, _smaller_slot, _a_fleet_gone):
        planned(change(fixed_problem()), before(), freeze_until=at("2d00:00"))


def test_a_change_of_vehicles_that_has_begun_is_kept_though_the_search_plans_none() -> None:
    plan = planned(ok_long(), ok_long_plan(), freeze_until=at("15:30"))
    assert {one.party: one for one in plan.itineraries} == {one.party: one for one in ok_long_plan().itineraries}


def test_a_plan_that_is_odd_is_taken_up_as_far_as_it_goes() -> None:
    old = before()
    first, second = old.itineraries[:2]
    odd = replace(
        old,
        duties=tuple(replace(d, vehicle=99, crew=7, stops=d.stops[:-1] if i else ()) for i, d in enumerate(old.duties)),
        itineraries=(*old.itineraries, *old.itineraries, replace(first, legs=()), replace(second, slot="s9")),
    )
    for until in (None, at("06:30"), at("2d00:00")):
        planned(fixed_problem(), odd, freeze_until=until, move_cost=5.0)


@pytest.mark.parametrize("parties", [0, 1])
def test_hardly_anybody_is_planned_from_a_plan_too(parties: int) -> None:
    problem = replace(fixed_problem(), parties=fixed_problem().parties[:parties])
    for until in (None, at("06:30")):
        plan = planned(problem, before(), freeze_until=until, move_cost=5.0)
        assert len(plan.itineraries) == parties
        planned(fixed_problem(), plan, freeze_until=until, move_cost=5.0)


def test_it_works_in_parts_too() -> None:
    problem = _with_new_parties(fixed_problem(40))
    old = planned(fixed_problem(40), whole_up_to=10)
    until = middle(old)
    plan = planned(problem, old, whole_up_to=10, freeze_until=until, move_cost=DEAR)
    assert {one.party: one for one in begun(old, until)}.items() <= {one.party: one for one in plan.itineraries}.items()
    found = moved(old, plan, problem)
    assert all({"slot", "boarding", "service"}.isdisjoint(one.otherwise) for one in found.moved)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("whole_up_to", [10, 1000])
@pytest.mark.parametrize("make", [ok_small, lambda: fixed_problem(24)])
def test_the_same_seed_and_rounds_give_the_same_plan(
    workers: int, whole_up_to: int, make: Callable[[], Problem]
) -> None:
    limit = 2 if make is ok_small else whole_up_to
    one, two = (solve(make(), seconds=5, workers=workers, rounds=30, seed=3, whole_up_to=limit) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("stop_at_s", [0.0, 0.3, 1.0])
def test_a_stop_in_any_phase_gives_a_feasible_plan_soon(stop_at_s: float) -> None:
    problem, began = fixed_problem(200), time.monotonic()
    told: list[Progress] = []
    plan = solve(problem, seconds=60, on_progress=told.append, should_stop=lambda: time.monotonic() - began > stop_at_s)
    assert time.monotonic() - began < stop_at_s + 8  # a second and the compiled code's loading, on a busy machine
    assert judge(problem, plan).feasible
    assert {word.phase for word in told} <= {"start", "search", "leftovers", "reasons", "bound", "done"}
