"""The virtual environment: exactly what requirements.lock says, made whole or not at all."""

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from launcher.console import Console, Step
from launcher.errors import LauncherError
from launcher.home import Home

_DONE = "menlu-complete"
_FETCHED = re.compile(r"^\s*(?:Downloading|Using cached|Processing) ")


def wanted(home: Home) -> Path:
    """The folder of the environment that this lock and this Python ask for."""
    facts = hashlib.sha256(home.lock_file.read_bytes())
    for fact in (platform.python_version(), os.path.realpath(sys.executable), platform.machine(), str(home.venvs)):
        facts.update(fact.encode())
    return home.venvs / facts.hexdigest()[:16]


def is_current(home: Home) -> bool:
    """Whether the environment is there, complete, and of this lock and this Python."""
    folder = wanted(home)
    return (folder / _DONE).exists() and home.venv.is_symlink() and home.venv.resolve() == folder.resolve()


def has_ensurepip() -> bool:
    """Whether this Python can make an environment with pip in it: Debian's needs a package more."""
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


def find_uv() -> str | None:
    """uv, which installs faster, if there is one that runs."""
    found = shutil.which("uv")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return found
    return None


def make_current(home: Home, console: Console) -> None:
    """Make the environment unless it is current. The caller holds the lock of set-up.

    The one before it stays, for something may still run from it; those before that go.

    Raises
    ------
    LauncherError
        An installation failed; the log is named.
    """
    if is_current(home):
        return
    folder = wanted(home)
    if not (folder / _DONE).exists():
        with console.step("virtual environment from the lock") as step:
            _build(home, folder, step)
    before = home.venv.resolve()
    _point_to(home.venv, folder)
    for other in home.venvs.iterdir():
        if other.resolve() not in {folder.resolve(), before}:
            shutil.rmtree(other, ignore_errors=True)


def _build(home: Home, folder: Path, step: Step) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    log = home.logs / "install.log"
    log.unlink(missing_ok=True)
    uv = find_uv()
    if uv and _install_with_uv(uv, home, folder, log):
        (folder / _DONE).touch()
        return
    # uv reads none of pip's configuration: where only pip knows the way to a package index, pip goes.
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)], log, _nothing)
    total = sum(1 for line in home.lock_file.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line))
    fetched = 0

    def count(line: str) -> None:
        nonlocal fetched
        if _FETCHED.match(line):
            fetched += 1
            step.progress(f"package {fetched} of about {total}")
        elif line.startswith("Installing collected"):
            step.progress("unpacking")

    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"]
    pip += ["--disable-pip-version-check", "--progress-bar", "off", "-r", str(home.lock_file)]
    _run(pip, log, count)
    (folder / _DONE).touch()


def _install_with_uv(uv: str, home: Home, folder: Path, log: Path) -> bool:
    try:
        _run([sys.executable, "-m", "venv", "--without-pip", str(folder)], log, _nothing)
        command = [uv, "pip", "sync", "--require-hashes", "--compile-bytecode"]
        command += ["--python", str(folder / "bin/python"), str(home.lock_file)]
        _run(command, log, _nothing)
    except LauncherError:
        return False
    return True


def _run(command: list[str], log: Path, on_line: Callable[[str], None]) -> None:
    """Run an installer with its output in the log; each line is shown to `on_line` too."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    with log.open("a") as file:
        process = subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines: list[str] = []
        for line in process.stdout or ():
            file.write(line)
            lines.append(line.rstrip())
            on_line(line)
    if process.wait() != 0:
        last = "\n".join(f"  {line}" for line in lines[-8:])
        raise LauncherError(f"`{' '.join(command[:4])} …` failed:\n{last}", f"read {log}")


def _point_to(link: Path, folder: Path) -> None:
    """Let the link point to the folder, in one step."""
    fresh = link.with_name("venv.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(folder.relative_to(link.parent))
    os.replace(fresh, link)


def _nothing(_line: str) -> None:
    return None
