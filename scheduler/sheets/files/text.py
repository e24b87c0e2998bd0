"""Separated text: UTF-8 with or without a mark, UTF-16 with one, GB 18030; comma, semicolon or tab."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from scheduler.sheets.files.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, BadFile, Cell, Grid

SEPARATORS = ",;\t，；"
"""In this order when they come equally often."""
LOOKED_AT = 20
"""Lines by which the separator is told."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_text(content: bytes) -> Grid:
    """The rows of a text file.

    Raises
    ------
    BadFile
        It is in no encoding that is known, or a line cannot be split.
    """
    text = _decoded(content)
    if "\x00" in text:
        raise BadFile("not_text")
    return Grid(name="", sheets=(), hidden=(), merged=(), height=text.count("\n") + 1, rows=_rows(text))


def _decoded(content: bytes) -> str:
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile("encoding")


def _rows(text: str) -> Iterator[list[Cell]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS:
                raise BadFile("too_many_rows", most=MAX_ROWS)
            if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
                raise BadFile("too_many_columns", most=MAX_COLUMNS)
            # A quote that is never closed swallows the rest of the file into one cell.
            if any(len(cell) > MAX_CELL * 10 for cell in row):
                raise BadFile("line", line=reader.line_num)
            yield list(row)
    except csv.Error:
        raise BadFile("line", line=reader.line_num) from None


def _separator(text: str) -> str:
    """What most of the first lines are split by, outside of quotes."""
    unquoted = "".join(text[:100_000].split('"')[::2])
    lines = [line for line in unquoted.splitlines()[:LOOKED_AT] if line.strip()]

    def worth(mark: str) -> tuple[int, int]:
        return sum(mark in line for line in lines), sum(line.count(mark) for line in lines)

    return max(SEPARATORS, key=worth)
