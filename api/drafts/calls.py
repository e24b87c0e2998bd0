"""Requests that are made of calls."""

from __future__ import annotations

from api.drafts.people import boarding_pairs, choice_pairs
from api.schemas.calls import CallRequestIn
from scheduler.people.services import NewRequest, NewWorker


def asked(body: CallRequestIn) -> NewRequest:
    """What the person asks for."""
    return NewRequest(
        code=body.code,
        ready_at=body.ready_at,
        due_at=body.due_at,
        size=body.size,
        wheelchairs=body.wheelchairs,
        priority=body.priority,
        home=(body.home.lon, body.home.lat) if body.home else None,
        town=body.town,
        boarding=boarding_pairs(body.boarding),
        choices=choice_pairs(body.choices) or (),
    )


def told(body: CallRequestIn) -> NewWorker:
    """What they said of themselves; their name is the list's."""
    return NewWorker(
        name="",
        phone=body.phone,
        id_number=body.id_number,
        birth_year=body.birth_year,
        sex=body.sex,
        town=body.town,
        registered_poor=body.registered_poor,
        needs=body.needs,
        skills=tuple(body.skills),
    )
