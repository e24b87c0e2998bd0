"""Whether a driver may drive a duty, with what they drive besides; where not, the sum that shows it.

The plan keeps the law within each duty; here it is kept across all duties of one person and the days that the
operator reports. A reported day has no hours of the clock: it counts whole, for its date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
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


class Limit(StrEnum):
    """What the law limits."""

    DAY = "24 h"
    WEEK = "7 days"
    CONTINUOUS = "without a break of"
    NIGHT = "by night without a break of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A limit that would be broken, as a sum, in seconds: ``total`` is more than ``most``.

    From ``since``, on the campaign's clock, it is driven in the duties of ``parts`` and on ``reported`` days.
    ``break_s`` is the pause that would have been needed, where one is.
    """

    limit: Limit
    since: datetime
    parts: tuple[tuple[str, int], ...]
    total: int
    most: int
    reported: int = 0
    break_s: int = 0

    def __str__(self) -> str:
        """As a sentence."""
        terms = [f"{hours(self.reported)} reported"] if self.reported else []
        terms += [f"{hours(seconds)} in {duty}" for duty, seconds in self.parts]
        added, since = " + ".join(terms), f"{self.since:%Y-%m-%d %H:%M}"
        if self.break_s:
            count = f"{hours(self.total)} count, more than {hours(self.most)}"
            return f"{self.limit} {hours(self.break_s)}, from {since}: {added}; {count}"
        return f"{self.limit} from {since}: {added} = {hours(self.total)}, more than {hours(self.most)}"


def breaches(law: DriverHours | None, record: Record) -> list[Breach]:
    """Every limit that the driver would break by the duty in question, each as a sum."""
    if law is None or not record.mine:
        return []
    found = [_daily(law, record), _weekly(law, record), _continuous(law, record), _by_night(law, record)]
    return [one for one in found if one is not None]


def _daily(law: DriverHours, record: Record) -> Breach | None:
    """Any 24 hours; a day that was reported counts with the driving of its own date."""
    worst: Breach | None = None
    for wheel in record.all:
        for begins in (wheel.start, wheel.end - DAY_S):
            parts = _parts(record.all, begins, begins + DAY_S)
            reported = record.days.get(record.date(wheel.end), 0) if begins == wheel.end - DAY_S else 0
            total = sum(parts.values()) + reported
            if total > (worst.total if worst else law.max_drive_24h_s) and _concerns(record, parts):
                worst = _sum(Limit.DAY, begins, parts, reported, law.max_drive_24h_s, record)
    return worst


def _weekly(law: DriverHours, record: Record) -> Breach | None:
    """Any 7 days: the dates up to that of each stretch, and the 7 x 24 hours before its end."""
    limit = law.max_drive_7d_s
    if limit is None:
        return None
    worst: Breach | None = None
    for wheel in record.all:
        last = record.date(wheel.end)
        days = [last - timedelta(days=k) for k in range(WEEK_DAYS)]
        reported = sum(record.days.get(day, 0) for day in days)
        for begins in (wheel.start, wheel.end - WEEK_DAYS * DAY_S):
            parts = _parts(record.all, begins, begins + WEEK_DAYS * DAY_S)
            counted = reported if begins == wheel.end - WEEK_DAYS * DAY_S else 0
            total = sum(parts.values()) + counted
            if total > (worst.total if worst else limit) and _concerns(record, parts):
                worst = _sum(Limit.WEEK, begins, parts, counted, limit, record)
    return worst


def _continuous(law: DriverHours, record: Record) -> Breach | None:
    for spell in _spells(record.all, law.min_break_s):
        driven = sum(wheel.seconds for wheel in spell)
        if driven > law.max_continuous_drive_s and _touches(record, spell):
            return _spell_sum(Limit.CONTINUOUS, spell, driven, law.max_continuous_drive_s, law, record)
    return None


def _by_night(law: DriverHours, record: Record) -> Breach | None:
    if law.night is None:
        return None
    for spell in _spells(record.all, law.min_break_s):
        driven = sum(_inside(law.night.span, wheel, record.utc_offset_s) for wheel in spell)
        if driven > law.night.max_continuous_drive_s and _touches(record, spell):
            limit = law.night.max_continuous_drive_s
            return _spell_sum(Limit.NIGHT, spell, driven, limit, law, record)
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


def _sum(what: Limit, begins: int, parts: Mapping[str, int], reported: int, most: int, record: Record) -> Breach:
    total = sum(parts.values()) + reported
    since = record.local(begins)
    return Breach(limit=what, since=since, parts=tuple(parts.items()), reported=reported, total=total, most=most)


def _spell_sum(what: Limit, spell: Sequence[Wheel], driven: int, most: int, law: DriverHours, record: Record) -> Breach:
    return Breach(
        limit=what,
        since=record.local(spell[0].start),
        parts=tuple(_parts(spell, 0, spell[-1].end).items()),
        total=driven,
        most=most,
        break_s=law.min_break_s,
    )


def hours(seconds: int) -> str:
    """``4 h 05 min``; parts of a minute go up."""
    whole, minutes = divmod(-(-seconds // 60), 60)
    return f"{whole} h {minutes:02d} min" if whole else f"{minutes} min"
