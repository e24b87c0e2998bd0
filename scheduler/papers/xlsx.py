"""Intake lists as workbooks, and what all workbooks share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.papers.intake_list import IntakeList
from scheduler.papers.wording import LANGUAGES, Phrases

Cell = str | int | float | datetime | None

MOMENT: Final = "yyyy-mm-dd hh:mm"
HEAD: Final = PatternFill("solid", fgColor="DDDDDD")
LINE: Final = Border(bottom=Side(style="thin", color="999999"))


def intake_list_bytes(listing: IntakeList) -> bytes:
    """The list as XLSX: a sheet of slots, a sheet of people.

    Moments are real dates on the campaign's clock (a workbook knows no time zones).
    """
    words = LANGUAGES[listing.language]
    book = Workbook()
    people = book.active
    people.title = words.intake_list
    _people(people, listing, words)
    _summary(book.create_sheet(words.summary), listing, words)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _people(sheet: Worksheet, listing: IntakeList, words: Phrases) -> None:
    header = (
        words.arrival,
        words.vehicle_or_service,
        words.name,
        words.sex,
        words.birth_year,
        words.contact,
        words.need,
        words.party,
        words.party_size,
        words.slot,
        words.gate,
        words.arrived,
    )
    rows: list[Sequence[Cell]] = [
        (
            _moment(a.arrives_at),
            a.comes_by,
            a.name,
            a.sex,
            a.birth_year,
            a.phone_end,
            ", ".join(a.needs),
            a.party,
            a.party_size,
            a.slot,
            a.gate,
            None,
        )
        for a in listing.arrivals
    ]
    top = _title(sheet, listing, words)
    table(sheet, top, header, rows, widths=(17, 26, 12, 6, 8, 13, 18, 10, 8, 18, 34, 13))
    sheet.freeze_panes = sheet.cell(row=top + 1, column=4)
    sheet.print_title_rows = f"{top}:{top}"


def _summary(sheet: Worksheet, listing: IntakeList, words: Phrases) -> None:
    header = (
        words.slot,
        words.gate,
        words.window,
        words.capacity,
        words.expected,
        words.first_arrival,
        words.last_arrival,
    )
    rows: list[Sequence[Cell]] = [
        (
            s.slot,
            s.gate,
            "\n".join(f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}" for start, end in s.windows),
            s.capacity,
            s.expected,
            _moment(s.first_arrival),
            _moment(s.last_arrival),
        )
        for s in listing.slots
    ]
    rows.append((words.total, None, None, sum(s.capacity for s in listing.slots), len(listing.arrivals), None, None))
    top = _title(sheet, listing, words)
    table(sheet, top, header, rows, widths=(20, 36, 36, 12, 12, 17, 17))
    sheet.freeze_panes = sheet.cell(row=top + 1, column=1)


def _title(sheet: Worksheet, listing: IntakeList, words: Phrases) -> int:
    """The lines above the table; gives the row of the table's head."""
    published = f"{_moment(listing.published_at):%Y-%m-%d %H:%M}" if listing.published_at else words.draft
    lines = [
        f"{listing.employer} · {words.intake_list}",
        f"{listing.campaign} · {words.plan} {listing.plan_number} ({published})",
        " · ".join(f"{words.roles.get(c.role, c.role)} {c.name} {c.phone}" for c in listing.contacts),
    ]
    for row, line in enumerate(lines, start=1):
        write(sheet, row, 1, line)
    sheet.cell(row=1, column=1).font = Font(bold=True, size=14)
    return len(lines) + 1


def table(
    sheet: Worksheet, top: int, header: Sequence[str], rows: Sequence[Sequence[Cell]], *, widths: Sequence[int]
) -> None:
    """A table whose head is in row ``top``, ready to be filtered and printed."""
    for column, (text, width) in enumerate(zip(header, widths, strict=True), start=1):
        cell = write(sheet, top, column, text)
        cell.font, cell.fill = Font(bold=True), HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            cell = write(sheet, number, column, value)
            cell.border = LINE
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    last = get_column_letter(len(header))
    sheet.auto_filter.ref = f"A{top}:{last}{top + max(1, len(rows))}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write(sheet: Worksheet, row: int, column: int, value: Cell) -> Any:
    """A cell. Text stays text, also where it begins like a formula: names come from strangers."""
    cell = sheet.cell(row=row, column=column, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, datetime):
        cell.number_format = MOMENT
    return cell


def _moment(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None) if moment else None
