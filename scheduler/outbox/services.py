"""Writing into the outbox: inside the caller's transaction, so that both are kept or neither."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction

from scheduler.outbox.models import OutboxMessage, RecipientKind, Topic
from scheduler.outbox.relay import relay
from scheduler.queue import TIMEOUT_S, Job

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What to tell whom: ids only; ``about`` is the row that the template speaks of."""

    recipient_kind: RecipientKind
    recipient: UUID
    template: str
    about: UUID


def enqueue_on_commit(*, organisation: UUID, job: Job, subject: UUID, timeout_s: int = TIMEOUT_S) -> OutboxMessage:
    """Have ``job`` enqueued for the row ``subject`` once the present transaction is committed.

    Parameters
    ----------
    organisation
        The tenant on whose behalf this happens.
    timeout_s
        How long the job may run before it is ended.
    """
    message = OutboxMessage.objects.create(
        organisation_id=organisation,
        topic=Topic.JOB,
        payload={"job": job.name, "subject": str(subject), "timeout_s": timeout_s},
    )
    transaction.on_commit(functools.partial(_at_once, message.id), robust=True)
    return message


def notify_on_commit(*, organisation: UUID, notices: Iterable[Notice]) -> None:
    """Have ``notices`` delivered after the present transaction, by the relay."""
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                organisation_id=organisation,
                topic=Topic.NOTICE,
                payload={
                    **asdict(notice),
                    "recipient_kind": notice.recipient_kind.value,
                    "recipient": str(notice.recipient),
                    "about": str(notice.about),
                },
            )
            for notice in notices
        ],
        batch_size=2000,
    )


def _at_once(message: UUID) -> None:
    """Save the relay's next round; where this fails, the relay does it."""
    try:
        relay(only=message)
    except DatabaseError as error:
        log.warning("outbox_left_to_relay", message=str(message), error=type(error).__name__)
