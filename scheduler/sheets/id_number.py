"""The Chinese resident identity number: GB 11643-1999, and the 15 digits that came before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.sheets.unfit import Unfit

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
"""By the weighted sum modulo 11."""
RESIDENT = re.compile(r"\d{17}[\dX]")
OLD = re.compile(r"\d{15}")
MISCOUNTED = re.compile(r"\d{14}|\d{16,17}|\d{19,20}|\d{15,16}X|\d{17,18}X+")
"""Too long or too short for either, and too many digits for a passport."""
OTHER = re.compile(r"[A-Z0-9()（）-]{6,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdNumber:
    """A number, and what it says of the person where it is a resident's."""

    text: str
    born: date | None = None
    sex: Literal["female", "male", ""] = ""


def id_number(text: str) -> IdNumber:
    """The number as it is written down: without spaces, in capitals.

    Raises
    ------
    Unfit
        It looks like a resident's number, and its date, length or check digit is wrong; or like no number at all.
    """
    plain = "".join(text.split()).upper()
    if RESIDENT.fullmatch(plain):
        born = _born(plain[6:14])
        if plain[17] != check_digit(plain):
            raise Unfit("id_checksum")
        return IdNumber(text=plain, born=born, sex="male" if int(plain[16]) % 2 else "female")
    if OLD.fullmatch(plain):
        return IdNumber(text=plain, born=_born("19" + plain[6:12]), sex="male" if int(plain[14]) % 2 else "female")
    if MISCOUNTED.fullmatch(plain):
        raise Unfit("id_length", length=len(plain))
    if not OTHER.fullmatch(plain):
        raise Unfit("id_number")
    return IdNumber(text=plain)


def check_digit(number: str) -> str:
    """The last character that the first 17 digits ask for."""
    return CHECK[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11]


def _born(digits: str) -> date:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Unfit("id_birth", digits=digits) from None
    if born.year < 1900:
        raise Unfit("id_birth", digits=digits)
    return born
