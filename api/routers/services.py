"""Services: flights, rail blocks, ferries."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers, bulk, etags
from api.answers import Answer
from api.auth import CARRIERS, Request
from api.drafts.fleet import changes_of, new_service
from api.endpoint import endpoint
from api.lists import in_order
from api.owners import offering
from api.pagination import Cursor, Limit
from api.schemas.bulk import BulkOut
from api.schemas.fleet import ServiceBulk, ServiceIn, ServiceOut, ServicePage, ServicePatch
from api.shapes.fleet import service_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.fleet import selectors, services

if TYPE_CHECKING:
    from scheduler.campaigns.taking import Taken
    from scheduler.fleet.models import Service

router = Router(tags=["services"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/services", answer=ServicePage)
def service_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The services of a campaign; operators and employers see their own."""
    rows = selectors.service_list(campaign=campaign_get(campaign_id=campaign_id))
    page = in_order(rows, campaign_id, cursor=cursor, limit=limit)
    return answers.ok(ServicePage(items=[service_out(row) for row in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/services",
    answer=ServiceOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS,
    conflicts=True,
)
def service_create(request: Request, campaign_id: UUID, body: ServiceIn) -> Answer:
    """Offer a service; an operator's or employer's is its own."""
    service = _add(request, campaign_id, [body], True).only()
    service = selectors.service_get(service_id=service.id)
    return answers.created(service_out(service), location=f"/api/v1/services/{service.id}", version=service.version)


@endpoint(router, "POST", "/campaigns/{campaign_id}/services/bulk", answer=BulkOut, roles=CARRIERS)
def service_bulk(request: Request, campaign_id: UUID, body: ServiceBulk) -> Answer:
    """Offer many services."""
    return bulk.take_in(body, lambda rows, all_or_nothing: _add(request, campaign_id, rows, all_or_nothing))


@endpoint(router, "GET", "/services/{service_id}", answer=ServiceOut)
def service_get(request: Request, service_id: UUID) -> Answer:
    """A service."""
    service = selectors.service_get(service_id=service_id)
    return answers.ok(service_out(service), version=service.version)


@endpoint(router, "PATCH", "/services/{service_id}", answer=ServiceOut, roles=CARRIERS, changes=True)
def service_update(request: Request, service_id: UUID, body: ServicePatch) -> Answer:
    """Change a service; what is left out or null stays, but for a null `hold_until`: it is firm."""
    service = selectors.service_get(service_id=service_id)
    services.service_update(service=service, version=etags.expected_version(request), changes=changes_of(body))
    service = selectors.service_get(service_id=service_id)
    return answers.ok(service_out(service), version=service.version)


@endpoint(
    router,
    "DELETE",
    "/services/{service_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=CARRIERS,
    changes=True,
    conflicts=True,
)
def service_delete(request: Request, service_id: UUID) -> Answer:
    """Take a service back that no itinerary uses."""
    service = selectors.service_get(service_id=service_id)
    services.service_delete(service=service, version=etags.expected_version(request))
    return answers.nothing()


def _add(request: Request, campaign_id: UUID, rows: Sequence[ServiceIn], all_or_nothing: bool) -> Taken[Service]:
    return services.services_add(
        campaign=campaign_get(campaign_id=campaign_id),
        services=[new_service(row) for row in rows],
        operator=offering(request),
        all_or_nothing=all_or_nothing,
    )
