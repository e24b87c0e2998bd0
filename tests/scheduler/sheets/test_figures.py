"""What fifty thousand rows take: 60 seconds and 400 MB, from the file to the requests.

The jobs run in processes of their own, as a queue worker's do. Seconds are the processor's, of such a process and of
its database connection, which take turns: so other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection

from scheduler.campaigns.models import Means
from scheduler.campaigns.services import Reach, access_rules_set
from scheduler.people.models import DepartureRequest, Worker
from scheduler.places.models import PlaceKind
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import Upload
from scheduler.sheets.selectors import upload_get
from scheduler.sheets.services import upload_create, upload_take_in
from scheduler.sheets.states import UploadKind, UploadState
from tests.cast import make_cast
from tests.scheduler.sheets.files import resident, xlsx_bytes

ROWS = 50_000
MOST_S, MOST_MB = 60, 400
JOB = """
import json, os, pathlib, sys, time
import django
django.setup()
from django.db import connection
from django.utils.module_loading import import_string
from scheduler.queue import Job
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    (pid,) = cursor.fetchone()
begun, cpu = time.perf_counter(), time.process_time()
import_string(Job.SHEET.value)(sys.argv[1])
# Not getrusage: its peak is that of the process that started this one, where that was larger.
peak = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
stat = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
print(json.dumps({
    "ours_s": round(time.process_time() - cpu, 1),
    "database_s": (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK"),
    "clock_s": round(time.perf_counter() - begun, 1),
    "megabytes": round(int(peak) / 1024),
}))
"""
HEADINGS = (
    *("同行组", "姓名", "手机号", "身份证号", "性别", "出生年份", "乡镇", "脱贫户", "特殊需要", "技能"),
    *("家的经度", "家的纬度", "上车点", "同行人数", "可出发时间", "最晚到达", "意向岗位", "优先"),
)


def crowd() -> Iterator[tuple[object, ...]]:
    """People in parties of two; half of them name a boarding place, for the others one is searched from home."""
    yield HEADINGS
    for i in range(ROWS):
        born = f"{1960 + i // 1000 % 45}{i // 45_000 % 12 + 1:02}{i % 28 + 1:02}"
        lon, lat = 108.1 + i % 97 / 1000, 29.45 + i % 89 / 1000
        first = i % 2 == 0
        yield (
            *(f"户{i // 2}", f"向阳花{i}", f"139{i:08}", resident(i, born=born), None, None),
            *("城东街道", "否", None, "焊工、电工"),
            *(lon if first else None, lat if first else None, "bp-1" if i % 4 == 0 else None, None),
            *(datetime(2027, 2, 20, 6, 30), None, "s1、s3", None),  # noqa: DTZ001 - cells know no zone
        )


def work(upload: Upload) -> dict[str, float]:
    """Let a process of its own do what the upload waits for, and tell what it took."""
    asked = urlsplit(os.environ["DATABASE_URL"])
    url = asked._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    done = subprocess.run(
        [sys.executable, "-c", JOB, str(upload.id)],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.benchmark
@pytest.mark.django_db(transaction=True)
def test_fifty_thousand_rows_within_a_minute_and_four_hundred_megabytes() -> None:
    cast = make_cast()
    coordinator, campaign = cast.coordinator, cast.campaign
    with coordinator.acting():
        rules = [Reach(means=Means.WALK, place_kinds=(PlaceKind.BOARDING_POINT,), reach_m=5000, kmh=4.2)]
        access_rules_set(campaign=campaign, rules=rules)
        upload = upload_create(
            campaign=campaign,
            kind=UploadKind.DEPARTURES,
            file_name="crowd.xlsx",
            content=xlsx_bytes(crowd()),
            datum=Datum.GCJ02,
            sender=coordinator.organisation,
            by=coordinator.user,
        )
    took = [work(upload)]
    with coordinator.acting():
        upload = upload_get(upload_id=upload.id)
        assert (upload.state, upload.counts["valid"]) == (UploadState.READY, ROWS), upload.error
        upload_take_in(upload=upload, rows=None, by=coordinator.user)
    took.append(work(upload))
    print(f"read: {took[0]}\ntaken in: {took[1]}")
    with coordinator.acting():
        upload = upload_get(upload_id=upload.id)
        assert upload.state == UploadState.TAKEN, upload.error
        assert upload.counts["taken"] == Worker.objects.count() == ROWS
        assert DepartureRequest.objects.filter(campaign=campaign).count() == ROWS / 2 + 5
    assert sum(one["ours_s"] + one["database_s"] for one in took) < MOST_S
    assert max(one["megabytes"] for one in took) < MOST_MB
