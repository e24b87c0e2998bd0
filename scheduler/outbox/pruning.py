"""Forgetting what was sent long ago: messages hold names and numbers, and are kept no longer than they are of use."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings

from scheduler import clock
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message, MessageState, OutboxMessage

log = structlog.get_logger(__name__)

JOBS_KEPT = timedelta(days=7)


def prune() -> int:
    """Delete sent messages with their deliveries, and jobs, that are older than is kept; returns how many messages."""
    at = clock.now()
    with acting_as_system():
        OutboxMessage.objects.filter(sent_at__lt=at - JOBS_KEPT).delete()
        old = Message.objects.filter(
            state=MessageState.SENT, sent_at__lt=at - timedelta(days=settings.MENLU_MESSAGES_KEPT_DAYS)
        )
        _, of_what = old.delete()
    pruned = of_what.get("outbox.Message", 0)
    if pruned:
        log.info("messages_pruned", messages=pruned)
    return pruned
