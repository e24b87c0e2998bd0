"""Registering workers, and taking in and changing departure requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import (
    Check,
    Taken,
    bulk_add,
    ids_by_code,
    next_position,
    row_update,
    versioned_update,
)
from scheduler.crypto import id_number_hashes
from scheduler.errors import Invalid
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.tenancy import acting_towns
from scheduler.people.boarding import boarding_options_find
from scheduler.people.checks import check_members, check_named, check_request, check_training, completed
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member, Worker
from scheduler.people.moves import request_move
from scheduler.people.rows import boarding_rows, choice_rows, member_rows
from scheduler.people.states import RequestState
from scheduler.people.survey import members_of, requests_wait_for_training, survey
from scheduler.people.towns import check_town_changed, town_said
from scheduler.places.mapping import point_of
from scheduler.places.models import Place
from solvers.problem import Json, Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorker:
    """A person to register, as :class:`Worker` describes them; the ID number is only hashed.

    Who has only its hashes gives those.
    """

    name: str = field(repr=False)
    phone: str = field(default="", repr=False)
    id_number: str | None = field(default=None, repr=False)
    id_number_hashes: tuple[str, ...] = field(default=(), repr=False)
    birth_year: int | None = None
    sex: str = ""
    town: str = ""
    registered_poor: bool = False
    needs: Mapping[str, Json] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    wishes: Mapping[str, Json] = field(default_factory=dict)
    training_until: datetime | None = None
    consent_employer: bool | None = None
    consent_messages: bool | None = None

    @property
    def hashes(self) -> tuple[str, ...]:
        """The keyed hashes that the ID number may be stored under, the one to be written first."""
        return id_number_hashes(self.id_number) if self.id_number else self.id_number_hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A departure request to take in.

    ``members`` are ids of workers; where they are given, ``size``, ``wheelchairs`` and ``town`` may be left out, and
    ``ready_at`` too: then the party is ready when all of them are. ``boarding`` pairs codes of places with seconds
    from home (None: to be found from ``home``, ``(lon, lat)``); ``choices`` pairs codes of slots with costs. Without
    ``unserved_cost`` the campaign's applies.
    """

    code: str
    ready_at: datetime | None = None
    size: int | None = None
    wheelchairs: int | None = None
    due_at: datetime | None = None
    home: tuple[float, float] | None = None
    town: str = ""
    priority: int = 0
    unserved_cost: float | None = None
    wishes: Mapping[str, Json] = field(default_factory=dict)
    together: str = ""
    members: tuple[UUID, ...] = ()
    boarding: tuple[tuple[str, int], ...] | None = None
    choices: tuple[tuple[str, float], ...] = ()
    state: RequestState = RequestState.SUBMITTED
    meta: Meta = None

    @property
    def people(self) -> int:
        """How many travel."""
        return len(self.members) if self.size is None else self.size


@transaction.atomic
def workers_add(*, bureau: Organisation, workers: Sequence[NewWorker], all_or_nothing: bool = True) -> Taken[Worker]:
    """Register people with a bureau; nobody is registered twice, where ID numbers are known."""
    check, towns = Check(len(workers)), acting_towns()
    workers = [replace(new, town=town_said(check, i, new.town, towns)) for i, new in enumerate(workers)]
    hashes = [new.hashes for new in workers]
    wanted = {value for values in hashes for value in values}
    there = set(
        Worker.objects.filter(bureau=bureau, id_number_hash__in=wanted).values_list("id_number_hash", flat=True)
    )
    first: dict[str, int] = {}
    for i, values in enumerate(hashes):
        if there.intersection(values):
            check.note(i, "id_number", _("someone with this ID number is registered"), taken=True)
        elif values and first.setdefault(values[0], i) != i:
            check.note(i, "id_number", _("is that of row {before} too"), taken=True, before=first[values[0]])
    rows = [
        Worker(
            bureau=bureau,
            name=new.name,
            phone=new.phone,
            id_number_hash=values[0] if values else None,
            birth_year=new.birth_year,
            sex=new.sex,
            town=new.town,
            registered_poor=new.registered_poor,
            needs=dict(new.needs),
            skills=list(new.skills),
            wishes=dict(new.wishes),
            training_until=new.training_until,
            consent_employer=new.consent_employer,
            consent_messages=new.consent_messages,
        )
        if check.goes_in(i, all_or_nothing=all_or_nothing)
        else None
        for i, (new, values) in enumerate(zip(workers, hashes, strict=True))
    ]
    bulk_add(Worker, [row for row in rows if row])
    return check.result(rows)


@transaction.atomic
def worker_update(*, worker: Worker, version: int | None, changes: Mapping[str, object]) -> Worker:
    """Change columns of a worker that is still of ``version``; raises StaleVersion, Invalid.

    Requests that would leave before a training that ends later now are put off until then.
    """
    check_town_changed(changes)
    changed = versioned_update(worker, version=version, changes=changes)
    if "training_until" in changes:
        requests_wait_for_training(worker=changed)
    return changed


def unserved_cost(campaign: Campaign, *, size: int, priority: int) -> float:
    """What it costs, in the campaign's currency, when a party stays at home: more for more, and by priority."""
    plain = campaign.unserved_cost_first + campaign.unserved_cost_more * (size - 1)
    return plain * campaign.priority_factor if priority else plain


@transaction.atomic
def requests_add(
    *, campaign: Campaign, requests: Sequence[NewRequest], all_or_nothing: bool = True
) -> Taken[DepartureRequest]:
    """Take in departure requests; where one says nothing of boarding, places are found from its home."""
    check, towns = Check(len(requests)), acting_towns()
    check.new_codes(DepartureRequest, campaign, [new.code for new in requests])
    known = survey(campaign=campaign, workers={member for new in requests for member in new.members})
    check_members(check, campaign, requests, known)
    requests = [completed(campaign, new, [known[m] for m in new.members if m in known]) for new in requests]
    requests = [replace(new, town=town_said(check, i, new.town, towns)) for i, new in enumerate(requests)]
    places = ids_by_code(Place, campaign, {at for new in requests for at, _ in new.boarding or ()})
    slots = ids_by_code(IntakeSlot, campaign, {slot for new in requests for slot, _ in new.choices})
    for i, new in enumerate(requests):
        check_request(check, i, new, places, slots)
    position = next_position(DepartureRequest, campaign)
    rows = [
        _request_row(campaign, new, position + i) if check.goes_in(i, all_or_nothing=all_or_nothing) else None
        for i, new in enumerate(requests)
    ]
    both = [(row, new) for row, new in zip(rows, requests, strict=True) if row]
    bulk_add(DepartureRequest, [row for row, _ in both])
    bulk_add(Member, [member for row, new in both for member in member_rows(row, new.members)])
    bulk_add(Choice, [choice for row, new in both for choice in choice_rows(row, new.choices, slots)])
    bulk_add(BoardingOption, [o for row, new in both for o in boarding_rows(row, new.boarding or (), places)])
    if searching := [row.id for row, new in both if new.boarding is None and row.home is not None]:
        boarding_options_find(campaign=campaign, requests=searching)
    return check.result(rows)


def _request_row(campaign: Campaign, new: NewRequest, position: int) -> DepartureRequest:
    cost = new.unserved_cost
    assert new.ready_at is not None  # else it was noted as a fault
    return DepartureRequest(
        campaign=campaign,
        code=new.code,
        position=position,
        size=new.people,
        wheelchairs=new.wheelchairs or 0,
        ready_at=new.ready_at,
        due_at=new.due_at,
        home=None if new.home is None else point_of(*new.home),
        town=new.town,
        priority=new.priority,
        unserved_cost=unserved_cost(campaign, size=new.people, priority=new.priority) if cost is None else cost,
        wishes=dict(new.wishes),
        together=new.together,
        state=new.state,
        meta=new.meta,
    )


@transaction.atomic
def request_update(
    *,
    request: DepartureRequest,
    version: int | None,
    changes: Mapping[str, object],
    boarding: Sequence[tuple[str, int]] | None = None,
    choices: Sequence[tuple[str, float]] | None = None,
) -> DepartureRequest:
    """Change a request that is still of ``version``; ``boarding`` and ``choices`` replace what there was.

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Invalid
        A place or slot does not exist or is listed twice, or a value breaks a rule.
    """
    campaign = request.campaign
    check_town_changed(changes)
    changed = row_update(request, version=version, changes=changes)
    check = Check(1)
    check_training(check, 0, changes.get("ready_at"), list(members_of(request).values()))
    places = ids_by_code(Place, campaign, {at for at, _ in boarding or ()})
    slots = ids_by_code(IntakeSlot, campaign, {slot for slot, _ in choices or ()})
    check_named(check, 0, "boarding", "at", [at for at, _ in boarding or ()], places, _("place"))
    check_named(check, 0, "choices", "slot", [slot for slot, _ in choices or ()], slots, _("intake slot"))
    for fault in check.faults[0]:
        raise Invalid(fault.what, where=fault.where)
    if boarding is not None:
        BoardingOption.objects.filter(request=changed).delete()
        bulk_add(BoardingOption, boarding_rows(changed, boarding, places))
    if choices is not None:
        Choice.objects.filter(request=changed).delete()
        bulk_add(Choice, choice_rows(changed, choices, slots))
    return changed


def request_withdraw(
    *, request: DepartureRequest, version: int | None, by: User | None = None, why: str = ""
) -> DepartureRequest:
    """Take a request out of planning; it stays on record. Raises StaleVersion, Conflict."""
    return request_move(request=request, version=version, to=RequestState.WITHDRAWN, by=by, why=why)
