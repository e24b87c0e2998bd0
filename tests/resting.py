"""Whether others are still at work in the tests' database, whose tables are emptied next: a request locks them."""

from __future__ import annotations

import threading
import time

from django.db import connection

AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
RESTS, PAUSE_S, PATIENCE_S = 3, 0.03, 20
"""How many looks in a row have to find nobody at work, the time between them, and until when one looks."""
AT_A_REQUEST = "(process_request_thread)"
"""How Python names the threads of a server that answers each request in one of its own."""


def the_database_rests(*, within_s: float = PATIENCE_S) -> bool:
    """Wait until nobody else is at work there; whether it came to that."""
    until, rests = time.monotonic() + within_s, 0
    with connection.cursor() as cursor:
        while rests < RESTS and time.monotonic() < until:
            cursor.execute(AT_WORK)
            rests = rests + 1 if cursor.fetchone() == (0,) else 0
            time.sleep(PAUSE_S)
    return rests == RESTS


def requests_end(*, within_s: float = PATIENCE_S) -> bool:
    """Wait until no server of this process is at a request, of which the database may know nothing at the moment."""
    until = time.monotonic() + within_s
    while at_work := [thread for thread in threading.enumerate() if thread.name.endswith(AT_A_REQUEST)]:
        at_work[0].join(max(0.0, until - time.monotonic()))
        if time.monotonic() >= until:
            return False
    return True
