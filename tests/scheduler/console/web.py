"""The web process of :mod:`tests.scheduler.console.asking`, loaded as gunicorn loads one.

What to ask comes on its input, and one line for each page that is shown goes to its output, both as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test.client import ClientHandler, RequestFactory
from django.test.utils import CaptureQueriesContext

import scheduler.wsgi  # noqa: F401 -- loads the application, and keeps what is loaded from the collector
from tests.scheduler.console.asking import Question, Taken
from tests.scheduler.console.visiting import counted

VISITS = 20
SHOWN = ("text/html", "application/json")
"""Pages, parts of pages, and what their scripts draw; no papers."""

answer = ClientHandler(enforce_csrf_checks=False)
"""The application, past Django's test client, which copies and keeps all that each template was given: with it pages
of many rows take twice as long, and the longer the more of them the collector finds."""


def main() -> None:
    """Answer all."""
    out, sys.stdout = sys.stdout, sys.stderr  # for the log
    settings.ALLOWED_HOSTS = ["testserver"]
    given = json.load(sys.stdin)
    with time_machine.travel(given["now"], tick=True):
        for question in given["questions"]:
            taken = visited(Question(**question))
            if taken:
                print(json.dumps(asdict(taken)), file=out, flush=True)


def visited(question: Question) -> Taken | None:
    """What the visits to a page took; None: it is not shown."""
    for cache in ("default", "counts"):
        caches[cache].clear()
    first, response = visit(question)
    if response.status_code != 200 or not response.headers["Content-Type"].startswith(SHOWN):
        return None
    clock, work = zip(first, *(visit(question)[0] for _ in range(VISITS - 1)), strict=True)
    with CaptureQueriesContext(connection) as asked:
        answer(environ(question))
    return Taken(page=question.page, clock=clock, work=work, queries=counted(asked))


def visit(question: Question) -> tuple[tuple[float, float], HttpResponse]:
    """The milliseconds of the clock and of the processor, and what came."""
    asked = environ(question)
    began, work = time.perf_counter(), worked()
    response = answer(asked)
    return ((time.perf_counter() - began) * 1000, (worked() - work) * 1000), response


def environ(question: Question) -> dict[str, object]:
    """What the server hands over to the application when this browser asks."""
    browser = RequestFactory(HTTP_COOKIE=question.cookie)
    if question.form is None:
        return browser.get(question.address, headers=question.headers).environ
    return browser.post(question.address, question.form, headers=question.headers).environ


def worked() -> float:
    """Seconds that the processor has worked for this process and its database connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
