"""Files from strangers: what they hold is read, what they try is refused."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.sheets.files.grid import BadFile, Cell, Grid
from scheduler.sheets.files.reading import read_file
from scheduler.sheets.files.safety import MAX_UNPACKED, column_letters, column_number
from tests.scheduler.sheets.files import csv_bytes, xlsx_bytes

ROWS = [["姓名", "电话"], ["向阳花", "11100000601"]]


def rows_of(content: bytes) -> list[list[Cell]]:
    return list(read_file(content).rows)


def refused(content: bytes) -> BadFile:
    with pytest.raises(BadFile) as bad:
        list(read_file(content).rows)
    return bad.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_in_the_encodings_and_with_the_separators_of_the_field(encoding: str, separator: str) -> None:
    assert rows_of(csv_bytes(ROWS, encoding=encoding, separator=separator)) == ROWS


def test_quoted_cells_keep_separators_and_lines() -> None:
    assert rows_of(b'a;b,c\n"x;y\nz";"1,2"') == [["a", "b,c"], ["x;y\nz", "1,2"]]


def test_a_workbook_gives_the_values_of_its_first_sheet_that_is_seen_and_not_empty() -> None:
    book = Workbook()
    hidden = book.active
    hidden.title, hidden.sheet_state = "藏", "hidden"
    hidden.append(["secret"])
    book.create_sheet("空")
    shown, other = book.create_sheet("人员"), book.create_sheet("旧")
    shown["B2"], shown["C2"], other["A1"] = "姓名", 3, "x"
    shown.merge_cells("B2:B4")
    out = BytesIO()
    book.save(out)
    grid: Grid = read_file(out.getvalue())
    assert (grid.name, grid.hidden, grid.sheets) == ("人员", ("藏",), ("空", "人员", "旧"))
    assert [(m.top, m.left, m.bottom, m.right) for m in grid.merged] == [(1, 1, 3, 1)]
    assert list(grid.rows)[1] == [None, "姓名", 3.0]


def test_of_a_formula_the_value_is_taken_and_nothing_is_computed() -> None:
    content = xlsx_bytes([["姓名", "电话"], ["=1+1", '=HYPERLINK("x")']])
    with ZipFile(BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = next(name for name in parts if "worksheets/" in name)
    assert b"<f>1+1</f>" in parts[sheet]
    parts[sheet] = (
        parts[sheet]
        .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>7</v>")
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>7</v>")
    )
    assert rows_of(zipped(parts))[1][:1] == [7.0]


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def changed(change: dict[str, bytes]) -> bytes:
    """A sound workbook with other parts in it; ``sheet`` stands for the sheet's own."""
    with ZipFile(BytesIO(xlsx_bytes(ROWS))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = next(name for name in parts if "worksheets/" in name)
    return zipped(parts | {sheet if name == "sheet" else name: content for name, content in change.items()})


def sheet_with(cell: bytes) -> bytes:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return head + b'<row r="1"><c r="A1"><v>1</v></c></row>' + cell + b"</sheetData></worksheet>"


def test_a_bomb_is_not_unpacked() -> None:
    assert refused(changed({"xl/bomb.bin": bytes(MAX_UNPACKED)})).reason == "unpacks_too_large"


def test_what_a_zip_says_of_its_sizes_is_not_believed() -> None:
    bomb = bytearray(changed({"xl/bomb.bin": bytes(MAX_UNPACKED)}))
    real, small = MAX_UNPACKED.to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert bomb.count(real) == 2
    crc = zlib.crc32(bytes(MAX_UNPACKED)).to_bytes(4, "little")
    lying = bytes(bomb).replace(real, small).replace(crc, zlib.crc32(bytes(100)).to_bytes(4, "little"))
    assert refused(lying).reason == "unpacks_too_large"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (b'<row r="2"><c r="XFD2"><v>1</v></c></row>', "too_many_columns"),
        (b"<row r='1048576'><c r='A1048576'><v>1</v></c></row>", "too_many_rows"),
        (b'<row r="2"><c r="cw2"><v>1</v></c></row>', "too_many_columns"),
    ],
)
def test_one_cell_far_out_does_not_claim_a_field_of_memory(cell: bytes, reason: str) -> None:
    assert refused(changed({"sheet": sheet_with(cell)})).reason == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old_excel"),
        (b"%PDF-1.7", "not_a_table"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (zipped({"a.txt": b"x"}), "not_a_workbook"),
        (b"a,b\n\x00\x01", "not_text"),
        (b"\x81\x20\xff", "encoding"),
        (b'a,b\n"never closed,1\n', "line"),
        (b",".join([b"x"] * 101), "too_many_columns"),
    ],
    # a packed file holds the time of its packing, which must not be part of a test's name
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_every_file_that_cannot_be_read_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert refused(content).reason == reason


def test_a_workbook_that_is_cut_off_or_not_xml_is_damaged() -> None:
    assert refused(xlsx_bytes(ROWS)[:-40]).reason == "not_a_workbook"
    assert refused(changed({"sheet": b"<worksheet><sheetData><row"})).reason == "damaged"
    assert refused(changed({"xl/workbook.xml": b"not xml at all"})).reason in ("damaged", "only_hidden_sheets", "empty")


def test_columns_have_letters() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 16385, 77))


def test_the_workbooks_of_openpyxl_are_what_is_read() -> None:
    assert [[c.value for c in row] for row in load_workbook(BytesIO(xlsx_bytes(ROWS))).active.rows] == rows_of(
        xlsx_bytes(ROWS)
    )
