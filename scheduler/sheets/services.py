"""Sending in a sheet, taking its rows in, dropping it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, Forbidden, Invalid
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.roles import Role
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.queue import Job
from scheduler.sheets.datum import Datum
from scheduler.sheets.files.reading import check_bytes
from scheduler.sheets.kinds import KINDS
from scheduler.sheets.models import Upload, UploadFile, UploadRow
from scheduler.sheets.selectors import upload_get
from scheduler.sheets.states import RowState, Task, UploadKind, UploadState
from scheduler.sheets.uploads import TIMEOUT_S

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=14)
"""How long an upload waits for somebody to take it in."""
SHOWN = 20


@transaction.atomic
def upload_create(
    *,
    campaign: Campaign,
    kind: UploadKind,
    file_name: str,
    content: bytes,
    datum: Datum,
    sender: Organisation,
    role: Role = Role.COORDINATOR,
    by: User | None,
) -> Upload:
    """Keep a file and have it read; the same file again, while it waits, is the same upload.

    It is read and taken in as ``sender`` in ``role``.

    Raises
    ------
    Forbidden
        Sheets of this kind are not this role's.
    BadFile
        It is empty, too large, or no XLSX or CSV file at all.
    """
    if role not in KINDS[kind].roles:
        allowed = tuple(sorted(KINDS[kind].roles))
        raise Forbidden(
            _("sheets of the kind '{kind}' are sent in by: {allowed}"),
            kind=kind,
            allowed=allowed,
            where="kind",
        )
    check_bytes(content)
    digest = salted_hmac("menlu.sheets.file", content, algorithm="sha256").hexdigest()
    waiting = (UploadState.QUEUED, UploadState.WORKING, UploadState.READY)
    same = Upload.objects.filter(
        campaign=campaign, organisation=sender, role=role, digest=digest, kind=kind, datum=datum, state__in=waiting
    )
    if (there := same.order_by("-created_at").first()) is not None:
        return there
    upload = Upload.objects.create(
        campaign=campaign,
        organisation=sender,
        role=role,
        kind=kind,
        file_name=file_name,
        size_bytes=len(content),
        digest=digest,
        datum=datum,
        created_by=by,
        expires_at=Now() + KEPT_FOR,
    )
    UploadFile.objects.create(upload=upload, campaign=campaign, content=base64.b64encode(content).decode())
    _enqueue(upload, campaign)
    log.info("upload_queued", upload_id=str(upload.id), kind=kind, bytes=len(content))
    return upload_get(upload_id=upload.id)


@transaction.atomic
def upload_take_in(*, upload: Upload, rows: Sequence[int] | None, by: User | None) -> Upload:
    """Have rows taken in, by their numbers in the sheet, or all that are valid (None): everything or nothing.

    Raises
    ------
    Conflict
        The upload is not ready: it is still being read, or was dropped.
    Invalid
        A row does not exist, is faulty or was taken in, or somebody who travels with it is not chosen.
    """
    if upload.state != UploadState.READY:
        raise Conflict(
            _("the upload is {state}: rows can be taken in while it is ready"), state=UploadState(upload.state)
        )
    chosen = None if rows is None else sorted(set(rows))
    _check_chosen(upload, chosen)
    moved = Upload.objects.filter(id=upload.id, state=UploadState.READY).update(
        state=UploadState.QUEUED,
        task=Task.TAKE_IN,
        chosen=chosen,
        ordered_by=by,
        error=None,
        queued_at=Now(),
        updated_at=Now(),
        progress_done=0.0,
    )
    if not moved:
        raise Conflict(_("the upload was just taken in or dropped by somebody else: look at it again"))
    _enqueue(upload, upload.campaign)
    return upload_get(upload_id=upload.id)


def _check_chosen(upload: Upload, chosen: Sequence[int] | None) -> None:
    """Rows that can be taken in, and whole parties."""
    valid = UploadRow.objects.filter(upload=upload, state=RowState.VALID)
    if chosen is None:
        if not valid.exists():
            raise Conflict(_("no row of the upload is valid: mend the file and send it again"))
        return
    can = dict(valid.filter(number__in=chosen).values_list("number", "group"))
    if missing := [number for number in chosen if number not in can]:
        raise Invalid(_("rows {rows} are faulty, taken in, or not in the sheet"), rows=_listed(missing), where="rows")
    if not can:
        raise Invalid(_("choose at least one row, or leave `rows` out for all that are valid"), where="rows")
    mates = valid.filter(group__in=set(can.values())).exclude(number__in=chosen)
    if left := sorted(mates.values_list("number", flat=True)):
        raise Invalid(
            _("rows {rows} belong to rows that you chose: choose them too"),
            rows=_listed(left),
            where="rows",
        )


@transaction.atomic
def upload_drop(*, upload: Upload) -> Upload:
    """Forget an upload and everything in it; what was taken in of it stays.

    Raises
    ------
    Conflict
        A queue worker is at it, or it was taken in.
    """
    if upload.state != UploadState.DROPPED:
        droppable = (UploadState.QUEUED, UploadState.READY, UploadState.FAILED)
        moved = Upload.objects.filter(id=upload.id, state__in=droppable).update(
            state=UploadState.DROPPED, updated_at=Now(), expires_at=None, chosen=None
        )
        if not moved:
            raise Conflict(_("the upload is {state} and cannot be dropped"), state=UploadState(upload.state))
        forget(upload.id)
    return upload_get(upload_id=upload.id)


def forget(upload_id: UUID) -> None:
    """Remove the rows of an upload and its file."""
    UploadRow.objects.filter(upload_id=upload_id).delete()
    UploadFile.objects.filter(upload_id=upload_id).delete()


def _enqueue(upload: Upload, campaign: Campaign) -> None:
    with acting_as_system():  # the queue is the bureau's, the sheet may be somebody else's
        enqueue_on_commit(organisation=campaign.bureau_id, job=Job.SHEET, subject=upload.id, timeout_s=TIMEOUT_S)


def _listed(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
    return ", ".join(map(str, numbers[:SHOWN])) + more
