"""Uploads of spreadsheets and their rows, kept until they are taken in, dropped or too old."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from scheduler.campaigns.models import Campaign
from scheduler.crypto import SealedText
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.roles import Role
from scheduler.sheets.datum import Datum
from scheduler.sheets.rows import Action, SheetRow
from scheduler.sheets.states import TRANSITIONS, RowState, Task, UploadKind, UploadState

AUDITED = ("state", "task", "attempt", "ordered_by", "counts")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*AUDITED)),  # not each heartbeat
    pghistory.DeleteEvent(),
    fields=["id", "campaign", "kind", "size_bytes", "digest", "created_by", *AUDITED],
    context_id_field=None,  # type: ignore[arg-type]  # who did it stands in the event itself
    model_name="UploadEvent",
)
class Upload(models.Model):
    """A file that somebody sent, and how far it is.

    ``organisation`` sent it, through somebody in ``role``: it is read and taken in as them, so that a sheet can do what
    its sender can, and no more. ``digest`` is a keyed hash of its bytes. ``columns`` has ``[key, index from 0,
    heading]`` of what was recognised, ``notes`` what there is to say of the file as a whole. ``chosen`` are the
    numbers of the rows to be taken in (null: all that are valid). ``attempt`` is the fence of whoever works on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="uploads")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    kind = models.CharField(max_length=20, choices=UploadKind)
    file_name = models.CharField(max_length=255)
    size_bytes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    datum = models.CharField(max_length=10, choices=[(datum.value, datum.value) for datum in Datum])

    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.QUEUED)
    task = models.CharField(max_length=10, choices=Task, default=Task.READ)
    attempt = models.PositiveSmallIntegerField(default=0)
    attempts_failed = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(db_default=Now())
    progress_phase = models.CharField(max_length=20, blank=True, default="")
    progress_done = models.FloatField(default=0.0)

    sheet_name = models.CharField(max_length=255, blank=True, default="")
    columns = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    chosen = models.JSONField(null=True, blank=True)
    error = models.JSONField(null=True, blank=True)

    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["campaign", "digest"], name="upload_same_file"),
            models.Index(fields=["created_at", "id"], name="upload_newest"),
            models.Index(
                fields=["state"],
                name="upload_at_work",
                condition=Q(state__in=[UploadState.QUEUED, UploadState.WORKING]),
            ),
            models.Index(fields=["expires_at"], name="upload_expires"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state"),
            models.CheckConstraint(condition=Q(kind__in=UploadKind.values), name="upload_kind"),
            models.CheckConstraint(
                condition=Q(state=UploadState.WORKING) ^ Q(lease_until__isnull=True), name="upload_working_has_lease"
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.FSM(
                name="upload_transitions",
                field="state",
                transitions=[(old.value, new.value) for old, new in TRANSITIONS],
            )
        ]

    def __str__(self) -> str:
        return f"upload {self.id} ({self.state})"


class UploadFile(models.Model):
    """The file's bytes in base64, sealed; gone once they are read."""

    upload = models.OneToOneField(Upload, primary_key=True, on_delete=models.CASCADE, related_name="file")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    content = SealedText()

    def __str__(self) -> str:
        return str(self.upload_id)


class UploadRow(models.Model):
    """A row of an upload; what it says, and what is to be said of it, is sealed.

    ``number`` is the row's in the sheet, ``group`` that of the first row of its party. ``result_id`` names what it
    became.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="rows")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    group = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    warned = models.BooleanField(default=False)
    action = models.CharField(max_length=10, choices=Action)
    content = SealedText()
    result_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["upload", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["upload", "number"], name="uploadrow_once")
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.upload_id}"

    def unpacked(self) -> SheetRow:
        """What the row says."""
        return SheetRow.unpacked(self.content, number=self.number, group=self.group, action=self.action)
