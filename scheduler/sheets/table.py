"""From a grid to rows of values: each cell read by its column, each fault kept with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from scheduler.sheets.cells import ERRORS, masked, shown
from scheduler.sheets.columns.column import EXAMPLE, Column
from scheduler.sheets.context import Context
from scheduler.sheets.files.grid import MAX_ROWS, BadFile, Cell, Grid, Merged, is_empty
from scheduler.sheets.headings import LOOKED_AT, Headings, find_headings
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.unfit import Note, Unfit
from solvers.problem import Json

Tell = Callable[[float], None]
"""Told how much is done, 0 to 1."""
TELL_EVERY = 500
REMEMBERED = 2000
"""Cells of one column whose meaning is remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file says; ``notes`` are of the file as a whole."""

    headings: Headings
    rows: list[SheetRow]
    notes: list[Note]
    context: Context


def read_table(grid: Grid, columns: Sequence[Column], context: Context, tell: Tell) -> Table:
    """All rows below the headings; empty rows and examples are passed over.

    Raises
    ------
    BadFile
        There are no headings, no rows, or too many of them.
    """
    lines = enumerate(grid.rows, start=1)
    first = list(islice(lines, LOOKED_AT))
    headings = find_headings([cells for _, cells in first], columns)
    if headings.datum is not None:
        context = replace(context, datum=headings.datum)
    reader = _Reader(columns=columns, headings=headings, merged=grid.merged, context=context)
    rows: list[SheetRow] = []
    for number, cells in chain(first[headings.row :], lines):
        row = reader.read(number, cells)
        if row is not None:
            rows.append(row)
        if number > MAX_ROWS:
            raise BadFile("too_many_rows", most=MAX_ROWS)
        if number % TELL_EVERY == 0:
            tell(min(1.0, number / max(1, grid.height)))
    if not rows:
        raise BadFile("no_rows")
    return Table(headings=headings, rows=rows, notes=list(_notes(grid, headings, reader.examples)), context=context)


class _Reader:
    """Reads row by row, and remembers what merged cells say further down."""

    def __init__(
        self, *, columns: Sequence[Column], headings: Headings, merged: Sequence[Merged], context: Context
    ) -> None:
        self._columns = [(headings.at[column.key], column) for column in columns if column.key in headings.at]
        self._by_index = dict(self._columns)
        self._context = context
        self._merged: dict[int, list[Merged]] = {}
        for area in merged:
            if area.bottom >= headings.row:
                self._merged.setdefault(max(area.top, headings.row), []).append(area)
        self._down: dict[int, tuple[int, Cell]] = {}
        self._read: dict[str, dict[tuple[type, Cell], Json]] = {column.key: {} for column in columns}
        self.examples = 0

    def read(self, number: int, cells: list[Cell]) -> SheetRow | None:
        """The row, or None for an empty one or an example."""
        row = SheetRow(number=number)
        begun = self._merged.get(number - 1, ())
        if begun or self._down:
            cells = self._spread(number - 1, begun, cells, row)
        if not any(index < len(cells) and not is_empty(cells[index]) for index, _ in self._columns):
            return None
        first = next(cell for cell in cells if not is_empty(cell))
        if isinstance(first, str) and first.strip().casefold().startswith((EXAMPLE.zh, EXAMPLE.en.casefold())):
            self.examples += 1
            return None
        for index, column in self._columns:
            cell = cells[index] if index < len(cells) else None
            if not is_empty(cell):
                self._value(row, column, cell)
            elif column.needed and not column.shared:
                row.fault(column.key, "needed")
        return row

    def _value(self, row: SheetRow, column: Column, cell: Cell) -> None:
        try:
            value = self._meaning(column, cell)
        except Unfit as unfit:
            told = masked(cell) if column.key == "id_number" else shown(cell)
            row.fault(column.key, unfit.reason, told[:200], **unfit.params)
        else:
            if value not in (None, "", [], {}):
                row.values[column.key] = value

    def _meaning(self, column: Column, cell: Cell) -> Json:
        """What a cell means; where many rows say the same, it is read, and kept, once."""
        if isinstance(cell, str) and cell.strip().upper() in ERRORS:
            raise Unfit("formula_error")
        if column.own:
            return column.read(cell, self._context)
        read = self._read[column.key]
        key = (type(cell), cell)
        if key not in read:
            if len(read) >= REMEMBERED:
                read.clear()
            read[key] = column.read(cell, self._context)
        return read[key]

    def _spread(self, line: int, begun: Sequence[Merged], cells: list[Cell], row: SheetRow) -> list[Cell]:
        """What merged cells say is said in each of their rows; where rows must differ, it is a fault."""
        cells = list(cells)
        for area in begun:
            column = self._by_index.get(area.left)
            across = [self._by_index[i] for i in range(area.left + 1, area.right + 1) if i in self._by_index]
            if across and column:
                row.fault(column.key, "merged_across")
            if column and area.bottom > line:
                if column.own:
                    row.fault(column.key, "merged_down", first=line + 1, last=area.bottom + 1)
                self._down[area.left] = (area.bottom, cells[area.left] if area.left < len(cells) else None)
        for index, (bottom, value) in list(self._down.items()):
            if line <= bottom and index < len(cells) and is_empty(cells[index]):
                cells[index] = value
            if line >= bottom:
                del self._down[index]
        return cells


def _notes(grid: Grid, headings: Headings, examples: int) -> Iterator[Note]:
    if headings.unknown:
        yield Note(column="", reason="columns_ignored", params={"names": "、".join(headings.unknown)[:500]})
    others = [name for name in grid.sheets if name != grid.name]
    if others:
        yield Note(column="", reason="sheets_ignored", params={"read": grid.name, "names": "、".join(others)[:500]})
    if grid.hidden:
        yield Note(column="", reason="hidden_ignored", params={"names": "、".join(grid.hidden)[:500]})
    if examples:
        yield Note(column="", reason="examples_skipped", params={"count": examples})
