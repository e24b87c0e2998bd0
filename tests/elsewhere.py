"""Something that is done over another connection of the database, at the same time as the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

import pytest
from django.db import connection

T = TypeVar("T")
WAITING = """
    select count(*) from pg_locks join pg_stat_activity using (pid)
    where datname = current_database() and not granted
"""


class Elsewhere(Protocol):
    """Begins what it is given, and does not wait for it."""

    def __call__(self, what: Callable[[], T]) -> Future[T]: ...


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Do something over another connection of the database."""

    def alone(what: Callable[[], T]) -> T:
        try:
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:

        def begin(what: Callable[[], T]) -> Future[T]:
            return pool.submit(alone, what)

        yield begin


def somebody_waits() -> bool:
    """Whether one connection waits for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # else a transaction sees what it saw at first
        cursor.execute(WAITING)
        return bool(cursor.fetchone() == (1,))
