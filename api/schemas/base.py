"""Building blocks of every schema: what a text, a number or a moment may be over HTTP.

Everything that comes in is bounded, so that nothing reaches the database which it would refuse.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, to_json

YEARS = (2000, 2200)
"""Moments outside are slips of the pen, and would overflow somewhere between offsets and PostgreSQL."""
META_BYTES = 16_384
DAY_S = 86_400


class Input(BaseModel):
    """What a client sends: unknown keys are an error."""

    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(extra="forbid")


class Page(Output):
    """What every list has; ``next_cursor`` is null on the last page."""

    next_cursor: str | None


class Location(Output):
    """A point on earth: WGS 84, degrees."""

    lon: float
    lat: float


def _moment(value: object) -> object:
    if not isinstance(value, str) or "T" not in value.upper():
        raise PydanticCustomError("moment", "write a moment like 2027-02-20T05:00:00+08:00")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError(
            "moment", "there is no such moment; write it like 2027-02-20T05:00:00+08:00"
        ) from None
    if moment.tzinfo is None:
        raise PydanticCustomError("moment", "a moment needs its offset, like +08:00")
    if not YEARS[0] <= moment.year < YEARS[1]:
        raise PydanticCustomError("moment", f"a moment lies in the years {YEARS[0]} to {YEARS[1] - 1}")
    if moment.microsecond:
        raise PydanticCustomError("moment", "a moment is in whole seconds")
    return moment


def _whole(value: object) -> object:
    return int(value) if type(value) is float and value.is_integer() else value


def small(value: dict[str, Any]) -> dict[str, Any]:
    """The same object, if it is of a size to be kept."""
    if len(to_json(value)) > META_BYTES:
        raise PydanticCustomError("meta", f"this may be at most {META_BYTES} bytes of JSON")
    return value


def _day(value: object) -> object:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2027-02-20") else None
    except ValueError:
        day = None
    if day is None or not YEARS[0] <= day.year < YEARS[1]:
        raise PydanticCustomError("day", "write a day like 2027-02-20")
    return day


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day of the calendar, like 2027-02-20."""
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
"""An ISO 8601 moment with an offset, in whole seconds."""

Text = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
Remark = Annotated[str, Field(strict=True, max_length=200)]
LongText = Annotated[str, Field(strict=True, max_length=2000)]
Code = Annotated[str, Field(strict=True, min_length=1, max_length=100)]
"""A thing's id in the transfer format."""
Phone = Annotated[str, Field(strict=True, max_length=40, pattern=r"^[0-9+() -]*$")]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=1_000_000)]
Positive = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=1, le=1_000_000)]
Seconds = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=31_622_400)]
Metres = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=0, le=100_000_000)]
Money = Annotated[float, Field(strict=True, ge=0, le=1e12, allow_inf_nan=False)]
Lon = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Kept = Annotated[dict[str, JsonValue], AfterValidator(small)]
"""A free object that is kept and given back: at most 16 kB."""
TimeOfDay = Annotated[str, Field(strict=True, pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Hours = Annotated[list[TimeOfDay], Field(min_length=2, max_length=2)]
"""From and until, local times of day like 06:00."""


def seconds_of_day(text: str) -> int:
    """06:30 as seconds after midnight."""
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def time_of_day(seconds: int) -> str:
    """Seconds after midnight as 06:30."""
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, as every answer writes it."""
    return moment.astimezone(UTC)


class Point(Input):
    """A point on earth: WGS 84, degrees."""

    lon: Lon
    lat: Lat
