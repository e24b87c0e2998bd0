"""The lease of a sheet that takes long to read."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from scheduler.plans import heart
from scheduler.queue import Job
from scheduler.sheets.datum import Datum
from scheduler.sheets.services import upload_create
from scheduler.sheets.states import UploadKind, UploadState
from tests.cast import Cast
from tests.committed import cast
from tests.scheduler.sheets.files import csv_bytes

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queue_worker_keeps_its_lease_while_it_reads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heart, "TICK_S", 0.01)
    people = [[f"甲{i}", f"139{i:08}", "2027-02-20 06:30"] for i in range(1500)]
    with cast.coordinator.acting():
        upload = upload_create(
            campaign=cast.campaign,
            kind=UploadKind.DEPARTURES,
            file_name="a.csv",
            content=csv_bytes([["姓名", "手机", "可出发时间"], *people]),
            datum=Datum.WGS84,
            sender=cast.coordinator.organisation,
            by=cast.coordinator.user,
        )
    import_string(Job.SHEET.value)(str(upload.id))
    with cast.coordinator.acting():
        upload.refresh_from_db()
        assert (upload.state, upload.counts["valid"]) == (UploadState.READY, 1500)
        assert apps.get_model("sheets", "UploadEvent").objects.filter(pgh_obj=upload).count() == 3, (
            "heartbeats leave no trail"
        )
