"""The two servers lent to one command: those of a running `up`, or our own for as long as the command takes."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launcher import record, stack
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home
from launcher.locks import try_lock
from launcher.output import open_log
from launcher.record import Running
from launcher.services import Child, Service, stop_together
from launcher.setup import up_lock
from launcher.up import START_PATIENCE_S, myself, sweep


@contextmanager
def servers(home: Home, console: Console, *, throwaway: bool = False) -> Iterator[dict[str, str]]:
    """Lend the servers to the block; it gets the environment that the program needs to reach them.

    With `throwaway` they begin empty and sync nothing to the disk.
    """
    lock = _take_lock_or_find_ready(home, console)
    if lock is None:
        yield stack.full_environment(home, stack.urls_of(home), _public_url(home))
        return
    try:
        sweep(home, console)
        with _own_servers(home, throwaway) as urls:
            yield stack.full_environment(home, urls, _public_url(home))
    finally:
        home.record.unlink(missing_ok=True)
        os.close(lock)


def _public_url(home: Home) -> str:
    running = record.read_living(home.record)
    return running.url if running and running.url else f"http://{stack.HOST}:{stack.FIRST_PORT}"


def _take_lock_or_find_ready(home: Home, console: Console) -> int | None:
    """The lock, or None when a running `up` has its servers ready."""
    is_told = False
    while (lock := try_lock(up_lock(home))) is None:
        running = record.read_living(home.record)
        if running and running.kind == "up" and running.is_ready:
            return None
        if running and not is_told:
            is_told = True
            console.line(f"· waiting for process {running.supervisor.pid} ({running.phase}) …")
        time.sleep(0.1)
    return lock


@contextmanager
def _own_servers(home: Home, throwaway: bool) -> Iterator[Mapping[str, str]]:
    if throwaway:
        stack.forget(home)
    lent = stack.servers_of(home, forgetful=throwaway)
    children: list[Child] = []
    try:
        for service in lent.services:
            children.append(_start(home, service))
            known = tuple((child.service.name, child.identity) for child in children if child.identity)
            record.write(home.record, Running(kind="session", phase="lent", supervisor=myself(), children=known))
        for child in children:
            _wait_ready(home, child)
        lent.after_start()
        yield lent.urls
    finally:
        stop_together(children, time.sleep)


def _start(home: Home, service: Service) -> Child:
    with open_log(home.logs / f"{service.name}.log") as log:
        return Child(service, log)


def _wait_ready(home: Home, child: Child) -> None:
    until = time.monotonic() + START_PATIENCE_S
    while not child.service.is_ready():
        if child.status() is not None or time.monotonic() > until:
            log = home.logs / f"{child.service.name}.log"
            last = "\n".join(f"  {line}" for line in log.read_text(errors="replace").splitlines()[-8:])
            raise LauncherError(f"{child.service.name} does not start:\n{last}", f"read {log}")
        time.sleep(0.05)


def run_foreground(command: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> int:
    """Run a command that has the terminal, and return its exit status.

    Ctrl-C is the command's affair: the launcher waits for it, so that the servers are stopped afterwards.
    """
    process = subprocess.Popen(command, env=os.environ | dict(environment), cwd=folder)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGTERM:
            process.terminate()

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        status = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status
