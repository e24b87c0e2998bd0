"""Taking in name lists: each person once, recognised where registered, and kept for the staff of their town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from scheduler import clock
from scheduler.calls.models import Call
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import bulk_add, refusals_told
from scheduler.organisations.models import Organisation
from scheduler.sheets.batches import in_batches
from scheduler.sheets.context import Context
from scheduler.sheets.departures.known import Known, hashes_of, known_of
from scheduler.sheets.departures.parties import person_key
from scheduler.sheets.names import Names
from scheduler.sheets.rows import Action, SheetRow
from scheduler.sheets.table import Tell

COMPARED = ("name", "phone", "town", "sex", "birth_year", "employer_name", "slots", "remark")


@dataclass(slots=True, kw_only=True)
class Entry:
    """A row as somebody to call; ``there`` is who is on the campaign's list already."""

    row: SheetRow
    key: str
    says: dict[str, Any] = field(repr=False)
    there: Call | None = None


def examine(campaign: Campaign, context: Context, rows: Sequence[SheetRow]) -> list[Entry]:
    """The rows as entries; notes, actions and changes are written on the rows."""
    known = known_of(campaign, rows, ())
    by_code = {one.code: one for one in Organisation.objects.all()}
    entries = [_entry(row, known, context.organisations, by_code) for row in rows]
    _each_once(entries)
    there = _there(campaign, [entry.key for entry in entries])
    for entry in entries:
        entry.row.group = entry.row.number
        entry.there = there.get(entry.key)
        if entry.there is not None:
            entry.row.changes = _changes(entry.there, entry.says)
            entry.row.action = Action.UPDATE if entry.row.changes else Action.SAME
    return entries


def take_in(campaign: Campaign, context: Context, rows: Sequence[SheetRow], tell: Tell) -> bool:
    """Write all of the rows, or none where one of them has become faulty."""
    entries = examine(campaign, context, rows)
    if any(row.faults for row in rows):
        return False
    new = [Call(campaign=campaign, key=entry.key, **entry.says) for entry in entries if entry.there is None]
    for done, batch in enumerate(in_batches(new), start=1):
        bulk_add(Call, batch)
        tell(min(1.0, done * len(batch) / len(new)))
    changed = [entry for entry in entries if entry.there is not None and entry.row.changes]
    _update(changed)
    ids = {call.key: call.id for call in new} | {entry.key: entry.there.id for entry in entries if entry.there}
    for entry in entries:
        entry.row.result = str(ids[entry.key])
    return True


def _changes(call: Call, says: dict[str, Any]) -> list[str]:
    return [key for key in COMPARED if key in says and getattr(call, key) != says[key]]


def _update(entries: Sequence[Entry]) -> None:
    calls = []
    for entry in entries:
        call = entry.there
        assert call is not None
        for name, value in entry.says.items():
            setattr(call, name, value)
        call.version, call.updated_at = call.version + 1, clock.now()
        calls.append(call)
    columns = {name for entry in entries for name in entry.says}
    if calls:
        with refusals_told():
            Call.objects.bulk_update(calls, [*sorted(columns), "version", "updated_at"], batch_size=500)


def _entry(row: SheetRow, known: Known, employers: Names, by_code: dict[str, Organisation]) -> Entry:
    says: dict[str, Any] = {
        key: row.values[key]
        for key in ("name", "phone", "town", "sex", "birth_year", "slots", "remark")
        if key in row.values
    }
    if (employer := row.values.get("employer")) is not None:
        codes = employers.find(str(employer))
        says |= {"employer_name": employer, "employer_id": by_code[codes[0]].id if len(codes) == 1 else None}
        if len(codes) != 1:
            row.warn("employer", "employer_unknown", str(employer), nearest=employers.nearest(str(employer)) or "—")
    if hashes := hashes_of(row):
        says["id_number_hash"] = hashes[0]
    worker = known.worker(row)
    if worker is not None:
        says["worker_id"] = worker.id
        says.setdefault("phone", worker.phone)
        says.setdefault("town", worker.town)
        row.warn("name", "registered", str(row.values.get("name")), town=worker.town or "—")
    if not says.get("town"):
        row.fault("town", "needed")
    return Entry(row=row, key=_key(row), says=says)


def _key(row: SheetRow) -> str:
    """Of the ID number, else of name and phone, else of name and town; nobody can be guessed from it."""
    parts = person_key(row) or (str(row.values.get("name")), str(row.values.get("town")))
    return salted_hmac("menlu.calls", "\x00".join(parts), algorithm="sha256").hexdigest()


def _each_once(entries: Sequence[Entry]) -> None:
    first: dict[str, int] = {}
    for entry in entries:
        if first.setdefault(entry.key, entry.row.number) != entry.row.number:
            entry.row.fault("name", "same_person", row=first[entry.key])


def _there(campaign: Campaign, keys: Sequence[str]) -> dict[str, Call]:
    found: dict[str, Call] = {}
    for batch in in_batches(keys):
        for call in Call.objects.filter(campaign=campaign, key__in=batch):
            found[call.key] = call
    return found
