"""What a column is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scheduler.sheets.both import Both
from scheduler.sheets.context import Context
from scheduler.sheets.files.grid import Cell
from solvers.problem import Json

Looks = Literal["text", "moment", "number"]
"""How the template formats a column; ID and telephone numbers have to be text, or Excel rounds them."""
ListName = Literal["places", "gates", "depots", "hubs", "slots", "employers", "operators"]
"""What a campaign has to choose from."""
EXAMPLE = Both("示例", "Example")
"""What the first cell of an example row begins with; such rows are passed over."""
YES_NO = (Both("是", "yes"), Both("否", "no"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet.

    ``head`` is its heading in templates, ``also`` lists other headings that mean it; case, spaces, stars and what
    stands in parentheses do not count. ``needed``: there has to be such a column. ``shared`` columns speak of all that
    several rows make up, such as a party, once or in each of its rows; ``own`` ones differ from row to row, so that a
    merged cell is a fault. ``options`` make a drop-down; ``options_of`` names the list of the campaign that does.
    """

    key: str
    head: Both
    read: Callable[[Cell, Context], Json]
    help: Both
    example: Both
    also: tuple[str, ...] = ()
    needed: bool = False
    shared: bool = False
    own: bool = False
    looks: Looks = "text"
    width: int = 14
    options: tuple[Both, ...] = ()
    options_of: ListName | None = None
