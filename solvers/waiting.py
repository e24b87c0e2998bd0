"""Waiting for work in threads, while somebody is told how it goes and may call it off."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from solvers.search.stretch import Halt

LOOK_UP_S = 0.05
"""Who waits asks this often whether to stop."""

Result = TypeVar("Result")


def wait_for(jobs: Iterable[Future[Any]], halt: Halt, tell: Callable[[], None]) -> None:
    """Wait for all, asking whether to halt and telling how it goes; the first fault of any is raised."""
    jobs = list(jobs)
    while not all(job.done() for job in jobs):
        halt.look_up()
        tell()
        time.sleep(LOOK_UP_S)
    for job in jobs:
        job.result()


def beside(work: Callable[[], Result], halt: Halt, tell: Callable[[], None]) -> Result:
    """Do some work in a thread to its end.

    A main thread that waits so hears signals: only it does, when it next runs, so one that the system hands to another
    thread would not be heard before the end of a wait without a limit.
    """
    job = _begun(work)
    wait_for([job], halt, tell)
    return job.result()


def unless_halted(work: Callable[[], Result], halt: Halt, tell: Callable[[], None], otherwise: Result) -> Result:
    """Do some work in a thread, which is left to itself as soon as the run is called off."""
    job = _begun(work)
    while not job.done():
        halt.look_up()
        if halt.called:
            return otherwise
        tell()
        time.sleep(LOOK_UP_S)
    return job.result()


def _begun(work: Callable[[], Result]) -> Future[Result]:
    job: Future[Result] = Future()

    def run() -> None:
        try:
            job.set_result(work())
        except BaseException as fault:
            job.set_exception(fault)

    Thread(target=run, daemon=True).start()
    return job
