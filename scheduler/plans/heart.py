"""Keeps a lease while the planner works, from a thread with a database connection of its own."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import structlog
from django.db import InterfaceError, OperationalError, connection

from scheduler.leases import Beat
from scheduler.queue import stop_requested
from solvers.progress import Progress

log = structlog.get_logger(__name__)

BEAT_S = 3.0
"""Longest time between two heartbeats."""
TICK_S = 1.0
"""Shortest time between two heartbeats, each with the progress of that moment."""
JOIN_S = 5.0
"""How long a beat under way is waited for: a connection may hang that nobody answers."""


class Heart:
    """Beats while it is entered; ``should_stop`` and ``report`` are the planner's two lines to the world.

    ``beat`` renews the lease, at least every ``every_s`` seconds, and says how things stand.

    A database that is away for a while is waited for: only a beat that finds the fence stale, or the run
    cancelled, makes the planner stop.
    """

    def __init__(self, beat: Callable[[Progress | None], Beat], *, every_s: float = BEAT_S) -> None:
        self._beat_once, self._every_s = beat, every_s
        self._progress: Progress | None = None
        self._end = threading.Event()
        self._lost = threading.Event()
        self._cancelled = threading.Event()
        self._handing_back = False
        context = contextvars.copy_context()  # the log lines of the thread carry the run's id as well
        self._thread = threading.Thread(target=context.run, args=(self._live,), name="heart", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join(JOIN_S)

    @property
    def lost(self) -> bool:
        """Whether another attempt has begun, or the run has ended: nothing of ours may be written."""
        return self._lost.is_set()

    @property
    def handing_back(self) -> bool:
        """Whether the planner was stopped because this queue worker has to end."""
        return self._handing_back

    def report(self, progress: Progress) -> None:
        """Have ``progress`` written with the next beat."""
        self._progress = progress

    def should_stop(self) -> bool:
        """Whether the planner should return its best so far now."""
        if stop_requested() and not self._cancelled.is_set():
            self._handing_back = True
        return self._handing_back or self._lost.is_set() or self._cancelled.is_set()

    def _live(self) -> None:
        last_at, last = time.monotonic(), self._progress
        try:
            while not self._end.wait(TICK_S):
                progress = self._progress
                if progress is last and time.monotonic() - last_at < self._every_s:
                    continue
                if self._beat(progress):
                    last_at, last = time.monotonic(), progress
                if self._lost.is_set():
                    return
        finally:
            connection.close()

    def _beat(self, progress: Progress | None) -> bool:
        try:
            answer = self._beat_once(progress)
        except (OperationalError, InterfaceError) as error:
            log.warning("heartbeat_missed", error=type(error).__name__)
            connection.close()
            return False
        if not answer.held:
            log.warning("fence_lost")
            self._lost.set()
        if answer.cancelled:
            self._cancelled.set()
        return True
