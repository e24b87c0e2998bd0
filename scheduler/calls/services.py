"""Noting what came of a call, and making a request of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.calls.models import Call
from scheduler.calls.outcomes import Outcome
from scheduler.calls.selectors import call_get
from scheduler.campaigns.taking import versioned_update
from scheduler.errors import Conflict, Invalid
from scheduler.organisations.models import User
from scheduler.people.models import Worker
from scheduler.people.services import NewRequest, NewWorker, requests_add, workers_add


@transaction.atomic
def call_note(
    *,
    call: Call,
    version: int | None,
    outcome: Outcome,
    note: str | None = None,
    call_again_at: datetime | None = None,
    by: User | None,
) -> Call:
    """Keep what came of a call; a note left out stays.

    Raises
    ------
    StaleVersion
        Somebody else noted something since it was read.
    Invalid
        A time to call again goes with that outcome only.
    """
    if call_again_at is not None and outcome != Outcome.CALL_AGAIN:
        raise Invalid(
            _("call_again_at goes with the outcome 'call_again', not '{outcome}'"),
            outcome=outcome,
            where="call_again_at",
        )
    called = outcome != Outcome.TO_CALL
    changes: dict[str, object] = {"outcome": outcome, "call_again_at": call_again_at}
    if note is not None:
        changes["note"] = note
    if called:
        changes |= {"called_at": clock.now(), "called_by": by, "tries": call.tries + 1}
    versioned_update(call, version=version, changes=changes)
    return call_get(call_id=call.id)


@transaction.atomic
def call_request(*, call: Call, request: NewRequest, person: NewWorker, by: User | None) -> Call:
    """Make a departure request of who wants to go, registering them unless they are.

    ``request`` needs no members; without choices it takes the slots that the list names.

    Raises
    ------
    Conflict
        One was made already.
    Invalid, AlreadyThere
        The request or the person is refused.
    """
    locked = Call.objects.select_for_update(no_key=True).get(id=call.id)
    if locked.request_id is not None:
        raise Conflict(_("a request was made of this call already: change that one"))
    worker = locked.worker or _registered(call, person)
    choices = request.choices or tuple((slot, 0.0) for slot in call.slots)
    asked = replace(request, members=(worker.id,), choices=choices)
    row = requests_add(campaign=call.campaign, requests=[asked]).only()
    changes = {
        "request": row,
        "worker": worker,
        "outcome": Outcome.WANTS_TO_GO,
        "call_again_at": None,
        "called_at": locked.called_at or clock.now(),
        "called_by": locked.called_by or by,
    }
    versioned_update(locked, version=None, changes=changes)
    return call_get(call_id=call.id)


def _registered(call: Call, person: NewWorker) -> Worker:
    """The person of a call, registered with what the list says and what was asked on the telephone."""
    new = replace(
        person,
        name=person.name or call.name,
        phone=person.phone or call.phone,
        id_number_hashes=(call.id_number_hash,) if call.id_number_hash else (),
        sex=person.sex or call.sex,
        birth_year=person.birth_year or call.birth_year,
        town=person.town or call.town,
    )
    return workers_add(bureau=call.campaign.bureau, workers=[new]).only()
