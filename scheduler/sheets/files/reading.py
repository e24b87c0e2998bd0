"""A file's bytes as a grid, by what they are and not by what the file is called."""

from __future__ import annotations

from scheduler.sheets.files.grid import MAX_FILE_BYTES, BadFile, Grid
from scheduler.sheets.files.text import read_text
from scheduler.sheets.files.workbooks import OLD_EXCEL, read_workbook

ZIP = b"PK"
NOT_OURS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<html", b"<!DOC")


def read_file(content: bytes) -> Grid:
    """The sheet of an XLSX or CSV file.

    Raises
    ------
    BadFile
        It is neither, or cannot be read; the reason says what to do.
    """
    check_bytes(content)
    return read_workbook(content) if content.startswith(ZIP) else read_text(content)


def check_bytes(content: bytes) -> None:
    """Refuse at once what no look inside can mend; raises BadFile."""
    if not content.strip():
        raise BadFile("empty")
    if len(content) > MAX_FILE_BYTES:
        raise BadFile("file_too_large", megabytes=MAX_FILE_BYTES >> 20)
    if content.startswith(OLD_EXCEL):
        raise BadFile("old_excel")
    if content.startswith(NOT_OURS):
        raise BadFile("not_a_table")
