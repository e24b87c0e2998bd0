"""Whether others are still at work in the tests' database, whose tables are emptied next: a request locks them."""

from __future__ import annotations

import time

from django.db import connection

AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
RESTS, PAUSE_S, PATIENCE_S = 3, 0.03, 20
"""How many looks in a row have to find nobody at work, the time between them, and until when one looks."""


def the_database_rests(*, within_s: float = PATIENCE_S) -> bool:
    """Wait until nobody else is at work there; whether it came to that."""
    until, rests = time.monotonic() + within_s, 0
    with connection.cursor() as cursor:
        while rests < RESTS and time.monotonic() < until:
            cursor.execute(AT_WORK)
            rests = rests + 1 if cursor.fetchone() == (0,) else 0
            time.sleep(PAUSE_S)
    return rests == RESTS
