"""The life of an upload: each step one conditional UPDATE that names the state and the attempt it leaves.

``queued → working → ready``, back to ``queued`` when rows are to be taken in, and in the end ``taken`` or
``dropped``. Whoever works on it holds a fence; a function that answers False has written nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Now

from scheduler.leases import Beat, Leased
from scheduler.organisations.tenancy import acting_as_system
from scheduler.sheets.models import Upload
from scheduler.sheets.states import Task, UploadState
from solvers.progress import Progress

LEASED = Leased(model=Upload, queued=UploadState.QUEUED, working=UploadState.WORKING)
ATTEMPTS = 3
TIMEOUT_S = 600
"""How long a job may take; fifty thousand rows take a tenth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An upload in our hands; ``attempt`` entitles to write."""

    upload_id: UUID
    attempt: int
    task: Task
    organisation_id: UUID
    role: str
    user_id: UUID | None


def claim(upload_id: UUID) -> Claim | None:
    """Take a queued upload; None when there is none, or another queue worker was quicker."""
    with acting_as_system():
        upload = Upload.objects.filter(id=upload_id, state=UploadState.QUEUED).first()
        if upload is None:
            return None
        waits = Upload.objects.filter(id=upload_id, attempt=upload.attempt)
        if not LEASED.claim(waits, progress_phase=upload.task, progress_done=0.0):
            return None
        return Claim(
            upload_id=upload.id,
            attempt=upload.attempt + 1,
            task=Task(upload.task),
            organisation_id=upload.organisation_id,
            role=upload.role,
            user_id=upload.created_by_id if upload.task == Task.READ else upload.ordered_by_id,
        )


def beat(claim: Claim, progress: Progress | None) -> Beat:
    """Renew the lease, and tell how far it is."""
    columns = {"progress_phase": progress.phase, "progress_done": progress.done} if progress else {}
    with acting_as_system():
        return Beat(held=LEASED.renew(claim.upload_id, claim.attempt, **columns), cancelled=False)


def end(claim: Claim, state: UploadState, **columns: Any) -> bool:
    """The work is done; in the caller's transaction, which writes what came of it."""
    columns |= {"progress_done": 1.0, "attempts_failed": 0, "updated_at": Now()}
    return LEASED.leave(claim.upload_id, claim.attempt, state, **columns)


def lapse(upload: Upload) -> UploadState | None:
    """Its queue worker has died: back into the line, or given up after some tries. For the reaper.

    What was read stays: an upload whose rows could not be taken in is ready again.
    """
    failed = upload.attempts_failed + 1
    state = UploadState.QUEUED
    if failed >= ATTEMPTS:
        state = UploadState.FAILED if upload.task == Task.READ else UploadState.READY
    columns: dict[str, Any] = {} if state == UploadState.QUEUED else {"error": ["worker_lost", {"times": failed}]}
    columns |= {"queued_at": Now(), "attempts_failed": F("attempts_failed") + 1}
    return state if LEASED.leave(upload.id, upload.attempt, state, **columns) else None
