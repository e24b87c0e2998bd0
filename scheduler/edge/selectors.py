"""Reading kept answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from scheduler.clock import now
from scheduler.edge.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)


def answer_find(*, organisation_id: UUID, key: str) -> KeptAnswer | None:
    """The answer that is kept under ``key``, unless it is too old."""
    return KeptAnswer.objects.filter(organisation_id=organisation_id, key=key, created_at__gt=now() - KEPT_FOR).first()
