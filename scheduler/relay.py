"""``python -m scheduler.relay``: sends the outbox, and takes over what others left behind.

Any number may run, on any machine: one of them leads by an advisory lock of PostgreSQL, which it loses with
its connection when it dies, so that another steps in without waiting for a time-out. Two leaders would only
do work twice: each step is a conditional UPDATE, or skips what is locked.
"""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import django

django.setup()

import structlog  # noqa: E402 - models can only be imported once Django is set up
from django.db import DatabaseError, connection  # noqa: E402

from scheduler.answers.reminding import escalate_due, remind_due  # noqa: E402
from scheduler.outbox.pruning import prune  # noqa: E402
from scheduler.outbox.relay import BATCH, relay  # noqa: E402
from scheduler.outbox.sending import send_due  # noqa: E402
from scheduler.plans.reaper import drop_void_parts, reap_lapsed, requeue_forgotten  # noqa: E402
from scheduler.queue import QueueAway  # noqa: E402
from scheduler.replanning.answering import alerts_forgotten  # noqa: E402
from scheduler.sheets import reaper as sheets  # noqa: E402
from scheduler.telling.services import tell_forgotten  # noqa: E402
from scheduler.travel.positions import positions_forget  # noqa: E402

log = structlog.get_logger(__name__)

ROUND_S = 0.5
PRUNE_EVERY_S = 3600
LOCK = 0x6D656E6C75  # "menlu"; any number that is the same for all


def main() -> None:
    """Go round until SIGTERM or SIGINT."""
    end = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        end.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("relay_started")
    leading, prune_at = False, 0.0
    while not end.wait(ROUND_S):
        try:
            leading = leading or take_the_lead()
            if leading:
                round_once()
            if leading and time.monotonic() >= prune_at:
                prune()
                prune_at = time.monotonic() + PRUNE_EVERY_S
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
    """Take over what others left behind, drop what is void or too old, and do everything that is due."""
    reap_lapsed()
    drop_void_parts()
    sheets.reap_lapsed()
    sheets.drop_expired()
    positions_forget()
    while relay() == BATCH:
        pass
    requeue_forgotten()
    sheets.requeue_forgotten()
    tell_forgotten()
    alerts_forgotten()
    remind_due()
    escalate_due()
    send_due()


if __name__ == "__main__":
    main()
