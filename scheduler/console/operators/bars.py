"""Hours at the wheel as bars, in the units of an SVG: a page may have no styles of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.console.operators.wording import hours
from scheduler.manning.hours import DAY_S
from scheduler.manning.week import Day, DriverWeek, Limits

HEIGHT, WIDTH = 40, 150
WHOLE_DAY_S = 12 * 3600
"""As high as the picture is; what is more is cut off, and its figure still says it."""
WHOLE_WEEK_S = 56 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A day: heights of what is planned and what was reported, and whether it is too much."""

    on: date
    planned: int
    reported: int
    words: str
    is_over: bool

    @property
    def planned_y(self) -> int:
        """Where the planned part begins, from above."""
        return HEIGHT - self.planned

    @property
    def reported_y(self) -> int:
        """Where the reported part begins, on top of the other."""
        return HEIGHT - self.planned - self.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A driver's seven days, and all of them together."""

    week: DriverWeek
    days: tuple[Bar, ...]
    total: int
    limit: int | None
    words: str
    limit_words: str
    is_over: bool


def bars_of(week: DriverWeek, limits: Limits) -> Bars:
    """The bars of a driver."""
    total, most = week.total_s, limits.week_s
    return Bars(
        week=week,
        days=tuple(_bar(day, limits.day_s or DAY_S) for day in week.days),
        total=min(WIDTH, WIDTH * total // WHOLE_WEEK_S),
        limit=None if most is None else min(WIDTH, WIDTH * most // WHOLE_WEEK_S),
        words=hours(total),
        limit_words="" if most is None else hours(most),
        is_over=most is not None and total > most,
    )


def _bar(day: Day, most: int) -> Bar:
    planned = min(HEIGHT, HEIGHT * day.planned_s // WHOLE_DAY_S)
    return Bar(
        on=day.on,
        planned=planned,
        reported=min(HEIGHT - planned, HEIGHT * day.reported_s // WHOLE_DAY_S),
        words=hours(day.total_s) if day.total_s else "",
        is_over=day.total_s > most,
    )
