"""Workers and their departure requests."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import (
    Code,
    Count,
    Flag,
    Input,
    Kept,
    Location,
    Moment,
    Money,
    Output,
    Page,
    Phone,
    Point,
    Positive,
    Remark,
    Seconds,
    Text,
)
from api.schemas.bulk import BulkIn
from api.schemas.wishes import Wishes, Words

Sex = Literal["female", "male", ""]
RequestStateName = Literal[
    "draft",
    "submitted",
    "verified",
    "planned",
    "told",
    "confirmed",
    "boarded",
    "arrived",
    "settled",
    "withdrawn",
    "no_show",
    "returned",
    "joined",
]
Consent = Annotated[bool | None, Field(strict=True, description="null: not asked yet.")]
Together = Annotated[
    Remark,
    Field(max_length=100, description="Parties with the same word go to one slot; as one, once they are joined."),
]
SmallCount = Annotated[Count, Field(le=1000)]


class WorkerIn(Input):
    """A person; the ID number is kept as a keyed hash only, and never given back."""

    name: Text
    phone: Phone = ""
    id_number: Annotated[str | None, Field(strict=True, min_length=6, max_length=30)] = None
    birth_year: Annotated[int | None, Field(strict=True, ge=1900, le=2200)] = None
    sex: Sex = ""
    town: Annotated[Remark, Field(max_length=100)] = ""
    registered_poor: Flag = False
    needs: Kept = Field(default_factory=dict)
    skills: Words = Field(default_factory=list)
    wishes: Wishes = Field(default_factory=Wishes)
    training_until: Moment | None = None
    consent_employer: Consent = None
    consent_messages: Consent = None


class WorkerPatch(Input):
    """Changes of a worker; what is left out or null stays, but for a null `training_until`: in no training."""

    name: Text | None = None
    phone: Phone | None = None
    birth_year: Annotated[int | None, Field(strict=True, ge=1900, le=2200)] = None
    sex: Sex | None = None
    town: Annotated[Remark, Field(max_length=100)] | None = None
    registered_poor: Flag | None = None
    needs: Kept | None = None
    skills: Words | None = None
    wishes: Wishes | None = None
    training_until: Moment | None = None
    consent_employer: Consent = None
    consent_messages: Consent = None


class WorkerOut(Output):
    """A worker, for the bureau's eyes."""

    id: UUID
    name: str
    phone: str
    birth_year: int | None
    sex: Sex
    town: str
    registered_poor: bool
    needs: JsonValue
    skills: JsonValue
    wishes: JsonValue
    training_until: datetime | None
    consent_employer: bool | None
    consent_messages: bool | None
    version: int
    created_at: datetime
    updated_at: datetime


class WorkerPage(Page):
    """Workers, oldest entry first."""

    items: list[WorkerOut]


class WorkerBulk(BulkIn[WorkerIn]):
    """Workers to take in."""


class BoardingIn(Input):
    """A place where the party can be picked up, ``access_s`` from its home."""

    at: Code
    access_s: Seconds


class ChoiceIn(Input):
    """A slot that the party may be placed in; ``cost`` is its dissatisfaction a person."""

    slot: Code
    cost: Money = 0.0


class RequestIn(Input):
    """A party that wants to travel.

    Without ``boarding``, places within reach of ``home`` are found; without ``unserved_cost`` the campaign's
    applies. ``size`` and ``ready_at`` are needed where no members are given: else all of them travel, as soon as each
    is through with training and on the first day that they named. ``wheelchairs`` and ``town`` are theirs too.
    """

    code: Code
    size: Annotated[Positive | None, Field(le=1000)] = None
    wheelchairs: SmallCount | None = None
    ready_at: Moment | None = None
    due_at: Moment | None = None
    home: Point | None = None
    town: Annotated[Remark, Field(max_length=100)] = ""
    priority: Annotated[Count, Field(le=100)] = 0
    unserved_cost: Money | None = None
    wishes: Wishes = Field(default_factory=Wishes)
    together: Together = ""
    members: Annotated[list[UUID], Field(max_length=1000, description="Ids of workers.")] = Field(default_factory=list)
    boarding: Annotated[list[BoardingIn], Field(max_length=1000)] | None = None
    choices: Annotated[list[ChoiceIn], Field(max_length=1000)] = Field(default_factory=list)
    state: Literal["draft", "submitted"] = "submitted"
    meta: Kept | None = None


class RequestPatch(Input):
    """Changes of a departure request; what is left out stays, and a null ``due_at`` means no limit."""

    size: Annotated[Positive | None, Field(le=1000)] = None
    wheelchairs: SmallCount | None = None
    ready_at: Moment | None = None
    due_at: Moment | None = None
    home: Point | None = None
    town: Annotated[Remark, Field(max_length=100)] | None = None
    priority: Annotated[Count | None, Field(le=100)] = None
    unserved_cost: Money | None = None
    wishes: Wishes | None = None
    together: Together | None = None
    boarding: Annotated[list[BoardingIn], Field(max_length=1000)] | None = None
    choices: Annotated[list[ChoiceIn], Field(max_length=1000)] | None = None


class BoardingOut(Output):
    """Where a party can be picked up; ``found``: by the search, not by hand."""

    at: str
    access_s: int
    found: bool


class WhyOut(Output):
    """A sentence in Chinese and in English."""

    zh: str
    en: str


class ChoiceOut(Output):
    """A slot that a party may be placed in; ``why`` where the matching proposed it (null: chosen by hand)."""

    slot: str
    cost: float
    why: WhyOut | None


class RequestOut(Output):
    """A departure request; ``joined_to`` is the one as part of which it travels, ``parts`` those it was made of.

    ``to_join`` are the codes of other open requests with the same word as ``together``: each still travels for itself,
    until `requests/join` makes one party of them.
    """

    id: UUID
    code: str
    state: RequestStateName
    size: int
    wheelchairs: int
    ready_at: datetime
    due_at: datetime | None
    home: Location | None
    town: str
    priority: int
    unserved_cost: float
    wishes: JsonValue
    together: str
    to_join: list[str]
    joined_to: UUID | None
    parts: list[UUID]
    members: list[UUID]
    boarding: list[BoardingOut]
    choices: list[ChoiceOut]
    meta: JsonValue
    version: int
    created_at: datetime
    updated_at: datetime


class RequestPage(Page):
    """Departure requests of a campaign, by code."""

    items: list[RequestOut]


class RequestBulk(BulkIn[RequestIn]):
    """Departure requests to take in."""


class BoardingSearch(Input):
    """Which requests to find boarding places for: those named, or all (null). Found before: found anew."""

    requests: Annotated[list[Code], Field(min_length=1, max_length=20_000)] | None = None


class BoardingFound(Output):
    """What the search came to."""

    requests: int
    options: int
    without: list[str]


class ReaderIn(Input):
    """In which language somebody reads."""

    language: Literal["zh", "en"]


class ReaderOut(Output):
    """In which language somebody is written to."""

    language: str
