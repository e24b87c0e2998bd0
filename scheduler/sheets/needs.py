"""What somebody needs on the way, in the words of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scheduler.sheets.both import Both
from scheduler.sheets.cells import SPLIT, text
from scheduler.sheets.context import Context
from scheduler.sheets.files.grid import MAX_CELL, Cell
from scheduler.sheets.names import plain
from scheduler.sheets.unfit import Unfit
from solvers.problem import Json

NEEDS: Final[Mapping[str, tuple[Both, tuple[str, ...]]]] = {
    "wheelchair": (Both("轮椅", "wheelchair"), ("坐轮椅", "轮椅位", "wheel chair")),
    "walks_badly": (Both("行走不便", "walks badly"), ("腿脚不便", "行动不便", "walking")),
    "hearing": (Both("听力不便", "hearing"), ("听力障碍", "耳背", "deaf")),
    "sight": (Both("视力不便", "sight"), ("视力障碍", "blind")),
    "car_sick": (Both("易晕车", "car sick"), ("晕车", "carsick")),
    "pregnant": (Both("孕妇", "pregnant"), ("怀孕",)),
    "companion": (Both("陪同", "companion"), ("需陪同", "陪护")),
    "door_pickup": (Both("上门接", "pick-up at the door"), ("接到家", "door", "door pickup")),
}
"""Each need by its key in ``Worker.needs``: its word in a drop-down, and other words for it."""
NONE: Final = frozenset({"无", "没有", "否", "none", "no", "-"})
_KEYS: Final = {plain(word): key for key, (head, also) in NEEDS.items() for word in (key, head.zh, head.en, *also)}


def needs(cell: Cell, context: Context) -> Json:
    """Keys of needs."""
    found: dict[str, Json] = {}
    for word in SPLIT.split(text(cell, context, most=MAX_CELL)):
        if not word.strip() or plain(word) in NONE:
            continue
        if plain(word) not in _KEYS:
            raise Unfit("need_unknown", name=word.strip(), known="、".join(head.zh for head, _ in NEEDS.values()))
        found[_KEYS[plain(word)]] = True
    return found
