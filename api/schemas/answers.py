"""Who was asked what, and what they said."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Code, Flag, Input, LongText, Moment, Output, Page

AskKindName = Literal["trip", "intake", "duty", "hours"]
Reason = Annotated[str, Field(strict=True, max_length=500)]


class AskOut(Output):
    """A question with its deadline; `about` is the code of the request, slot or duty. `says_yes` null: no answer
    yet, or an intake taken in part. `hours` asks whether the gate of a slot stays open `until` then."""

    id: UUID
    kind: AskKindName
    about: str
    until: datetime | None
    plan_number: int
    worker_id: UUID | None
    asked_at: datetime
    due_at: datetime
    overdue: bool
    answered_at: datetime | None
    way: str
    says_yes: bool | None
    reason: str


class HoursIn(Input):
    """Until when the gate is to stay open."""

    until: Moment


class HoursSaidIn(Input):
    """Whether the gate stays open; if not, why."""

    keeps_open: Flag
    reason: Reason = ""


class AskPage(Page):
    """Questions, by deadline."""

    items: list[AskOut]


class ToCallOut(Output):
    """A party that staff have to call or visit, and why."""

    request_id: UUID
    request: str
    town: str
    size: int
    why: Literal["no_phone", "no_answer", "differ"]
    due_at: datetime


class CallListOut(Output):
    """The staff's call list, the nearest deadline first."""

    items: list[ToCallOut]


class SaidIn(Input):
    """What a party told staff: whether it travels."""

    request: Code
    comes: Flag
    reason: Reason = ""


class SaidListIn(Input):
    """What staff were told, party by party; each row is taken down by itself."""

    rows: Annotated[list[SaidIn], Field(min_length=1, max_length=2000)]


class SaidOut(Output):
    """What became of a row: the request's state now, or why nothing was done."""

    row: int
    state: str | None
    why: str


class SaidListOut(Output):
    """What became of each row, in their order."""

    done: int
    refused: int
    results: list[SaidOut]


class ReplyOut(Output):
    """A text message that came in."""

    id: UUID
    phone: str
    text: str
    understood: bool
    received_at: datetime
    handled_at: datetime | None


class ReplyPage(Page):
    """Text messages that came in, oldest first."""

    items: list[ReplyOut]


class NotTakenIn(Input):
    """Whom the employer does not take in: a worker of the party, or (`worker` left out) all of it."""

    party: Code
    worker: UUID | None = None
    reason: Annotated[LongText, Field(min_length=1, max_length=500)]


class NotTakenOut(Output):
    """Whom the employer does not take in, and why."""

    party: str
    worker: UUID | None
    reason: str
