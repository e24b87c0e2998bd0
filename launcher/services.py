"""One long-running process: how it is started, asked whether it is ready, and stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from launcher.accounts import Account
from launcher.processes import Identity, identity_of, kill_group


def _always() -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What to run and how.

    Attributes
    ----------
    environment:
        Added to the launcher's own.
    account:
        Who runs it; None is whoever the launcher is.
    stop_signal, patience_s:
        How it is asked to stop, and after how many seconds it is killed.
    is_ready:
        Asked again and again after the start.
    before_start:
        Clears what an earlier life of this service left behind.
    pass_fds:
        Open files that the process inherits.
    wave:
        Services of one wave stop together; the highest wave stops first.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    patience_s: float = 10.0
    is_ready: Callable[[], bool] = _always
    before_start: Callable[[], None] = _nothing
    pass_fds: tuple[int, ...] = ()
    wave: int = 0


class Child:
    """A started service. It leads a process group of its own, so that Ctrl-C reaches the supervisor alone."""

    def __init__(self, service: Service, output: int | IO[bytes]) -> None:
        service.before_start()
        self.service = service
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            service.command,
            cwd=service.folder,
            env=os.environ | dict(service.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=service.pass_fds,
            user=service.account.uid if service.account else None,
            group=service.account.gid if service.account else None,
            extra_groups=[] if service.account else None,
        )
        self.identity: Identity | None = identity_of(self.process.pid)

    @property
    def pid(self) -> int:
        return self.process.pid

    def status(self) -> int | None:
        """The exit status, negative for a signal, or None while it runs."""
        return self.process.poll()

    def ask_to_stop(self) -> None:
        if self.status() is None:
            self.process.send_signal(self.service.stop_signal)

    def kill(self) -> None:
        """Kill it and everything that it started in its group."""
        kill_group(self.pid)
        self.process.wait()


def stop_together(
    children: list[Child], turn: Callable[[float], None], is_hurried: Callable[[], bool] = lambda: False
) -> None:
    """Stop some children at the same time: ask each, wait for each as long as it may take, kill the rest.

    Parameters
    ----------
    turn:
        Called while waiting, with the longest time in seconds that it may take.
    is_hurried:
        Ends the waiting, except for servers that keep data (wave 0), which are always given their time.
    """
    asked_at = time.monotonic()
    for child in children:
        child.ask_to_stop()

    def is_waited_for(child: Child) -> bool:
        waited_s = time.monotonic() - asked_at
        return (
            child.status() is None
            and waited_s < child.service.patience_s
            and not (is_hurried() and child.service.wave > 0)
        )

    while any(is_waited_for(child) for child in children):
        turn(0.1)
    for child in children:
        child.kill()
