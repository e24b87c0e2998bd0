"""A web process of its own that is asked for pages, and says what each answer took.

The process that made the data is no measure: its heap is full of what it made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from scheduler.clock import now
from tests.e2e.house import ROOT, database_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a browser asks; a form is posted."""

    page: str
    address: str
    form: Mapping[str, str] | None
    headers: Mapping[str, str]
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the visits to a page, or to a part of one, took in milliseconds: of the clock, and of the processor for the
    process and its database connection."""

    page: str
    clock: tuple[float, ...]
    work: tuple[float, ...]
    queries: int


def visits(questions: Iterable[Question]) -> Iterator[Taken]:
    """What a new web process takes for each page of these that is shown, one after the other."""
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    command = [sys.executable, "-m", "tests.scheduler.console.web"]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        json.dump({"now": now().timestamp(), "questions": [asdict(one) for one in questions]}, process.stdin)
        process.stdin.close()
        for line in process.stdout:
            yield Taken(**json.loads(line))
    assert process.returncode == 0
