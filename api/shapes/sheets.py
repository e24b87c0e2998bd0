"""Uploads and their rows, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import JsonValue

from api.schemas.base import utc
from api.schemas.sheets import (
    ActionName,
    CellNote,
    ColumnOut,
    Counts,
    KindName,
    ReasonOut,
    RowStateName,
    TaskName,
    UploadOut,
    UploadRowOut,
    UploadStateName,
)
from scheduler.sheets.files.safety import column_letters
from scheduler.sheets.unfit import Note
from scheduler.sheets.wording import say

if TYPE_CHECKING:
    from scheduler.papers.wording import Language
    from scheduler.sheets.models import Upload, UploadRow


def upload_out(upload: Upload, language: Language) -> UploadOut:
    """An upload as a whole."""
    notes = [Note.unpacked(note) for note in upload.notes]
    code, params = upload.error or ("", {})
    return UploadOut(
        id=upload.id,
        campaign=upload.campaign_id,
        organisation=upload.organisation_id,
        kind=cast("KindName", upload.kind),
        file_name=upload.file_name,
        size_bytes=upload.size_bytes,
        datum="gcj02" if upload.datum == "gcj02" else "wgs84",
        state=cast("UploadStateName", upload.state),
        task=cast("TaskName", upload.task),
        done=round(upload.progress_done, 3),
        sheet=upload.sheet_name,
        columns=[
            ColumnOut(key=key, letter=column_letters(index + 1), heading=text) for key, index, text in upload.columns
        ],
        counts=Counts(**upload.counts) if upload.counts else None,
        notes=[ReasonOut(code=note.reason, what=say(note.reason, note.params, language)) for note in notes],
        error=ReasonOut(code=code, what=say(code, params, language)) if code else None,
        created_at=utc(upload.created_at),
        expires_at=utc(upload.expires_at) if upload.expires_at else None,
    )


def upload_row_out(row: UploadRow, upload: Upload, language: Language) -> UploadRowOut:
    """A row with its faults and warnings; of an ID number only the end is known."""
    sheet_row = row.unpacked()
    headings = {key: (column_letters(index + 1), text) for key, index, text in upload.columns}
    values: dict[str, JsonValue] = {key: cast("JsonValue", value) for key, value in sheet_row.values.items()}
    identity = sheet_row.values.get("id_number")
    if isinstance(identity, dict):
        values["id_number"] = f"…{identity['end']}"

    def told(note: Note) -> CellNote:
        letters, text = headings.get(note.column, ("A", ""))
        return CellNote(
            cell=f"{letters}{row.number}",
            heading=text,
            value=note.shown,
            code=note.reason,
            what=say(note.reason, note.params, language),
        )

    return UploadRowOut(
        row=row.number,
        party=row.group,
        state=cast("RowStateName", row.state),
        action=cast("ActionName", row.action),
        values=values,
        changes=sheet_row.changes,
        faults=[told(note) for note in sheet_row.faults],
        warnings=[told(note) for note in sheet_row.warnings],
        result=row.result_id,
    )
