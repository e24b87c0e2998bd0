"""Files as people send them, made on the spot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook

from scheduler.sheets.id_number import check_digit

HEADINGS = ("同行组", "姓名", "手机号", "身份证号", "性别", "乡镇", "上车点", "可出发时间", "意向岗位")


def resident(serial: int, *, born: str = "19900101") -> str:
    """A resident number that passes its check; the region does not exist, so it is nobody's."""
    first = f"999999{born}{serial % 1000:03}"
    return first + check_digit(first)


def csv_bytes(rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Rows as separated text."""
    return "\n".join(separator.join(row) for row in rows).encode(encoding)


def xlsx_bytes(rows: Iterable[Sequence[object]], *, title: str = "表") -> bytes:
    """Rows as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
