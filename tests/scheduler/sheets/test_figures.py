"""What fifty thousand rows take: 60 seconds and 400 MB, from the file to the requests.

Seconds are the processor's, of this process and of the database's, so that other work on the machine does not count.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from scheduler.campaigns.models import Means
from scheduler.campaigns.services import Reach, access_rules_set
from scheduler.people.models import DepartureRequest, Worker
from scheduler.places.models import PlaceKind
from scheduler.sheets import uploads
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import Upload
from scheduler.sheets.selectors import upload_get
from scheduler.sheets.services import upload_create, upload_take_in
from scheduler.sheets.states import UploadKind, UploadState
from scheduler.sheets.working import upload_work
from tests.cast import Cast
from tests.scheduler.sheets.files import resident, xlsx_bytes

ROWS = 50_000
MOST_S, MOST_MB = 60, 400
HEADINGS = (
    *("同行组", "姓名", "手机号", "身份证号", "性别", "出生年份", "乡镇", "脱贫户", "特殊需要", "技能"),
    *("家的经度", "家的纬度", "上车点", "同行人数", "可出发时间", "最晚到达", "意向岗位", "优先"),
)


@dataclass(frozen=True)
class Spent:
    """Seconds of processor that this process and its database connection have used, and the most memory ever held."""

    ours: float
    database: float
    megabytes: float
    at: float

    @property
    def seconds(self) -> float:
        """They take turns, so on an idle machine this is the time that somebody waits."""
        return self.ours + self.database


def spent() -> Spent:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return Spent(
        ours=round(time.process_time(), 1),
        database=sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"),
        megabytes=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        at=round(time.perf_counter(), 1),
    )


def work(upload: Upload) -> Spent:
    """What a queue worker does, and what was spent after it."""
    claim = uploads.claim(upload.id)
    assert claim is not None
    upload_work(claim, lambda done: None)
    return spent()


def crowd() -> Iterator[tuple[object, ...]]:
    """People in parties of two; half of them name a boarding place, for the others one is searched from home."""
    yield HEADINGS
    for i in range(ROWS):
        born = f"{1960 + i // 1000 % 45}{i // 45_000 % 12 + 1:02}{i % 28 + 1:02}"
        lon, lat = 108.1 + i % 97 / 1000, 29.45 + i % 89 / 1000
        yield (
            *(
                f"户{i // 2}",
                f"向阳花{i}",
                f"139{i:08}",
                resident(i, born=born),
                None,
                None,
                "城东街道",
                "否",
                None,
                "焊工、电工",
            ),
            *(lon if i % 2 == 0 else None, lat if i % 2 == 0 else None, "bp-1" if i % 4 == 0 else None, None),
            *(datetime(2027, 2, 20, 6, 30), None, "s1、s3", None),  # noqa: DTZ001 - cells know no zone
        )


@pytest.mark.benchmark
def test_fifty_thousand_rows_within_a_minute_and_four_hundred_megabytes(cast: Cast) -> None:
    content = xlsx_bytes(crowd())
    coordinator, campaign = cast.coordinator, cast.campaign
    with coordinator.acting():
        rules = [Reach(means=Means.WALK, place_kinds=(PlaceKind.BOARDING_POINT,), reach_m=5000, kmh=4.2)]
        access_rules_set(campaign=campaign, rules=rules)
    with coordinator.acting():
        upload = upload_create(
            campaign=campaign,
            kind=UploadKind.DEPARTURES,
            file_name="crowd.xlsx",
            content=content,
            datum=Datum.GCJ02,
            by=coordinator.user,
        )
    del content
    took = {"before": spent(), "read": work(upload)}
    with coordinator.acting():
        upload = upload_get(upload_id=upload.id)
        assert (upload.state, upload.counts["valid"]) == (UploadState.READY, ROWS), upload.error
        upload_take_in(upload=upload, rows=None, by=coordinator.user)
    took["taken in"] = work(upload)
    print("\n".join(f"{name}: {one}" for name, one in took.items()))
    with coordinator.acting():
        upload = upload_get(upload_id=upload.id)
        assert upload.state == UploadState.TAKEN, upload.error
        assert upload.counts["taken"] == Worker.objects.count() == ROWS
        assert DepartureRequest.objects.filter(campaign=campaign).count() == ROWS / 2 + 5
    assert took["taken in"].seconds - took["before"].seconds < MOST_S
    assert took["taken in"].megabytes < MOST_MB
