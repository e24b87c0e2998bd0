"""Real queue workers and a real relay, against the tests' database and a Redis that the tests may flush and kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import LazySettings
from django.db import connection
from pytest_django import DjangoDbBlocker

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans.models import PlanRun, RunState
from scheduler.plans.services import run_start
from scheduler.queue import die_with_parent
from tests.scheduler.plans.scene import small_problem

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 6
"""How long the planner searches here: long enough to be killed in the middle."""
WORKERS = 2
LARGE = 100
"""Runs with more parties than this are shared among all queue workers here."""


def eventually(what: str, ready: Callable[[], bool], *, within_s: float = 60) -> float:
    """Wait until it is so; how many seconds that took."""
    begun = time.monotonic()
    while not ready():
        if time.monotonic() - begun > within_s:
            pytest.fail(f"not within {within_s} s: {what}")
        time.sleep(0.1)
    return time.monotonic() - begun


@dataclass
class RedisServer:
    """A Redis on a socket of its own that keeps nothing when it is killed."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/redis.sock"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            pytest.skip("needs redis-server on this machine")
        places = ["--unixsocket", f"{self.folder}/redis.sock", "--dir", str(self.folder), "--port", "0"]
        command = [binary, *places, "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=_end_with_the_tests())
        eventually("Redis answers", self.answers, within_s=10)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.exceptions.RedisError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass
class House:
    """The processes of a Menlu without its web server."""

    environment: dict[str, str]
    redis: RedisServer
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    relays: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_workers(self, number: int = WORKERS) -> None:
        """Have so many alive."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < number:
            self.workers.append(self._start("scheduler.worker", "--name", "tested"))

    def wait_for_workers(self) -> None:
        """Wait until all have loaded the planner and listen; where it was not compiled before, that takes minutes."""
        eventually("the workers listen", self._all_listen, within_s=240)

    def _all_listen(self) -> bool:
        channels = self.redis.client.pubsub_channels("rq:pubsub:tested.*")
        return {worker.pid for worker in self.workers} <= {int(name.split(b".")[1]) for name in channels}

    def stop_workers(self) -> None:
        """End them all, the hard way."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.workers = []

    def start_relays(self, number: int = 1) -> None:
        """Have so many alive."""
        self.relays = [relay for relay in self.relays if relay.poll() is None]
        while len(self.relays) < number:
            self.relays.append(self._start("scheduler.relay"))

    def stop_relays(self) -> None:
        """End them all, the hard way."""
        for relay in self.relays:
            relay.kill()
            relay.wait()
        self.relays = []

    def stop(self) -> None:
        """End everything."""
        self.stop_workers()
        self.stop_relays()
        self.redis.kill()

    def _start(self, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=_end_with_the_tests(),
        )


@pytest.fixture(scope="session")
def _house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="menlu-"))
    server = RedisServer(folder)
    server.start()
    environment = os.environ | {"DATABASE_URL": _database_url(), "REDIS_URL": server.url}
    environment |= {"MENLU_FAN_OUT_ABOVE": str(LARGE), "MENLU_FAN_OUT_FROM_S": "10"}
    environment |= {"DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    house = House(environment=environment, redis=server)
    yield house
    house.stop()
    with django_db_blocker.unblock():
        eventually("PostgreSQL has noticed", lambda: _others_connected() == 0, within_s=10)
        connection.close()
    shutil.rmtree(folder)


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
    if busy:
        _house.stop_workers()


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
    pid = worker_pid(run)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    assert len(children) == 1
    return int(children[0])


def alive(pid: int) -> bool:
    """Whether there is such a process, other than as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def kill(pid: int) -> None:
    """As ``kill -9``."""
    os.kill(pid, signal.SIGKILL)


def _end_with_the_tests() -> Callable[[], None]:
    """For a child about to start: nothing is left behind, even where the tests themselves are killed."""
    return partial(die_with_parent, os.getpid())


def _others_connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _database_url() -> str:
    """The address of the tests' database, for processes that are started from here."""
    given = urlsplit(os.environ.get("DATABASE_URL", "postgis:///"))
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
