"""Parties as a sheet describes them: rows of one party key, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from scheduler.sheets.columns.departures import PARTY
from scheduler.sheets.context import Context
from scheduler.sheets.datum import to_wgs84
from scheduler.sheets.departures.access import Access
from scheduler.sheets.departures.known import KnownRequest, KnownWorker, hashes_of
from scheduler.sheets.groups import gather, number_group
from scheduler.sheets.rows import SheetRow
from solvers.problem import Json


@dataclass(slots=True, kw_only=True)
class Person:
    """A row as a person, and who that is, if registered."""

    row: SheetRow
    worker: KnownWorker | None = None

    @property
    def sheet_says(self) -> dict[str, Any]:
        """What the row says of the person, by the columns of ``Worker``; nothing of what it leaves empty."""
        values: dict[str, Any] = {
            key: self.row.values[key]
            for key in ("name", "phone", "sex", "birth_year", "town", "registered_poor", "needs", "skills")
            if key in self.row.values
        }
        identity = self.row.values.get("id_number")
        if isinstance(identity, dict):
            for key, source in (("sex", "sex"), ("birth_year", "year")):
                if identity[source] and key not in values:
                    values[key] = identity[source]
            if self.worker is None or self.worker.id_number_hash not in hashes_of(self.row):
                values["id_number_hash"] = hashes_of(self.row)[0]
        return values

    @property
    def changes(self) -> list[str]:
        """The columns in which a registered person differs from what the row says."""
        if self.worker is None:
            return []
        return [key for key, value in self.sheet_says.items() if getattr(self.worker, key) != value]


@dataclass(slots=True, kw_only=True)
class Party:
    """People who travel together, and what is said of all of them, by the keys of columns.

    ``code`` is that of the request; where the sheet names none it follows from who the person is, so that the
    next upload comes to the same. ``request`` is what is there already.
    """

    code: str
    named: bool
    people: list[Person]
    said: dict[str, Json] = field(default_factory=dict)
    request: KnownRequest | None = None

    @property
    def first(self) -> SheetRow:
        """The row at which things are told that concern all."""
        return self.people[0].row

    @property
    def rows(self) -> list[SheetRow]:
        """All of its rows."""
        return [person.row for person in self.people]

    def moment(self, key: str) -> datetime | None:
        """``ready_at`` or ``due_at``."""
        said = self.said.get(key)
        return datetime.fromisoformat(said) if isinstance(said, str) else None

    def count(self, key: str) -> int | None:
        """``size``, ``wheelchairs`` or ``priority``."""
        said = self.said.get(key)
        return said if isinstance(said, int) else None

    def home(self, context: Context) -> tuple[float, float] | None:
        """Where they live, in WGS 84."""
        lon, lat = self.said.get("lon"), self.said.get("lat")
        if not isinstance(lon, float) or not isinstance(lat, float):
            return None
        return to_wgs84(lon, lat, context.datum)

    def boarding(self, context: Context, access: Access) -> tuple[tuple[str, int], ...] | None:
        """Codes of places with seconds from home; None: nothing is said of it."""
        said = self.said.get("boarding")
        if not isinstance(said, dict) or not said["known"]:
            return None
        home = self.home(context) or (self.request.home if self.request else None)
        return tuple(
            (place, access.seconds(home, place) if minutes is None else minutes * 60)
            for place, minutes in said["known"]
        )

    @property
    def unknown_places(self) -> list[str]:
        """Names that no place of the campaign has."""
        said = self.said.get("boarding")
        return [str(name) for name in said["unknown"]] if isinstance(said, dict) else []

    @property
    def slots(self) -> list[str]:
        """Codes of slots, the most wished first."""
        said = self.said.get("slots")
        return [str(slot) for slot in said] if isinstance(said, list) else []

    @property
    def in_wheelchairs(self) -> int:
        """How many of the people listed need a wheelchair space."""
        needs = [person.row.values.get("needs") for person in self.people]
        return sum(1 for one in needs if isinstance(one, dict) and "wheelchair" in one)


def person_key(row: SheetRow) -> tuple[str, ...] | None:
    """What tells a person from others: the ID number, else name and phone; None where neither is there."""
    if hashes := hashes_of(row):
        return (hashes[0],)
    name, phone = row.values.get("name"), row.values.get("phone")
    return (str(name), str(phone)) if name and phone else None


def parties_of(rows: Sequence[SheetRow]) -> list[Party]:
    """Rows gathered by party, in the order of their first rows; what rows say differently is a fault."""
    gathered: dict[str, Party] = {}
    for row in rows:
        named = row.values.get("party")
        key = str(named) if named else f"row {row.number}"
        if key not in gathered or not named:
            gathered[key] = Party(code=str(named) if named else _own_code(row), named=bool(named), people=[])
        gathered[key].people.append(Person(row=row))
    for party in gathered.values():
        party.said = gather(party.rows, PARTY)
        number_group(party.rows)
    return list(gathered.values())


def _own_code(row: SheetRow) -> str:
    """The code of a party of one who was given none; nobody can be guessed from it."""
    key = person_key(row) or (f"row {row.number}",)
    return "p-" + salted_hmac("menlu.sheets.party", "\x00".join(key), algorithm="sha256").hexdigest()[:14]
