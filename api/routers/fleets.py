"""Fleets: vehicles with the crews that man them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import CARRIERS, Request
from api.drafts.fleet import changes_of, new_fleet
from api.endpoint import endpoint
from api.lists import in_order
from api.owners import offering
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.fleet import FleetBulk, FleetIn, FleetOut, FleetPage, FleetPatch
from api.shapes.fleet import fleet_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.fleet import selectors, services

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.fleet.models import Fleet

router = Router(tags=["fleets"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/fleets", answer=FleetPage)
def fleet_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The fleets of a campaign; operators and employers see their own."""
    rows = selectors.fleet_list(campaign=campaign_get(campaign_id=campaign_id))
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(FleetPage(items=[fleet_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/fleets",
    answer=FleetOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS,
    conflicts=True,
)
def fleet_create(request: Request, campaign_id: UUID, body: FleetIn) -> Answer:
    """Offer a fleet; an operator's or employer's is its own."""
    fleet = _add(request, campaign_id, [body], True).only()
    fleet = selectors.fleet_get(fleet_id=fleet.id)
    return answers.created(fleet_out(fleet), location=f"/api/v1/fleets/{fleet.id}", version=fleet.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/fleets/bulk", answer=BulkOut, roles=CARRIERS)
def fleet_bulk(request: Request, campaign_id: UUID, body: FleetBulk) -> Answer:
    """Offer many fleets."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, campaign_id, rows, all_or_nothing))


@endpoint(router, "GET", "/fleets/{fleet_id}", answer=FleetOut)
def fleet_get(request: Request, fleet_id: UUID) -> Answer:
    """A fleet."""
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    return answers.ok(fleet_out(fleet), version=fleet.version)


@endpoint(router, "PATCH", "/fleets/{fleet_id}", answer=FleetOut, roles=CARRIERS, changes=True)
def fleet_update(request: Request, fleet_id: UUID, body: FleetPatch) -> Answer:
    """Change a fleet; what is left out or null stays, but for a null `hold_until`: it is firm."""
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    services.fleet_update(fleet=fleet, version=etags.expected_version(request), changes=changes_of(body))
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    return answers.ok(fleet_out(fleet), version=fleet.version)


@endpoint(
    router,
    "DELETE",
    "/fleets/{fleet_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=CARRIERS,
    changes=True,
    conflicts=True,
)
def fleet_delete(request: Request, fleet_id: UUID) -> Answer:
    """Take a fleet back that no duty uses."""
    fleet = selectors.fleet_get(fleet_id=fleet_id)
    services.fleet_delete(fleet=fleet, version=etags.expected_version(request))
    return answers.nothing()


def _add(request: Request, campaign_id: UUID, rows: Sequence[FleetIn], all_or_nothing: bool) -> Taken[Fleet]:
    return services.fleets_add(
        campaign=campaign_get(campaign_id=campaign_id),
        fleets=[new_fleet(row) for row in rows],
        operator=offering(request),
        all_or_nothing=all_or_nothing,
    )
