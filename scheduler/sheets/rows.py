"""A row of a sheet, from its cells to what is known of it in the end."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from django.db import models

from scheduler.sheets.both import in_both
from scheduler.sheets.unfit import Note, Param
from solvers.problem import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Action(models.TextChoices):
    """What taking a row in would do."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"


@dataclass(slots=True, kw_only=True)
class SheetRow:
    """A row; ``values`` are plain JSON by the keys of columns, and lack what was empty.

    Rows of one party have one ``group``, the number of its first row. ``changes`` names columns that differ from
    what is there. ``result`` is the id of what became of it.
    """

    number: int
    values: dict[str, Json] = field(default_factory=dict, repr=False)
    faults: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    group: int = 0
    action: Action = Action.NEW
    result: str | None = None

    def fault(self, column: str, reason: str, shown: str = "", **params: Param) -> None:
        """Something is wrong with a cell."""
        self.faults.append(Note(column=column, reason=reason, shown=shown, params=params))

    def refused(self, column: str, why: str | _StrPromise) -> None:
        """A service did not take what a cell says."""
        self.fault(column, "refused", what=in_both(why)._asdict())

    def warn(self, column: str, reason: str, shown: str = "", **params: Param) -> None:
        """Something deserves a look."""
        self.warnings.append(Note(column=column, reason=reason, shown=shown, params=params))

    def packed(self) -> str:
        """What is kept of the row, sealed."""
        notes = ([note.packed() for note in kept] for kept in (self.faults, self.warnings))
        return json.dumps([self.values, *notes, self.changes], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, packed: str, *, number: int, group: int, action: str) -> Self:
        """What was kept."""
        values, faults, warnings, changes = json.loads(packed, object_pairs_hook=_sharing)
        return cls(
            number=number,
            group=group,
            action=Action(action),
            values=values,
            faults=[Note.unpacked(note) for note in faults],
            warnings=[Note.unpacked(note) for note in warnings],
            changes=changes,
        )


def _sharing(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """An object whose keys are the same strings in every row: fifty thousand rows are half as large."""
    return {sys.intern(key): value for key, value in pairs}
