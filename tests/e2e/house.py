"""The processes of a Menlu for tests: real queue workers, a real relay, and a Redis that may be flushed and killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.db import connection
from pytest_django import DjangoDbBlocker

from scheduler.queue import die_with_parent
from tests.resting import the_database_rests

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


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
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=end_with_the_tests())
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
    worker: str = "scheduler.worker"
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    relays: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_workers(self, number: int = WORKERS) -> None:
        """Have so many alive."""
        self.workers = self._living_workers()
        while len(self.workers) < number:
            self.workers.append(self._start(self.worker, "--name", "tested"))

    def _living_workers(self) -> list[subprocess.Popen[bytes]]:
        return [worker for worker in self.workers if worker.poll() is None]

    def wait_for_workers(self) -> None:
        """Wait until all have loaded the planner and listen; where it was not compiled before, that takes minutes."""
        eventually("the workers listen", self._all_listen, within_s=240)

    def _all_listen(self) -> bool:
        channels = self.redis.client.pubsub_channels("rq:pubsub:tested.*")
        return {worker.pid for worker in self.workers} <= {int(name.split(b".")[1]) for name in channels}

    def come_to_rest(self, *, within_s: float = 5) -> bool:
        """Wait until no worker has a process at a job, which a flushed Redis would not know; whether all rest."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if not self._something_waits() and not self._somebody_works() and the_database_rests(within_s=1):
                return True
            time.sleep(0.1)
        return False

    def _something_waits(self) -> bool:
        """Whether some job has not begun, in a queue or already taken from there by a worker."""
        jobs = self.redis.client.scan_iter("rq:job:*", _type="hash")
        return any(self.redis.client.hget(job, "status") == b"queued" for job in jobs)

    def _somebody_works(self) -> bool:
        return any(children(worker.pid) for worker in self._living_workers())

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
            preexec_fn=end_with_the_tests(),
        )


@contextmanager
def opened_house(blocker: DjangoDbBlocker, *, worker: str = "scheduler.worker", **settings: str) -> Iterator[House]:
    """A house against the tests' database, with nobody in it yet; everything has ended when it is left.

    ``worker`` is the module that a queue worker runs, ``settings`` are variables of its environment.
    """
    folder = Path(tempfile.mkdtemp(prefix="menlu-"))
    server = RedisServer(folder)
    server.start()
    environment = os.environ | {"DATABASE_URL": database_url(), "REDIS_URL": server.url} | settings
    house = House(
        environment=environment | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"}, redis=server, worker=worker
    )
    yield house
    house.stop()
    with blocker.unblock():
        eventually("PostgreSQL has noticed", lambda: others_connected() == 0, within_s=10)
        connection.close()
    shutil.rmtree(folder)


def end_with_the_tests() -> Callable[[], None]:
    """For a child about to start: nothing is left behind, even where the tests themselves are killed."""
    return partial(die_with_parent, os.getpid())


def children(pid: int) -> list[int]:
    """The processes that it has started and not yet waited for."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()))


def others_connected() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def database_url() -> str:
    """The address of the tests' database, for processes that are started from here."""
    given = urlsplit(os.environ.get("DATABASE_URL", "postgis:///"))
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))
