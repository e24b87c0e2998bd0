"""How many rows of an upload are how."""

from __future__ import annotations

from django.db.models import Count, Q

from scheduler.sheets.models import Upload, UploadRow
from scheduler.sheets.rows import Action
from scheduler.sheets.states import RowState


def counts_of(upload: Upload) -> dict[str, int]:
    """Rows by what can become of them; ``new``, ``update`` and ``same`` are those that are valid."""
    valid = Q(state=RowState.VALID)
    return UploadRow.objects.filter(upload=upload).aggregate(
        rows=Count("id"),
        valid=Count("id", filter=valid),
        faulty=Count("id", filter=Q(state=RowState.FAULTY)),
        taken=Count("id", filter=Q(state=RowState.TAKEN)),
        warned=Count("id", filter=Q(warned=True)),
        new=Count("id", filter=valid & Q(action=Action.NEW)),
        update=Count("id", filter=valid & Q(action=Action.UPDATE)),
        same=Count("id", filter=valid & Q(action=Action.SAME)),
    )
