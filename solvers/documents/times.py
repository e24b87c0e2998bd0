"""Moments and times of day: the format's text <-> whole seconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_DAY_S = 86_400


def aware(text: str) -> datetime:
    """ISO 8601 text with an offset and whole seconds; raises ValueError with what is wrong."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time such as 2027-02-20T05:00:00+08:00") from None
    offset = at.utcoffset()
    if offset is None:
        raise ValueError(f"{text!r} has no offset such as +08:00")
    if at.microsecond or offset.microseconds:
        raise ValueError(f"{text!r} is not in whole seconds")
    if not 1 < at.year < 9999:
        raise ValueError(f"{text!r} is not within the years 2 to 9998")
    return at


@lru_cache(maxsize=1 << 17)
def moment(text: str) -> int:
    """ISO 8601 text -> whole seconds since the Unix epoch; raises ValueError."""
    return int(aware(text).timestamp())


@lru_cache(maxsize=1 << 17)
def moment_text(moment: int, utc_offset_s: int) -> str:
    """Whole seconds since the Unix epoch -> ISO 8601 text in a local time."""
    local = timezone(timedelta(seconds=utc_offset_s))
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(moment))).astimezone(local).isoformat()


def clock(text: str) -> int:
    """A time of day such as 19:30 -> seconds after midnight; raises ValueError. 24:00 is the day's end."""
    found = _CLOCK.fullmatch(text)
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found else _DAY_S + 1
    if found is None or int(found[2]) > 59 or seconds > _DAY_S:
        raise ValueError(f"{text!r} is no time of day such as 19:30")
    return seconds


def clock_text(seconds: int) -> str:
    """Seconds after midnight -> a time of day such as 19:30."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
