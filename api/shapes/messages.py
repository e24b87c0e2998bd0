"""Messages, webhook endpoints and deliveries, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.base import utc
from api.schemas.messages import MessageOut
from api.schemas.webhooks import DeliveryOut, EndpointOut, EndpointSecretOut
from scheduler.outbox.selectors import advice

if TYPE_CHECKING:
    from scheduler.outbox.models import Delivery, Message, WebhookEndpoint


def endpoint_out(endpoint: WebhookEndpoint) -> EndpointOut:
    """An endpoint."""
    return EndpointOut(
        id=endpoint.id,
        url=endpoint.url,
        description=endpoint.description,
        enabled=endpoint.disabled_at is None,
        disabled_why=endpoint.disabled_why,
        failures=endpoint.failures,
        created_at=utc(endpoint.created_at),
    )


def endpoint_secret_out(endpoint: WebhookEndpoint) -> EndpointSecretOut:
    """An endpoint with the secret that was just made."""
    return EndpointSecretOut(**endpoint_out(endpoint).model_dump(), secret=str(endpoint.secret))


def delivery_out(delivery: Delivery) -> DeliveryOut:
    """A try."""
    return DeliveryOut(
        id=delivery.id,
        message_id=delivery.message_id,
        kind=delivery.message.template,
        at=utc(delivery.at),
        attempt=delivery.attempt,
        outcome=delivery.outcome,
        status=delivery.status,
        took_ms=delivery.took_ms,
        trouble=delivery.trouble,
        what_to_do=advice(delivery.trouble),
    )


def message_out(message: Message) -> MessageOut:
    """A message, without its address and text."""
    tries = sorted(message.deliveries.all(), key=lambda one: one.attempt)
    return MessageOut(
        id=message.id,
        channel=message.channel,
        recipient_kind=message.recipient_kind,
        recipient_id=message.recipient_id,
        kind=message.template,
        about=message.about,
        language=message.language,
        state=message.state,
        address_end=tries[-1].address_end if tries else "",
        attempts=message.attempts,
        created_at=utc(message.created_at),
        due_at=utc(message.due_at),
        sent_at=utc(message.sent_at) if message.sent_at else None,
        trouble=message.trouble,
        what_to_do=advice(message.trouble),
    )
