"""Each kind of sheet: its columns, how its rows are looked at together, and how they are taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scheduler.campaigns.models import Campaign
from scheduler.sheets import name_list
from scheduler.sheets.both import Both
from scheduler.sheets.columns import departures as departure_columns
from scheduler.sheets.columns import name_list as name_list_columns
from scheduler.sheets.columns.column import Column
from scheduler.sheets.context import Context
from scheduler.sheets.departures import taking as departures
from scheduler.sheets.departures.examining import examine as examine_departures
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.states import UploadKind
from scheduler.sheets.table import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """What can be done with one kind of sheet.

    ``examine`` writes notes, groups, actions and changes on the rows. ``take_in`` writes everything, or answers
    False where a row has become faulty, and its caller takes back what was written.
    """

    title: Both
    columns: tuple[Column, ...]
    examine: Callable[[Campaign, Context, Sequence[SheetRow]], object]
    take_in: Callable[[Campaign, Context, Sequence[SheetRow], Tell], bool]


KINDS: Final[Mapping[UploadKind, SheetKind]] = {
    UploadKind.DEPARTURES: SheetKind(
        title=Both("出行申请", "Departure requests"),
        columns=departure_columns.COLUMNS,
        examine=examine_departures,
        take_in=departures.take_in,
    ),
    UploadKind.NAME_LIST: SheetKind(
        title=Both("名单", "Name list"),
        columns=name_list_columns.COLUMNS,
        examine=name_list.examine,
        take_in=name_list.take_in,
    ),
}
