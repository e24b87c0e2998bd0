"""Sending sheets in, and looking at what came of them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from scheduler.sheets import uploads
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import Upload
from scheduler.sheets.rows import SheetRow
from scheduler.sheets.selectors import Show, upload_get, upload_row_list
from scheduler.sheets.services import upload_create, upload_take_in
from scheduler.sheets.states import UploadKind
from scheduler.sheets.working import upload_work
from tests.cast import Actor, Cast


@dataclass(frozen=True)
class Desk:
    """Where a coordinator of the first bureau, or another, sends sheets in; queue workers do their part at once."""

    cast: Cast
    sender: Actor | None = None

    @property
    def who(self) -> Actor:
        """The sender."""
        return self.sender or self.cast.coordinator

    def work(self, upload: Upload) -> Upload:
        """What a queue worker does."""
        claim = uploads.claim(upload.id)
        assert claim is not None
        upload_work(claim, lambda done: None)
        return self.read(upload)

    def read(self, upload: Upload) -> Upload:
        """The upload as it is now."""
        with self.who.acting():
            return upload_get(upload_id=upload.id)

    def send(self, content: bytes, *, kind: UploadKind = UploadKind.DEPARTURES, datum: Datum = Datum.WGS84) -> Upload:
        """A file, read."""
        by = self.who
        with by.acting():
            upload = upload_create(
                campaign=self.cast.campaign,
                kind=kind,
                file_name="a",
                content=content,
                datum=datum,
                sender=by.organisation,
                role=by.role,
                by=by.user,
            )
        return self.work(upload)

    def take_in(self, upload: Upload, rows: list[int] | None = None) -> Upload:
        """Rows taken in."""
        with self.who.acting():
            upload_take_in(upload=self.read(upload), rows=rows, by=self.who.user)
        return self.work(upload)

    def rows(self, upload: Upload, show: Show = "all") -> dict[int, SheetRow]:
        """The rows by their numbers."""
        with self.who.acting():
            return {row.number: row.unpacked() for row in upload_row_list(upload=upload, show=show)}

    def faults(self, upload: Upload) -> dict[int, list[tuple[str, str]]]:
        """What is wrong, by the row: columns and reasons."""
        return {
            number: [(note.column, note.reason) for note in row.faults]
            for number, row in self.rows(upload, "faulty").items()
        }

    def warnings(self, upload: Upload) -> dict[int, list[tuple[str, str]]]:
        """What deserves a look, by the row."""
        return {
            number: [(note.column, note.reason) for note in row.warnings]
            for number, row in self.rows(upload, "warned").items()
        }


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast=cast)
