"""What the values of both documents look like: texts, counts, money, times."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from solvers.documents.times import aware, clock, moment

MOST_WHOLE: Final = 10**12
"""No count, distance or duration is longer, so that sums of them stay far inside 64 bits."""
MOST_MONEY: Final = 1e15


class Shape(BaseModel):
    """An object of a document: its keys and no others, but for ``meta``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    meta: JsonValue = None


def _integral(value: object) -> object:
    return int(value) if type(value) is float and value.is_integer() else value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("text", "{what}", {"what": f"{value!r:.60} is no {what}"})
    return value


def _said(fault: ValueError) -> PydanticCustomError:
    return PydanticCustomError("text", "{what}", {"what": str(fault)})


def _moment(value: object) -> int:
    try:
        return moment(_text(value, "time such as 2027-02-20T05:00:00+08:00"))
    except ValueError as fault:
        raise _said(fault) from None


def _aware(value: object) -> datetime:
    try:
        return aware(_text(value, "time such as 2027-02-20T05:00:00+08:00"))
    except ValueError as fault:
        raise _said(fault) from None


def _clock(value: object) -> int:
    try:
        return clock(_text(value, "time of day such as 19:30"))
    except ValueError as fault:
        raise _said(fault) from None


_TIME_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})

Text = Annotated[str, Field(strict=True)]
Id = Annotated[str, Field(strict=True, min_length=1)]
Integer = Annotated[int, Field(strict=True)]
Whole = Annotated[int, BeforeValidator(_integral), Field(strict=True, ge=0, le=MOST_WHOLE)]
Count = Annotated[int, BeforeValidator(_integral), Field(strict=True, ge=1, le=MOST_WHOLE)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Money = Annotated[float, Field(strict=True, ge=0, le=MOST_MONEY, allow_inf_nan=False)]
Moment = Annotated[int, PlainValidator(_moment), _TIME_SCHEMA]
LocalMoment = Annotated[datetime, PlainValidator(_aware), _TIME_SCHEMA]
Clock = Annotated[int, PlainValidator(_clock), WithJsonSchema({"type": "string", "pattern": r"^\d{1,2}:\d{2}$"})]
