"""Whatever leg is driven, the drives keep the law as the judge reads it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.judge import judge
from solvers.problem import DriverHours, MinDrivers, Night, NightStop
from solvers.solve import solve
from tests.builders import DAY, HOUR, ok_small, on_a_line

hours = st.builds(
    DriverHours,
    max_continuous_drive_s=st.sampled_from([2 * HOUR, 4 * HOUR, 16_200]),
    min_break_s=st.sampled_from([1200, 2700]),
    swap_s=st.sampled_from([0, 300]),
    max_drive_24h_s=st.sampled_from([6 * HOUR, 8 * HOUR, 10 * HOUR]),
    max_drive_7d_s=st.sampled_from([None, 20 * HOUR]),
    min_drivers=st.sampled_from([None, MinDrivers(over_m=400_000, drivers=2)]),
    night=st.sampled_from([None, Night(span=(22 * HOUR, 6 * HOUR), max_continuous_drive_s=2 * HOUR)]),
    night_stop=st.sampled_from([None, NightStop(span=(2 * HOUR, 5 * HOUR), over_m=200_000)]),
)


@given(law=hours, kilometres=st.integers(50, 2500), drivers=st.integers(1, 3), ready_h=st.integers(0, 23))
@settings(max_examples=12, deadline=None)
def test_one_long_drive_is_planned_within_the_law_or_not_at_all(
    law: DriverHours, kilometres: int, drivers: int, ready_h: int
) -> None:
    problem = ok_small()
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=10 + kilometres)
    start = problem.horizon[0]
    week = (start, start + 7 * DAY)
    party = replace(problem.parties[0], ready=start + ready_h * HOUR, due=None, unserved_cost=1e7)
    slot = replace(problem.slots[0], min_headcount=0, windows=(week,))
    van = problem.fleets[0]
    fleet = replace(van, end=None, available=week, crews=(replace(van.crews[0], drivers=drivers),))
    rules = replace(problem.rules, driver_hours=law, max_journey_s=7 * DAY)
    problem = replace(
        problem, horizon=week, travel=matrix, locations=locations, parties=(party,), slots=(slot,), fleets=(fleet,),
        services=(), rules=rules,
    )  # fmt: skip
    plan = solve(problem, seconds=0.3, workers=1)
    verdict = judge(problem, plan)
    assert verdict.feasible, [violation.text for violation in verdict.violations]
    enough = law.max_drive_7d_s is None or (kilometres + 10) * 60 <= drivers * law.max_drive_7d_s
    if enough and (law.min_drivers is None or drivers > 1 or kilometres <= 400):
        assert plan.itineraries
