"""The rules of driver hours, a function each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise

from solvers.judge.case import DAY_S, Case, Work
from solvers.judge.rules import Rule
from solvers.judge.verdict import Violation
from solvers.plan import Drive
from solvers.problem import DriverHours, Span

Found = Iterator[Violation]


def swap(case: Case, work: Work, law: DriverHours) -> Found:
    """The vehicle stands swap_s at least when drivers change."""
    for before, after in pairwise(_driving(work)):
        short = law.swap_s - (after.start - before.end)
        if before.driver != after.driver and short > 0:
            what = f"{after.start - before.end} s to change from driver {before.driver} to {after.driver}"
            yield _of(Rule.SWAP, work, short, f"{what}, not {law.swap_s} s")


def min_drivers(case: Case, work: Work, law: DriverHours) -> Found:
    """A duty with people aboard for over_m has a crew of enough drivers."""
    least = law.min_drivers
    if least is not None and work.loaded_m > least.over_m and work.crew.drivers < least.drivers:
        what = f"{work.crew.drivers} drivers, not {least.drivers}, for {work.loaded_m} m with people aboard"
        yield _of(Rule.MIN_DRIVERS, work, least.drivers - work.crew.drivers, what)


def continuous(case: Case, work: Work, law: DriverHours) -> Found:
    """A driver drives at most max_continuous_drive_s without a break."""
    for driver, drives in _by_driver(work).items():
        spells = [sum(d.end - d.start for d in spell) for spell in _spells(drives, law.min_break_s)]
        if (longest := max(spells)) > law.max_continuous_drive_s:
            what = f"driver {driver} drives {longest} s without a break, not {law.max_continuous_drive_s} s at most"
            yield _of(Rule.CONTINUOUS, work, longest - law.max_continuous_drive_s, what)


def night(case: Case, work: Work, law: DriverHours) -> Found:
    """A driver drives at most the night's max_continuous_drive_s by night without a break."""
    if law.night is None:
        return
    for driver, drives in _by_driver(work).items():
        spells = [
            sum(_inside(law.night.span, d, case.problem.utc_offset_s) for d in spell)
            for spell in _spells(drives, law.min_break_s)
        ]
        if (longest := max(spells)) > law.night.max_continuous_drive_s:
            limit = law.night.max_continuous_drive_s
            what = f"driver {driver} drives {longest} s by night without a break, not {limit} s at most"
            yield _of(Rule.NIGHT, work, longest - limit, what)


def drive_24h(case: Case, work: Work, law: DriverHours) -> Found:
    """A driver drives at most max_drive_24h_s in any 24 hours."""
    yield from _rolling(Rule.DRIVE_24H, work, DAY_S, law.max_drive_24h_s)


def drive_7d(case: Case, work: Work, law: DriverHours) -> Found:
    """A driver drives at most max_drive_7d_s in any 7 days."""
    if law.max_drive_7d_s is not None:
        yield from _rolling(Rule.DRIVE_7D, work, 7 * DAY_S, law.max_drive_7d_s)


def night_stop(case: Case, work: Work, law: DriverHours) -> Found:
    """A long duty does not drive during the night stop."""
    stop = law.night_stop
    if stop is not None and work.road_m > stop.over_m:
        driven = sum(_inside(stop.span, d, case.problem.utc_offset_s) for d in _driving(work))
        if driven > 0:
            yield _of(Rule.NIGHT_STOP, work, driven, f"drives {driven} s during the night stop")


RULES: tuple[Callable[[Case, Work, DriverHours], Found], ...] = (
    swap,
    min_drivers,
    continuous,
    night,
    drive_24h,
    drive_7d,
    night_stop,
)


def _driving(work: Work) -> list[Drive]:
    moving = [d for d in work.duty.drives if d.end > d.start]
    return sorted(moving, key=lambda d: (d.start, d.end, d.driver))


def _by_driver(work: Work) -> dict[int, list[Drive]]:
    drives: dict[int, list[Drive]] = {}
    for drive in _driving(work):
        drives.setdefault(drive.driver, []).append(drive)
    return drives


def _spells(drives: list[Drive], min_break_s: int) -> Iterator[list[Drive]]:
    """What a driver drives between two pauses that count as breaks."""
    spell = drives[:1]
    for before, after in pairwise(drives):
        if after.start - before.end >= min_break_s:
            yield spell
            spell = []
        spell.append(after)
    yield spell


def _inside(span: Span, drive: Drive, utc_offset_s: int) -> int:
    """Seconds of a drive inside a daily span of two times of day, which may run over midnight."""
    start, end = drive.start + utc_offset_s, drive.end + utc_offset_s
    length = (span[1] - span[0]) % DAY_S
    first = (start - span[0]) // DAY_S
    begins = range(first * DAY_S + span[0], end, DAY_S)
    return sum(max(0, min(end, begin + length) - max(start, begin)) for begin in begins)


def _rolling(rule: Rule, work: Work, span: int, limit: int) -> Found:
    for driver, drives in _by_driver(work).items():
        most = _most_driven(drives, span)
        if most > limit:
            what = f"driver {driver} drives {most} s in {span // 3600} hours, not {limit} s at most"
            yield _of(rule, work, most - limit, what)


def _most_driven(drives: list[Drive], span: int) -> int:
    """The most driving in any stretch so long: one of the fullest stretches starts or ends with a drive."""
    starts = [d.start for d in drives]
    sums = [0, *accumulate(d.end - d.start for d in drives)]

    def until(moment: int) -> int:
        begun = bisect_right(starts, moment)
        return sums[begun] - (max(0, drives[begun - 1].end - moment) if begun else 0)

    return max(until(first + span) - until(first) for d in drives for first in (d.start, d.end - span))


def _of(rule: Rule, work: Work, excess: int, what: str) -> Violation:
    subject = f"duty {work.duty.id}"
    return Violation(rule=rule, subject=subject, excess=excess, text=f"{subject}: {what}")
