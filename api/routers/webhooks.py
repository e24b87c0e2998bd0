"""Webhooks: where your programs want to be told, in the form of the Standard Webhooks specification."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import CARRIERS, Request
from api.endpoint import endpoint
from api.owners import own
from api.pagination import Cursor, Limit, paginate
from api.schemas.webhooks import (
    DeliveryPage,
    EndpointIn,
    EndpointOut,
    EndpointPage,
    EndpointPatch,
    EndpointSecretOut,
    PingOut,
)
from api.shapes.messages import delivery_out, endpoint_out, endpoint_secret_out
from scheduler.outbox import endpoints
from scheduler.outbox.selectors import delivery_list, endpoint_get, endpoint_list

router = Router(tags=["webhooks"])
PATH = "/webhook-endpoints/{endpoint_id}"


@endpoint(router, "GET", "/webhook-endpoints", answer=EndpointPage, roles=CARRIERS)
def webhook_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Your organisation's webhook endpoints."""
    organisation = own(request)
    rows = endpoint_list(organisation=organisation)
    page = paginate(rows, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"webhooks.{organisation.id}")
    return answers.ok(EndpointPage(items=[endpoint_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/webhook-endpoints",
    answer=EndpointSecretOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS,
    conflicts=True,
    once=False,
)
def webhook_create(request: Request, body: EndpointIn) -> Answer:
    """Register an HTTPS address; the secret that signs what goes there is shown this once."""
    made = endpoints.endpoint_add(organisation=own(request), url=body.url, description=body.description)
    return answers.created(
        endpoint_secret_out(made), location=f"/api/v1/webhook-endpoints/{made.id}", version=made.version
    )


@endpoint(router, "GET", PATH, answer=EndpointOut, roles=CARRIERS)
def webhook_get(request: Request, endpoint_id: UUID) -> Answer:
    """A webhook endpoint."""
    found = endpoint_get(endpoint_id=endpoint_id)
    return answers.ok(endpoint_out(found), version=found.version)


@endpoint(router, "PATCH", PATH, answer=EndpointOut, roles=CARRIERS, changes=True, conflicts=True)
def webhook_update(request: Request, endpoint_id: UUID, body: EndpointPatch) -> Answer:
    """Change an endpoint, disable it, or enable it again."""
    changed = endpoints.endpoint_update(
        endpoint=endpoint_get(endpoint_id=endpoint_id),
        version=etags.expected_version(request),
        url=body.url,
        description=body.description,
        enabled=body.enabled,
    )
    return answers.ok(endpoint_out(changed), version=changed.version)


@endpoint(router, "DELETE", PATH, status=HTTPStatus.NO_CONTENT, roles=CARRIERS)
def webhook_delete(request: Request, endpoint_id: UUID) -> Answer:
    """Forget an endpoint, with the log of what went there."""
    endpoints.endpoint_remove(endpoint=endpoint_get(endpoint_id=endpoint_id))
    return answers.nothing()


@endpoint(router, "POST", f"{PATH}/rotate", answer=EndpointSecretOut, roles=CARRIERS, conflicts=True, once=False)
def webhook_rotate(request: Request, endpoint_id: UUID) -> Answer:
    """Another secret, shown this once; the old one signs too for 24 hours more."""
    changed = endpoints.endpoint_rotate(endpoint=endpoint_get(endpoint_id=endpoint_id))
    return answers.ok(endpoint_secret_out(changed), version=changed.version)


@endpoint(
    router,
    "POST",
    f"{PATH}/ping",
    answer=PingOut,
    status=HTTPStatus.ACCEPTED,
    roles=CARRIERS,
    conflicts=True,
)
def webhook_ping(request: Request, endpoint_id: UUID) -> Answer:
    """Send a test message."""
    message = endpoints.endpoint_ping(endpoint=endpoint_get(endpoint_id=endpoint_id))
    return answers.accepted(
        PingOut(message_id=message.id), location=f"/api/v1/webhook-endpoints/{endpoint_id}/deliveries"
    )


@endpoint(router, "GET", f"{PATH}/deliveries", answer=DeliveryPage, roles=CARRIERS)
def webhook_deliveries(request: Request, endpoint_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Every try to deliver to an endpoint, with what came of it and what to do."""
    rows = delivery_list(endpoint=endpoint_get(endpoint_id=endpoint_id))
    page = paginate(rows, by=("at", "id"), cursor=cursor, limit=limit, of=f"deliveries.{endpoint_id}")
    return answers.ok(DeliveryPage(items=[delivery_out(one) for one in page.items], next_cursor=page.next_cursor))
