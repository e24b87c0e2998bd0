"""``python -m scheduler.relay``: sends the outbox, and takes over runs whose queue worker died.

Any number may run, on any machine: one of them leads by an advisory lock of PostgreSQL, which it loses with
its connection when it dies, so that another steps in without waiting for a time-out. Two leaders would only
do work twice: each step is a conditional UPDATE, or skips what is locked.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

import django

django.setup()

import structlog  # noqa: E402 - models can only be imported once Django is set up
from django.db import DatabaseError, connection  # noqa: E402

from scheduler.outbox.relay import BATCH, relay  # noqa: E402
from scheduler.plans.reaper import drop_void_parts, reap_lapsed, requeue_forgotten  # noqa: E402
from scheduler.queue import QueueAway  # noqa: E402
from scheduler.sheets import reaper as sheets  # noqa: E402

log = structlog.get_logger(__name__)

ROUND_S = 0.5
LOCK = 0x6D656E6C75  # "menlu"; any number that is the same for all


def main() -> None:
    """Go round until SIGTERM or SIGINT."""
    end = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        end.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("relay_started")
    leading = False
    while not end.wait(ROUND_S):
        try:
            leading = leading or take_the_lead()
            if leading:
                round_once()
        except DatabaseError as error:
            log.warning("database_away", error=type(error).__name__)
            leading = False  # the lock went with the connection
            connection.close()
        except QueueAway as away:
            log.warning("queue_away", error=str(away))
    connection.close()
    log.info("relay_stopped")


def take_the_lead() -> bool:
    """Whether the lock is ours now; it is held by this process's connection until that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        row = cursor.fetchone()
    leading = bool(row and row[0])
    if leading:
        log.info("relay_leads")
    return leading


def round_once() -> None:
    """Take over what lapsed, drop what is void or too old, send what is due, and line up again what was forgotten."""
    reap_lapsed()
    drop_void_parts()
    sheets.reap_lapsed()
    sheets.drop_expired()
    while relay() == BATCH:
        pass
    requeue_forgotten()
    sheets.requeue_forgotten()


if __name__ == "__main__":
    main()
