"""Each kind of sheet: its columns, how its rows are looked at together, and how they are taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scheduler.campaigns.models import Campaign
from scheduler.organisations.roles import Role
from scheduler.sheets import name_list
from scheduler.sheets.both import Both
from scheduler.sheets.columns import departures as departure_columns
from scheduler.sheets.columns import name_list as name_list_columns
from scheduler.sheets.columns.column import Column
from scheduler.sheets.context import Context
from scheduler.sheets.departures import taking as departures
from scheduler.sheets.departures.examining import examine as examine_departures
from scheduler.sheets.offers import things
from scheduler.sheets.offers.fleets import Fleets
from scheduler.sheets.offers.services import Services
from scheduler.sheets.offers.slots import Slots
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.states import UploadKind
from scheduler.sheets.table import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """What can be done with one kind of sheet.

    ``roles`` may send it in. ``examine`` writes notes, groups, actions and changes on the rows. ``take_in`` writes
    everything, or answers False where a row has become faulty, and its caller takes back what was written.
    """

    title: Both
    roles: frozenset[Role]
    columns: tuple[Column, ...]
    examine: Callable[[Campaign, Context, Sequence[SheetRow]], object]
    take_in: Callable[[Campaign, Context, Sequence[SheetRow], Tell], bool]


def _of_trade(trade: type[things.Trade[things.Row]], title: Both, *roles: Role) -> SheetKind:
    """A sheet of things that have a code."""
    return SheetKind(
        title=title,
        roles=frozenset({Role.COORDINATOR, *roles}),
        columns=trade.columns,
        examine=lambda campaign, context, rows: things.examine(trade(campaign, context), rows),
        take_in=lambda campaign, context, rows, tell: things.take_in(trade(campaign, context), rows, tell),
    )


KINDS: Final[Mapping[UploadKind, SheetKind]] = {
    UploadKind.DEPARTURES: SheetKind(
        title=Both("出行申请", "Departure requests"),
        roles=frozenset({Role.COORDINATOR, Role.TOWN}),
        columns=departure_columns.COLUMNS,
        examine=examine_departures,
        take_in=departures.take_in,
    ),
    UploadKind.NAME_LIST: SheetKind(
        title=Both("名单", "Name list"),
        roles=frozenset({Role.COORDINATOR}),
        columns=name_list_columns.COLUMNS,
        examine=name_list.examine,
        take_in=name_list.take_in,
    ),
    UploadKind.SLOTS: _of_trade(Slots, Both("接收批次", "Intake slots"), Role.EMPLOYER),
    UploadKind.FLEETS: _of_trade(Fleets, Both("车队", "Fleets"), Role.OPERATOR, Role.EMPLOYER),
    UploadKind.SERVICES: _of_trade(Services, Both("航班与铁路", "Timed services"), Role.OPERATOR, Role.EMPLOYER),
}
