"""Templates that can be filled in and sent back, and what goes out is no formula."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from string import Formatter

import pytest
from openpyxl import load_workbook

from scheduler.papers.wording import Language
from scheduler.sheets.exports import faults_csv, faults_xlsx, harmless
from scheduler.sheets.files.reading import read_file
from scheduler.sheets.headings import find_headings
from scheduler.sheets.kinds import KINDS
from scheduler.sheets.states import UploadKind, UploadState
from scheduler.sheets.templates import template_csv, template_xlsx
from scheduler.sheets.wording import REASONS
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("kind", UploadKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_understood_when_it_comes_back(desk: Desk, kind: UploadKind, language: Language) -> None:
    columns = KINDS[kind].columns
    with desk.cast.coordinator.acting():
        book = template_xlsx(desk.cast.campaign, kind, language)
    for content in (book, template_csv(kind, language)):
        rows = list(read_file(content).rows)
        assert set(find_headings(rows, columns).at) == {column.key for column in columns}
        upload = desk.send(content, kind=kind)
        assert (upload.state, upload.error[0]) == (UploadState.FAILED, "no_rows"), "the example is passed over"
    sheets = load_workbook(BytesIO(book))
    table, explained, lists = sheets.worksheets
    offered = {str(one.sqref).split("2:")[0] for one in table.data_validations.dataValidation}
    assert len(offered) == sum(bool(column.options or column.options_of) for column in columns)
    assert [row[0].value for row in explained.iter_rows(min_row=3)] == [c.head.within(language) for c in columns]
    assert "UTC+08:00" in explained["A1"].value
    listed = {cell.value for row in lists.iter_rows() for cell in row}
    for which, one in {"slots": "s1", "gates": "gate-1", "depots": "depot-1", "hubs": "hub-1"}.items():
        assert one in listed or all(column.options_of != which for column in columns), which
    by_key = {column.key: table.cell(row=3, column=i) for i, column in enumerate(columns, start=1)}
    for key in {"id_number", "code"}.intersection(by_key):
        assert by_key[key].number_format == "@", "or the spreadsheet rounds it"


def test_a_filled_template_is_taken_in(desk: Desk) -> None:
    with desk.cast.coordinator.acting():
        book = load_workbook(BytesIO(template_xlsx(desk.cast.campaign, UploadKind.DEPARTURES, "en")))
    sheet = book.worksheets[0]
    keys = [column.key for column in KINDS[UploadKind.DEPARTURES].columns]
    for key, value in {"name": "Xiang", "phone": "11100000601", "ready_at": "2027-02-20", "boarding": "bp-1"}.items():
        sheet.cell(row=3, column=keys.index(key) + 1, value=value)
    out = BytesIO()
    book.save(out)
    upload = desk.take_in(desk.send(out.getvalue()))
    assert (upload.state, upload.counts["taken"]) == (UploadState.TAKEN, 1)


def test_the_list_of_faults_names_cells_and_starts_no_formula(desk: Desk) -> None:
    heads = ["姓名", "手机", "可出发时间", "性别"]
    evil = "=HYPERLINK(1)"
    upload = desk.send(csv_bytes([heads, ["甲", "11100000601", "2027-02-20", evil]]))
    with desk.cast.coordinator.acting():
        text, book = faults_csv(upload, "zh"), faults_xlsx(upload, "en")
    lines = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
    assert lines[1][:4] == ["D2", "性别", f"'{evil}", "错误"]
    assert lines[1][4] == "应为女或男"
    cells = next(load_workbook(BytesIO(book)).active.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == ["D2", "性别", evil, "fault", "should be female or male"]
    assert cells[2].data_type == "s"
    assert [harmless(word) for word in ("+1", "-1", "@x", "甲")] == ["'+1", "'-1", "'@x", "甲"]


def test_both_languages_say_the_same_of_each_reason() -> None:
    for reason, both in REASONS.items():
        named = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in both]
        assert named[0] >= named[1] or named[1] >= named[0], reason


@pytest.mark.parametrize("kind", UploadKind)
def test_no_heading_means_two_columns(kind: UploadKind) -> None:
    seen: dict[str, str] = {}
    for column in KINDS[kind].columns:
        for name in (column.head.zh, column.head.en, *column.also):
            assert seen.setdefault(name.casefold(), column.key) == column.key, name
