"""Workers and departure requests, as the bureau sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.base import Location, utc
from api.schemas.people import BoardingOut, ChoiceOut, RequestOut, RequestStateName, Sex, WorkerOut
from scheduler.matching.wording import MATCHED

if TYPE_CHECKING:
    from scheduler.people.models import DepartureRequest, Worker


def worker_out(worker: Worker) -> WorkerOut:
    """A worker; the ID number is not known, only its hash."""
    return WorkerOut(
        id=worker.id,
        name=str(worker.name),
        phone=str(worker.phone),
        birth_year=worker.birth_year,
        sex=cast("Sex", worker.sex),
        town=worker.town,
        registered_poor=worker.registered_poor,
        needs=worker.needs,
        skills=worker.skills,
        wishes=worker.wishes,
        training_until=utc(worker.training_until) if worker.training_until else None,
        consent_employer=worker.consent_employer,
        consent_messages=worker.consent_messages,
        version=worker.version,
        created_at=utc(worker.created_at),
        updated_at=utc(worker.updated_at),
    )


def request_out(request: DepartureRequest) -> RequestOut:
    """A departure request; its members, boarding options and choices are fetched with it."""
    return RequestOut(
        id=request.id,
        code=request.code,
        state=cast("RequestStateName", request.state),
        size=request.size,
        wheelchairs=request.wheelchairs,
        ready_at=utc(request.ready_at),
        due_at=utc(request.due_at) if request.due_at else None,
        home=Location(lon=request.home.x, lat=request.home.y) if request.home else None,
        town=request.town,
        priority=request.priority,
        unserved_cost=request.unserved_cost,
        wishes=request.wishes,
        together=request.together,
        to_join=request.to_join,  # type: ignore[attr-defined]  # an annotation of the selectors
        joined_to=request.joined_to_id,
        parts=[part.id for part in request.parts.all()],
        members=[member.worker_id for member in request.members.all()],
        boarding=[
            BoardingOut(at=option.place.code, access_s=option.access_s, found=option.found)
            for option in request.boarding_options.all()
        ],
        choices=[
            ChoiceOut(slot=choice.slot.code, cost=choice.cost, why=(choice.meta or {}).get(MATCHED))
            for choice in request.choices.all()
        ],
        meta=request.meta,
        version=request.version,
        created_at=utc(request.created_at),
        updated_at=utc(request.updated_at),
    )
