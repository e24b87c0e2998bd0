"""The life of an upload: whose it is, who works on it, and when it is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models.functions import Now

from scheduler.errors import Conflict
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.sheets import uploads
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import Upload, UploadFile, UploadRow
from scheduler.sheets.reaper import drop_expired, reap_lapsed
from scheduler.sheets.services import upload_create, upload_drop, upload_take_in
from scheduler.sheets.states import Task, UploadKind, UploadState
from scheduler.sheets.uploads import ATTEMPTS
from scheduler.sheets.working import upload_work
from tests.cast import Cast
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes

CONTENT = csv_bytes([["姓名", "手机", "可出发时间"], ["甲", "11100000601", "2027-02-20 06:30"]])


def sent(cast: Cast) -> Upload:
    with cast.coordinator.acting():
        return upload_create(
            campaign=cast.campaign,
            kind=UploadKind.DEPARTURES,
            file_name="a.csv",
            content=CONTENT,
            datum=Datum.WGS84,
            sender=cast.coordinator.organisation,
            by=cast.coordinator.user,
        )


def make(upload: Upload, **columns: object) -> None:
    with acting_as_system():
        Upload.objects.filter(id=upload.id).update(**columns)


def test_an_upload_waits_for_a_queue_worker_and_only_one_gets_it(cast: Cast) -> None:
    upload = sent(cast)
    with acting_as_system():
        message = OutboxMessage.objects.get(payload__subject=str(upload.id))
    assert message.payload["job"] == "SHEET"
    claim = uploads.claim(upload.id)
    assert claim is not None
    assert (claim.task, claim.attempt, claim.user_id) == (Task.READ, 1, cast.coordinator.user.id)
    assert uploads.claim(upload.id) is None
    assert uploads.beat(claim, None).held


def test_who_lost_an_upload_writes_nothing(desk: Desk) -> None:
    upload = sent(desk.cast)
    stale = uploads.claim(upload.id)
    assert stale is not None
    make(upload, lease_until=Now() - timedelta(seconds=1))
    assert reap_lapsed() == 1
    assert not uploads.beat(stale, None).held
    upload_work(stale, lambda done: None)
    with desk.cast.coordinator.acting():
        assert not UploadRow.objects.exists()
    assert desk.work(upload).counts["rows"] == 1


def test_a_file_that_kills_queue_workers_is_given_up(cast: Cast) -> None:
    upload = sent(cast)
    for _ in range(ATTEMPTS):
        assert uploads.claim(upload.id) is not None
        make(upload, lease_until=Now() - timedelta(seconds=1))
        assert reap_lapsed() == 1
    with cast.coordinator.acting():
        upload.refresh_from_db()
    assert (upload.state, upload.error[0]) == (UploadState.FAILED, "worker_lost")


def test_the_file_is_gone_once_it_is_read_and_the_rows_once_nobody_came_back(desk: Desk) -> None:
    upload = sent(desk.cast)
    with desk.cast.coordinator.acting():
        assert UploadFile.objects.count() == 1
    upload = desk.work(upload)
    with desk.cast.coordinator.acting():
        assert not UploadFile.objects.exists()
        assert UploadRow.objects.count() == 1
    assert drop_expired() == 0
    make(upload, expires_at=Now() - timedelta(seconds=1))
    assert drop_expired() == 1
    upload = desk.read(upload)
    assert (upload.state, upload.expires_at) == (UploadState.DROPPED, None)
    with desk.cast.coordinator.acting():
        assert not UploadRow.objects.exists()


def test_a_dropped_upload_cannot_be_taken_in_nor_one_at_work_dropped(desk: Desk) -> None:
    upload = sent(desk.cast)
    assert uploads.claim(upload.id) is not None
    with desk.cast.coordinator.acting(), pytest.raises(Conflict, match="working"):
        upload_drop(upload=desk.read(upload))
    other = desk.send(CONTENT + b"\n")
    with desk.cast.coordinator.acting():
        assert upload_drop(upload=other).state == UploadState.DROPPED
        with pytest.raises(Conflict, match="dropped"):
            upload_take_in(upload=desk.read(other), rows=None, by=None)


def test_no_other_way_from_state_to_state_is_there(desk: Desk) -> None:
    upload = desk.send(CONTENT)
    for state in (UploadState.TAKEN, UploadState.FAILED):
        with pytest.raises(ProgrammingError, match="Invalid transition"), acting_as_system(), transaction.atomic():
            Upload.objects.filter(id=upload.id).update(state=state)


def test_names_in_uploads_are_the_coordinators_alone(desk: Desk) -> None:
    desk.send(CONTENT)
    for actor in desk.cast.all:
        with actor.acting():
            seen = (Upload.objects.exists(), UploadRow.objects.exists())
        assert seen == ((True, True) if actor is desk.cast.coordinator else (False, False)), actor.role


def test_what_is_kept_of_people_is_sealed(desk: Desk) -> None:
    upload = desk.send(CONTENT)
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute("select content from sheets_uploadrow where upload_id = %s", [upload.id])
        stored = bytes(cursor.fetchone()[0])
    assert desk.rows(upload)[2].values["name"] == "甲"
    assert "甲".encode() not in stored
