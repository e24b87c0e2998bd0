"""Calls: people on name lists, for the staff of their home towns to phone."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import Code, Count, Flag, Input, LongText, Moment, Output, Page, Phone, Point, Positive, Remark
from api.schemas.people import BoardingIn, ChoiceIn, Sex
from api.schemas.wishes import Words

OutcomeName = Literal["to_call", "reached", "wants_to_go", "declined", "unreachable", "call_again"]


class CallOut(Output):
    """Somebody to call: who is wanted where, and what came of it."""

    id: UUID
    campaign: UUID
    town: str
    name: str
    phone: str
    sex: str
    birth_year: int | None
    employer: str | None
    employer_name: str
    slots: JsonValue
    remark: str
    outcome: OutcomeName
    note: str
    tries: int
    called_at: datetime | None
    call_again_at: datetime | None
    worker: UUID | None
    request: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class CallPage(Page):
    """People to call, town by town."""

    items: list[CallOut]


class TownOut(Output):
    """One town's calls, by outcome; `requests` counts those who ask to travel by now."""

    town: str
    calls: int
    outcomes: dict[OutcomeName, int]
    requests: int


class Towns(Output):
    """Every town that has somebody to call."""

    items: list[TownOut]


class CallPatch(Input):
    """What came of a call; `call_again_at` goes with the outcome `call_again`, a note left out stays."""

    outcome: OutcomeName
    note: LongText | None = None
    call_again_at: Moment | None = None


class CallRequestIn(Input):
    """The departure request of somebody who wants to go.

    What the list does not say of the person is asked on the telephone. Without `choices` the list's slots are
    taken, without `boarding` places within reach of `home` are found.
    """

    code: Code
    ready_at: Moment
    due_at: Moment | None = None
    size: Annotated[Positive | None, Field(le=1000)] = None
    wheelchairs: Annotated[Count, Field(le=1000)] = 0
    priority: Annotated[Count, Field(le=100)] = 0
    home: Point | None = None
    boarding: Annotated[list[BoardingIn], Field(max_length=1000)] | None = None
    choices: Annotated[list[ChoiceIn], Field(max_length=1000)] = Field(default_factory=list)
    phone: Phone = ""
    id_number: Annotated[str | None, Field(strict=True, min_length=6, max_length=30)] = None
    birth_year: Annotated[int | None, Field(strict=True, ge=1900, le=2200)] = None
    sex: Sex = ""
    town: Annotated[Remark, Field(max_length=100)] = ""
    registered_poor: Flag = False
    needs: dict[Annotated[str, Field(max_length=50)], Flag] = Field(default_factory=dict, max_length=20)
    skills: Words = Field(default_factory=list)
