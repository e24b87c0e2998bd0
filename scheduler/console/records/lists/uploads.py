"""The preview of a sheet as a table: its columns, and the rows with what is wrong in which cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler.console.acting import Visit
from scheduler.console.language import language
from scheduler.console.tables import Column, Filter, Table, table_of
from scheduler.papers.wording import LANGUAGES
from scheduler.people.models import Sex
from scheduler.sheets.files.safety import column_letters
from scheduler.sheets.models import Upload, UploadRow
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.selectors import SHOWN, upload_row_list
from scheduler.sheets.unfit import Note
from scheduler.sheets.wording import say

SHOW = (
    ("faulty", _("With faults")),
    ("warned", _("With warnings")),
    ("valid", _("Can be taken in")),
    ("new", _("New")),
    ("update", _("Change what is there")),
    ("same", _("Change nothing")),
    ("taken", _("Taken in")),
)

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of the sheet: what stands there, and what is to be said of it."""

    value: str
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    changes: bool


def upload_table(visit: Visit, upload: Upload) -> Table:
    """The rows of an upload that the address asks for, under the headings of the sheet."""
    columns = (
        Column(key="number", title=_("Row"), by=("number",), kind="number"),
        Column(key="action", title=_("Taking it in"), by=("state", "action")),
        *(Column(key=key, title=f"{column_letters(index + 1)} {text}") for key, index, text in upload.columns),
    )
    shown = Filter(key="show", title=_("Show rows"), choices=SHOW, narrow=_shown)
    return table_of(visit, upload_row_list(upload=upload), columns=columns, filters=(shown,))


def _shown(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(next(asked for show, asked in SHOWN.items() if show == value))


def cells_of(stored: UploadRow, upload: Upload) -> Sequence[Cell]:
    """The cells of a row; what is wrong in no column that was read stands in the first."""
    row = stored.unpacked()
    keys = [key for key, _index, _text in upload.columns]
    return [
        Cell(
            value=_text(row, key),
            faults=_said(row.faults, key, keys),
            warnings=_said(row.warnings, key, keys),
            changes=key in row.changes,
        )
        for key in keys
    ]


def _said(notes: Sequence[Note], key: str, keys: Sequence[str]) -> tuple[str, ...]:
    mine = [note for note in notes if note.column == key or (key == keys[0] and note.column not in keys)]
    return tuple((f"{note.shown}: " if note.shown else "") + say(note.reason, note.params, language()) for note in mine)


def _text(row: SheetRow, key: str) -> str:
    """A value as people read it; of an ID number only the end is known."""
    value = row.values.get(key)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        return _text_of(value)
    if isinstance(value, list):
        return ", ".join(str(one[0] if isinstance(one, list) else one) for one in value)
    if key == "sex" and value in Sex.values:
        return str(Sex(value).label)
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _text_of(value: Mapping[str, Any]) -> str:
    """The end of an ID number, places by their codes, or needs in words."""
    if "end" in value:
        return f"…{value['end']}"
    if "known" in value:
        return ", ".join([str(place) for place, _minutes in value["known"]] + [str(name) for name in value["unknown"]])
    words = LANGUAGES[language()].needs
    return ", ".join(words.get(need, need) for need, has in value.items() if has)
