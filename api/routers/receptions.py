"""Arrival at the gate: whom an employer has received, with counts and names."""

from __future__ import annotations

from uuid import UUID

from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import EMPLOYERS, Request
from api.endpoint import endpoint
from api.routers.intakes import READERS, published
from api.schemas.travel import ReceptionIn, ReceptionList, ReceptionOut
from api.shapes.travel import received_out, reception_out
from scheduler.intake.selectors import slot_get
from scheduler.organisations.selectors import user_get
from scheduler.travel.receiving import receive, received_of
from scheduler.travel.selectors import reception_list

router = Router(tags=["intakes"])


@endpoint(router, "POST", "/slots/{slot_id}/receptions", answer=ReceptionOut, roles=EMPLOYERS, conflicts=True)
def reception_create(request: Request, slot_id: UUID, body: ReceptionIn) -> Answer:
    """Receive people at the gate: who is missing is raised at once, a party that is there whole is settled."""
    slot = slot_get(slot_id=slot_id)
    arrived = receive(
        plan=published(slot.campaign),
        slot=slot,
        received=[received_of(entry.model_dump()) for entry in body.received],
        at=body.at,
        by=user_get(user_id=request.auth.user_id),
        people=body.people,
        duty=body.duty_id,
        complete=body.complete,
    )
    return answers.ok(reception_out(arrived))


@endpoint(router, "GET", "/slots/{slot_id}/receptions", answer=ReceptionList, roles=READERS)
def reception_all(request: Request, slot_id: UUID) -> Answer:
    """Everyone who was received into a slot."""
    found = reception_list(slot=slot_get(slot_id=slot_id))
    return answers.ok(ReceptionList(items=[received_out(one) for one in found.values()]))
