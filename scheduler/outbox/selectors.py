"""Reading messages and webhook endpoints."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Delivery, Message, Trouble, WebhookEndpoint


def message_list(*, campaign: Campaign, state: str | None = None) -> QuerySet[Message]:
    """The messages of a campaign that the asker may see (``state``: those that stand there), oldest first."""
    messages = Message.objects.filter(campaign=campaign)
    chosen = messages if state is None else messages.filter(state=state)
    return chosen.prefetch_related("deliveries").order_by("created_at", "id")


def messages_by_id(*, campaign: Campaign, ids: Collection[UUID]) -> dict[UUID, Message]:
    """Those of the ids that are messages of the campaign."""
    return Message.objects.filter(campaign=campaign).in_bulk(list(ids))


def endpoint_get(*, endpoint_id: UUID) -> WebhookEndpoint:
    """The endpoint of this id; raises NotFound where there is none that the asker may see."""
    endpoint = WebhookEndpoint.objects.select_related("organisation").filter(id=endpoint_id).first()
    if endpoint is None:
        raise NotFound(f"no webhook endpoint {endpoint_id}")
    return endpoint


def endpoint_list(*, organisation: Organisation) -> QuerySet[WebhookEndpoint]:
    """An organisation's endpoints."""
    return WebhookEndpoint.objects.filter(organisation=organisation).order_by("created_at", "id")


def delivery_list(*, endpoint: WebhookEndpoint) -> QuerySet[Delivery]:
    """Every try to deliver to an endpoint."""
    return Delivery.objects.filter(message__endpoint=endpoint).select_related("message").order_by("at", "id")


def endpoints_of(organisations: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The endpoints of organisations that are not disabled, whosever they are: for who posts to them."""
    with acting_as_system():
        rows = WebhookEndpoint.objects.filter(organisation_id__in=list(organisations), disabled_at__isnull=True)
        found: dict[UUID, list[UUID]] = {}
        for organisation, endpoint in rows.values_list("organisation_id", "id"):
            found.setdefault(organisation, []).append(endpoint)
    return found


def advice(trouble: str) -> str:
    """What to do about a try that failed, in the reader's language; empty where there is nothing to do."""
    return str(Trouble(trouble).label) if trouble else ""
