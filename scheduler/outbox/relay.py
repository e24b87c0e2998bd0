"""Enqueuing the jobs that the outbox holds, at least once.

Rows are taken with ``FOR UPDATE SKIP LOCKED``: any number of relays may be at it together. A row is marked as
sent in the transaction that sends it; who dies in between sends it again, and jobs bear that.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models.functions import Now

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.queue import Job, QueueAway, enqueue

log = structlog.get_logger(__name__)

BATCH = 200
LONGEST_WAIT_S = 60


def relay(*, only: UUID | None = None) -> int:
    """Enqueue what is due, at most a batch; returns how many jobs were enqueued.

    Parameters
    ----------
    only
        Enqueue this one alone, if it is still there.
    """
    with acting_as_system():
        due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(sent_at=None, due_at__lte=Now())
        if only is not None:
            due = due.filter(id=only)
        sent = 0
        for message in due.order_by("created_at", "id")[:BATCH]:
            try:
                with transaction.atomic():
                    _enqueue(message)
            except QueueAway as away:
                log.warning("outbox_queue_away", error=str(away))
                break  # nor would the others get through
            except Exception as error:
                _put_off(message, error)
            else:
                OutboxMessage.objects.filter(id=message.id).update(
                    sent_at=Now(), attempts=message.attempts + 1, error=""
                )
                sent += 1
        return sent


def _enqueue(message: OutboxMessage) -> None:
    payload = message.payload
    enqueue(Job[payload["job"]], payload["subject"], timeout_s=payload["timeout_s"])


def _put_off(message: OutboxMessage, error: Exception) -> None:
    """One job that cannot be enqueued does not hold up the rest."""
    wait = timedelta(seconds=min(2 ** min(message.attempts, 10), LONGEST_WAIT_S))
    log.exception("outbox_message_failed", message=str(message.id), attempts=message.attempts + 1)
    OutboxMessage.objects.filter(id=message.id).update(
        attempts=message.attempts + 1, due_at=Now() + wait, error=type(error).__name__
    )
