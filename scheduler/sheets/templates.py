"""Sheets to fill in: headings, drop-downs, an example that is passed over, and an explanation of each column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.campaigns.models import Campaign
from scheduler.papers.wording import Language
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import Column
from scheduler.sheets.kinds import KINDS
from scheduler.sheets.lists import options_of
from scheduler.sheets.states import UploadKind

LAST_ROW: Final = 5000
"""As far down as drop-downs and formats reach."""
FORMATS: Final = {"text": "@", "moment": "yyyy-mm-dd hh:mm", "number": "General"}
HEAD: Final = PatternFill("solid", fgColor="DDDDDD")
FAINT: Final = Font(italic=True, color="777777")
EXPLAINED: Final = Both("填写说明", "How to fill in")
LISTS: Final = Both("选项", "Lists")
HEADS: Final = (
    Both("列", "Column"),
    Both("必填", "Needed"),
    Both("说明", "Explanation"),
    Both("可选值", "Possible values"),
)
NEEDED: Final = Both("是", "yes")
CLOCK: Final = Both("时间都按 {zone} 填写。", "All times are on the clock of {zone}.")


def template_csv(kind: UploadKind, language: Language) -> bytes:
    """Headings and an example as UTF-8 text, marked so that spreadsheets read it as such."""
    out = StringIO()
    columns = KINDS[kind].columns
    writer = csv.writer(out)
    writer.writerow([_head(column, language) for column in columns])
    writer.writerow([column.example.within(language) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(campaign: Campaign, kind: UploadKind, language: Language) -> bytes:
    """A workbook for one campaign: its places and slots are the drop-downs' lists."""
    sheet_kind, book = KINDS[kind], Workbook()
    sheet: Worksheet = book.active
    sheet.title = sheet_kind.title.within(language)
    options = {column.key: _options(campaign, column, language) for column in sheet_kind.columns}
    explained = book.create_sheet(EXPLAINED.within(language))
    lists = book.create_sheet(LISTS.within(language))
    _headings(sheet, sheet_kind.columns, language)
    _explain(explained, campaign, sheet_kind.columns, options, language)
    with_lists = [column for column in sheet_kind.columns if options[column.key]]
    for number, column in enumerate(with_lists, start=1):
        last = _list(lists, number, _head(column, language), options[column.key])
        _drop_down(sheet, sheet_kind.columns.index(column) + 1, f"'{lists.title}'!{last}", column)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _head(column: Column, language: Language) -> str:
    return column.head.within(language) + ("*" if column.needed else "")


def _options(campaign: Campaign, column: Column, language: Language) -> list[str]:
    if column.options_of:
        return options_of(campaign, column.options_of, language)
    return [option.within(language) for option in column.options]


def _headings(sheet: Worksheet, columns: Sequence[Column], language: Language) -> None:
    for number, column in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.number_format = column.width, FORMATS[column.looks]
        head = sheet.cell(row=1, column=number, value=_head(column, language))
        head.font, head.fill = Font(bold=True), HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        example = sheet.cell(row=2, column=number, value=column.example.within(language) or None)
        example.font, example.number_format = FAINT, FORMATS[column.looks]
        for row in range(3, 203):
            sheet.cell(row=row, column=number).number_format = FORMATS[column.looks]
    sheet.freeze_panes = "C2"


def _explain(
    sheet: Worksheet,
    campaign: Campaign,
    columns: Sequence[Column],
    options: dict[str, list[str]],
    language: Language,
) -> None:
    sheet.append([CLOCK.within(language).format(zone=_zone(campaign.utc_offset_s))])
    sheet.append([head.within(language) for head in HEADS])
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for column in columns:
        needed = NEEDED.within(language) if column.needed else ""
        several = "、".join(options[column.key][:30])
        sheet.append([column.head.within(language), needed, column.help.within(language), several])
    for letter, width in zip("ABCD", (18, 9, 80, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=3):
        for cell in row:
            cell.alignment, cell.data_type = Alignment(wrap_text=True, vertical="top"), "s"


def _zone(offset_s: int) -> str:
    hours, minutes = divmod(abs(offset_s) // 60, 60)
    return f"UTC{'-' if offset_s < 0 else '+'}{hours:02}:{minutes:02}"


def _list(sheet: Worksheet, column: int, head: str, options: Sequence[str]) -> str:
    """Write a list, and give its cells' address."""
    for row, text in enumerate((head, *options), start=1):
        sheet.cell(row=row, column=column, value=text).data_type = "s"
    letter = get_column_letter(column)
    return f"${letter}$2:${letter}${len(options) + 1}"


def _drop_down(sheet: Worksheet, number: int, source: str, column: Column) -> None:
    """Offered, not enforced: a cell may hold several, and what is wrong is told in the preview."""
    choice = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(number)
    choice.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(choice)
