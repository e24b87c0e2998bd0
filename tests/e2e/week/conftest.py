"""The house of the scripted week: real queue workers, which go by the clock that the test moves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from tests.e2e.house import House, opened_house
from tests.e2e.week.desk import Clock
from tests.resting import the_database_rests

BEGINS = "2027-02-13T09:00:00+08:00"
"""A week before the first departures."""


@pytest.fixture(scope="session")
def _week_clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("week") / "clock"
    file.write_text(f"{BEGINS} {time.monotonic()}", encoding="ascii")
    return file


@pytest.fixture(scope="session")
def _week_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker, _week_clock: Path) -> Iterator[House]:
    with opened_house(django_db_blocker, worker="tests.e2e.week.worker", WEEK_CLOCK=str(_week_clock)) as house:
        yield house


@pytest.fixture
def clock(_week_house: House, _week_clock: Path, transactional_db: None, settings: LazySettings) -> Iterator[Clock]:
    """A Monday morning, with two queue workers that wait for something to do."""
    settings.REDIS_URL = _week_house.redis.url
    _week_house.redis.client.flushall()
    _week_house.start_workers()
    _week_house.wait_for_workers()
    with time_machine.travel(BEGINS, tick=True) as machine:
        clock = Clock(machine=machine, file=_week_clock)
        clock.to(BEGINS)
        yield clock
    _week_house.stop_workers()
    the_database_rests()  # it may not have noticed yet who is gone
