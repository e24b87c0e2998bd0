"""Whatever leg is driven, the drives keep the law as the judge reads it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.judge import judge
from solvers.model import Law, model_of
from solvers.problem import DriverHours, MinDrivers, Night, NightStop
from solvers.search.driver_law import Log, clear, drive_leg, new_log
from solvers.search.reference import by_reference
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


refer_law = by_reference(Law)
legs = st.lists(st.tuples(st.integers(0, 3 * HOUR), st.integers(60, 9 * HOUR)), min_size=1, max_size=12)


@given(law=hours, legs=legs, drivers=st.integers(1, 3), clock0=st.integers(0, DAY - 1), stands=st.booleans())
@settings(max_examples=300, deadline=None)
def test_nobody_drives_on_without_asking_where_the_law_would_not_let_him(
    law: DriverHours, legs: list[tuple[int, int]], drivers: int, clock0: int, stands: bool
) -> None:
    """Legs are driven as they are where the law is asked before each."""
    rules = replace(ok_small().rules, driver_hours=law)
    law_ref = refer_law(model_of(replace(ok_small(), rules=rules)).law)
    asked, not_asked = new_log(), new_log()
    for log in (asked, not_asked):
        clear(log)
    kept = [dict(zip(Log._fields, log.values, strict=True)) for log in (asked, not_asked)]  # type: ignore[attr-defined]
    now = 0
    for leg, (wait, drive) in enumerate(legs):
        kept[0]["may_until"][:] = -DAY
        arrivals = [
            drive_leg(law_ref, log, leg, now + wait, drive, drivers, clock0, stands and law.night_stop is not None)
            for log in (asked, not_asked)
        ]
        assert arrivals[0] == arrivals[1]
        if arrivals[0] < 0:
            return
        now = arrivals[0]
    for name in set(Log._fields) - {"may_until"}:
        np.testing.assert_array_equal(kept[0][name], kept[1][name])
