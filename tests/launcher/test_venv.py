"""The virtual environment is whole and of the lock, or it is made anew."""

import io
import subprocess
from pathlib import Path

import pytest

from launcher import venv
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home, make_folders


def _yes() -> bool:
    return True


def _no() -> bool:
    return False


@pytest.fixture
def empty(short_folder: Path) -> Home:
    """A checkout whose lock asks for nothing."""
    (short_folder / "requirements.lock").write_text("# nothing\n")
    home = Home(root=short_folder, shared=short_folder / ".menlu", state=short_folder / ".menlu")
    make_folders(home)
    return home


def _make(home: Home, may_remove_old: bool = True) -> None:
    venv.make_current(home, Console(io.StringIO()), may_remove_old=_yes if may_remove_old else _no)


def test_an_environment_is_made_once_for_each_lock_and_an_old_one_goes_when_nothing_runs_from_it(empty: Home) -> None:
    assert not venv.is_current(empty)
    _make(empty)
    old = venv.wanted(empty)
    (old / "kept").touch()
    _make(empty)
    assert venv.is_current(empty)
    assert (old / "kept").exists()
    assert subprocess.run([empty.python, "-c", "pass"], check=False).returncode == 0

    empty.lock_file.write_text("# still nothing\n")
    assert not venv.is_current(empty)
    _make(empty, may_remove_old=False)
    assert venv.is_current(empty)
    assert old.exists()
    empty.venv.unlink()
    _make(empty)
    assert venv.is_current(empty)
    assert not old.exists()


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
