"""Looking at rows as things that have a code, and taking them in, whatever the things are.

What there is already is put into the words of a sheet (:meth:`Trade.says`) and compared with what the sheet says.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from django.db import transaction

from scheduler.campaigns.models import Campaign, CampaignRow
from scheduler.campaigns.taking import Taken
from scheduler.errors import DomainError
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.organisations.tenancy import acting_as_system
from scheduler.sheets.batches import in_batches
from scheduler.sheets.columns.column import Column
from scheduler.sheets.context import Context
from scheduler.sheets.groups import gather, is_faulty, number_group, spread_faults
from scheduler.sheets.rows import Action, SheetRow
from scheduler.sheets.table import Tell
from solvers.problem import Json

Row = TypeVar("Row", bound=CampaignRow)


@dataclass(slots=True, kw_only=True)
class Thing(Generic[Row]):
    """Rows of one code: what they say by the keys of columns, what is there already, and whose it is."""

    code: str
    rows: list[SheetRow]
    said: dict[str, Json] = field(default_factory=dict)
    there: Row | None = None
    owner: Organisation | None = None

    @property
    def first(self) -> SheetRow:
        """The row at which things are told that concern all."""
        return self.rows[0]

    def get(self, key: str, default: Json = None) -> Json:
        """What is said of a column."""
        return self.said.get(key, default)

    def need(self, *keys: str) -> None:
        """A new one has to say these."""
        for key in keys:
            if self.there is None and key not in self.said and not any(is_faulty(row, key) for row in self.rows):
                self.first.fault(key, "needed")

    def order(self, low: str, high: str, reason: str) -> None:
        """``high`` is not less than ``low``, where both are known."""
        first, last = self.said.get(low), self.said.get(high)
        if first is not None and last is not None and last < first:  # type: ignore[operator]
            self.first.fault(high, reason, str(last))


class Trade(ABC, Generic[Row]):
    """What is particular to one kind of thing."""

    model: type[Row]
    columns: ClassVar[tuple[Column, ...]]
    owner_key: ClassVar[str]
    """The column that says whose it is."""
    owner_kinds: ClassVar[tuple[OrganisationKind, ...]]

    def __init__(self, campaign: Campaign, context: Context) -> None:
        self.campaign, self.context = campaign, context

    @abstractmethod
    def known(self, codes: Collection[str]) -> Iterator[Row]:
        """Those of the codes that are there and can be seen, with all that :meth:`says` looks at."""

    @abstractmethod
    def says(self, row: Row) -> Mapping[str, Json]:
        """What a sheet would say of something that is there, by the keys of columns."""

    @abstractmethod
    def check(self, thing: Thing[Row]) -> None:
        """Complete what is said, and note what is wrong."""

    @abstractmethod
    def add(self, things: Sequence[Thing[Row]], owner: Organisation | None) -> Taken[Row]:
        """Make new ones, all of one owner."""

    @abstractmethod
    def change(self, thing: Thing[Row], row: Row, keys: Collection[str]) -> None:
        """Change what is there where the sheet says something else; raises DomainError."""

    def listed(self, rows: Sequence[SheetRow]) -> dict[str, Json]:
        """What several rows say together, each its own part of it."""
        return {}

    def differs(self, key: str, said: Json, there: Json) -> bool:
        """Whether the sheet says something new of a column."""
        return said != there


def examine(trade: Trade[Row], rows: Sequence[SheetRow]) -> list[Thing[Row]]:
    """The rows as things; notes, groups, actions and changes are written on the rows."""
    things = _things(trade, rows)
    there = {row.code: row for batch in in_batches([thing.code for thing in things]) for row in trade.known(batch)}
    owners = {one.code: one for one in Organisation.objects.all()}
    unseen = _unseen(trade, {thing.code for thing in things} - set(there))
    for thing in things:
        thing.there = there.get(thing.code)
        _find_owner(trade, thing, owners)
        if thing.code in unseen:
            thing.first.fault("code", "code_of_others", thing.code)
        trade.check(thing)
        _compare(trade, thing)
        spread_faults(thing.rows, "code")
    return things


def take_in(trade: Trade[Row], rows: Sequence[SheetRow], tell: Tell) -> bool:
    """Write all of the rows, or none where one of them has become faulty."""
    things = examine(trade, rows)
    if any(row.faults for row in rows):
        return False
    ids = {thing.code: thing.there.id for thing in things if thing.there is not None}
    new: dict[Organisation | None, list[Thing[Row]]] = {}
    for thing in things:
        if thing.there is None:
            new.setdefault(thing.owner, []).append(thing)
    for owner, of_owner in new.items():
        with _refusals_noted(of_owner[0]):
            taken = trade.add(of_owner, owner)
            for thing, made, faults in zip(of_owner, taken.rows, taken.faults, strict=True):
                for fault in faults:
                    thing.first.refused("code", fault.told)
                if made is not None:
                    ids[thing.code] = made.id
    tell(0.5)
    for thing in things:
        keys = {key for row in thing.rows for key in row.changes}
        if thing.there is not None and keys:
            with _refusals_noted(thing):
                trade.change(thing, thing.there, keys)
    for thing in things:
        for row in thing.rows:
            row.result = str(ids[thing.code]) if thing.code in ids else None
    return not any(row.faults for row in rows)


@contextmanager
def _refusals_noted(thing: Thing[Row]) -> Iterator[None]:
    """What a service refuses is a fault of the thing."""
    try:
        with transaction.atomic():
            yield
    except DomainError as error:
        thing.first.refused("code", error.told)


def _things(trade: Trade[Row], rows: Sequence[SheetRow]) -> list[Thing[Row]]:
    gathered: dict[str, Thing[Row]] = {}
    for row in rows:
        code = str(row.values.get("code", f"row {row.number}"))  # no code: faulty as it is
        gathered.setdefault(code, Thing(code=code, rows=[])).rows.append(row)
    shared = [column for column in trade.columns if column.shared]
    for thing in gathered.values():
        thing.said = gather(thing.rows, shared) | trade.listed(thing.rows)
        number_group(thing.rows)
    return list(gathered.values())


def _find_owner(trade: Trade[Row], thing: Thing[Row], owners: Mapping[str, Organisation]) -> None:
    """The sender, or, in a bureau's sheet, who is named."""
    named, offering = thing.get(trade.owner_key), trade.context.offering
    thing.owner = offering or owners.get(str(named))
    if named is not None and offering is not None and named != offering.code:
        thing.first.fault(trade.owner_key, "not_your_own", str(named))
    elif thing.owner is not None and thing.owner.kind not in trade.owner_kinds:
        thing.first.fault(trade.owner_key, "wrong_kind", thing.owner.name)


def _unseen(trade: Trade[Row], codes: Collection[str]) -> set[str]:
    """The codes under which others have something that the sender may not see."""
    with acting_as_system():
        there = trade.model._default_manager.filter(campaign=trade.campaign, code__in=codes)
        return set(there.values_list("code", flat=True))


def _compare(trade: Trade[Row], thing: Thing[Row]) -> None:
    """Say of each row what it would do; what differs is told at the first."""
    if thing.there is None:
        return
    says = trade.says(thing.there)
    thing.first.changes = [
        key for key, said in thing.said.items() if said is not None and trade.differs(key, said, says.get(key))
    ]
    for row in thing.rows:
        row.action = Action.UPDATE if thing.first.changes else Action.SAME
