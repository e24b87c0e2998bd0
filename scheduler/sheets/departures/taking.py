"""Taking parties in: people registered or changed, requests made or changed, all in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.people.amending import Amendment, requests_amend, workers_amend
from scheduler.people.services import NewRequest, NewWorker, requests_add, workers_add
from scheduler.places.mapping import point_of
from scheduler.sheets.batches import in_batches
from scheduler.sheets.context import Context
from scheduler.sheets.departures.access import Access, access_of
from scheduler.sheets.departures.examining import examine, request_changes
from scheduler.sheets.departures.known import KnownRequest, hashes_of
from scheduler.sheets.departures.parties import Party, Person
from scheduler.sheets.departures.together import join
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.table import Tell

PARTIES_AT_ONCE = 500
WISH_COST = 50.0
"""Dissatisfaction a person for each step down the list of wanted slots, in the campaign's currency."""


def take_in(campaign: Campaign, context: Context, rows: Sequence[SheetRow], tell: Tell) -> bool:
    """Write all of the rows, or none where one of them has become faulty; each row says what came of it."""
    examined = examine(campaign, context, rows)
    parties = examined.parties
    if any(row.faults for row in rows):
        return False
    access, done = access_of(campaign), 0
    for batch in in_batches(parties, PARTIES_AT_ONCE):
        workers = _register(campaign, [person for party in batch for person in party.people])
        _ask(campaign, batch, workers, context, access)
        if any(row.faults for party in batch for row in party.rows):
            return False
        done += len(batch)
        tell(done / len(parties))
    join(campaign, examined.bonds, by=context.user)
    return not any(row.faults for row in rows)


def _register(campaign: Campaign, people: Sequence[Person]) -> dict[int, UUID]:
    """The worker of each row, by its number."""
    ids = {person.row.number: person.worker.id for person in people if person.worker is not None}
    new = [person for person in people if person.worker is None]
    taken = workers_add(bureau=campaign.bureau, workers=[_new_worker(person) for person in new])
    for person, worker, faults in zip(new, taken.rows, taken.faults, strict=True):
        for fault in faults:
            person.row.refused("id_number", fault.what)
        if worker is not None:
            ids[person.row.number] = worker.id
    changes = {
        person.worker.id: {key: person.sheet_says[key] for key in person.changes}
        for person in people
        if person.worker is not None and person.changes
    }
    if changes:
        workers_amend(changes=changes)
    return ids


def _new_worker(person: Person) -> NewWorker:
    says = {key: value for key, value in person.sheet_says.items() if key != "id_number_hash"}
    says["skills"] = tuple(says.get("skills", ()))
    return NewWorker(**says, id_number_hashes=tuple(hashes_of(person.row)))


def _ask(
    campaign: Campaign, parties: Sequence[Party], workers: dict[int, UUID], context: Context, access: Access
) -> None:
    """A request for each party."""
    if len(workers) < sum(len(party.people) for party in parties):
        return  # somebody was refused: nothing of this will stand
    new = [party for party in parties if party.request is None]
    taken = requests_add(campaign=campaign, requests=[_new_request(party, workers, context, access) for party in new])
    for party, request, faults in zip(new, taken.rows, taken.faults, strict=True):
        for fault in faults:
            party.first.refused("name", fault.told)
        for row in party.rows:
            row.result = str(request.id) if request is not None else None
    amendments = []
    for party in parties:
        if party.request is not None:
            amendments.append(_amendment(party, party.request, workers, context, access))
            for row in party.rows:
                row.result = str(party.request.id)
    amendments = [one for one in amendments if one.changes or one.joining or one.boarding or one.choices]
    if amendments:
        requests_amend(campaign=campaign, amendments=amendments)


def _new_request(party: Party, workers: dict[int, UUID], context: Context, access: Access) -> NewRequest:
    ready = party.moment("ready_at")
    assert ready is not None
    wheelchairs = party.count("wheelchairs")
    return NewRequest(
        code=party.code,
        ready_at=ready,
        due_at=party.moment("due_at"),
        size=party.count("size") or len(party.people),
        wheelchairs=party.in_wheelchairs if wheelchairs is None else wheelchairs,
        home=party.home(context),
        town=next((str(row.values["town"]) for row in party.rows if "town" in row.values), ""),
        priority=party.count("priority") or 0,
        members=tuple(workers[row.number] for row in party.rows),
        boarding=party.boarding(context, access),
        choices=_choices(party),
    )


def _choices(party: Party) -> tuple[tuple[str, float], ...]:
    return tuple((slot, WISH_COST * step) for step, slot in enumerate(party.slots))


def _amendment(
    party: Party, request: KnownRequest, workers: dict[int, UUID], context: Context, access: Access
) -> Amendment:
    changed = request_changes(party, request, context, access)
    joining = tuple(workers[row.number] for row in party.rows if workers[row.number] not in request.members)
    changes: dict[str, Any] = {key: party.count(key) for key in ("size", "wheelchairs", "priority") if key in changed}
    changes |= {key: party.moment(key) for key in ("ready_at", "due_at") if key in changed}
    home = party.home(context)
    if "lon" in changed and home is not None:
        changes["home"] = point_of(*home)
    if joining and "size" not in party.said:
        changes["size"] = max(request.size, len(request.members) + len(joining))
    return Amendment(
        request=request.id,
        changes=changes,
        boarding=party.boarding(context, access) if "boarding" in changed else None,
        choices=_choices(party) if "slots" in changed else None,
        joining=joining,
    )
