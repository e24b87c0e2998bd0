"""What is wrong with an upload as a sheet of its own, for whoever mends the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from scheduler.papers.wording import Language
from scheduler.sheets.both import Both
from scheduler.sheets.files.safety import column_letters
from scheduler.sheets.models import Upload
from scheduler.sheets.selectors import upload_row_list
from scheduler.sheets.wording import say

FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for a formula at the start of a cell of a text file."""
TITLE: Final = Both("问题", "Faults")
HEADS: Final = (
    Both("单元格", "Cell"),
    Both("列", "Column"),
    Both("内容", "Value"),
    Both("类别", "Kind"),
    Both("原因", "Reason"),
)
KINDS: Final = (Both("错误", "fault"), Both("提醒", "warning"))
WIDTHS: Final = (10, 16, 30, 8, 90)

Line = tuple[str, str, str, str, str]


def faults_csv(upload: Upload, language: Language) -> bytes:
    """As UTF-8 text; no cell can start a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([head.within(language) for head in HEADS])
    for line in _lines(upload, language):
        writer.writerow([harmless(text) for text in line])
    return out.getvalue().encode("utf-8-sig")


def faults_xlsx(upload: Upload, language: Language) -> bytes:
    """As a workbook, in which text stays text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(TITLE.within(language))
    for index, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[column_letters(index)].width = width
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=head.within(language)) for head in HEADS]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for line in _lines(upload, language):
        cells = [WriteOnlyCell(sheet, value=text) for text in line]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def _lines(upload: Upload, language: Language) -> Iterator[Line]:
    headings = {key: (column_letters(index + 1), text) for key, index, text in upload.columns}
    for show in ("faulty", "warned"):
        for stored in upload_row_list(upload=upload, show=show).iterator():
            row = stored.unpacked()
            kind = KINDS[show == "warned"].within(language)
            for note in row.warnings if show == "warned" else row.faults:
                letters, head = headings.get(note.column, ("A", ""))
                yield (
                    f"{letters}{row.number}",
                    head,
                    note.shown,
                    kind,
                    say(note.reason, note.params, language),
                )
