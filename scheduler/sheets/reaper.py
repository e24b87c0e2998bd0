"""Uploads that nobody works on although somebody should, and those that nobody came back for."""

from __future__ import annotations

import structlog
from django.db.models.functions import Now

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.queue import Job
from scheduler.sheets import uploads
from scheduler.sheets.models import Upload
from scheduler.sheets.services import forget
from scheduler.sheets.states import UploadState

log = structlog.get_logger(__name__)

AT_ONCE = 20


def reap_lapsed() -> int:
    """Take uploads from queue workers whose lease ran out; returns how many."""
    with acting_as_system():
        return sum(_take(upload) for upload in uploads.LEASED.lapsed().select_related("campaign"))


def _take(upload: Upload) -> bool:
    state = uploads.lapse(upload)
    log.warning("upload_lease_ran_out", upload_id=str(upload.id), attempt=upload.attempt, state=state)
    if state == UploadState.QUEUED:
        enqueue_on_commit(
            organisation=upload.campaign.bureau_id, job=Job.SHEET, subject=upload.id, timeout_s=uploads.TIMEOUT_S
        )
    return state is not None


def requeue_forgotten() -> int:
    """Enqueue queued uploads again that Redis has forgotten; raises QueueAway."""
    return uploads.LEASED.enqueue_forgotten(Job.SHEET, lambda _: uploads.TIMEOUT_S)


def drop_expired() -> int:
    """Forget what nobody came back for, and the rows of what was taken in long ago; returns how many."""
    with acting_as_system():
        kept = (UploadState.READY, UploadState.FAILED, UploadState.TAKEN)
        due = Upload.objects.select_for_update(skip_locked=True).filter(expires_at__lt=Now(), state__in=kept)
        uploads_due = list(due[:AT_ONCE])
        for upload in uploads_due:
            forget(upload.id)
            state = UploadState.TAKEN if upload.state == UploadState.TAKEN else UploadState.DROPPED
            Upload.objects.filter(id=upload.id).update(state=state, expires_at=None, updated_at=Now())
        return len(uploads_due)
