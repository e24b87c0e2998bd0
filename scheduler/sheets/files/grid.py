"""A sheet as rows of cells, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext_noop

from scheduler.errors import Invalid
from scheduler.sheets.wording import say

Cell = str | float | int | bool | datetime | date | time | timedelta | None
"""What a cell holds; of a formula, the value that was last computed."""

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 1_000
"""Characters of one cell."""


class BadFile(Invalid):
    """A file that cannot be read; ``reason`` is a key of :data:`scheduler.sheets.wording.REASONS`."""

    code = "bad_file"
    title = gettext_noop("The file cannot be read")

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(say(reason, params, "en"), where="file")
        self.reason, self.params = reason, params


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Cells that were joined into one, rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet. ``rows`` can be gone through once; the first one is row 1 of the sheet.

    ``sheets`` names the visible sheets, of which this is ``name`` (empty for text files), ``hidden`` those that
    were not looked at. ``height`` is about how many rows there are.
    """

    name: str
    sheets: tuple[str, ...]
    hidden: tuple[str, ...]
    merged: tuple[Merged, ...]
    height: int
    rows: Iterable[list[Cell]]


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing to be read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
