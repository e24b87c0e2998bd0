"""Reading uploads and their rows."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.sheets.models import Upload, UploadRow
from scheduler.sheets.rows import Action
from scheduler.sheets.states import RowState

Show = Literal["all", "valid", "faulty", "warned", "taken", "new", "update", "same"]
SHOWN: dict[Show, Q] = {
    "all": Q(),
    "valid": Q(state=RowState.VALID),
    "faulty": Q(state=RowState.FAULTY),
    "taken": Q(state=RowState.TAKEN),
    "warned": Q(warned=True),
    "new": Q(state=RowState.VALID, action=Action.NEW),
    "update": Q(state=RowState.VALID, action=Action.UPDATE),
    "same": Q(state=RowState.VALID, action=Action.SAME),
}


def upload_get(*, upload_id: UUID) -> Upload:
    """The upload of this id; raises NotFound where there is none that the asker may see."""
    upload = Upload.objects.select_related("campaign").filter(id=upload_id).first()
    if upload is None:
        raise NotFound(f"no upload {upload_id}")
    return upload


def upload_list(*, campaign: Campaign) -> QuerySet[Upload]:
    """The uploads of a campaign, oldest first."""
    return Upload.objects.filter(campaign=campaign).order_by("created_at", "id")


def upload_row_list(*, upload: Upload, show: Show = "all") -> QuerySet[UploadRow]:
    """Rows of an upload, in the order of the sheet."""
    return UploadRow.objects.filter(SHOWN[show], upload=upload).order_by("number")
