"""Moving departure requests from state to state."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Code, Input, Output, Page
from api.schemas.people import RequestStateName

ActionName = Literal["submit", "send_back", "verify", "withdraw", "reopen", "return"]
Why = Annotated[str, Field(strict=True, max_length=500, description="Kept in the request's history.")]


class MoveIn(Input):
    """What to do with a departure request.

    `submit` a draft; `send_back` what was submitted, or verified, by one step; `verify` what was submitted;
    `withdraw` what has not left yet; `return` who went home again, on the way or later; `reopen` what was withdrawn,
    did not appear, or has returned.
    """

    action: ActionName
    why: Why = ""


class MovesIn(MoveIn):
    """The same for many requests, by their codes: each is moved or refused by itself."""

    requests: Annotated[list[Code], Field(min_length=1, max_length=20_000)]


class MovedOut(Output):
    """What became of one request; ``state`` is the one that it is in now (null: there is no such request)."""

    request: str
    id: UUID | None
    outcome: Literal["moved", "already", "refused"]
    state: RequestStateName | None
    reason: str


class MovesOut(Output):
    """What became of each request, in their order."""

    moved: int
    already: int
    refused: int
    results: list[MovedOut]


class MoveOut(Output):
    """A step of a request: when it happened, when it was noted here, by whom (null: the system) and why."""

    from_state: RequestStateName
    to_state: RequestStateName
    at: datetime
    noted_at: datetime
    by: UUID | None
    why: str


class MovePage(Page):
    """The history of a request, oldest first."""

    items: list[MoveOut]
