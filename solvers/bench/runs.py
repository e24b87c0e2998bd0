"""Programs in processes of their own: nothing leaks from one to the next, each has its own peak of memory, and each
can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import solvers

ROOT = Path(solvers.__file__).resolve().parents[1]
LOOK_UP_S = 0.05
HALTING_S = 20.0
"""Who is asked to stop has so long to write what it has."""
_KIB = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit in which the system tells the peak of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a program ended; ``status`` is below 0 where a signal ended it. ``said`` is its standard error."""

    status: int
    seconds: float
    peak_bytes: int
    said: str

    @property
    def last_line(self) -> str:
        """The end of what it said, for a report."""
        lines = self.said.strip().splitlines()
        return lines[-1] if lines else f"ended with status {self.status}"


def run_module(module: str, words: Sequence[str | Path], limit_s: float, stop: Callable[[], bool]) -> Run:
    """Run ``python -m module words``; see :func:`run_modules`."""
    return run_modules(module, [words], limit_s, stop)[0]


def run_modules(
    module: str, calls: Sequence[Sequence[str | Path]], limit_s: float, stop: Callable[[], bool]
) -> list[Run]:
    """Run a module once for each call, side by side.

    Once ``stop`` says True all are asked to end, as by Ctrl-C. What runs longer than ``limit_s`` is killed.
    """
    children = [_Child(module, words) for words in calls]
    until = time.monotonic() + limit_s
    asked = False
    try:
        while not all(child.ended() for child in children):
            if stop() and not asked:
                asked, until = True, min(until, time.monotonic() + HALTING_S)
                for child in children:
                    child.send(signal.SIGINT)
            if time.monotonic() > until:
                for child in children:
                    child.send(signal.SIGKILL)
            time.sleep(LOOK_UP_S)
    finally:
        for child in children:
            child.close()
    return [child.run() for child in children]


class _Child:
    def __init__(self, module: str, words: Sequence[str | Path]) -> None:
        self.began = time.monotonic()
        self.said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed by run()
        # In a session of its own: Ctrl-C is passed on by us, once, and not by the terminal besides.
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.said,
            start_new_session=True,
        )
        self.seconds, self.peak_bytes = 0.0, 0

    def ended(self) -> bool:
        if self.process.returncode is None:
            self.peak_bytes = max(self.peak_bytes, _peak_bytes(self.process.pid))
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                self._note(status, usage.ru_maxrss)
        return self.process.returncode is not None

    def send(self, number: signal.Signals) -> None:
        if self.process.returncode is None:
            os.killpg(self.process.pid, number)

    def close(self) -> None:
        """Leave nothing running, whatever happened here."""
        if self.process.returncode is None:
            self.send(signal.SIGKILL)
            _, status, usage = os.wait4(self.process.pid, 0)
            self._note(status, usage.ru_maxrss)

    def run(self) -> Run:
        self.said.seek(0)
        text = self.said.read().decode(errors="replace")
        self.said.close()
        return Run(status=self.process.returncode, seconds=self.seconds, peak_bytes=self.peak_bytes, said=text)

    def _note(self, status: int, peak: int) -> None:
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - self.began
        self.peak_bytes = self.peak_bytes or peak * _KIB


def _peak_bytes(pid: int) -> int:
    """The peak so far as Linux tells it, 0 elsewhere: what ``wait4`` gives counts our own memory at the fork in."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
