"""What the commands of the planning library share: reading and writing files, failing with a word on why.

Exit status: 0 done; 1 the plan is not feasible; 2 the input is not what it should be, and nothing was written.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Annotated, NoReturn, Self

import typer
from rich.console import Console, RenderableType

from solvers.documents import Unreadable, dump, load, read_problem
from solvers.problem import InvalidProblem, Json, Problem

ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json[.gz]", help="The transfer problem.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.json[.gz]", help="The transfer plan.")]

TWICE_S = 2.0
"""A second signal sooner than this is the same one, come by two ways."""

WIDE = 180
"""Columns in which every table fits."""

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def show(table: RenderableType) -> None:
    """Print a table, never narrower than it needs to be read."""
    Console(highlight=False, width=max(out.width, WIDE)).print(table)


def fail(message: str, status: int = 2) -> NoReturn:
    """End with a message on the standard error."""
    err.print(message, markup=False)
    raise typer.Exit(status)


def read_problem_file(path: Path) -> Problem:
    """The problem of a file; ends with status 2 where there is none."""
    gc.disable()  # what is read makes no cycles, and to look for them in millions of objects takes as long again
    try:
        return read_problem(load(path))
    except Unreadable as error:
        fail(str(error))
    except InvalidProblem as error:
        fail(f"{path}: {error}")
    finally:
        gc.freeze()
        gc.enable()


def check_output(path: Path) -> None:
    """Find out before the work that there is no place for its result."""
    if path.is_dir():
        fail(f"{path}: is a directory; name a file to write")
    if not os.access(path.resolve().parent, os.W_OK):
        fail(f"{path}: no directory {path.resolve().parent} that can be written")


def write_file(document: dict[str, Json], path: Path) -> None:
    """Write a document; ends with status 1 where that fails."""
    try:
        dump(document, path)
    except OSError as error:
        fail(f"{path}: {error.strerror or error}; nothing is written", 1)


def leave() -> NoReturn:
    """End at once, all being written: a proof that nobody waits for may be under way in a thread, whose engine aborts
    the process if Python is taken down around it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


class Stop:
    """Whether someone asked to stop, by SIGINT or SIGTERM; asked again later, the process ends at once."""

    def __init__(self) -> None:
        self._event, self._at = Event(), 0.0
        self.asked: Callable[[], bool] = self._event.is_set

    def __enter__(self) -> Self:
        self._before = {n: signal.signal(n, self._hear) for n in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._event.is_set() and time.monotonic() - self._at > TWICE_S:
            os._exit(128 + number)
        if not self._event.is_set():
            self._at = time.monotonic()
            self._event.set()
