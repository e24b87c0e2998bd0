"""What an employer receives at its gate: counts and names. Who is missing is raised at once; a whole party settles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.utils.translation import gettext_lazy as _

from scheduler.errors import Conflict, Invalid
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import SYSTEM, acting_as
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.moves import requests_move
from scheduler.people.states import NOT_COMING, PROMISED_STATES, RequestState
from scheduler.people.whys import Why
from scheduler.plans.models import Itinerary, Leg, Plan
from scheduler.travel.alarms import Alarm
from scheduler.travel.alerts import alert_over, alert_raise
from scheduler.travel.case import seen_of_parties
from scheduler.travel.models import AlertKind, EventKind, Reception

log = structlog.get_logger(__name__)

ON_THE_WAY = (*PROMISED_STATES, RequestState.NO_SHOW, RequestState.BOARDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How many of a party are at the gate, and which of its members are not; ``id`` was made by whoever counted."""

    id: UUID
    request: UUID
    people: int | None = None
    missing: tuple[UUID, ...] = ()


def received_of(values: Mapping[str, Any]) -> Received:
    """An entry from its values by name, as they come over a wire."""
    return Received(**{**values, "missing": tuple(values["missing"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What one report came to: parties received whole, and people missing, by party."""

    settled: tuple[UUID, ...]
    missing: dict[UUID, int]


def receive(
    *,
    plan: Plan,
    slot: IntakeSlot,
    received: Sequence[Received],
    at: datetime,
    by: User,
    people: int | None = None,
    duty: UUID | None = None,
    complete: bool = False,
) -> Arrived:
    """Record whom an employer receives into a slot; the caller has seen to it that the slot is the employer's.

    Parameters
    ----------
    plan
        The published plan.
    received
        Parties by name; what was recorded under an id before changes nothing.
    people
        A count of everyone who is there, instead of names: where it is what is expected, all are received.
    duty
        Those who come by this duty (None: whoever comes into the slot).
    complete
        Nobody else is there: who is not named is missing.

    Raises
    ------
    Invalid
        A party does not come into this slot, more of it are there than travel, or there are names and a count.
    Conflict
        The count is not what is expected: tick the names, so that whoever is missing can be looked for.
    """
    if received and people is not None:
        raise Invalid(_("give names or a count, not both"), where="people")
    with acting_as(plan.campaign.bureau_id, SYSTEM, user_id=by.id):
        # One report at a time: of two with the same entries, or that miss the same party, the second sees the first.
        IntakeSlot.objects.select_for_update(no_key=True).get(id=slot.id)
        coming = _coming(plan, slot, duty)
        gone = _gone(coming)
        expected = {request: size for request, size in boarded(coming).items() if request not in gone}
        entries = _by_count(expected, people) if people is not None else _by_name(coming, received)
        known = set(Reception.objects.filter(id__in=[entry.id for entry in received]).values_list("id", flat=True))
        fresh = {request: entry for request, entry in entries.items() if entry.id not in known}
        there = {request: _there(entry, expected.get(request, coming[request])) for request, entry in fresh.items()}
        _keep(slot, fresh, there, at=at, by=by)
        if complete:
            there = {request: 0 for request in expected if not _is_known(request, slot)} | there
        return _follow(slot, coming, expected, there, fresh, at=at, by=by)


def _coming(plan: Plan, slot: IntakeSlot, duty: UUID | None) -> dict[UUID, int]:
    """The sizes of the parties that a plan brings into a slot, or of those whose last leg is on a duty."""
    itineraries = Itinerary.objects.filter(plan=plan, slot=slot)
    if duty is not None:
        itineraries = itineraries.filter(
            id__in=Leg.objects.filter(plan=plan, to_stop__duty_id=duty, to_stop__place_id=slot.gate_id).values(
                "itinerary"
            )
        )
    return dict(itineraries.order_by("position").values_list("request_id", "request__size"))


def _gone(requests: dict[UUID, int]) -> set[UUID]:
    """Those who do not come any more, or have been received."""
    return set(
        DepartureRequest.objects.filter(id__in=requests, state__in=[*NOT_COMING, RequestState.SETTLED]).values_list(
            "id", flat=True
        )
    )


def boarded(requests: dict[UUID, int]) -> dict[UUID, int]:
    """How many of each party are on the way: those who boarded, where it was ticked, else its size as given."""
    on = dict(requests)
    for event in seen_of_parties(requests):
        if event.kind == EventKind.BOARD and event.request_id and event.people is not None:
            on[event.request_id] = event.people
    return on


def _by_name(coming: dict[UUID, int], received: Sequence[Received]) -> dict[UUID, Received]:
    members: dict[UUID, set[UUID]] = {entry.request: set() for entry in received}
    for request, worker in Member.objects.filter(request_id__in=members).values_list("request_id", "worker_id"):
        members[request].add(worker)
    for k, entry in enumerate(received):
        whole = coming.get(entry.request)
        if whole is None:
            raise Invalid(
                _("party {request} does not come into this slot"),
                request=entry.request,
                where=f"received[{k}].party",
            )
        if entry.people is not None and entry.people > whole:
            raise Invalid(
                _("people is {people}: the party has {whole}"),
                people=entry.people,
                whole=whole,
                where=f"received[{k}].people",
            )
        if strangers := set(entry.missing) - members[entry.request]:
            raise Invalid(
                _("{worker} is no member of the party"),
                worker=min(strangers),
                where=f"received[{k}].missing",
            )
    return {entry.request: entry for entry in received}


def _by_count(expected: dict[UUID, int], people: int) -> dict[UUID, Received]:
    if people != sum(expected.values()):
        raise Conflict(
            _(
                "{people} people are there and {expected} are expected: "
                "tick the names, so that whoever is missing can be looked for"
            ),
            people=people,
            expected=sum(expected.values()),
        )
    return {request: Received(id=uuid4(), request=request, people=n) for request, n in expected.items()}


def _there(entry: Received, expected: int) -> int:
    return expected - len(entry.missing) if entry.people is None else entry.people


def _keep(slot: IntakeSlot, entries: dict[UUID, Received], there: dict[UUID, int], *, at: datetime, by: User) -> None:
    Reception.objects.bulk_create(
        Reception(
            id=entry.id,
            campaign_id=slot.campaign_id,
            slot=slot,
            request_id=request,
            people=there[request],
            missing=[str(worker) for worker in entry.missing],
            at=at,
            by=by,
        )
        for request, entry in entries.items()
    )


def _is_known(request: UUID, slot: IntakeSlot) -> bool:
    return Reception.objects.filter(slot=slot, request_id=request).exists()


def _follow(
    slot: IntakeSlot,
    coming: dict[UUID, int],
    expected: dict[UUID, int],
    there: dict[UUID, int],
    entries: dict[UUID, Received],
    *,
    at: datetime,
    by: User,
) -> Arrived:
    """Settle whole parties, raise those that are not."""
    short = {request: expected.get(request, coming[request]) - n for request, n in there.items()}
    whole = [request for request, missing in short.items() if missing <= 0]
    came = [request for request, n in there.items() if n > 0]
    campaign = slot.campaign
    requests_move(
        campaign=campaign, requests=came, to=RequestState.ARRIVED, by=by, why=Why.RECEIVED.kept(), at=at,
        only_from=ON_THE_WAY,
    )  # fmt: skip
    moved = requests_move(
        campaign=campaign, requests=whole, to=RequestState.SETTLED, by=by, why=Why.RECEIVED_WHOLE.kept(), at=at,
        only_from=[RequestState.ARRIVED],
    )  # fmt: skip
    codes = dict(DepartureRequest.objects.filter(id__in=there).values_list("id", "code"))
    missing = {request: n for request, n in short.items() if n > 0}
    for request in whole:
        alert_over(campaign=campaign.id, kind=AlertKind.MISSING, subject=f"{slot.code} {codes[request]}")
    for request, n in missing.items():
        entry = entries.get(request)
        alarm = Alarm(
            kind=AlertKind.MISSING,
            subject=f"{slot.code} {codes[request]}",
            payload={
                "slot": slot.code,
                "parties": [codes[request]],
                "people": n,
                "workers": [str(worker) for worker in entry.missing] if entry else [],
            },
        )
        alert_raise(alarm, campaign=campaign.id, slot=slot.id)
    log.info("received", slot=str(slot.id), parties=len(there), settled=len(whole), missing=sum(missing.values()))
    return Arrived(
        settled=tuple(one.request_id for one in moved if one.request_id and one.state == RequestState.SETTLED),
        missing=missing,
    )
