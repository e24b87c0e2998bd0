"""What is wrong with a cell: a reason by its key, so that it can be told in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

Param = str | int | dict[str, str]
"""What stands for it in a sentence: the same in every language, or something for each."""


class Unfit(Exception):
    """A cell that cannot be taken as it is; ``reason`` is a key of :data:`scheduler.sheets.wording.REASONS`."""

    def __init__(self, reason: str, **params: Param) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to say of a cell: which column, what stands there, and why it is a fault or a warning."""

    column: str
    reason: str
    shown: str = field(default="", repr=False)
    params: dict[str, Param] = field(default_factory=dict)

    def packed(self) -> list[object]:
        """As JSON."""
        return [self.column, self.reason, self.shown, self.params]

    @classmethod
    def unpacked(cls, packed: list[object]) -> Self:
        """From JSON."""
        column, reason, shown, params = packed
        assert isinstance(params, dict)
        return cls(column=str(column), reason=str(reason), shown=str(shown), params=params)
