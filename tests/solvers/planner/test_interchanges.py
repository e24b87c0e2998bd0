"""People change from vehicle to vehicle where that is cheaper: planned, kept, frozen, in parts as well."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from solvers.freeze import Choosing
from solvers.interchanges import SPARE, set_interchange, to_draw_from, with_interchanges
from solvers.judge import judge
from solvers.layout import Layout, indices_of, way_of, with_changes_of
from solvers.model import Model, model_of
from solvers.plan import DutyLeg, Itinerary, Plan
from solvers.problem import Location, Matrix, Problem
from solvers.resume import Before, with_moves
from solvers.search.driver_law import ALL_DRIVES
from solvers.search.engine import COST, refer_model
from solvers.search.finish import write_times
from solvers.search.interchange import keep_timing
from solvers.search.searcher import BEST, CURRENT, new_searcher
from solvers.search.state import move_money, new_state, refer_state
from solvers.search.timeline import MAX_STOPS, new_sheet
from solvers.solve import solve
from tests.builders import fleet, ok_long, ok_long_plan, ok_small, party, slot
from tests.solvers.fixed import fixed_problem

ROUNDS = 2000
ARM_KM = 20
ENDS = ("bp-1", "bp-2", "gate-1", "gate-2")
MIDDLE = "bp-3"


def crossing() -> Problem:
    """Two villages and two gates around a crossing: of each village some people go to either gate, and so does one who
    lives at the crossing. A vehicle waits in each village."""
    places = (*ENDS, MIDDLE)
    arm = np.array([ARM_KM] * len(ENDS) + [0])
    km = np.where(np.eye(len(places), dtype=bool), 0, arm[:, None] + arm[None, :])
    metres, seconds = (tuple(tuple(int(x) for x in row) for row in km * each) for each in (1000, 60))
    kinds: Any = {"bp": "boarding_point", "gate": "gate"}
    vans = [fleet(f"van-{n}", f"bp-{n}", None, 9) for n in (1, 2)]
    homes = (("p1", "bp-1", "s1"), ("p2", "bp-1", "s2"), ("p3", "bp-2", "s1"), ("p4", "bp-2", "s2"))
    return replace(
        ok_small(),
        name="crossing",
        travel=Matrix(locations=places, distance_m=metres, duration_s=seconds),
        locations=tuple(Location(id=x, kind=kinds[x.split("-")[0]], lon=None, lat=None) for x in places),
        parties=tuple(
            party(name, 2, {home: 0}, {to: 0.0}, "06:00") for name, home, to in (*homes, ("p5", MIDDLE, "s1"))
        ),
        slots=tuple(slot(f"s{n}", f"gate-{n}", 20, ("06:00", "09:00")) for n in (1, 2)),
        fleets=tuple(replace(van, cost_fixed=5.0) for van in vans),
        services=(),
        rules=replace(ok_small().rules, transfer_s=300, driver_hours=None, time_cost_per_hour=0.0),
    )


def planned(problem: Problem, **more: Any) -> Plan:
    """A plan that the judge has accepted."""
    plan = solve(problem, seconds=5, workers=1, **({"rounds": ROUNDS} | more))
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    return plan


@cache
def crossed() -> Plan:
    return planned(crossing())


def changing(plan: Plan) -> list[Itinerary]:
    """The journeys that change from vehicle to vehicle."""
    ways = ((one, way_of(one)) for one in plan.itineraries)
    return [one for one, way in ways if way is not None and way.changes]


def names(journeys: list[Itinerary]) -> set[str]:
    return {one.party for one in journeys}


def test_people_change_vehicles_where_that_is_cheaper(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(changing(crossed())) == 2  # one van brings all of its people to the crossing, the other takes them on
    monkeypatch.setattr("solvers.solve.to_draw_from", lambda _: 0)
    without = planned(crossing())
    assert not changing(without)
    assert crossed().cost.total < 0.9 * without.cost.total


def test_the_same_rounds_give_the_same_changes() -> None:
    assert planned(crossing()) == crossed()


def test_a_plan_with_changes_is_begun_with_as_it_is() -> None:
    again = planned(crossing(), start_from=crossed(), rounds=1)
    assert again.cost.total <= crossed().cost.total + 0.01
    assert names(changing(again)) == names(changing(crossed()))


def test_what_a_change_needs_is_looked_at_anew() -> None:
    slower = replace(crossing(), rules=replace(crossing().rules, transfer_s=7200))
    layout = Layout(*laid(slower))
    s = new_state(layout.m)
    layout.fill(s, refer_state(s), crossed())
    assert [line for line in layout.left_out if "cannot change vehicles" in line]


def test_without_interchanges_those_who_change_are_planned_anew() -> None:
    m = model_of(crossing())
    layout = Layout(m, refer_model(m), crossing(), new_sheet())
    s = new_state(m)
    layout.fill(s, refer_state(s), crossed())
    assert {line[6:8] for line in layout.left_out} == names(changing(crossed()))


def laid(problem: Problem) -> tuple[Model, Model, Problem, Any]:
    m = with_changes_of(model_of(problem), crossed())
    return m, refer_model(m), problem, new_sheet()


def test_who_changes_keeps_both_vehicles_once_one_of_them_has_left() -> None:
    first = next(leg for leg in changing(crossed())[0].legs if isinstance(leg, DutyLeg))
    begins = next(duty.stops[0].depart for duty in crossed().duties if duty.id == first.duty)
    frozen = Choosing(crossing(), crossed(), until=begins + 1).frozen()
    assert not frozen.pinned
    assert {duty.id for duty in frozen.duties} >= {
        leg.duty for one in changing(crossed()) for leg in one.legs if isinstance(leg, DutyLeg)
    }
    again = planned(crossing(), start_from=crossed(), freeze_until=begins + 1)
    assert names(changing(again)) == names(changing(crossed()))


def test_where_vehicles_are_changed_costs_no_move() -> None:
    m = with_changes_of(model_of(crossing()), crossed())
    m = with_moves(m, indices_of(crossing()), Before(plan=crossed(), move_cost=7.0))
    for p, people in enumerate(m.size):
        slot, board = int(m.was_slot[p]), int(m.was_board[p])
        for via in (-1, m.first_interchange):
            assert move_money(refer_model(m), p, slot, board, via) == 0.0
            assert move_money(refer_model(m), p, 1 - slot, board, via) == 7.0 * people


def test_costs_hold_however_moments_are_drawn() -> None:
    m = with_changes_of(model_of(crossing()), crossed(), SPARE)
    searcher = new_searcher(m, refer_model(m), 1)
    layout = Layout(m, searcher.model_ref, crossing(), new_sheet())
    layout.fill(searcher.states[CURRENT], searcher.refs[CURRENT], crossed())
    searcher.go_on_from(searcher.states[CURRENT])
    assert searcher.figures[COST] == pytest.approx(crossed().cost.total)
    for _ in range(20):
        searcher.rounds(50)
        figure = float(searcher.figures[COST])
        searcher.take_stock()
        assert searcher.figures[COST] == pytest.approx(figure)
    assert searcher.states[BEST].seated.any()


def test_vehicles_keep_their_timing_whatever_moment_was_drawn_last() -> None:
    m = with_changes_of(model_of(crossing()), crossed())
    layout, s = Layout(m, refer_model(m), crossing(), new_sheet()), new_state(m)
    refs = refer_model(m), refer_state(s), new_sheet()
    layout.fill(s, refs[1], crossed())

    def starts(d: int) -> list[int]:
        stops, drives = np.zeros((MAX_STOPS + 4, 3), dtype=np.int64), np.zeros((ALL_DRIVES, 4), dtype=np.int64)
        n, _ = write_times(*refs, d, stops, drives)
        return [int(start) for start in stops[:n, 1]]

    timed = {int(d): starts(int(d)) for d in np.flatnonzero(s.riders)}
    used = np.flatnonzero(s.seated)
    m.check_in[used] -= 1800
    m.exits[used] -= 1800
    assert any(starts(d) != times for d, times in timed.items()), "who takes people on waits for them no longer"
    keep_timing(*refs[:2])
    assert all(starts(d) == times for d, times in timed.items())


def test_who_is_left_behind_with_one_ride_is_not_put_on_the_other() -> None:
    m = with_interchanges(model_of(crossing()), 1)
    layout, s = Layout(m, refer_model(m), crossing(), new_sheet()), new_state(m)
    p, v, places = 0, m.first_interchange, (m.board_at[m.board_ptr[0]], layout.names.place[MIDDLE], m.gate[0])
    set_interchange(m, v, places[1], 0)  # before anybody can be there
    s.place[0, :3], s.stops[0], s.riders[0], s.used[0] = places, 3, 2, 1
    s.slot[p], s.board[p], s.via[p], s.headcount[0], s.seated[v] = 0, m.board_ptr[p], v, m.size[p], m.size[p]
    for piece in (0, 1):
        s.rider[0, piece], s.duty[piece], s.source[piece], s.target[piece] = piece, 0, piece, piece + 1
    layout._time(s, refer_state(s), 0)
    assert (s.slot[p], s.riders[0]) == (-1, 0)


def test_a_change_before_a_long_drive_is_kept() -> None:
    plan = planned(ok_long(), start_from=ok_long_plan(), rounds=1)
    assert plan.cost.total <= ok_long_plan().cost.total + 0.01


def test_nobody_changes_at_somebody_s_door() -> None:
    problem = crossing()
    door = tuple(replace(one, kind="home") if one.id == MIDDLE else one for one in problem.locations)
    assert not changing(planned(replace(problem, locations=door)))


def test_one_vehicle_alone_is_not_changed() -> None:
    alone = replace(crossing(), fleets=crossing().fleets[:1])
    assert to_draw_from(model_of(alone)) == 0
    assert not changing(planned(alone))


def test_people_change_in_parts_too() -> None:
    kept = planned(crossing(), whole_up_to=2, start_from=crossed())
    assert names(changing(kept)) == names(changing(crossed()))
    assert kept.cost.total <= crossed().cost.total + 0.01
    assert changing(planned(fixed_problem(60), rounds=400, whole_up_to=30))
