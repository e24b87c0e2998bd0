"""Real queue workers and a real relay, against the tests' database and a Redis that the tests may flush and kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django import DjangoDbBlocker

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans.models import PlanRun, RunState
from scheduler.plans.services import run_start
from tests.e2e.house import House, children, eventually, opened_house
from tests.resting import the_database_rests
from tests.scheduler.plans.scene import small_problem

SECONDS = 4
"""How long the planner searches here: long enough to be killed in the middle."""
LARGE = 100
"""Runs with more parties than this are shared among all queue workers here."""


@pytest.fixture(scope="session")
def _house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with opened_house(django_db_blocker, MENLU_FAN_OUT_ABOVE=str(LARGE), MENLU_FAN_OUT_FROM_S="10") as house:
        yield house


@pytest.fixture
def house(_house: House, transactional_db: None, settings: LazySettings) -> Iterator[House]:
    """Two queue workers and a relay, with an empty database and an empty Redis.

    Workers are kept from test to test, for they take seconds to load the planner; whatever is in the middle
    of something is ended before the tables are emptied.
    """
    if not _house.redis.answers():
        _house.redis.start()
    settings.REDIS_URL = _house.redis.url
    _house.redis.client.flushall()
    _house.start_workers()
    _house.start_relays()
    _house.wait_for_workers()
    yield _house
    _house.stop_relays()
    with acting_as_system():
        busy = PlanRun.objects.filter(state=RunState.PLANNING).exists()
    if busy or not _house.come_to_rest():
        _house.stop_workers()
    the_database_rests()  # it may not have noticed yet who is gone


@pytest.fixture
def campaign(transactional_db: None) -> Campaign:
    with acting_as_system():
        bureau = Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qianjiang", name="Qianjiang bureau")
    with acting_as(bureau.id):
        return campaign_import(bureau=bureau, problem=small_problem(), by=None)


@dataclass(frozen=True)
class Watched:
    """A run as it stands at this moment, whoever works on it."""

    run: PlanRun

    @property
    def now(self) -> PlanRun:
        with acting_as_system():
            return PlanRun.objects.select_related("plan").get(id=self.run.id)

    def wait_for(self, state: RunState, *, within_s: float = 60) -> PlanRun:
        """Wait until the run stands there; fails at once where it can no longer get there."""
        eventually(f"the run is {state}", lambda: self.now.state == state, within_s=within_s)
        return self.now

    def wait_for_work(self, *, attempt: int = 1, within_s: float = 60) -> PlanRun:
        """Wait until the attempt has told of progress: the planner is in the middle of it."""
        eventually(
            f"attempt {attempt} plans",
            lambda: self.now.attempt == attempt and self.now.progress_elapsed_s > 0,
            within_s=within_s,
        )
        return self.now


@pytest.fixture
def started(campaign: Campaign) -> Callable[[], Watched]:
    """Start a run as the API does."""

    def start() -> Watched:
        with acting_as(campaign.bureau_id):
            run = run_start(campaign=campaign, seconds=SECONDS, seed=1, by=None)
        return Watched(run)

    return start


def worker_pid(run: PlanRun) -> int:
    """The process of the queue worker that holds the run; it stands in the worker's name."""
    return int(run.queue_worker.split(".")[-2])


def job_pid(run: PlanRun) -> int:
    """The process in which the run's job works."""
    [job] = children(worker_pid(run))
    return job


def alive(pid: int) -> bool:
    """Whether there is such a process, other than as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def kill(pid: int) -> None:
    """As ``kill -9``."""
    os.kill(pid, signal.SIGKILL)
