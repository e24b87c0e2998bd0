"""Uploads that nobody works on although somebody should, and those that nobody came back for."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models.functions import Now

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.queue import Job, enqueue, waiting
from scheduler.sheets import uploads
from scheduler.sheets.models import Upload
from scheduler.sheets.services import forget
from scheduler.sheets.states import UploadState

log = structlog.get_logger(__name__)

UNHEARD_FOR = timedelta(seconds=5)
AT_ONCE = 20


def reap_lapsed() -> int:
    """Take uploads from queue workers whose lease ran out; returns how many."""
    with acting_as_system():
        lapsed = (
            Upload.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("campaign")
            .filter(state=UploadState.WORKING, lease_until__lt=Now())
        )
        return sum(_take(upload) for upload in lapsed)


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
    with acting_as_system():
        queued = list(Upload.objects.filter(state=UploadState.QUEUED, queued_at__lt=Now() - UNHEARD_FOR))
    if not queued:
        return 0
    in_line = waiting()
    forgotten = [upload for upload in queued if str(upload.id) not in in_line]
    for upload in forgotten:
        enqueue(Job.SHEET, str(upload.id), timeout_s=uploads.TIMEOUT_S)
        log.warning("upload_enqueued_again", upload_id=str(upload.id))
    return len(forgotten)


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
