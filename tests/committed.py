"""For modules whose tests commit: a cast of their own, and a second connection to do something at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.cast import Cast, make_cast

WAITING = """
    select count(*) from pg_locks join pg_stat_activity using (pid)
    where datname = current_database() and not granted
"""
Elsewhere = Callable[[Callable[[], Any]], Future[Any]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast of :mod:`tests.cast`, made for this test alone: nothing can be kept for the next one."""
    return make_cast()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Do something over another connection of the database."""

    def alone(what: Callable[[], Any]) -> Any:
        try:
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        yield lambda what: pool.submit(alone, what)


def somebody_waits() -> bool:
    """Whether a connection waits for what another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # else a transaction sees what it saw at first
        cursor.execute(WAITING)
        return bool(cursor.fetchone() == (1,))
