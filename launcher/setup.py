"""Set-up: all that must be there before anything can start. Done once, checked each time, one at a time."""

import hashlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from launcher import accounts, packages, venv
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home, make_folders
from launcher.locks import held
from launcher.output import open_log


def prepare(home: Home, console: Console, purpose: str) -> None:
    """Make the folders, install system packages, make the virtual environment: whatever of it is not there yet.

    Parameters
    ----------
    purpose:
        `python` for the planner alone, `servers` for running, `tests` for everything.

    Raises
    ------
    LauncherError
        Something is missing and cannot be installed from here.
    """
    packages.ensure(purpose, console)
    # With the packages there, nothing needs root any more; under sudo the folder shall stay its owner's.
    if owner := accounts.owner_to_become(home.root, [home.shared, home.state]):
        accounts.become(owner)
    make_folders(home)
    if venv.is_current(home):
        return

    def say_waiting() -> None:
        console.line("· another set-up is running in this folder; waiting for it …")

    with held(home.shared / "setup.lock", say_waiting):
        venv.make_current(home, console)


def up_lock(home: Home) -> Path:
    """The lock that whoever runs servers on this state folder holds."""
    return home.state / "up.lock"


def needs_warm_up(home: Home) -> bool:
    """Whether the planner has loops to compile, and they may be older than their source."""
    if not (home.root / "solvers" / "warmup.py").exists():
        return False
    stamp = home.numba_cache / "warm"
    return not stamp.exists() or stamp.read_text() != _planner_digest(home)


def note_warm(home: Home) -> None:
    home.numba_cache.mkdir(exist_ok=True)
    (home.numba_cache / "warm").write_text(_planner_digest(home))


def warm_up(home: Home, console: Console, environment: Mapping[str, str]) -> None:
    """Compile the planner unless it is compiled: its first plan would else be late by as much.

    Raises
    ------
    LauncherError
        It does not compile; the message ends with the last lines.
    """
    finish_warm_up(home, console, begin_warm_up(home, environment))


def begin_warm_up(home: Home, environment: Mapping[str, str]) -> subprocess.Popen[str] | None:
    """Start to compile the planner beside other work; None when it is compiled."""
    if not needs_warm_up(home):
        return None
    with open_log(home.logs / "compile.log") as log:
        return subprocess.Popen(
            [str(home.python), "-m", "solvers.warmup"],
            env=os.environ | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=home.root,
            text=True,
        )


def finish_warm_up(home: Home, console: Console, begun: subprocess.Popen[str] | None) -> None:
    """Wait until the planner is compiled.

    Raises
    ------
    LauncherError
        It does not compile; the message ends with the last lines.
    """
    if begun is None:
        return
    log = home.logs / "compile.log"
    with console.step("compiling the planner"):
        if begun.wait() != 0:
            last = "\n".join(f"  {line}" for line in log.read_text(errors="replace").splitlines()[-12:])
            raise LauncherError(f"the planner does not compile:\n{last}", f"read {log}")
    note_warm(home)


def migrations_digest(home: Home) -> str:
    """A word that changes when a migration, or what brings some of its own, does."""
    facts = hashlib.sha256(venv.wanted(home).name.encode())
    settings = home.root / "scheduler" / "settings.py"
    for path in (settings, *sorted(home.root.glob("scheduler/*/migrations/*.py"))):
        facts.update(path.name.encode() + path.read_bytes())
    return facts.hexdigest()[:16]


def _planner_digest(home: Home) -> str:
    facts = hashlib.sha256(str(venv.wanted(home)).encode())
    # Numba itself goes by the time and the size of a source file.
    for path in sorted((home.root / "solvers").rglob("*.py")):
        status = path.stat()
        facts.update(f"{path}:{status.st_mtime_ns}:{status.st_size}".encode())
    return facts.hexdigest()
