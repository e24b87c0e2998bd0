"""Tables on a terminal, and how figures stand in them."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

MISSING = "–"


def percent(share: float | None) -> str:
    """A share as people read it."""
    return MISSING if share is None else f"{share:.1%}"


def hours(seconds: int) -> str:
    """A duration as hours and minutes."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def new_table(*headings: str) -> Table:
    """An empty table; a heading that begins with ! stands over numbers."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading.removeprefix("!"), justify="right" if heading.startswith("!") else "left")
    return table
