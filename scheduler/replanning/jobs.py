"""What queue workers are asked to do."""

from __future__ import annotations

from uuid import UUID

from structlog.contextvars import bound_contextvars

from scheduler.plans.patience import patiently
from scheduler.replanning import answering


def alert_answer(alert_id: str) -> None:
    """See to it that a new plan answers the alert of this id, or that none does."""
    with bound_contextvars(alert_id=alert_id):
        patiently(answering.alert_answer)(alert_id=UUID(alert_id))
