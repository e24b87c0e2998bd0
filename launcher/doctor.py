"""`./menlu doctor`: each thing that is looked for, found or not, and the mend. It changes nothing."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from launcher import postgres, record, redis, stack, venv
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home
from launcher.needs import Need, needed_for
from launcher.packages import install_line

_DISK_WANTED_GB = 3


@dataclass(frozen=True, slots=True)
class _Finding:
    """One line of the table; `is_good` is None for what is neither good nor bad."""

    name: str
    is_good: bool | None
    detail: str
    mend: str = ""


def doctor(home: Home, console: Console) -> int:
    """Print the table; 0 when nothing is in the way of `./menlu demo` and `./menlu test`."""
    findings = [*_tools(), *_places(home), *_running(home)]
    marks = {True: "found", False: "MISSING", None: "-"}
    rows = [(finding.name, marks[finding.is_good], finding.detail, finding.mend) for finding in findings]
    console.table(("what", "", "detail", "mend"), rows)
    console.line()
    bad = sum(finding.is_good is False for finding in findings)
    if bad:
        console.bad(f"{bad} of {len(findings)} need mending; ./menlu demo installs what it can by itself")
        return 1
    console.good("nothing is in the way")
    return 0


def _tools() -> Iterator[_Finding]:
    yield _Finding("Python 3.11 or newer", True, f"{platform.python_version()} in {sys.executable}")
    for need in needed_for("tests"):
        found = need.find()
        yield _Finding(need.name, found is not None, found or "", "" if found else _mend(need))
    uv = venv.find_uv()
    yield _Finding("uv", None if uv is None else True, uv or "not there; pip is used instead")


def _mend(need: Need) -> str:
    if sys.platform == "darwin":
        return "brew install " + " ".join(need.brew) if need.brew else "install it by hand"
    return install_line(list(need.debian))


def _places(home: Home) -> Iterator[_Finding]:
    parent = home.state if home.state.exists() else home.root
    is_writable = os.access(parent, os.W_OK)
    yield _Finding(
        "state folder", is_writable, str(home.state), "" if is_writable else f"chown it to user {os.getuid()}"
    )
    free_gb = shutil.disk_usage(parent).free / 1e9
    enough = free_gb >= _DISK_WANTED_GB
    yield _Finding(
        "room on the disk", enough, f"{free_gb:.0f} GB free", "" if enough else f"{_DISK_WANTED_GB} GB wanted"
    )
    if venv.is_current(home):
        yield _Finding("virtual environment", True, str(home.venv))
    else:
        yield _Finding("virtual environment", None, "not made yet, or of an older lock", "made by itself")
    yield _Finding("secrets", None if not home.secrets.exists() else True, str(home.secrets))
    yield _Finding("sockets", None, str(home.sockets))


def _running(home: Home) -> Iterator[_Finding]:
    for name in ("DATABASE_URL", "REDIS_URL"):
        if os.environ.get(name):
            yield _Finding(name, None, "set: nothing is started for it")
    if not os.environ.get("DATABASE_URL"):
        yield _cluster(home)
    if not os.environ.get("REDIS_URL"):
        answers = redis.is_answering(redis.socket_of(home))
        yield _Finding("private Redis", None, "answers" if answers else "not running")
    yield _web(home)


def _cluster(home: Home) -> _Finding:
    if not home.state.exists():
        return _Finding("private cluster", None, "not made yet", "made by itself")
    try:
        cluster = postgres.cluster_of(home)
    except LauncherError as error:
        return _Finding("private cluster", None, str(error))
    version = cluster.data / "PG_VERSION"
    if not version.exists():
        return _Finding("private cluster", None, f"not made yet: {cluster.data}", "made by itself")
    binaries = postgres.find_binaries()
    made_by = int(version.read_text())
    if binaries and binaries.major != made_by:
        mend = f"MENLU_PG_BIN=/usr/lib/postgresql/{made_by}/bin"
        return _Finding("private cluster", False, f"of PostgreSQL {made_by}, found {binaries.major}", mend)
    return _Finding("private cluster", True, f"PostgreSQL {made_by} in {cluster.data}")


def _web(home: Home) -> _Finding:
    running = record.read_living(home.record)
    if running is None:
        left = record.read(home.record)
        mend = "./menlu down ends what is left of it" if left else ""
        return _Finding("Menlu", None, "a killed run left its record" if left else "not running", mend)
    detail = f"{running.phase}, process {running.supervisor.pid}, {running.url or 'no web'}"
    if running.is_ready and running.url and not stack.is_serving(running.url):
        return _Finding("Menlu", False, f"{detail}: /readyz does not say 200", f"read {home.logs}/web.log")
    return _Finding("Menlu", True, detail)
