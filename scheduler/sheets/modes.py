"""By what a service goes, in the words of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scheduler.sheets.both import Both
from scheduler.sheets.cells import text
from scheduler.sheets.context import Context
from scheduler.sheets.files.grid import Cell
from scheduler.sheets.names import plain

MODES: Final[Mapping[str, tuple[Both, tuple[str, ...]]]] = {
    "flight": (Both("包机", "flight"), ("飞机", "航班", "charter", "charter flight", "plane", "air")),
    "rail": (Both("铁路", "rail"), ("火车", "高铁", "动车", "专列", "包车厢", "train", "rail block")),
    "ferry": (Both("轮渡", "ferry"), ("船", "轮船", "客轮", "ship")),
}
"""Each mode: its word in a drop-down, and other words for it."""
_KEYS: Final = {plain(word): key for key, (head, also) in MODES.items() for word in (key, head.zh, head.en, *also)}


def mode(cell: Cell, context: Context) -> str:
    """A mode by its key; what is none of ours is kept as it is written."""
    word = text(cell, context, most=50)
    return _KEYS.get(plain(word), word)
