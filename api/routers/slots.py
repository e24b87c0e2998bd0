"""Intake slots: whom an employer takes in, where and when."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import HOSTS, Request
from api.drafts.intake import new_slot, spans
from api.endpoint import endpoint
from api.lists import in_order
from api.owners import offering
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.intake import SlotBulk, SlotIn, SlotOut, SlotPage, SlotPatch
from api.shapes.intake import slot_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.intake import selectors, services
from scheduler.intake.mapping import windows_json

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.intake.models import IntakeSlot

router = Router(tags=["slots"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/slots", answer=SlotPage)
def slot_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The slots of a campaign; employers see their own."""
    rows = selectors.slot_list(campaign=campaign_get(campaign_id=campaign_id))
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(SlotPage(items=[slot_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/slots",
    answer=SlotOut,
    status=HTTPStatus.CREATED,
    roles=HOSTS,
    conflicts=True,
)
def slot_create(request: Request, campaign_id: UUID, body: SlotIn) -> Answer:
    """Offer a slot; an employer's is its own."""
    slot = _add(request, campaign_id, [body], True).only()
    slot = selectors.slot_get(slot_id=slot.id)
    return answers.created(slot_out(slot), location=f"/api/v1/slots/{slot.id}", version=slot.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/slots/bulk", answer=BulkOut, roles=HOSTS)
def slot_bulk(request: Request, campaign_id: UUID, body: SlotBulk) -> Answer:
    """Offer many slots."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, campaign_id, rows, all_or_nothing))


@endpoint(router, "GET", "/slots/{slot_id}", answer=SlotOut)
def slot_get(request: Request, slot_id: UUID) -> Answer:
    """A slot."""
    slot = selectors.slot_get(slot_id=slot_id)
    return answers.ok(slot_out(slot), version=slot.version)


@endpoint(router, "PATCH", "/slots/{slot_id}", answer=SlotOut, roles=HOSTS, changes=True)
def slot_update(request: Request, slot_id: UUID, body: SlotPatch) -> Answer:
    """Change a slot; what is left out or null stays."""
    slot = selectors.slot_get(slot_id=slot_id)
    services.slot_update(slot=slot, version=etags.expected_version(request), changes=_changes(slot, body))
    slot = selectors.slot_get(slot_id=slot_id)
    return answers.ok(slot_out(slot), version=slot.version)


@endpoint(
    router,
    "DELETE",
    "/slots/{slot_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=HOSTS,
    changes=True,
    conflicts=True,
)
def slot_delete(request: Request, slot_id: UUID) -> Answer:
    """Take a slot back that nobody has chosen."""
    slot = selectors.slot_get(slot_id=slot_id)
    services.slot_delete(slot=slot, version=etags.expected_version(request))
    return answers.nothing()


def _add(request: Request, campaign_id: UUID, rows: Sequence[SlotIn], all_or_nothing: bool) -> Taken[IntakeSlot]:
    return services.slots_add(
        campaign=campaign_get(campaign_id=campaign_id),
        slots=[new_slot(row) for row in rows],
        employer=offering(request),
        all_or_nothing=all_or_nothing,
    )


def _changes(slot: IntakeSlot, patch: SlotPatch) -> dict[str, object]:
    changes: dict[str, object] = patch.model_dump(exclude_none=True, exclude={"windows"})
    if patch.windows is not None:
        changes["windows"] = windows_json(spans(patch.windows), slot.campaign.utc_offset_s)
    return changes
