"""A duty on the road: what has been seen of it moves what is ahead, within the driver law."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.judge import judge
from solvers.judge.rules import Rule
from solvers.plan import Duty
from solvers.problem import Problem
from solvers.underway import Seen, carry_on, repeatable
from tests.builders import HOUR, at, ok_long, ok_long_plan, ok_small, ok_small_plan

LAW = {
    Rule.CONTINUOUS,
    Rule.DRIVE_24H,
    Rule.DRIVE_7D,
    Rule.NIGHT,
    Rule.NIGHT_STOP,
    Rule.SWAP,
    Rule.DRIVES,
    Rule.DRIVE_TIME,
    Rule.ORDER,
    Rule.DWELL,
}


def van() -> tuple[Problem, Duty]:
    """d1 of ok_small: depot, bp-1, bp-2, hub-1, depot."""
    problem = ok_small()
    return problem, ok_small_plan(problem).duties[0]


def coach() -> tuple[Problem, Duty]:
    """d2 of ok_long: through the night with two drivers."""
    problem = ok_long()
    return problem, ok_long_plan(problem).duties[1]


@pytest.mark.parametrize("case", [van(), coach()], ids=["van", "coach"])
def test_what_is_on_time_stays_as_planned(case: tuple[Problem, Duty]) -> None:
    problem, duty = case
    assert carry_on(problem, duty, Seen(), now=duty.stops[0].arrive) == duty
    left = Seen(departures={0: duty.stops[0].depart}, arrivals={1: duty.stops[1].arrive})
    assert carry_on(problem, duty, left, now=duty.stops[1].arrive) == duty


def test_being_late_moves_every_stop_ahead_until_waiting_makes_up_for_it() -> None:
    problem, duty = van()
    late = carry_on(problem, duty, Seen(departures={1: at("05:32:30")}), now=at("05:33"))
    assert [stop.arrive - planned.arrive for stop, planned in zip(late.stops, duty.stops, strict=True)] == [
        0,
        0,
        1200,
        1200,
        1200,
    ]
    shuttle = ok_small_plan(problem).duties[1]
    waits = carry_on(problem, shuttle, Seen(departures={0: at("10:48")}), now=at("10:48"))
    assert waits.stops[1].arrive == at("10:58")
    assert waits.stops[2] == shuttle.stops[2]


def test_a_vehicle_that_should_have_left_leaves_now_at_the_earliest() -> None:
    problem, duty = van()
    assert carry_on(problem, duty, Seen(), now=at("05:20")).stops[1].arrive == at("05:30")


def test_a_vehicle_that_should_have_arrived_arrives_now_at_the_earliest() -> None:
    problem, duty = van()
    seen = Seen(departures={2: duty.stops[2].depart})
    assert carry_on(problem, duty, seen, now=at("06:30")).stops[3].arrive == at("06:30")


def test_nobody_leaves_ahead_of_the_plan() -> None:
    problem, duty = van()
    early = carry_on(problem, duty, Seen(departures={0: at("04:40")}, arrivals={1: at("04:50")}), now=at("04:50"))
    assert early.stops[1].depart == duty.stops[1].depart


def test_a_break_that_is_taken_is_not_driven_through() -> None:
    problem, duty = coach()
    seen = Seen(departures={0: at("15:00"), 1: at("16:00")}, arrivals={1: at("15:20")}, breaks=((at("17:00"), None),))
    paused = carry_on(problem, duty, seen, now=at("17:05"))
    first = [d for d in paused.drives if d.leg == 1][:2]
    assert next((d.start, d.end) for d in first) == (at("16:00"), at("17:00"))
    assert first[1].start == at("17:20")


def test_a_late_coach_stands_in_the_night_where_it_has_to() -> None:
    problem, duty = coach()
    late = carry_on(problem, duty, Seen(departures={1: at("18:00")}), now=at("18:00"))
    assert late.stops[2].arrive == at("1d09:00")
    standing = [(a.end, b.start) for a, b in zip(late.drives, late.drives[1:], strict=False) if b.start - a.end > HOUR]
    assert (at("1d02:00"), at("1d05:00")) in standing


@settings(max_examples=60, deadline=None)
@given(late_s=st.integers(0, 9 * HOUR), drivers=st.sampled_from([2, 3]))
def test_however_late_the_way_ahead_keeps_the_law(late_s: int, drivers: int) -> None:
    problem, duty = coach()
    problem = replace(problem, horizon=(problem.horizon[0], at("3d00:00")))
    duty = replace(duty, crew=drivers - 1)
    late = carry_on(problem, duty, Seen(departures={1: at("16:00") + late_s}), now=at("16:00") + late_s)
    plan = ok_long_plan(ok_long())
    broken = judge(problem, replace(plan, duties=(plan.duties[0], late))).violations
    assert [v.text for v in broken if v.rule in LAW and "d2" in v.subject] == []


@pytest.mark.parametrize(
    "seen",
    [
        Seen(departures={1: at("05:32:30"), 2: at("05:40")}, arrivals={2: at("05:36"), 3: at("06:05")}),
        Seen(departures={1: at("05:12"), 2: at("05:50")}, arrivals={2: at("05:45"), 3: at("06:59")}),
    ],
    ids=["quicker than the road", "slower"],
)
def test_what_a_new_plan_repeats_is_as_late_as_it_is_and_no_quicker_than_the_road(seen: Seen) -> None:
    problem, duty = van()
    again = repeatable(problem, duty, seen, now=at("07:00"))
    plan = ok_small_plan(problem)
    verdict = judge(problem, replace(plan, duties=(again, plan.duties[1])))
    assert not LAW & {one.rule for one in verdict.violations}
    assert all(again.stops[k].arrive >= moment for k, moment in seen.arrivals.items())
