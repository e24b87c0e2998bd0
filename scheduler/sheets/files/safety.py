"""What a workbook really holds, before anything is built from it.

A workbook is a zip of XML. What its directory says of sizes is the sender's word, so every part is unpacked
and counted, a piece at a time; and since readers lay a sheet out as a full rectangle, one cell far out would
claim gigabytes: the rectangle is measured first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scheduler.sheets.files.grid import MAX_COLUMNS, MAX_ROWS, BadFile

MAX_PARTS: Final = 500
MAX_UNPACKED: Final = 300 * 1024 * 1024
PIECE: Final = 1 << 20
OVERLAP: Final = 64
"""Bytes of a piece that are looked at again with the next, for what lies across."""
HEADER_BYTES: Final = 30
SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
WIDE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(?=[0-9])""")
TALL: Final = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,3}([0-9]{6,})""")
"""Addresses of cells and rows; rows below 100,000 need no look."""


def check_workbook(content: bytes) -> None:
    """Unpack everything once, keeping nothing.

    Raises
    ------
    BadFile
        It is no sound zip, is encrypted, unpacks to too much, or has cells far out.
    """
    try:
        with ZipFile(BytesIO(content)) as book:
            parts = book.infolist()
    # zipfile raises NotImplementedError for archives of a newer version or on several disks
    except (BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise BadFile("not_a_workbook") from None
    if not any(SHEET.fullmatch(part.filename) for part in parts):
        raise BadFile("not_a_workbook")
    if len(parts) > MAX_PARTS:
        raise BadFile("too_many_parts", most=MAX_PARTS)
    total = 0
    for part in parts:
        tail = b""
        for piece in _unpacked(content, part):
            total += len(piece)
            if total > MAX_UNPACKED:
                raise BadFile("unpacks_too_large", megabytes=MAX_UNPACKED >> 20)
            if SHEET.fullmatch(part.filename):
                _measure(tail + piece)
                tail = piece[-OVERLAP:]


def _unpacked(content: bytes, part: ZipInfo) -> Iterator[bytes]:
    """The bytes of a part as they are in the file, whatever its directory says of their number."""
    start = part.header_offset
    header = content[start : start + HEADER_BYTES]
    if len(header) < HEADER_BYTES or part.flag_bits & 1:
        raise BadFile("encrypted" if part.flag_bits & 1 else "not_a_workbook")
    start += HEADER_BYTES + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    if part.compress_type == ZIP_STORED:
        yield content[start : start + part.compress_size]
        return
    if part.compress_type != ZIP_DEFLATED:
        raise BadFile("not_a_workbook")
    unpacker, rest = zlib.decompressobj(-zlib.MAX_WBITS), b""
    while not unpacker.eof:
        if not rest:
            rest, start = content[start : start + PIECE], start + PIECE
            if not rest:
                raise BadFile("not_a_workbook")
        try:
            piece = unpacker.decompress(rest, PIECE)
        except zlib.error:
            raise BadFile("not_a_workbook") from None
        yield piece
        rest = unpacker.unconsumed_tail


def _measure(xml: bytes) -> None:
    columns = {name.upper() for name in set(WIDE.findall(xml))}
    widest = max((column_number(name.decode()) for name in columns), default=0)
    if widest > MAX_COLUMNS:
        raise BadFile("too_many_columns", most=MAX_COLUMNS)
    if any(int(row) > MAX_ROWS for row in TALL.findall(xml)):
        raise BadFile("too_many_rows", most=MAX_ROWS)


def column_number(letters: str) -> int:
    """A column by its letters, from 1: C is 3."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column, counted from 1: 3 is C."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
