"""Rows that speak of one thing: a party, a slot with several windows, a fleet with several crews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.sheets.columns.column import Column
from scheduler.sheets.rows import SheetRow
from solvers.problem import Json


def gather(rows: Sequence[SheetRow], columns: Iterable[Column]) -> dict[str, Json]:
    """What the rows say of the thing, once or in each of them; what they say differently is a fault."""
    said: dict[str, Json] = {}
    said_in: dict[str, int] = {}
    for row in rows:
        for column in columns:
            if column.key not in row.values:
                continue
            value = row.values[column.key]
            if said.setdefault(column.key, value) != value:
                row.fault(column.key, "differs", row=said_in[column.key])
            said_in.setdefault(column.key, row.number)
    return said


def number_group(rows: Sequence[SheetRow]) -> None:
    """They are taken in together."""
    for row in rows:
        row.group = rows[0].number


def spread_faults(rows: Sequence[SheetRow], column: str) -> None:
    """What belongs together is taken in together, or not at all; told at ``column``."""
    faulty = next((row for row in rows if row.faults), None)
    for row in rows:
        if faulty is not None and not row.faults:
            row.fault(column, "mate_faulty", row=faulty.number)


def is_faulty(row: SheetRow, *columns: str) -> bool:
    """Whether something is wrong with one of these cells."""
    return any(note.column in columns for note in row.faults)
