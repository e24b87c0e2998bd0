"""The change report as a workbook or as CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

from scheduler.papers.change_wording import CHANGE_WORDS, ChangePhrases
from scheduler.papers.tables import Cell, table, write
from scheduler.papers.wording import Language

Document = dict[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so is a formula to the programs that open CSV."""


def change_list_bytes(document: Document, *, title: str, language: Language) -> bytes:
    """The report as XLSX: the figures, then a sheet each of parties, slots and vehicles."""
    words = CHANGE_WORDS[language]
    book = Workbook()
    _summary(book.active, document, title, words)
    sheets: tuple[tuple[str, Sequence[str], list[Sequence[Cell]], tuple[int, ...]], ...] = (
        (words.parties, _head(words), _rows(document, words), (12, 7, 16, 20, 9, *[20] * 8, *[17] * 6, 16)),
        (
            words.slots,
            (words.slot, *_counts(words)),
            [(one["slot"], *_difference(one)) for one in document["slots"]],
            (20, 9, 9, 40, 40),
        ),
        (
            words.vehicles,
            (words.vehicle, *_counts(words)),
            [(_vehicle(one), *_difference(one)) for one in document["vehicles"]],
            (20, 9, 9, 40, 40),
        ),
    )
    for name, head, rows, widths in sheets:
        sheet = book.create_sheet(name)
        table(sheet, 1, head, rows, widths=widths)
        sheet.freeze_panes = sheet.cell(row=2, column=2)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def change_list_text(document: Document, *, language: Language) -> bytes:
    """The parties of the report as CSV, with a mark by which spreadsheets know the encoding."""
    words, out = CHANGE_WORDS[language], StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_head(words))
    writer.writerows([_plain(cell) for cell in row] for row in _rows(document, words))
    return out.getvalue().encode("utf-8-sig")


def _summary(sheet: Any, document: Document, title: str, words: ChangePhrases) -> None:
    sheet.title = words.summary
    write(sheet, 1, 1, f"{title} · {words.changes}")
    rows: list[Sequence[Cell]] = [(words.kinds[kind], None, count) for kind, count in document["people"].items()]
    rows.append((words.told_again, None, document["told_again"]))
    rows.append((words.cost, round(document["cost_before"], 2), round(document["cost_after"], 2)))
    rows.append((words.km, _round(document["km_before"]), _round(document["km_after"])))
    table(sheet, 2, (words.people, words.was, words.now), rows, widths=(32, 16, 16))


def _head(words: ChangePhrases) -> tuple[str, ...]:
    both = [f"{name} ({when})" for name in (words.slot, words.boarding, words.service, words.vehicle)
            for when in (words.was, words.now)]  # fmt: skip
    moments = [f"{name} ({when})" for name in (words.leaves, words.arrives)
               for when in (words.was, words.now, words.later_min)]  # fmt: skip
    return (words.party, words.people, words.what, words.differs, words.tell, *both, *moments, words.why)


def _rows(document: Document, words: ChangePhrases) -> list[Sequence[Cell]]:
    return [_row(one, words) for one in document["parties"]]


def _row(one: Document, words: ChangePhrases) -> Sequence[Cell]:
    was, now = one["before"] or {}, one["after"] or {}

    def both(name: str) -> tuple[Cell, Cell]:
        return _named(was.get(name)), _named(now.get(name))

    def times(name: str) -> tuple[Cell, Cell, Cell]:
        later_s = one[f"{name}_later_s"] if name in ("leaves", "arrives") else None
        return _moment(was.get(name)), _moment(now.get(name)), None if later_s is None else round(later_s / 60)

    return (
        one["party"],
        one["people"],
        words.kinds[one["what"]],
        ", ".join(words.differences[name] for name in one["otherwise"]),
        words.yes if one["tell"] else None,
        *both("slot"),
        *both("boarding"),
        *both("services"),
        _vehicles(was),
        _vehicles(now),
        *times("leaves"),
        *times("arrives"),
        one["reason"],
    )


def _counts(words: ChangePhrases) -> tuple[str, ...]:
    return (words.was, words.now, words.joined, words.gone)


def _difference(one: Document) -> tuple[Cell, ...]:
    return (one["before"], one["after"], ", ".join(one["joined"]), ", ".join(one["gone"]))


def _named(value: Any) -> Cell:
    if isinstance(value, list):
        return ", ".join(_vehicle(one) if isinstance(one, dict) else one for one in value)
    return None if value is None else str(value)


def _vehicles(journey: Document) -> Cell:
    """The vehicles in turn, and where people change from one to the next."""
    changes = ", ".join(journey.get("changes", ()))
    named = _named(journey.get("vehicles"))
    return f"{named} ({changes})" if changes else named


def _vehicle(one: Document) -> str:
    return f"{one['fleet']} {one['vehicle'] + 1}"


def _moment(text: str | None) -> datetime | None:
    """A workbook knows no time zones: the campaign's clock."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=None)


def _plain(cell: Cell) -> Cell:
    """Text from strangers stays text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
