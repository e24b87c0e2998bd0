"""Homes of their own for the launcher's tests, on short paths that PostgreSQL's account can enter."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher import stack
from launcher.console import Console
from launcher.home import Home, make_folders
from launcher.services import Service
from launcher.up import down

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_servers_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests run with addresses of servers in the environment; the launcher under test starts its own."""
    for name in ("DATABASE_URL", "REDIS_URL", "MENLU_STATE", "MENLU_PORT", "MENLU_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="menlu-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(short_folder: Path) -> Iterator[Home]:
    """A state folder of its own beside the real checkout and its virtual environment."""
    home = Home(root=ROOT, shared=ROOT / ".menlu", state=short_folder / "state")
    make_folders(home)
    yield home
    down(home, Console(io.StringIO()))
    stack.forget(home)


@pytest.fixture
def script(short_folder: Path) -> Callable[..., Service]:
    """Makes a service of a few lines of Python."""

    def make(name: str, code: str, **options: object) -> Service:
        command = (sys.executable, "-u", "-c", code)
        return Service(name=name, command=command, folder=short_folder, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A living process that is none of Menlu's."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def checkout(short_folder: Path) -> Path:
    """A checkout of the launcher alone, as of a fresh clone: nothing is set up in it."""
    folder = short_folder / "checkout"
    folder.mkdir(mode=0o755)
    shutil.copytree(ROOT / "launcher", folder / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("menlu", "pyproject.toml", "requirements.lock"):
        shutil.copy2(ROOT / name, folder / name)
    return folder


def run_menlu(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `./menlu` of a checkout, as its own process, and wait for it."""
    return subprocess.run(
        [checkout / "menlu", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=120,
    )
