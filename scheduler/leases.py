"""Rows that a queue worker takes by a conditional UPDATE and keeps by a lease: runs, their parts, uploads.

Each claim raises the row's fence by one, and whoever holds that number may write; a worker that comes back late finds
another number, and has written nothing. A lease that ran out is the reaper's to see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

import structlog
from django.db.models import F, Model, QuerySet
from django.db.models.functions import Now

from scheduler.organisations.tenancy import acting_as_system
from scheduler.queue import Job, enqueue, waiting

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=Model)
UNHEARD_FOR = timedelta(seconds=5)
"""How long a row may be queued without standing in the queue's line before it is put there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a heartbeat brought back: is the row still ours, and does its owner want the work ended?"""

    held: bool
    cancelled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased(Generic[Row]):
    """One kind of such rows: its states, the column that is its fence, and how long a lease lasts."""

    model: type[Row]
    queued: str
    working: str
    fence: str = "attempt"
    lasts: timedelta = timedelta(seconds=15)

    def claim(self, rows: QuerySet[Row], **columns: Any) -> bool:
        """Take one of ``rows`` that is queued; False where another was quicker."""
        columns |= {self.fence: F(self.fence) + 1, "lease_until": Now() + self.lasts}
        return rows.filter(state=self.queued).update(state=self.working, **columns) == 1

    def at(self, row_id: UUID, fence: int, state: str) -> QuerySet[Row]:
        """The row, as long as it is in that state at that fence."""
        return self.model._default_manager.filter(**{"id": row_id, "state": state, self.fence: fence})

    def held(self, row_id: UUID, fence: int) -> QuerySet[Row]:
        """The row, as long as it is in the hands of who claimed it."""
        return self.at(row_id, fence, self.working)

    def renew(self, row_id: UUID, fence: int, **columns: Any) -> bool:
        """Keep it for as long again, and write how far it is."""
        return self.held(row_id, fence).update(lease_until=Now() + self.lasts, **columns) == 1

    def leave(self, row_id: UUID, fence: int, state: str, **columns: Any) -> bool:
        """The work is over, or goes back into the line."""
        return self.held(row_id, fence).update(state=state, lease_until=None, **columns) == 1

    def lapsed(self) -> QuerySet[Row]:
        """Locked, those whose lease ran out, but for what others look at right now."""
        rows = self.model._default_manager.select_for_update(skip_locked=True, of=("self",))
        return rows.filter(state=self.working, lease_until__lt=Now())

    def enqueue_forgotten(self, job: Job, timeout_s: Callable[[Row], int]) -> int:
        """Enqueue queued rows again that Redis has forgotten; returns how many.

        One may come to stand in line twice: the second claim finds it taken.

        Raises
        ------
        scheduler.queue.QueueAway
            Redis cannot be reached.
        """
        with acting_as_system():
            rows = self.model._default_manager.filter(state=self.queued, queued_at__lt=Now() - UNHEARD_FOR)
            queued = list(rows)
        if not queued:
            return 0
        in_line = waiting()
        forgotten = [row for row in queued if str(row.pk) not in in_line]
        for row in forgotten:
            enqueue(job, str(row.pk), timeout_s=timeout_s(row))
            log.warning("enqueued_again", job=job.name, subject=str(row.pk))
        return len(forgotten)
