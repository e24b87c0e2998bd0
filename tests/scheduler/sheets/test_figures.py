"""What fifty thousand rows take: 60 seconds and 400 MB, from the file to the requests."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from scheduler.campaigns.models import Means
from scheduler.campaigns.services import Reach, access_rules_set
from scheduler.people.models import DepartureRequest, Worker
from scheduler.places.models import PlaceKind
from scheduler.sheets import uploads
from scheduler.sheets.datum import Datum
from scheduler.sheets.models import UploadRow
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
    took: dict[str, float] = {}
    begun = time.perf_counter()
    with coordinator.acting():
        upload = upload_create(
            campaign=campaign,
            kind=UploadKind.DEPARTURES,
            file_name="crowd.xlsx",
            content=content,
            datum=Datum.GCJ02,
            by=coordinator.user,
        )
    for task in ("read", "take_in"):
        claim = uploads.claim(upload.id)
        assert claim is not None
        cpu = time.process_time()
        upload_work(claim, lambda done: None)
        took[task], begun = time.perf_counter() - begun, time.perf_counter()
        took[f"{task} cpu"] = time.process_time() - cpu
        took[f"{task} MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with coordinator.acting():
            upload = upload_get(upload_id=upload.id)
            if task == "read":
                assert (upload.state, upload.counts["valid"]) == (UploadState.READY, ROWS), (
                    upload.error,
                    upload.counts,
                )
                upload_take_in(upload=upload, rows=None, by=coordinator.user)
    print({key: round(value, 1) for key, value in took.items()}, f"{len(content) / 1e6:.1f} MB file")
    with coordinator.acting():
        assert upload.state == UploadState.TAKEN, upload.error
        assert UploadRow.objects.filter(upload=upload, state="taken").count() == ROWS
        assert Worker.objects.count() == ROWS
        assert DepartureRequest.objects.filter(campaign=campaign).count() == ROWS / 2 + 5
    assert took["read"] + took["take_in"] < MOST_S
    assert max(took["read MB"], took["take_in MB"]) < MOST_MB
