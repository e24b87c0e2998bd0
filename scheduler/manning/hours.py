"""Whether a driver may drive a duty, with what they drive besides; where not, the sum that shows it.

The plan keeps the law within each duty; here it is kept across all duties of one person and the days that the
operator reports. A reported day has no hours of the clock: it counts whole, for its date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby, pairwise

from solvers.problem import DriverHours, Span

DAY_S, WEEK_DAYS = 86_400, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A stretch at the wheel, in seconds since the epoch, of the duty ``duty``."""

    start: int
    end: int
    duty: str

    @property
    def seconds(self) -> int:
        """How long."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a driver drives: the duty in question, the others that they are named for, and the days reported."""

    mine: tuple[Wheel, ...]
    others: tuple[Wheel, ...]
    days: Mapping[date, int]
    utc_offset_s: int

    @property
    def all(self) -> list[Wheel]:
        """Every stretch, in order."""
        return sorted((*self.mine, *self.others), key=lambda wheel: (wheel.start, wheel.end))

    def date(self, moment: int) -> date:
        """The local date of a moment."""
        return self.local(moment).date()

    def local(self, moment: int) -> datetime:
        """A moment on the campaign's clock."""
        return datetime.fromtimestamp(moment, UTC).astimezone(timezone(timedelta(seconds=self.utc_offset_s)))


def breaches(law: DriverHours | None, record: Record) -> list[str]:
    """Every limit that the driver would break by the duty in question, each as a sum."""
    if law is None or not record.mine:
        return []
    found = [_daily(law, record), _weekly(law, record), _continuous(law, record), _by_night(law, record)]
    return [one for one in found if one is not None]


def _daily(law: DriverHours, record: Record) -> str | None:
    """Any 24 hours; a day that was reported counts with the driving of its own date."""
    worst: tuple[int, str] | None = None
    for wheel in record.all:
        for begins in (wheel.start, wheel.end - DAY_S):
            parts = _parts(record.all, begins, begins + DAY_S)
            reported = record.days.get(record.date(wheel.end), 0) if begins == wheel.end - DAY_S else 0
            total = sum(parts.values()) + reported
            if total > (worst[0] if worst else law.max_drive_24h_s) and _concerns(record, parts):
                worst = (total, _sum("24 h", begins, parts, reported, total, law.max_drive_24h_s, record))
    return worst[1] if worst else None


def _weekly(law: DriverHours, record: Record) -> str | None:
    """Any 7 days: the dates up to that of each stretch, and the 7 x 24 hours before its end."""
    limit = law.max_drive_7d_s
    if limit is None:
        return None
    worst: tuple[int, str] | None = None
    for wheel in record.all:
        last = record.date(wheel.end)
        days = [last - timedelta(days=k) for k in range(WEEK_DAYS)]
        reported = sum(record.days.get(day, 0) for day in days)
        for begins in (wheel.start, wheel.end - WEEK_DAYS * DAY_S):
            parts = _parts(record.all, begins, begins + WEEK_DAYS * DAY_S)
            counted = reported if begins == wheel.end - WEEK_DAYS * DAY_S else 0
            total = sum(parts.values()) + counted
            if total > (worst[0] if worst else limit) and _concerns(record, parts):
                worst = (total, _sum("7 days", begins, parts, counted, total, limit, record))
    return worst[1] if worst else None


def _continuous(law: DriverHours, record: Record) -> str | None:
    for spell in _spells(record.all, law.min_break_s):
        driven = sum(wheel.seconds for wheel in spell)
        if driven > law.max_continuous_drive_s and _touches(record, spell):
            return _spell_sum("without a break of", spell, driven, law.max_continuous_drive_s, law, record)
    return None


def _by_night(law: DriverHours, record: Record) -> str | None:
    if law.night is None:
        return None
    for spell in _spells(record.all, law.min_break_s):
        driven = sum(_inside(law.night.span, wheel, record.utc_offset_s) for wheel in spell)
        if driven > law.night.max_continuous_drive_s and _touches(record, spell):
            limit = law.night.max_continuous_drive_s
            return _spell_sum("by night without a break of", spell, driven, limit, law, record)
    return None


def _parts(wheels: Sequence[Wheel], begins: int, ends: int) -> dict[str, int]:
    """Seconds of driving between two moments, by duty."""
    parts: dict[str, int] = {}
    for wheel in wheels:
        inside = min(wheel.end, ends) - max(wheel.start, begins)
        if inside > 0:
            parts[wheel.duty] = parts.get(wheel.duty, 0) + inside
    return parts


def _concerns(record: Record, parts: Mapping[str, int]) -> bool:
    """Whether the duty in question has a share in it: what is broken without it is not its fault."""
    return any(wheel.duty in parts for wheel in record.mine)


def _touches(record: Record, spell: Sequence[Wheel]) -> bool:
    return bool({wheel.duty for wheel in spell} & {wheel.duty for wheel in record.mine})


def _spells(wheels: Sequence[Wheel], min_break_s: int) -> Iterator[list[Wheel]]:
    """What is driven between two pauses that count as breaks."""
    number, numbers = 0, [0] * len(wheels)
    for k, (before, after) in enumerate(pairwise(wheels), 1):
        number += after.start - before.end >= min_break_s
        numbers[k] = number
    for _, group in groupby(zip(numbers, wheels, strict=True), key=lambda pair: pair[0]):
        yield [wheel for _, wheel in group]


def _inside(span: Span, wheel: Wheel, utc_offset_s: int) -> int:
    """Seconds of a stretch inside a daily span of two times of day, which may run over midnight."""
    start, end = wheel.start + utc_offset_s, wheel.end + utc_offset_s
    length = (span[1] - span[0]) % DAY_S
    first = (start - span[0]) // DAY_S
    begins = range(first * DAY_S + span[0], end, DAY_S)
    return sum(max(0, min(end, begin + length) - max(start, begin)) for begin in begins)


def _sum(
    what: str, begins: int, parts: Mapping[str, int], reported: int, total: int, limit: int, record: Record
) -> str:
    terms = [f"{hours(reported)} reported"] if reported else []
    terms += [f"{hours(seconds)} in {duty}" for duty, seconds in parts.items()]
    since = f"{record.local(begins):%Y-%m-%d %H:%M}"
    return f"{what} from {since}: {' + '.join(terms)} = {hours(total)}, more than {hours(limit)}"


def _spell_sum(what: str, spell: Sequence[Wheel], driven: int, limit: int, law: DriverHours, record: Record) -> str:
    terms = " + ".join(f"{hours(seconds)} in {duty}" for duty, seconds in _parts(spell, 0, spell[-1].end).items())
    since = f"{record.local(spell[0].start):%Y-%m-%d %H:%M}"
    return f"{what} {hours(law.min_break_s)}, from {since}: {terms}; {hours(driven)} count, more than {hours(limit)}"


def hours(seconds: int) -> str:
    """``4 h 05 min``; parts of a minute go up."""
    whole, minutes = divmod(-(-seconds // 60), 60)
    return f"{whole} h {minutes:02d} min" if whole else f"{minutes} min"
