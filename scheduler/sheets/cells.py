"""What a cell means, by the kind of its column; each function gives plain JSON or raises Unfit."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from unicodedata import normalize

from scheduler.crypto import id_number_hashes
from scheduler.sheets.context import Context
from scheduler.sheets.dates import read_moment
from scheduler.sheets.files.grid import MAX_CELL, Cell
from scheduler.sheets.id_number import id_number
from scheduler.sheets.unfit import Unfit
from solvers.problem import Json

SPLIT: Final = re.compile(r"[、,，;；/|\n]+")
ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
YES: Final = frozenset({"是", "有", "对", "y", "yes", "true", "1", "√", "✓", "✔"})
NO: Final = frozenset({"否", "无", "没有", "不是", "n", "no", "false", "0", "×"})
SEXES: Final = {"女": "female", "男": "male", "f": "female", "m": "male", "female": "female", "male": "male"}
EXACT_DIGITS: Final = 1e15
"""Spreadsheets keep fifteen digits of a number; from here on the last ones are noughts."""
MINUTES: Final = re.compile(r"(?P<name>.*?)\s*[(（]\s*(?P<minutes>\d{1,4})\s*(?:分钟?|min\.?|minutes?)\s*[)）]")


def shown(cell: Cell) -> str:
    """A cell's content as its reader would recognise it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()[:MAX_CELL]


def text(cell: Cell, _: Context, *, most: int = 100) -> str:
    """A short text; inner white space is one space."""
    plain = " ".join(shown(cell).split())
    if plain.upper() in ERRORS:
        raise Unfit("formula_error")
    if CONTROL.search(plain):
        raise Unfit("control_characters")
    if len(plain) > most:
        raise Unfit("too_long", most=most, length=len(plain))
    return plain


def code(cell: Cell, context: Context) -> str:
    """A code or key: full-width letters and digits are those that everybody means."""
    return normalize("NFKC", text(cell, context))


def phone(cell: Cell, context: Context) -> str:
    """A telephone number; one that looks like a Chinese mobile has eleven digits."""
    plain = re.sub(r"[\s.·—–-]+", "", code(cell, context))
    digits = re.sub(r"\D", "", plain)
    if not re.fullmatch(r"\+?[0-9()]+", plain) or not 7 <= len(digits) <= 15:
        raise Unfit("phone")
    own = re.sub(r"^(\+86|0086)", "", plain)
    if re.match(r"1[3-9]", own) and len(own) != 11:
        raise Unfit("phone_length", length=len(own))
    return own


def identity(cell: Cell, context: Context) -> Json:
    """An ID number as its hashes, the end of it, and what it says of the person; never the number."""
    if isinstance(cell, (int, float)) and abs(cell) >= EXACT_DIGITS:
        raise Unfit("id_as_number")
    number = id_number(normalize("NFKC", text(cell, context)).lstrip("'"))
    return {
        "hashes": list(id_number_hashes(number.text)),
        "end": number.text[-4:],
        "year": number.born.year if number.born else None,
        "sex": number.sex,
    }


def masked(cell: Cell) -> str:
    """A faulty ID number, so that its owner can find it: both ends only."""
    plain = shown(cell)
    return plain if len(plain) <= 6 else f"{plain[:2]}…{plain[-4:]}"


def whole(cell: Cell, context: Context, *, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number, with or without a measure word."""
    plain = re.sub(r"\s*(人|位|个|名|座|辆|分钟?|people|persons?|min)$", "", code(cell, context))
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)
    try:
        number = float(plain)
    except ValueError:
        raise Unfit("whole_number", least=least, most=most) from None
    if not number.is_integer() or not least <= number <= most:
        raise Unfit("whole_number", least=least, most=most)
    return int(number)


def decimal(cell: Cell, context: Context, *, least: float, most: float, reason: str = "number") -> float:
    """A number."""
    plain = re.sub(r"[°\s,，]|[EeNn]$", "", code(cell, context))
    try:
        number = float(plain)
    except ValueError:
        raise Unfit(reason, least=int(least), most=int(most)) from None
    if not least <= number <= most:
        raise Unfit(reason, least=int(least), most=int(most))
    return number


def money(cell: Cell, context: Context) -> float:
    """An amount in the campaign's currency, with or without a sign or word for it."""
    plain = re.sub(r"^[¥￥$€]|(元|块|yuan|rmb|cny)$", "", code(cell, context), flags=re.IGNORECASE).strip()
    return decimal(plain, context, least=0, most=1_000_000_000)


def birth_year(cell: Cell, context: Context) -> int:
    """A year of birth, or that of a date of birth."""
    if isinstance(cell, (datetime, date)):
        return cell.year
    found = re.match(r"(19\d{2}|20\d{2})(?:$|[-/.年]|\d{4}$)", code(cell, context))
    if found is None or int(found[1]) > context.year:
        raise Unfit("birth_year", most=context.year)
    return int(found[1])


def sex(cell: Cell, context: Context) -> str:
    """Female or male."""
    word = code(cell, context).casefold().removesuffix("性")
    if word not in SEXES:
        raise Unfit("sex")
    return SEXES[word]


def yes_no(cell: Cell, context: Context) -> bool:
    """Yes or no."""
    word = code(cell, context).casefold()
    if word in YES or word in NO:
        return word in YES
    raise Unfit("yes_no")


def words(cell: Cell, context: Context) -> Json:
    """Several words in one cell."""
    several = [word.strip() for word in SPLIT.split(text(cell, context, most=MAX_CELL)) if word.strip()]
    if any(len(word) > 200 for word in several) or len(several) > 50:
        raise Unfit("too_many_words", most=50)
    return list(dict.fromkeys(several))


def moment(cell: Cell, context: Context, *, hour: int = 0, end_of_day: bool = False) -> str:
    """A moment on the campaign's clock, as ISO 8601 with its offset."""
    if isinstance(cell, (time, timedelta)):
        raise Unfit("moment")
    plain = text(cell, context) if isinstance(cell, str) else cell
    found = read_moment(plain, utc_offset_s=context.utc_offset_s, year=context.year, hour=hour, end_of_day=end_of_day)
    return found.isoformat()


ready = partial(moment, hour=6)
due = partial(moment, end_of_day=True)


def priority(cell: Cell, context: Context) -> int:
    """A number from 0 to 100, or yes for 1."""
    word = code(cell, context).casefold()
    return int(word in YES) if word in YES - {"1"} or word in NO - {"0"} else whole(cell, context, most=100)


def slots(cell: Cell, context: Context) -> Json:
    """Codes of slots, the most wished first; a job's name stands for all its slots."""
    found: list[str] = []
    for word in SPLIT.split(text(cell, context, most=MAX_CELL)):
        if word.strip():
            codes = context.slots.find(word)
            if not codes:
                raise Unfit("slot_unknown", name=word.strip(), nearest=context.slots.nearest(word))
            found += codes
    return list(dict.fromkeys(found))


def places(cell: Cell, context: Context) -> Json:
    """Boarding places with minutes from home where given: known ones by code, and the names of the others.

    Whether an unknown place is a fault depends on what else the party says of where it can board.
    """
    known: dict[str, int | None] = {}
    unknown: list[str] = []
    for word in SPLIT.split(text(cell, context, most=MAX_CELL)):
        if not word.strip():
            continue
        timed = MINUTES.fullmatch(word.strip())
        name = timed["name"] if timed else word.strip()
        codes = context.places.find(name)
        if len(codes) > 1:
            raise Unfit("place_shared", name=name, codes=", ".join(codes[:5]))
        if codes:
            known.setdefault(codes[0], int(timed["minutes"]) if timed else None)
        else:
            unknown.append(name)
    return {"known": [[place, minutes] for place, minutes in known.items()], "unknown": unknown}


def place(cell: Cell, context: Context) -> str:
    """The code of one place."""
    name = text(cell, context)
    codes = context.places.find(name)
    if len(codes) > 1:
        raise Unfit("place_shared", name=name, codes=", ".join(codes[:5]))
    if not codes:
        raise Unfit("place_unknown", name=name, nearest=context.places.nearest(name))
    return codes[0]


def organisation(cell: Cell, context: Context) -> str:
    """The code of an organisation that takes part in the campaign."""
    name = text(cell, context, most=200)
    codes = context.organisations.find(name)
    if len(codes) > 1:
        raise Unfit("place_shared", name=name, codes=", ".join(codes[:5]))
    if not codes:
        raise Unfit("organisation_unknown", name=name, nearest=context.organisations.nearest(name) or "—")
    return codes[0]
