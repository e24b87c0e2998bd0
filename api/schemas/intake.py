"""Employers: plants, gates, job posts, slots, and what they say to an intake."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.answers import NotTakenIn, NotTakenOut
from api.schemas.base import Code, Count, Flag, Input, Kept, Lat, Lon, Moment, Money, Output, Page, Phone, Remark, Text
from api.schemas.bulk import BulkIn

Window = Annotated[list[Moment], Field(min_length=2, max_length=2)]
Windows = Annotated[list[Window], Field(min_length=1, max_length=100)]
Words = Annotated[list[Text], Field(max_length=50)]
Age = Annotated[Count, Field(le=120)]


class PlantIn(Input):
    """A site where an employer's people work."""

    code: Code
    name: Text
    name_en: Remark = ""
    city: Annotated[Remark, Field(max_length=100)] = ""
    address: Remark = ""
    lon: Lon | None = None
    lat: Lat | None = None


class PlantOut(Output):
    """A plant."""

    id: UUID
    employer_id: UUID
    code: str
    name: str
    name_en: str
    city: str
    address: str
    lon: float | None
    lat: float | None
    version: int


class PlantPage(Page):
    """Plants, by code."""

    items: list[PlantOut]


class GateIn(Input):
    """Which place of the campaign is a plant's gate, and who receives people there."""

    place: Code
    plant: Code
    contact_name: Remark = ""
    contact_phone: Phone = ""


class GateOut(Output):
    """The gate of a plant in a campaign."""

    id: UUID
    place: str
    plant: str
    contact_name: str
    contact_phone: str


class GatePage(Page):
    """Gates of a campaign."""

    items: list[GateOut]


class JobPostIn(Input):
    """A job; pay is a month's, in the campaign's currency.

    Who takes it has all of `skills` and is of an age from `age_from` to `age_to`; `accepts_needs` names the needs,
    such as `wheelchair`, that the workplace is fit for.
    """

    code: Code
    plant: Annotated[Code | None, Field(description="The plant's code.")] = None
    title: Text
    title_en: Remark = ""
    workshop: Remark = ""
    skills: Words = Field(default_factory=list)
    age_from: Age | None = None
    age_to: Age | None = None
    accepts_needs: Words = Field(default_factory=list)
    headcount: Count
    pay_from: Money | None = None
    pay_to: Money | None = None
    sends_vehicle: Flag = False
    meta: Kept | None = None


class JobPostPatch(Input):
    """Changes of a job post; what is left out or null stays."""

    title: Text | None = None
    title_en: Remark | None = None
    workshop: Remark | None = None
    skills: Words | None = None
    age_from: Age | None = None
    age_to: Age | None = None
    accepts_needs: Words | None = None
    headcount: Count | None = None
    pay_from: Money | None = None
    pay_to: Money | None = None
    sends_vehicle: Flag | None = None


class JobPostOut(Output):
    """A job that an employer posts."""

    id: UUID
    employer_id: UUID
    code: str
    plant: str | None
    title: str
    title_en: str
    workshop: str
    skills: JsonValue
    age_from: int | None
    age_to: int | None
    accepts_needs: JsonValue
    headcount: int
    pay_from: float | None
    pay_to: float | None
    sends_vehicle: bool
    meta: JsonValue
    version: int


class JobPostPage(Page):
    """Job posts of a campaign, by code."""

    items: list[JobPostOut]


class JobPostBulk(BulkIn[JobPostIn]):
    """Job posts to take in."""


class SlotIn(Input):
    """An intake: nobody, or ``min_headcount`` to ``capacity`` people who alight at ``gate`` in a window."""

    code: Code
    gate: Annotated[Code, Field(description="The place's code.")]
    job_post: Annotated[Code | None, Field(description="The job post's code.")] = None
    capacity: Count
    min_headcount: Count = 0
    windows: Windows
    meta: Kept | None = None


class SlotPatch(Input):
    """Changes of a slot; what is left out or null stays."""

    capacity: Count | None = None
    min_headcount: Count | None = None
    windows: Windows | None = None


class SlotOut(Output):
    """An intake slot; its windows are in the campaign's offset."""

    id: UUID
    code: str
    employer_id: UUID | None
    gate: str
    job_post: str | None
    capacity: int
    min_headcount: int
    windows: list[list[datetime]]
    meta: JsonValue
    version: int


class SlotPage(Page):
    """Slots of a campaign, by code."""

    items: list[SlotOut]


class SlotBulk(BulkIn[SlotIn]):
    """Slots to take in."""


ConfirmationName = Literal["confirmed", "partial", "declined"]


class DecisionIn(Input):
    """An employer's answer: all who come, some of them, or nobody; less than all needs a reason.

    A part is told by `not_taken`, person by person, or by the number `accepted` alone.
    """

    state: ConfirmationName
    accepted: Annotated[Count | None, Field(description="How many, where only a part is taken in.")] = None
    reason: Annotated[str, Field(strict=True, max_length=500)] = ""
    not_taken: Annotated[list[NotTakenIn], Field(default_factory=list, max_length=2000)]


class DecisionOut(Output):
    """What the employer said."""

    state: ConfirmationName
    planned: int
    accepted: int
    reason: str
    not_taken: list[NotTakenOut]
    decided_at: datetime


class PersonOut(Output):
    """Someone who comes to the gate: what an employer may know before."""

    worker_id: UUID
    name: str
    sex: str
    birth_year: int | None
    needs: JsonValue


class PartyOut(Output):
    """A party that comes; ``people`` are those of it who are known by name."""

    request: str
    size: int
    wheelchairs: int
    people: list[PersonOut]


class ArrivalOut(Output):
    """Parties that come at one time by one duty or service, or (both null) on their own."""

    arrives_at: datetime
    duty: str | None
    service: str | None
    headcount: int
    parties: list[PartyOut]


class IntakeOut(Output):
    """What the published plan brings to a slot, and what the employer said to it."""

    slot_id: UUID
    slot: str
    gate: str
    plan_id: UUID
    plan_number: int
    planned: int
    decision: DecisionOut | None


class IntakeDetail(IntakeOut):
    """An intake with everyone who comes."""

    arrivals: list[ArrivalOut]


class IntakePage(Page):
    """Intakes of the published plan, by slot."""

    items: list[IntakeOut]
