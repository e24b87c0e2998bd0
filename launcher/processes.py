"""Processes by their identity: a number alone may by now be somebody else's."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_HAS_PROC = (_PROC / "self/stat").exists()


@dataclass(frozen=True, slots=True)
class Identity:
    """A process number with the moment at which that process began."""

    pid: int
    started: str


def identity_of(pid: int) -> Identity | None:
    """Who has this number now, or None when nobody has, or only a zombie that nobody has buried."""
    started = _started_linux(pid) if _HAS_PROC else _started_ps(pid)
    return None if started is None else Identity(pid, started)


def is_alive(identity: Identity) -> bool:
    return identity_of(identity.pid) == identity


def command_line(pid: int) -> str:
    """The command line of a process, empty when it is gone."""
    if _HAS_PROC:
        with suppress(OSError):
            return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return ""
    return _ps(pid, "command=")


def _started_linux(pid: int) -> str | None:
    try:
        # The name in the second field may hold spaces and brackets: the fields proper begin behind the last bracket.
        fields = (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    state, start_ticks = fields[0], fields[19]
    return None if state in {"Z", "X"} else f"{boot}:{start_ticks}"


def _started_ps(pid: int) -> str | None:
    if _ps(pid, "stat=").startswith("Z"):
        return None
    return _ps(pid, "lstart=") or None


def _ps(pid: int, column: str) -> str:
    answer = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def wait_until_gone(identity: Identity, seconds: float) -> bool:
    """Wait for a process that is not our child to end; False when it is still there after `seconds`."""
    until = time.monotonic() + seconds
    while is_alive(identity):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def end(identity: Identity, *, first: signal.Signals, patience_s: float) -> None:
    """End a process that is not our child, and what is left of its process group.

    Asked with `first`; killed when it is still there after `patience_s` seconds.
    """
    end_together([(identity, first)], patience_s=patience_s)


def end_together(processes: Sequence[tuple[Identity, signal.Signals]], *, patience_s: float) -> None:
    """End some processes at the same time, each asked with the signal beside it."""
    alive = [(identity, first) for identity, first in processes if is_alive(identity)]
    for identity, first in alive:
        with suppress(ProcessLookupError):
            os.kill(identity.pid, first)
    until = time.monotonic() + patience_s
    for identity, _ in alive:
        if not wait_until_gone(identity, until - time.monotonic()):
            with suppress(ProcessLookupError):
                os.kill(identity.pid, signal.SIGKILL)
            wait_until_gone(identity, 5)
        kill_group(identity.pid)


def kill_group(group: int) -> None:
    """Kill whoever is left in a process group that one of our children led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
