"""Drivers, and what operators say to duties."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.answers import Reason
from api.schemas.base import Code, Flag, Input, Output, Page, Phone, Text
from api.schemas.bulk import BulkIn

Licence = Annotated[str, Field(strict=True, max_length=20)]
Plate = Annotated[str, Field(strict=True, max_length=20)]
DaySeconds = Annotated[int, Field(strict=True, ge=0, le=86_400)]
LanguageName = Literal["zh", "en"]


class DriverIn(Input):
    """A driver of your organisation."""

    code: Code
    name: Text
    phone: Phone = ""
    licence_class: Licence = ""
    language: LanguageName = "zh"


class DriverBulk(BulkIn[DriverIn]):
    """Drivers to register."""


class DriverPatch(Input):
    """What to change; who is retired is named for no more duties."""

    name: Text | None = None
    phone: Phone | None = None
    licence_class: Licence | None = None
    language: LanguageName | None = None
    retired: Flag | None = None


class DriverOut(Output):
    """A driver."""

    id: UUID
    code: str
    name: str
    phone: str
    licence_class: str
    language: str
    retired: bool


class DriverPage(Page):
    """Your organisation's drivers, by code."""

    items: list[DriverOut]


class DrivenDay(Input):
    """Seconds at the wheel on a day, besides the duties known here."""

    on: date
    drive_s: DaySeconds


class DrivenDaysIn(Input):
    """Days to report; a day said again is replaced."""

    days: Annotated[list[DrivenDay], Field(min_length=1, max_length=31)]


class DrivenDaysOut(Output):
    """Every day that was reported of a driver."""

    days: list[DrivenDay]


class DutyAnswerIn(Input):
    """What you say to a duty: drivers by code, in the order of its drives."""

    state: Literal["accepted", "refused"]
    plate: Plate = ""
    drivers: Annotated[list[Code], Field(default_factory=list, max_length=4)]
    reason: Reason = ""


class DutyAnswerRow(DutyAnswerIn):
    """The same, for the duty of this code."""

    duty: Code


class DutyAnswersIn(Input):
    """Answers to duties, each taken by itself."""

    rows: Annotated[list[DutyAnswerRow], Field(min_length=1, max_length=2000)]


class ManningOut(Output):
    """What an operator says to a duty. While `asked`, plate and drivers are a proposal from an earlier version."""

    duty_id: UUID
    duty: str
    state: Literal["asked", "accepted", "refused"]
    plate: str
    drivers: list[str]
    reason: str
    decided_at: datetime | None


class ManningPage(Page):
    """What was said to the duties of a plan, as far as they are yours to see."""

    items: list[ManningOut]
