"""Driver hours against brute force: drawn shifts, every half-hour of them looked at."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given, settings

from solvers.judge import Rule, judge
from solvers.plan import Plan
from solvers.problem import DriverHours, Span
from tests.builders import DAY, MIDNIGHT
from tests.solvers.judge.shifts import GRAIN_S, Shift, laws, on_the_road, shifts

DAY_GRAINS = DAY // GRAIN_S


def _wheel(plan: Plan, driver: int) -> list[bool]:
    """For each half-hour since midnight whether the driver is at the wheel."""
    drives = plan.duties[0].drives
    last = max((d.end - MIDNIGHT) // GRAIN_S for d in drives) + 1
    at_wheel = [False] * last
    for d in drives:
        for grain in range((d.start - MIDNIGHT) // GRAIN_S, (d.end - MIDNIGHT) // GRAIN_S):
            at_wheel[grain] |= d.driver == driver
    return at_wheel


def _most(at_wheel: list[bool], grains: int) -> int:
    return GRAIN_S * max(sum(at_wheel[i : i + grains]) for i in range(len(at_wheel)))


def _longest_spell(at_wheel: list[bool], min_break_s: int, span: Span | None) -> int:
    """The most driving, in a daily span or at any time, between pauses of ``min_break_s``."""
    spell = longest = 0
    grain = 0
    for driving, run in groupby(at_wheel):
        length = len(list(run))
        if not driving and length * GRAIN_S >= min_break_s:
            spell = 0
        if driving:
            spell += sum(span is None or _within(span, i) for i in range(grain, grain + length))
            longest = max(longest, spell)
        grain += length
    return longest * GRAIN_S


def _within(span: Span, grain: int) -> bool:
    opens, closes = (moment // GRAIN_S for moment in span)
    return (grain - opens) % DAY_GRAINS < (closes - opens) % DAY_GRAINS


@settings(max_examples=150, deadline=None)
@given(shifts, laws)
def test_driver_hours_are_those_of_brute_force(shifts: list[Shift], law: DriverHours) -> None:
    problem, plan = on_the_road(shifts, law)
    found = {(v.rule, v.excess) for v in judge(problem, plan).violations}
    expected: set[tuple[Rule, float]] = set()

    def ask(rule: Rule, driven: int, limit: int) -> None:
        if driven > limit:
            expected.add((rule, driven - limit))

    for driver in range(3):
        wheel = _wheel(plan, driver)
        ask(Rule.DRIVE_24H, _most(wheel, DAY_GRAINS), law.max_drive_24h_s)
        if law.max_drive_7d_s is not None:
            ask(Rule.DRIVE_7D, _most(wheel, 7 * DAY_GRAINS), law.max_drive_7d_s)
        if law.min_break_s:
            ask(Rule.CONTINUOUS, _longest_spell(wheel, law.min_break_s, None), law.max_continuous_drive_s)
            if law.night:
                by_night = _longest_spell(wheel, law.min_break_s, law.night.span)
                ask(Rule.NIGHT, by_night, law.night.max_continuous_drive_s)
    if law.night_stop and law.night_stop.over_m == 0:
        wheels = [i for driver in range(3) for i, driving in enumerate(_wheel(plan, driver)) if driving]
        ask(Rule.NIGHT_STOP, GRAIN_S * sum(_within(law.night_stop.span, i) for i in wheels), 0)
    judged = {Rule.DRIVE_24H, Rule.DRIVE_7D, Rule.NIGHT_STOP}
    judged |= {Rule.CONTINUOUS, Rule.NIGHT} if law.min_break_s else set()
    assert {(rule, excess) for rule, excess in found if rule in judged} == expected
    assert {rule for rule, _ in found} <= judged | {Rule.CONTINUOUS, Rule.NIGHT, Rule.SWAP}
