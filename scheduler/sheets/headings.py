"""Finding the row of headings, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from scheduler.sheets.columns.column import Column
from scheduler.sheets.datum import Datum
from scheduler.sheets.files.grid import BadFile, Cell, is_empty

LOOKED_AT = 20
"""Rows in which headings may stand: titles and remarks come before them."""
LEAST = 2
"""Headings that have to be known for a row to be that of the headings."""
DATUMS = {"gcj": Datum.GCJ02, "火星": Datum.GCJ02, "高德": Datum.GCJ02, "wgs": Datum.WGS84}
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """Which column is where: indexes from 0 by key; ``row`` counts from 1."""

    row: int
    at: dict[str, int]
    texts: dict[str, str]
    unknown: tuple[str, ...]
    datum: Datum | None


def find_headings(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> Headings:
    """The best of the first rows.

    Raises
    ------
    BadFile
        No row has headings that are known, one of them stands there twice, or a needed one is missing.
    """
    names = {name: column for column in columns for name in _names(column)}
    found = [[names.get(plain(cell)) for cell in row] for row in rows[:LOOKED_AT]]
    known = [len({column.key for column in row if column}) for row in found]
    if max(known, default=0) < min(LEAST, len(columns)):
        raise BadFile("no_headings", rows=LOOKED_AT, names=_list(columns))
    best = known.index(max(known))
    at: dict[str, int] = {}
    for index, column in enumerate(found[best]):
        if column and at.setdefault(column.key, index) != index:
            raise BadFile("heading_twice", name=str(rows[best][index]).strip())
    missing = [column for column in columns if column.needed and column.key not in at]
    if missing:
        raise BadFile("heading_missing", names=_list(missing))
    cells = rows[best]
    return Headings(
        row=best + 1,
        at=at,
        texts={key: str(cells[index]).strip() for key, index in at.items()},
        unknown=tuple(
            str(cells[i]).strip() for i, column in enumerate(found[best]) if not column and not is_empty(cells[i])
        ),
        datum=_datum(cells),
    )


def plain(cell: Cell) -> str:
    """A heading as it is compared."""
    text = BRACKETS.sub("", normalize("NFKC", cell if isinstance(cell, str) else ""))
    return re.sub(r"[\s*_./:：、-]+", "", text).casefold()


def _names(column: Column) -> list[str]:
    return [plain(name) for name in (column.head.zh, column.head.en, column.key, *column.also)]


def _list(columns: Sequence[Column]) -> str:
    return "、".join(f"{column.head.zh} / {column.head.en}" for column in columns)


def _datum(cells: Sequence[Cell]) -> Datum | None:
    """What a heading says of the coordinates."""
    texts = [cell.casefold() for cell in cells if isinstance(cell, str)]
    return next((datum for mark, datum in DATUMS.items() if any(mark in text for text in texts)), None)
