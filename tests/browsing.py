"""A real browser beside the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from launcher.needs import CHROMIUM
from tests.resting import requests_end, the_database_rests


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
                requests_end()  # a page that is gone may have asked for more
                the_database_rests()
                connections.close_all()  # the loop has a connection of its own, which nobody else could close
