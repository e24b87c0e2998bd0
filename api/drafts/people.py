"""Workers and departure requests that clients send."""

from __future__ import annotations

from collections.abc import Sequence

from api.schemas.people import BoardingIn, ChoiceIn, RequestIn, WorkerIn
from scheduler.people.services import NewRequest, NewWorker
from scheduler.people.states import RequestState


def new_worker(worker: WorkerIn) -> NewWorker:
    """A person to register."""
    return NewWorker(
        name=worker.name,
        phone=worker.phone,
        id_number=worker.id_number,
        birth_year=worker.birth_year,
        sex=worker.sex,
        town=worker.town,
        registered_poor=worker.registered_poor,
        needs=worker.needs,
        skills=tuple(worker.skills),
        wishes=worker.wishes.kept(),
        training_until=worker.training_until,
        consent_employer=worker.consent_employer,
        consent_messages=worker.consent_messages,
    )


def new_request(request: RequestIn) -> NewRequest:
    """A departure request to take in."""
    return NewRequest(
        code=request.code,
        ready_at=request.ready_at,
        size=request.size,
        wheelchairs=request.wheelchairs,
        due_at=request.due_at,
        home=(request.home.lon, request.home.lat) if request.home else None,
        town=request.town,
        priority=request.priority,
        unserved_cost=request.unserved_cost,
        wishes=request.wishes.kept(),
        together=request.together,
        members=tuple(request.members),
        boarding=boarding_pairs(request.boarding),
        choices=choice_pairs(request.choices) or (),
        state=RequestState(request.state),
        meta=request.meta,
    )


def boarding_pairs(boarding: Sequence[BoardingIn] | None) -> tuple[tuple[str, int], ...] | None:
    """Places with their seconds from home."""
    return None if boarding is None else tuple((option.at, option.access_s) for option in boarding)


def choice_pairs(choices: Sequence[ChoiceIn] | None) -> tuple[tuple[str, float], ...] | None:
    """Slots with their costs."""
    return None if choices is None else tuple((choice.slot, choice.cost) for choice in choices)
