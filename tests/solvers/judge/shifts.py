"""Drawn duties that do nothing but drive: one leg, cut into drives of several drivers over several days."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from solvers.plan import Drive, Duty, Plan, Stop
from solvers.problem import DriverHours, Night, NightStop, Problem
from tests.builders import DAY, MIDNIGHT, at, fleet, itinerary, ok_long, on_a_line, party, plan, slot

GRAIN_S = 1800
"""All drives start and end at multiples of it, so that brute force has few to try."""

FIRST = at("00:00") + GRAIN_S

Shift = tuple[int, int, int]
"""Driver, pause before and time at the wheel, in grains."""


def grains(least: int, most: int) -> st.SearchStrategy[int]:
    """Seconds, in whole grains."""
    return st.integers(least, most).map(lambda n: n * GRAIN_S)


spans = st.tuples(st.integers(0, 47), st.integers(0, 48)).map(lambda s: (s[0] * GRAIN_S, s[1] * GRAIN_S))
shifts = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 12)), min_size=1, max_size=20)
laws = st.builds(
    DriverHours,
    max_continuous_drive_s=grains(4, 20),
    min_break_s=grains(0, 3),
    swap_s=grains(0, 2),
    max_drive_24h_s=grains(8, 30),
    max_drive_7d_s=st.none() | grains(20, 60),
    night=st.none() | st.builds(Night, span=spans, max_continuous_drive_s=grains(0, 12)),
    night_stop=st.none() | st.builds(NightStop, span=spans, over_m=st.sampled_from([0, 10**9])),
)


def on_the_road(shifts: list[Shift], law: DriverHours) -> tuple[Problem, Plan]:
    """One party on one leg, driven in these shifts; all but the law is to suit them."""
    drives, moment = [], FIRST
    for driver, pause, wheel in shifts:
        start = moment + pause * GRAIN_S
        moment = start + wheel * GRAIN_S
        drives.append(Drive(leg=0, driver=driver, start=start, end=moment))
    end = MIDNIGHT + 60 * DAY
    matrix, locations = on_a_line(hub_1=0, gate_1=700)
    wheel = sum(d.end - d.start for d in drives)
    coach = fleet("coach", "hub-1", None, 49, drivers=(3,))
    problem = replace(
        ok_long(),
        horizon=(MIDNIGHT, end),
        travel=replace(matrix, duration_s=((0, wheel), (wheel, 0))),
        locations=locations,
        parties=(party("p1", 1, {"hub-1": 0}, {"s1": 0.0}, "00:00"),),
        slots=(replace(slot("s1", "gate-1", 1), windows=((MIDNIGHT, end),)),),
        fleets=(replace(coach, available=(MIDNIGHT, end)),),
        rules=replace(ok_long().rules, max_journey_s=end, driver_hours=law),
    )
    stops = (
        Stop(at="hub-1", arrive=MIDNIGHT, start=MIDNIGHT, depart=FIRST, board=("p1",), alight=()),
        Stop(at="gate-1", arrive=moment, start=moment, depart=moment + 135, board=(), alight=("p1",)),
    )
    duty = Duty(id="d1", fleet="coach", vehicle=0, crew=0, stops=stops, drives=tuple(drives))
    return problem, plan(problem, [duty], [itinerary("p1", "s1", "home 00:00 hub-1 00:00", "d1 0 1")], {})
