"""Messages that were posted, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Input, Output, Page

MessageStateName = Literal["waiting", "sending", "sent", "dead"]


class MessageOut(Output):
    """A message: to whom, by what, and how far it got. `dead` waits for somebody to do `what_to_do`."""

    id: UUID
    channel: str
    recipient_kind: str
    recipient_id: UUID
    kind: str
    about: UUID
    language: str
    state: str
    address_end: str
    attempts: int
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    trouble: str
    what_to_do: str


class MessagePage(Page):
    """Messages of a campaign, oldest first."""

    items: list[MessageOut]


class ResendIn(Input):
    """Messages to send again, now that the cause is mended."""

    messages: Annotated[list[UUID], Field(min_length=1, max_length=2000)]


class DoneOut(Output):
    """What became of a row: `row` counts from 0, `why` says why it was not done."""

    row: int
    done: bool
    why: str


class DoneListOut(Output):
    """What became of each row, in their order."""

    done: int
    refused: int
    results: list[DoneOut]
