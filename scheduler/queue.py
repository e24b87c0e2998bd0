"""The queue's one door: nothing else in the project knows RQ.

A job is a name of :class:`Job` and one string, the id of the row that it works on. The row is the truth: a
job may run twice, late or never, so it claims its row first, and nothing is lost when Redis forgets it.
Retries of RQ stay off for the same reason: the reaper decides who gets another try.
"""

from __future__ import annotations

import ctypes
import functools
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import FrameType
from typing import Any, cast

import redis
import structlog
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string
from redis.client import Pipeline, PubSubWorkerThread
from rq import Queue, Worker, get_current_job
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job as RqJob
from rq.serializers import JSONSerializer
from rq.timeouts import JobTimeoutException
from rq.worker import WorkerStatus
from rq.worker_registration import register

from scheduler import clock

log = structlog.get_logger(__name__)

QUEUE_NAME = "menlu"
TIMEOUT_S = 180
"""How long a job may run when its caller says nothing else."""
FAILURES_KEPT_S = 86_400
RECONNECT_S = 1.0
ALIVE = timedelta(seconds=8)
"""A queue worker tells every five seconds that it is alive; one that has not for so long is dead."""
PR_SET_PDEATHSIG = 1

QueueAway = redis.exceptions.RedisError
"""What every function here raises while Redis cannot be reached."""
TimedOut = JobTimeoutException
"""What is raised in the middle of a job that runs longer than its ``timeout_s``."""

_stopping = threading.Event()


class Job(StrEnum):
    """Everything that a queue worker can be asked to do, by the path of the function that does it."""

    PLAN_RUN = "scheduler.plans.jobs.plan_run"
    PLAN_PART = "scheduler.plans.jobs.plan_part"
    LAY_OUT = "scheduler.plans.jobs.plan_lay_out"
    TELL_PLAN = "scheduler.telling.jobs.plan_tell"
    FORESEE = "scheduler.telling.jobs.plan_foresee"
    SHEET = "scheduler.sheets.jobs.upload_work"
    ALERT = "scheduler.replanning.jobs.alert_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A queue worker that is alive: whether it waits for a job, and whether it is on this machine."""

    name: str
    idle: bool
    here: bool


def enqueue(job: Job, subject: str, *, timeout_s: int = TIMEOUT_S) -> None:
    """Put ``job`` for the row ``subject`` at the end of the line, now.

    Callers inside a transaction go through :func:`scheduler.outbox.services.enqueue_on_commit` instead: a
    job must not start before its row is there, nor be lost between the two.

    Raises
    ------
    QueueAway
        Redis cannot be reached, or refuses.
    """
    _queue().enqueue_call(
        job.value,
        args=(subject,),
        timeout=timeout_s,
        result_ttl=0,
        failure_ttl=FAILURES_KEPT_S,
        job_id=f"{subject}_{secrets.token_hex(4)}",
        description=f"{job.name.lower()} {subject}",
    )


def waiting() -> frozenset[str]:
    """The subjects of all jobs that stand in line, not those at work."""
    return frozenset(job_id.rpartition("_")[0] for job_id in _queue().job_ids)


def colleagues() -> list[Colleague]:
    """The queue workers that have told Redis in the last seconds that they are alive, this one too.

    Raises
    ------
    QueueAway
        Redis cannot be reached.
    """
    return [
        Colleague(
            name=worker.name, idle=worker.get_state() == WorkerStatus.IDLE, here=worker.hostname == socket.gethostname()
        )
        for worker in Worker.all(queue=_queue(), serializer=JSONSerializer)
        if worker.last_heartbeat is not None and clock.now() - worker.last_heartbeat < ALIVE
    ]


def ping() -> None:
    """Raise :data:`QueueAway` when Redis does not answer."""
    _shared_client(settings.REDIS_URL).ping()


def stop_requested() -> bool:
    """Whether this queue worker was told to end: a job hands its row back and returns soon."""
    return _stopping.is_set()


def current_worker() -> str:
    """The name of the queue worker whose job this is; empty outside of a job."""
    job = get_current_job()
    return (job.worker_name or "") if job else ""


def work(name: str | None = None) -> None:
    """Run a queue worker until SIGTERM or SIGINT; outlives a Redis that goes away and comes back.

    Parameters
    ----------
    name
        What the worker is called in logs and rows (default: the host). Process id and a random part follow,
        for the name of a killed worker stays taken for as long as Redis remembers it.
    """
    preload(Job)
    while True:
        worker = None
        try:
            client = _client(settings.REDIS_URL)  # RQ sets timeouts of its own on it
            worker = QueueWorker(
                [_queue_of(client)], name=worker_name(name), connection=client, serializer=JSONSerializer
            )
            worker.work(logging_level=None)
        except QueueAway as away:
            log.warning("queue_away", error=str(away))
        except StopRequested:
            return
        finally:
            if worker is not None:
                worker.stop_listening()
        if worker is not None and worker.was_told_to_stop:
            return
        time.sleep(RECONNECT_S)


def worker_name(name: str | None = None) -> str:
    """A name that no worker, alive or killed, has had."""
    return f"{name or socket.gethostname()}.{os.getpid()}.{secrets.token_hex(4)}"


def preload(jobs: Iterable[Job]) -> None:
    """Import what the jobs need (OR-Tools takes a second) before the first fork, once instead of per job."""
    for job in jobs:
        import_string(job.value)


INTERVALS: dict[str, Any] = {"worker_ttl": 30, "maintenance_interval": 5, "job_monitoring_interval": 2}


class QueueWorker(Worker):
    """RQ's worker, with the intervals at which a death is noticed in seconds rather than minutes."""

    def __init__(self, queues: Sequence[Queue], name: str | None = None, **kwargs: Any) -> None:
        super().__init__(queues, name, **{**kwargs, **INTERVALS})

    @property
    def dequeue_timeout(self) -> int:
        """Seconds to wait for a job at a stretch; maintenance comes in between."""
        return 5

    @property
    def was_told_to_stop(self) -> bool:
        return self._shutdown_requested_date is not None

    def stop_listening(self) -> None:
        """End the thread that waits for commands: RQ leaves it behind when Redis goes away."""
        listener: PubSubWorkerThread | None = self.pubsub_thread
        if listener is not None:
            listener.stop()

    def get_heartbeat_ttl(self, job: RqJob, working_time: float = 0.0) -> int:
        """Seconds after which a job without a heartbeat counts as abandoned."""
        return 15

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        """A Redis that was flushed learns again who is there."""
        super().heartbeat(timeout, pipeline)
        known = pipeline if pipeline is not None else self.connection
        known.hset(self.key, mapping={"hostname": str(self.hostname), "state": self.get_state()})
        register(self, pipeline)

    def execute_job(self, job: RqJob, queue: Queue) -> None:
        connections.close_all()  # a database connection shared by two processes is broken for both
        super().execute_job(job, queue)

    def main_work_horse(self, job: RqJob, queue: Queue) -> None:
        die_with_parent(cast(int, self.pid))
        super().main_work_horse(job, queue)

    def setup_work_horse_signals(self) -> None:
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGTERM, _ask_to_stop)

    def handle_warm_shutdown_request(self) -> None:
        super().handle_warm_shutdown_request()  # type: ignore[no-untyped-call]
        if self.horse_pid:
            os.kill(self.horse_pid, signal.SIGTERM)

    def maintain_heartbeats(self, job: RqJob, execution: Execution) -> None:
        """A Redis that is away for a moment does not end a run: its lease is kept in PostgreSQL."""
        try:
            super().maintain_heartbeats(job, execution)
        except QueueAway as away:
            log.warning("queue_away", error=str(away))


def die_with_parent(parent_pid: int) -> None:
    """End this process when the one that forked it dies, by whatever cause.

    Else the orphan of a killed worker would go on planning next to its successor. Linux only; elsewhere the
    orphan is harmless, for its fence is stale, and merely wastes its time.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:
            os._exit(1)


def _ask_to_stop(signum: int, frame: FrameType | None) -> None:
    _stopping.set()


def _queue() -> Queue:
    return _queue_of(_shared_client(settings.REDIS_URL))


def _queue_of(client: redis.Redis) -> Queue:
    return Queue(QUEUE_NAME, connection=client, serializer=JSONSerializer)


@functools.cache
def _shared_client(url: str) -> redis.Redis:
    return _client(url)


def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=3)
