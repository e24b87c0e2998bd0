"""Moments as people write them: Chinese, ISO, and Excel's days since 1899."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from unicodedata import normalize

from scheduler.sheets.files.grid import Cell
from scheduler.sheets.unfit import Unfit

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock's; serial 60, the leap day that never was, lies long before
SERIALS = (20_000, 110_000)
"""Days of 1954 to 2201: a number outside is no date."""
YEARS = (2000, 2200)

DAY = re.compile(
    r"""(?:(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})
        | (?P<month_only>\d{1,2})\s*月\s*(?P<day_only>\d{1,2})
        | (?P<packed>\d{8}))\s*[日号]?""",
    re.VERBOSE,
)
CLOCK = re.compile(
    r"""[\sT,]*(?:\(?(?:周|星期)?[一二三四五六日天]\)?)?\s*(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|晚上|晚)?\s*
        (?P<hour>\d{1,2})\s*(?:[:点时]\s*(?P<minute>半|\d{1,2})?\s*分?(?:\s*:?\s*(?P<second>\d{1,2})(?:\.0+)?\s*秒?)?)\s*
        (?P<half>am|pm)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?""",
    re.VERBOSE | re.IGNORECASE,
)


def read_moment(cell: Cell, *, utc_offset_s: int, year: int, hour: int, end_of_day: bool = False) -> datetime:
    """A moment, aware.

    Parameters
    ----------
    utc_offset_s
        The campaign's offset: cells know no time zone.
    year
        The year of a date without one, such as 2月20日.
    hour
        The hour of a date without a time; with ``end_of_day`` it is the midnight that ends it.

    Raises
    ------
    Unfit
        There is no such moment, or it cannot be told which is meant.
    """
    zone = timezone(timedelta(seconds=utc_offset_s))
    local, has_time = _local(cell, year)
    if local.tzinfo is None:
        local = local.replace(tzinfo=zone)
    if not has_time:
        local += timedelta(days=1) if end_of_day else timedelta(hours=hour)
    if not YEARS[0] <= local.year < YEARS[1]:
        raise Unfit("moment_year", year=local.year)
    return local.replace(microsecond=0)


def _local(cell: Cell, year: int) -> tuple[datetime, bool]:
    """The moment on the campaign's clock, and whether the cell says a time."""
    if isinstance(cell, datetime):
        moment = _rounded(cell)
        return moment, moment.time() != time()
    if isinstance(cell, date):
        return datetime.combine(cell, time()), False  # on a wall clock
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_number(float(cell), year)
    if isinstance(cell, str):
        return _of_text(normalize("NFKC", cell).strip(), year)
    raise Unfit("moment")


def _of_number(number: float, year: int) -> tuple[datetime, bool]:
    if number.is_integer() and number >= 19_000_101:
        return _of_text(str(int(number)), year)
    if not SERIALS[0] <= number < SERIALS[1]:
        raise Unfit("moment")
    moment = _rounded(EPOCH + timedelta(days=number))
    return moment, not number.is_integer()


def _rounded(moment: datetime) -> datetime:
    """To whole seconds: Excel's fractions of a day are off by microseconds."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _of_text(text: str, year: int) -> tuple[datetime, bool]:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _of_number(float(text), year)
    found = DAY.match(text)
    if found is None:
        raise Unfit("moment")
    try:
        day = _day(found, year)
        rest = text[found.end() :]
        return (day, False) if not rest.strip() else (_with_clock(day, rest), True)
    except ValueError:
        raise Unfit("no_such_moment") from None


def _day(found: re.Match[str], year: int) -> datetime:
    if packed := found["packed"]:
        return datetime(int(packed[:4]), int(packed[4:6]), int(packed[6:]))  # noqa: DTZ001 - a wall clock's
    if found["year"]:
        return datetime(int(found["year"]), int(found["month"]), int(found["day"]))  # noqa: DTZ001
    return datetime(year, int(found["month_only"]), int(found["day_only"]))  # noqa: DTZ001


def _with_clock(day: datetime, text: str) -> datetime:
    found = CLOCK.fullmatch(text.rstrip())
    if found is None:
        raise Unfit("moment")
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    late = (found["half"] or "").lower() == "pm" or found["part"] in ("下午", "晚上", "晚", "中午")
    if late and hour < (11 if found["part"] == "中午" else 12):
        hour += 12
    if (found["half"] or "").lower() == "am" and hour == 12:
        hour = 0
    days, hour = (1, 0) if (hour, minute) == (24, 0) else (0, hour)
    moment = day.replace(hour=hour, minute=minute, second=int(found["second"] or 0)) + timedelta(days=days)
    if not found["zone"]:
        return moment
    return moment.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00:00{_iso(found['zone'])}").tzinfo)


def _iso(zone: str) -> str:
    if zone.upper() == "Z":
        return "+00:00"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
