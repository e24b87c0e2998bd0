"""Tables in workbooks: frozen heads, filters, real dates, widths, and text that stays text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | datetime | None

MOMENT: Final = "yyyy-mm-dd hh:mm"
MOMENT_TEXT: Final = "%Y-%m-%d %H:%M"
HEAD: Final = PatternFill("solid", fgColor="DDDDDD")
LINE: Final = Border(bottom=Side(style="thin", color="999999"))


def title_lines(sheet: Worksheet, lines: Sequence[str]) -> int:
    """Lines above a table, the first one large; gives the row of the table's head."""
    for row, line in enumerate(lines, start=1):
        write(sheet, row, 1, line)
    sheet.cell(row=1, column=1).font = Font(bold=True, size=14)
    return len(lines) + 1


def table(
    sheet: Worksheet, top: int, header: Sequence[str], rows: Sequence[Sequence[Cell]], *, widths: Sequence[int]
) -> None:
    """A table with its head in row ``top``."""
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


def wall_clock(at: datetime | None) -> datetime | None:
    """A moment as its clock shows it: a workbook knows no time zones."""
    return at.replace(tzinfo=None) if at else None
