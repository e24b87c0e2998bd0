"""Taking down what somebody said, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.answers.models import AnswerWay, Ask, AskKind
from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, DomainError, NotFound
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import requests_move
from scheduler.people.states import RequestState
from scheduler.people.whys import Why

log = structlog.get_logger(__name__)

OPEN = (RequestState.PLANNED, RequestState.TOLD, RequestState.CONFIRMED)
"""Whoever is in one of these may still say whether they travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TripSaid:
    """What one says of the trip of a party, by its code; ``says_yes`` False withdraws."""

    party: str
    says_yes: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of a row: the state that the request is in now, or why nothing was done."""

    state: str | None
    error: DomainError | None = None


def trip_answer(
    *, request: UUID, worker: UUID | None, says_yes: bool, way: AnswerWay, by: User | None = None, reason: str = ""
) -> RequestState:
    """Take down what a worker says of their trip (None: staff, for the whole party); the state that follows.

    A party is confirmed when all who were asked have said yes, and withdrawn when all have said no; where they
    differ, it stays told and stands on the staff's call list. Saying the same again changes nothing.

    Raises
    ------
    NotFound
        They were not asked.
    Conflict
        The party has left, or does not travel any more.
    """
    with acting_as_system(), transaction.atomic():
        party = DepartureRequest.objects.select_for_update(no_key=True).filter(id=request).first()
        asks = Ask.objects.filter(kind=AskKind.TRIP, request_id=request)
        mine = asks if worker is None else asks.filter(worker_id=worker)
        if party is None or not mine.exists():
            raise NotFound(_("nobody was asked about this trip yet: it is told first"))
        _check_open(party, says_yes)
        mine.filter(Q(says_yes__isnull=True) | ~Q(says_yes=says_yes)).update(
            says_yes=says_yes,
            answered_at=clock.now(),
            answered_by=by,
            way=way,
            reason=reason.strip(),
        )
        requests_settle(campaign=party.campaign, requests=[party.id], by=by, why=reason.strip())
        party.refresh_from_db(fields=["state"])
    log.info("trip_answered", request=str(request), says_yes=says_yes, way=way.value, state=party.state)
    return RequestState(party.state)


def trips_answer(*, campaign: Campaign, rows: Sequence[TripSaid], by: User | None) -> list[RowOutcome]:
    """Take down what staff were told, party by party, each by itself; what became of each row."""
    parties = DepartureRequest.objects.filter(campaign=campaign, code__in=[row.party for row in rows])
    ids = dict(parties.values_list("code", "id"))
    outcomes = []
    for row in rows:
        try:
            if row.party not in ids:
                raise NotFound(_("no request {party!r} in this campaign"), party=row.party)
            state = trip_answer(
                request=ids[row.party],
                worker=None,
                says_yes=row.says_yes,
                way=AnswerWay.STAFF,
                by=by,
                reason=row.reason,
            )
        except DomainError as error:
            outcomes.append(RowOutcome(state=None, error=error))
        else:
            outcomes.append(RowOutcome(state=state.value))
    return outcomes


def requests_settle(*, campaign: Campaign, requests: Collection[UUID], by: User | None, why: str = "") -> None:
    """Bring requests to where the answers of those who were asked put them."""
    said: dict[UUID, set[bool | None]] = {}
    rows = Ask.objects.filter(kind=AskKind.TRIP, request_id__in=list(requests))
    for request, says_yes in rows.values_list("request_id", "says_yes"):
        if request is not None:
            said.setdefault(request, set()).add(says_yes)
    yes = [request for request, answers in said.items() if answers == {True}]
    no = [request for request, answers in said.items() if answers == {False}]
    back = [request for request, answers in said.items() if True in answers and answers != {True}]
    steps = (
        (yes, RequestState.CONFIRMED, (RequestState.TOLD,), Why.COMES),
        (back, RequestState.TOLD, (RequestState.CONFIRMED,), Why.COMES_IN_PART),
        (no, RequestState.WITHDRAWN, OPEN, Why.STAYS),
    )
    for parties, to, only_from, plain in steps:
        requests_move(campaign=campaign, requests=parties, to=to, by=by, why=why or plain.kept(), only_from=only_from)


def answer_note(
    *, says_yes: bool | None, by: User | None, reason: str = "", duty: UUID | None = None, slot: UUID | None = None
) -> None:
    """An operator or employer has answered in the system: the question about the duty or slot is settled."""
    with acting_as_system():
        Ask.objects.filter(Q(duty_id=duty) if duty else Q(slot_id=slot, kind=AskKind.INTAKE)).update(
            says_yes=says_yes,
            answered_at=clock.now(),
            answered_by=by,
            way=AnswerWay.SYSTEM,
            reason=reason.strip(),
        )


def _check_open(party: DepartureRequest, says_yes: bool) -> None:
    if party.state in OPEN or (party.state == RequestState.WITHDRAWN and not says_yes):
        return
    if party.state == RequestState.WITHDRAWN:
        raise Conflict(_("{code} has withdrawn: the seat may be taken; call the desk"), code=party.code)
    state = RequestState(party.state)
    raise Conflict(_("{code} is {state}: it is too late to confirm or withdraw"), code=party.code, state=state)
