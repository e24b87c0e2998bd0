"""Spreadsheets: uploads, their rows, and what there is to say of each cell."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import Input, Output, Page

KindName = Literal["departures", "name_list", "slots", "fleets", "services"]
UploadStateName = Literal["queued", "working", "ready", "taken", "failed", "dropped"]
TaskName = Literal["read", "take_in"]
RowStateName = Literal["valid", "faulty", "taken"]
ActionName = Literal["new", "update", "same"]
RowNumber = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class Counts(Output):
    """Rows by what can become of them; `new`, `update` and `same` are those that are valid."""

    rows: int
    valid: int
    faulty: int
    taken: int
    warned: int
    new: int
    update: int
    same: int


class ColumnOut(Output):
    """A column that was recognised: its key, its letter, and its heading as it stands there."""

    key: str
    letter: str
    heading: str


class ReasonOut(Output):
    """Something to say of a file: a code that never changes its meaning, and a sentence."""

    code: str
    what: str


class UploadOut(Output):
    """A file that was sent in.

    `queued` and `working` it waits for a queue worker (`task` says what for, `done` how far it is), `ready` its
    rows can be looked at and taken in, `taken` they all were; `failed` it could not be read, and `error` says why.
    """

    id: UUID
    campaign: UUID
    organisation: UUID
    kind: KindName
    file_name: str
    size_bytes: int
    datum: Literal["wgs84", "gcj02"]
    state: UploadStateName
    task: TaskName
    done: float
    sheet: str
    columns: list[ColumnOut]
    counts: Counts | None
    notes: list[ReasonOut]
    error: ReasonOut | None
    created_at: datetime
    expires_at: datetime | None


class UploadPage(Page):
    """Uploads of a campaign, oldest first."""

    items: list[UploadOut]


class CellNote(Output):
    """What is wrong with a cell, such as C17, or deserves a look; the value of an ID number is shortened."""

    cell: str
    heading: str
    value: str
    code: str
    what: str


class UploadRowOut(Output):
    """A row: what it says by the keys of columns, what taking it in does, and what is wrong.

    Rows of one `party`, or of one slot or fleet (the number of its first row), are taken in together. `changes`
    names the columns in which the row differs from what is there. `result` is the id of what it became.
    """

    row: int
    party: int
    state: RowStateName
    action: ActionName
    values: dict[str, JsonValue]
    changes: list[str]
    faults: list[CellNote]
    warnings: list[CellNote]
    result: UUID | None


class UploadRowPage(Page):
    """Rows of an upload, in the order of the sheet."""

    items: list[UploadRowOut]


class TakeIn(Input):
    """Which rows to take in, by their numbers in the sheet; null: all that are valid. Everything or nothing."""

    rows: Annotated[list[RowNumber] | None, Field(min_length=1, max_length=100_000)] = None
