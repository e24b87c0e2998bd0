"""Places: wherever a vehicle may stop."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import CARRIERS, Request
from api.drafts.places import hours_s, new_place
from api.endpoint import endpoint
from api.lists import in_order
from api.owners import offering
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.places import PlaceBulk, PlaceIn, PlaceOut, PlacePage, PlacePatch
from api.shapes.places import place_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.places import selectors, services
from scheduler.places.mapping import point_of

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.places.models import Place

router = Router(tags=["places"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/places", answer=PlacePage)
def place_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The places of a campaign."""
    rows = selectors.place_list(campaign=campaign_get(campaign_id=campaign_id))
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(PlacePage(items=[place_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/places",
    answer=PlaceOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS,
    conflicts=True,
)
def place_create(request: Request, campaign_id: UUID, body: PlaceIn) -> Answer:
    """Add a place; employers and operators add their own gates and depots."""
    place = _add(request, campaign_id, [body], True).only()
    place = selectors.place_get(place_id=place.id)
    return answers.created(place_out(place), location=f"/api/v1/places/{place.id}", version=place.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/places/bulk", answer=BulkOut, roles=CARRIERS)
def place_bulk(request: Request, campaign_id: UUID, body: PlaceBulk) -> Answer:
    """Add many places."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, campaign_id, rows, all_or_nothing))


@endpoint(router, "GET", "/places/{place_id}", answer=PlaceOut)
def place_get(request: Request, place_id: UUID) -> Answer:
    """A place."""
    place = selectors.place_get(place_id=place_id)
    return answers.ok(place_out(place), version=place.version)


@endpoint(router, "PATCH", "/places/{place_id}", answer=PlaceOut, roles=CARRIERS, changes=True)
def place_update(request: Request, place_id: UUID, body: PlacePatch) -> Answer:
    """Change a place; what is left out stays, and null `hours` mean always."""
    place = selectors.place_get(place_id=place_id)
    services.place_update(place=place, version=etags.expected_version(request), changes=_changes(body))
    place = selectors.place_get(place_id=place_id)
    return answers.ok(place_out(place), version=place.version)


@endpoint(
    router,
    "DELETE",
    "/places/{place_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=CARRIERS,
    changes=True,
    conflicts=True,
)
def place_delete(request: Request, place_id: UUID) -> Answer:
    """Remove a place that nothing uses."""
    place = selectors.place_get(place_id=place_id)
    services.place_delete(place=place, version=etags.expected_version(request))
    return answers.nothing()


def _add(request: Request, campaign_id: UUID, rows: Sequence[PlaceIn], all_or_nothing: bool) -> Taken[Place]:
    return services.places_add(
        campaign=campaign_get(campaign_id=campaign_id),
        places=[new_place(row) for row in rows],
        owner=offering(request),
        all_or_nothing=all_or_nothing,
    )


def _changes(patch: PlacePatch) -> dict[str, object]:
    changes: dict[str, object] = patch.model_dump(exclude_none=True, include={"kind", "name", "name_en"})
    if patch.lon is not None:
        changes["point"] = point_of(patch.lon, patch.lat)
    if "hours" in patch.model_fields_set:
        changes["opens_s"], changes["closes_s"] = hours_s(patch.hours) or (None, None)
    return changes
