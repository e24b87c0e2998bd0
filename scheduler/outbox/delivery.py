"""The default delivery of notices: into a table and the log. Providers of SMS or mail take its place."""

from __future__ import annotations

import structlog

from scheduler.outbox.models import DeliveredNotice, OutboxMessage

log = structlog.get_logger(__name__)


def deliver(message: OutboxMessage) -> None:
    """Deliver a notice; a second delivery of the same message changes nothing."""
    payload = message.payload
    DeliveredNotice.objects.get_or_create(
        message=message,
        defaults={
            "organisation_id": message.organisation_id,
            "recipient_kind": payload["recipient_kind"],
            "recipient_id": payload["recipient"],
            "template": payload["template"],
            "about_id": payload["about"],
        },
    )
    log.info(
        "notice_delivered",
        message=str(message.id),
        template=payload["template"],
        recipient_kind=payload["recipient_kind"],
        recipient=payload["recipient"],
    )
