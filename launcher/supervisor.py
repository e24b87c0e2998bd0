"""One loop that starts services in order, passes their output on, restarts what dies and stops all in reverse."""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from launcher.console import Console
from launcher.errors import LauncherError, Stopped
from launcher.output import Output
from launcher.services import Child, Service, stop_together

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class _Slot:
    """A service, the child that carries it now, and when the next one is due after a crash."""

    service: Service
    output: Output
    child: Child | None = None
    restarts: bool = True
    exit_status: int | None = None
    lived_s: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    due_at: float | None = None


class Supervisor:
    """Runs services until a signal comes.

    Parameters
    ----------
    console:
        Where the prefixed output goes.
    logs:
        A folder; each service's output is kept there too, as NAME.log.
    on_change:
        Called with the living children whenever one starts or ends.
    """

    def __init__(self, console: Console, logs: Path, on_change: Callable[[list[Child]], None]) -> None:
        self._console = console
        self._logs = logs
        self._on_change = on_change
        self._slots: list[_Slot] = []
        self._selector = selectors.DefaultSelector()
        self._signals_seen = 0
        self._is_stopping = False
        # A signal writes a byte here, so that it ends the wait in select; SIGCHLD does so when a child dies.
        self._wakeup, self._wakeup_writer = socket.socketpair()
        self._wakeup.setblocking(False)
        self._wakeup_writer.setblocking(False)
        self._selector.register(self._wakeup, selectors.EVENT_READ, None)
        self._listen_for_signals()

    def _listen_for_signals(self) -> None:
        signal.set_wakeup_fd(self._wakeup_writer.fileno(), warn_on_full_buffer=False)
        for number in _STOP_SIGNALS:
            # Under nohup a hang-up is ignored, and stays so.
            if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:
                signal.signal(number, self._note_signal)
        signal.signal(signal.SIGCHLD, _ignore)

    def _note_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals_seen += 1

    def start(self, service: Service) -> None:
        """Start a service; from now on it is restarted whenever it dies."""
        self._launch(self._add(service))

    def run_task(self, service: Service) -> None:
        """Run something to its end.

        Raises
        ------
        LauncherError
            It failed; the message ends with its last lines.
        Stopped
            A signal came.
        """
        slot = self._add(service)
        slot.restarts = False
        self._launch(slot)
        while slot.child is not None:
            self._turn(1.0)
        self._slots.remove(slot)
        slot.output.close()
        if slot.exit_status != 0:
            raise LauncherError(f"{service.name} failed:\n{slot.output.tail()}")

    def wait_ready(self, service: Service, seconds: float) -> None:
        """Wait until a started service is ready.

        Raises
        ------
        LauncherError
            It is not after `seconds`; the message ends with its last lines.
        Stopped
            A signal came.
        """
        slot = next(slot for slot in self._slots if slot.service is service)
        until = time.monotonic() + seconds
        while not (slot.child and slot.child.status() is None and service.is_ready()):
            if time.monotonic() > until:
                raise LauncherError(
                    f"{service.name} is not ready after {seconds:.0f} s:\n{slot.output.tail()}",
                    f"read {slot.output.path}",
                )
            self._turn(0.05)

    def run_forever(self) -> None:
        """Keep everything going until a signal comes, which raises Stopped."""
        while True:
            self._turn(1.0)

    def stop(self) -> None:
        """Stop everything, what was started on top of the servers first. A second signal shortens the waiting."""
        self._is_stopping = True
        for wave in sorted({slot.service.wave for slot in self._slots}, reverse=True):
            slots = [slot for slot in self._slots if slot.service.wave == wave and slot.child]
            stop_together([slot.child for slot in slots if slot.child], self._turn, self._is_hurried)
        self._turn(0)
        for slot in self._slots:
            slot.output.close()

    def _is_hurried(self) -> bool:
        return self._signals_seen > 1

    def _add(self, service: Service) -> _Slot:
        slot = _Slot(service, Output(service.name, len(self._slots), self._console, self._logs))
        self._slots.append(slot)
        return slot

    def _launch(self, slot: _Slot) -> None:
        slot.due_at = None
        slot.child = Child(slot.service, subprocess.PIPE)
        pipe = slot.child.process.stdout
        if pipe:
            os.set_blocking(pipe.fileno(), False)
            self._selector.register(pipe, selectors.EVENT_READ, slot)
        self._tell()

    def _turn(self, seconds: float) -> None:
        """One round: wait for output or a signal, pass output on, bury the dead, start what is due."""
        for key, _ in self._selector.select(self._until_next_due(seconds)):
            if isinstance(key.data, _Slot):
                self._read(key, key.data)
            else:
                self._empty_wakeup()
        for slot in self._slots:
            self._look_after(slot)
        if self._signals_seen and not self._is_stopping:
            raise Stopped

    def _until_next_due(self, seconds: float) -> float:
        due = [slot.due_at - time.monotonic() for slot in self._slots if slot.due_at is not None]
        return max(0.0, min([seconds, *due]))

    def _empty_wakeup(self) -> None:
        with suppress(BlockingIOError):
            while self._wakeup.recv(4096):
                pass

    def _read(self, key: selectors.SelectorKey, slot: _Slot) -> None:
        with suppress(BlockingIOError):
            if chunk := os.read(key.fd, 65536):
                slot.output.take(chunk)
            else:
                self._selector.unregister(key.fileobj)

    def _look_after(self, slot: _Slot) -> None:
        if slot.child is None:
            if slot.due_at is not None and time.monotonic() >= slot.due_at and not self._is_stopping:
                self._launch(slot)
            return
        status = slot.child.status()
        if status is None:
            return
        self._bury(slot, slot.child)
        slot.exit_status = status
        slot.child = None
        if slot.restarts and not self._is_stopping:
            self._plan_restart(slot, status)
        self._tell()

    def _bury(self, slot: _Slot, child: Child) -> None:
        """Take the last words of a dead child and end what is left of its group."""
        child.kill()
        pipe = child.process.stdout
        if pipe is None:
            return
        with suppress(BlockingIOError):
            while chunk := os.read(pipe.fileno(), 65536):
                slot.output.take(chunk)
        with suppress(KeyError):
            self._selector.unregister(pipe)
        pipe.close()
        slot.lived_s = time.monotonic() - child.started_at

    def _plan_restart(self, slot: _Slot, status: int) -> None:
        if slot.lived_s > STEADY_AFTER_S:
            slot.pause_s = FIRST_PAUSE_S
        slot.due_at = time.monotonic() + slot.pause_s
        how = f"signal {-status}" if status < 0 else f"status {status}"
        self._console.bad(f"{slot.service.name} ended with {how}; started again in {slot.pause_s:g} s")
        slot.pause_s = min(LONGEST_PAUSE_S, slot.pause_s * 2)

    def _tell(self) -> None:
        self._on_change([slot.child for slot in self._slots if slot.child])


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """SIGCHLD needs a handler to write to the wakeup socket; there is nothing else to do."""
