"""Parties that travel together: joined into one, and split again."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Code, Input, Output
from api.schemas.moves import Why
from api.schemas.people import RequestOut, WhyOut

HindranceName = Literal[
    "alone",
    "unknown",
    "joined",
    "state",
    "states",
    "days",
    "times",
    "homes",
    "places",
    "slots",
    "capacity",
    "vehicle",
]


class JoinIn(Input):
    """Which parties travel as one: groups of requests by their codes, each joined or refused by itself.

    Without ``groups``, all open requests with the same word as ``together`` are.
    """

    groups: (
        Annotated[
            list[Annotated[list[Code], Field(min_length=1, max_length=100)]], Field(min_length=1, max_length=1000)
        ]
        | None
    ) = None


class HindranceOut(Output):
    """Why parties cannot travel as one: which of them to look at, and what is in the way."""

    request: str
    code: HindranceName
    why: WhyOut


class JoinedOut(Output):
    """What became of a group: the request as which they travel, or why they do not."""

    requests: list[str]
    id: UUID | None
    code: str | None
    reasons: list[HindranceOut]


class JoinedListOut(Output):
    """What became of each group, in their order."""

    joined: int
    refused: int
    results: list[JoinedOut]


class SplitIn(Input):
    """Let the parties of a joined one travel for themselves again, each as it was before."""

    why: Why = ""


class SplitOut(Output):
    """The requests that travel for themselves again."""

    items: list[RequestOut]
