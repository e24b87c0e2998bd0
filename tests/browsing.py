"""A real browser beside the tests."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, sync_playwright

from launcher.needs import CHROMIUM

AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""
RESTS, PAUSE_S, PATIENCE_S = 3, 0.03, 20
"""How many looks in a row have to find nobody at work, the time between them, and until when one looks."""


@contextmanager
def a_browser() -> Iterator[Browser]:
    """The system's Chromium, closed afterwards; the test may ask the database meanwhile."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs a loop in this thread
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            try:
                yield browser
            finally:
                browser.close()
                _let_the_server_rest()
                connections.close_all()  # the loop has a connection of its own, which nobody else could close


def _let_the_server_rest() -> None:
    """Wait for what a page that is gone had asked for: tables are emptied next, and a request locks them."""
    until, rests = time.monotonic() + PATIENCE_S, 0
    with connection.cursor() as cursor:
        while rests < RESTS and time.monotonic() < until:
            cursor.execute(AT_WORK)
            rests = rests + 1 if cursor.fetchone() == (0,) else 0
            time.sleep(PAUSE_S)
