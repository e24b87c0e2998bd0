"""The virtual environment is whole and of the lock, or it is made anew."""

import io
import subprocess
from pathlib import Path

import pytest

from launcher import venv
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home, make_folders


@pytest.fixture
def empty(short_folder: Path) -> Home:
    """A checkout whose lock asks for nothing."""
    (short_folder / "requirements.lock").write_text("# nothing\n")
    home = Home(root=short_folder, shared=short_folder / ".menlu", state=short_folder / ".menlu")
    make_folders(home)
    return home


def _make(home: Home) -> None:
    venv.make_current(home, Console(io.StringIO()))


def test_an_environment_is_made_once_for_each_lock_and_the_one_before_stays(empty: Home) -> None:
    assert not venv.is_current(empty)
    _make(empty)
    first = venv.wanted(empty)
    (first / "kept").touch()
    _make(empty)
    assert venv.is_current(empty)
    assert (first / "kept").exists()
    assert subprocess.run([empty.python, "-c", "pass"], check=False).returncode == 0

    (empty.venvs / "older").mkdir()
    empty.lock_file.write_text("# still nothing\n")
    assert not venv.is_current(empty)
    _make(empty)
    assert venv.is_current(empty)
    assert first.exists()
    assert not (empty.venvs / "older").exists()


def test_an_environment_that_was_cut_off_is_made_anew(empty: Home) -> None:
    half = venv.wanted(empty)
    half.mkdir(parents=True)
    (half / "half").touch()
    _make(empty)
    assert venv.is_current(empty)
    assert not (half / "half").exists()


def test_a_package_with_another_hash_is_refused_and_nothing_is_left_in_use(empty: Home) -> None:
    empty.lock_file.write_text(f"iniconfig==2.3.1 \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(LauncherError, match="failed") as caught:
        _make(empty)
    assert caught.value.mend == f"read {empty.logs / 'install.log'}"
    assert not empty.venv.exists()
