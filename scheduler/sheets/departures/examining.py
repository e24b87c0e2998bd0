"""What is wrong with rows as people and parties, and what taking them in would change.

Done for the preview, and once more at the moment of taking in: what changed in between is then found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.people.states import RequestState
from scheduler.sheets.context import Context
from scheduler.sheets.departures.access import Access, access_of
from scheduler.sheets.departures.known import Known, KnownRequest, hashes_of, known_of
from scheduler.sheets.departures.parties import Party, Person, parties_of
from scheduler.sheets.departures.together import Bond, bonds_of
from scheduler.sheets.groups import is_faulty, spread_faults
from scheduler.sheets.rows import Action, SheetRow

OPEN_STATES = frozenset({RequestState.DRAFT, RequestState.SUBMITTED, RequestState.VERIFIED})
"""In which a sheet may still change a request: nobody has been told anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The parties of a sheet, and which of them travel as one."""

    parties: list[Party]
    bonds: list[Bond]


def examine(campaign: Campaign, context: Context, rows: Sequence[SheetRow]) -> Examined:
    """The parties of the rows; notes, groups, actions and changes are written on the rows."""
    _each_once(rows)
    _at_home(rows, context.towns)
    parties = parties_of(rows)
    known, access = known_of(campaign, rows, [party.code for party in parties]), access_of(campaign)
    seen: dict[UUID, int] = {}
    for party in parties:
        _recognise(party, known, seen)
        _check_people(party, known)
        _check_party(party, campaign, context)
        _compare(party, context, access)
        spread_faults(party.rows, "party")
    return Examined(parties=parties, bonds=bonds_of(campaign, parties, known, context, access))


def _each_once(rows: Sequence[SheetRow]) -> None:
    """One ID number is one person; so are one name and phone, unless their ID numbers are two."""
    by_number: dict[str, int] = {}
    by_name: dict[tuple[object, object], tuple[int, bool]] = {}
    for row in rows:
        hashes, name, phone = hashes_of(row), row.values.get("name"), row.values.get("phone")
        if hashes and by_number.setdefault(hashes[0], row.number) != row.number:
            row.fault("id_number", "same_person", row=by_number[hashes[0]])
        elif name and phone:
            first, has_number = by_name.setdefault((name, phone), (row.number, bool(hashes)))
            if first != row.number and not (hashes and has_number):
                row.fault("phone", "same_person", row=first)
        elif name and not hashes and not is_faulty(row, "phone", "id_number"):
            row.fault("phone", "no_key")


def _at_home(rows: Sequence[SheetRow], towns: Sequence[str]) -> None:
    """A town's staff enter its own people, whose town they need not say."""
    for row in rows if towns else ():
        if row.values.setdefault("town", towns[0]) not in towns:
            row.fault("town", "not_your_town", str(row.values["town"]), town=towns[0])


def _recognise(party: Party, known: Known, seen: dict[UUID, int]) -> None:
    """Who is registered, and which request of the campaign is theirs; ``seen`` has the rows of workers so far."""
    for person in party.people:
        person.worker = known.worker(person.row)
        row, worker = person.row, person.worker
        before = seen.setdefault(worker.id, row.number) if worker else row.number
        if before != row.number and not is_faulty(row, "id_number", "phone"):
            row.fault("name", "same_person", row=before)
    party.request = known.codes.get(party.code)
    only = party.people[0].worker
    if not party.named and only is not None and only.request is not None:
        theirs = known.requests[only.request]
        if theirs.members == {only.id}:
            party.request, party.code = theirs, theirs.code
    for person in party.people:
        asked = person.worker.request if person.worker else None
        if asked is not None and (party.request is None or asked != party.request.id):
            person.row.fault("name", "travels_with_other", code=known.requests[asked].code)


def _check_people(party: Party, known: Known) -> None:
    for person in party.people:
        values, identity = person.row.values, person.row.values.get("id_number")
        if isinstance(identity, dict):
            for key, source in (("sex", "sex"), ("birth_year", "year")):
                if identity[source] and values.get(key, identity[source]) != identity[source]:
                    person.row.warn(key, "not_as_id_number", str(values[key]))
        if person.worker is None:
            _warn_of_doubles(person, known)


def _warn_of_doubles(person: Person, known: Known) -> None:
    """Somebody of this name who was born in the same year or lives in the same town may be the same."""
    said = person.sheet_says
    for other in known.by_name.get(str(said.get("name")), ()):
        same_year = other.birth_year is not None and other.birth_year == said.get("birth_year")
        if same_year or (other.town and other.town == said.get("town")):
            params = {"town": other.town or "—", "year": other.birth_year or "—", "end": other.phone[-4:] or "—"}
            person.row.warn("name", "double", str(said.get("name")), **params)
            return


def _check_party(party: Party, campaign: Campaign, context: Context) -> None:
    first, said = party.first, party.said
    listed = len(party.people)
    if "ready_at" not in said and party.request is None and not any(is_faulty(row, "ready_at") for row in party.rows):
        first.fault("ready_at", "needed")
    if (party.count("size") or listed) < listed:
        first.fault("size", "size_below_rows", str(party.count("size")), rows=listed)
    if (party.count("wheelchairs") or 0) > (party.count("size") or (party.request.size if party.request else listed)):
        first.fault("wheelchairs", "wheelchairs_above_size", str(party.count("wheelchairs")))
    if ("lon" in said) != ("lat" in said):
        first.fault("lat" if "lon" in said else "lon", "half_a_point")
    ready, due = party.moment("ready_at"), party.moment("due_at")
    if ready is not None and ready > campaign.horizon_end:
        first.fault("ready_at", "after_horizon", ready.isoformat(" ", "minutes")[:16])
    if due is not None and due < campaign.horizon_start:
        first.fault("due_at", "before_horizon", due.isoformat(" ", "minutes")[:16])
    elif ready is not None and due is not None and due <= ready:
        first.fault("due_at", "due_before_ready", due.isoformat(" ", "minutes")[:16])
    _check_boarding(party, context)


def _check_boarding(party: Party, context: Context) -> None:
    """An unknown place is a fault only where it would be the only way to board."""
    boarding = party.said.get("boarding")
    elsewhere = "lon" in party.said or (isinstance(boarding, dict) and bool(boarding["known"]))
    for name in party.unknown_places:
        nearest = context.places.nearest(name) or "—"
        if elsewhere:
            party.first.warn("boarding", "place_left_out", name, name=name, nearest=nearest)
        else:
            party.first.fault("boarding", "place_unknown", name, name=name, nearest=nearest)
    if not elsewhere and not party.unknown_places and party.request is None:
        party.first.warn("boarding", "nowhere_to_board")


def _compare(party: Party, context: Context, access: Access) -> None:
    """Say of each row what it would do."""
    request = party.request
    of_party = [] if request is None else request_changes(party, request, context, access)
    for person in party.people:
        row = person.row
        is_member = request is not None and person.worker is not None and person.worker.id in request.members
        row.changes = [*person.changes, *(of_party if row is party.first else ())]
        row.action = Action.NEW if not is_member else Action.UPDATE if row.changes else Action.SAME
    joins = request is not None and any(row.action == Action.NEW for row in party.rows)
    if request is not None and (of_party or joins) and request.state not in OPEN_STATES:
        is_joined = request.state == RequestState.JOINED
        reason = "joined_already" if is_joined else "too_late"
        party.first.fault(
            of_party[0] if of_party else "name", reason, **({} if is_joined else {"state": request.state})
        )


def request_changes(party: Party, request: KnownRequest, context: Context, access: Access) -> list[str]:
    """The columns in which a request differs from what the sheet says; an empty cell changes nothing."""
    said: list[tuple[str, object, object]] = [
        ("size", party.count("size"), request.size),
        ("wheelchairs", party.count("wheelchairs"), request.wheelchairs),
        ("priority", party.count("priority"), request.priority),
        ("ready_at", party.moment("ready_at"), request.ready_at),
        ("due_at", party.moment("due_at"), request.due_at),
        ("lon", party.home(context), request.home),
        ("boarding", party.boarding(context, access), tuple(request.boarding)),
        ("slots", party.slots or None, request.slots),
    ]
    return [key for key, wanted, there in said if wanted is not None and wanted != there]
