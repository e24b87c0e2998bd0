"""What queue workers are asked to do."""

from __future__ import annotations

from uuid import UUID

from structlog.contextvars import bound_contextvars

from scheduler.sheets.working import upload_execute


def upload_work(upload_id: str) -> None:
    """Read the upload of this id, or take in what was chosen of it."""
    with bound_contextvars(upload_id=upload_id):
        upload_execute(upload_id=UUID(upload_id))
