"""Where things lie, who may read them, and one at a time."""

import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.errors import LauncherError
from launcher.home import SOCKET_PATH_LIMIT, Home, make_folders
from launcher.locks import try_lock
from launcher.secrets import ensure_secrets, read_environment


def test_sockets_lie_in_the_state_folder_while_their_paths_are_short(home: Home) -> None:
    assert home.sockets == home.state / "run"


def test_sockets_of_a_deep_state_folder_lie_on_a_short_path_that_stays_the_same(tmp_path: Path) -> None:
    deep = Home(root=tmp_path, shared=tmp_path, state=tmp_path / ("deep" * 30))
    longest = deep.sockets / "pg" / ".s.PGSQL.5432.lock"
    assert len(os.fsencode(longest)) <= SOCKET_PATH_LIMIT
    assert deep.sockets == Home(root=tmp_path, shared=tmp_path, state=deep.state).sockets


def test_a_socket_folder_that_somebody_planted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    deep = Home(root=tmp_path, shared=tmp_path / "shared", state=tmp_path / ("deep" * 30))
    (tmp_path / "elsewhere").mkdir()
    deep.sockets.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LauncherError, match="belongs to somebody else"):
        make_folders(deep)


def test_logs_and_secrets_are_closed_to_others(home: Home) -> None:
    ensure_secrets(home.secrets)
    assert stat.S_IMODE(home.logs.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600


def test_secrets_are_made_once_and_are_long_enough(home: Home) -> None:
    first = ensure_secrets(home.secrets)
    assert ensure_secrets(home.secrets) == first
    assert len(base64.b64decode(first["MENLU_DATA_KEY"], validate=True)) == 32
    assert len(first["MENLU_SECRET_KEY"]) >= 50


def test_secrets_of_which_only_half_was_written_are_not_taken(home: Home) -> None:
    home.secrets.with_suffix(".new").write_text("MENLU_SECRET_KEY=ha")
    assert len(ensure_secrets(home.secrets)["MENLU_SECRET_KEY"]) >= 50


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("# fine\nMENLU_DEBUG=1\nnonsense\n")
    with pytest.raises(LauncherError, match="line 3: expected NAME=VALUE, found 'nonsense'"):
        read_environment(tmp_path / "env")


def test_a_lock_is_held_by_one_process_and_ends_with_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = f"from launcher.locks import try_lock; from pathlib import Path; import sys; \
        print(try_lock(Path({str(lock)!r})) is not None, flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"True\n"
    assert try_lock(lock) is None
    holder.kill()
    holder.wait()
    handle = try_lock(lock)
    assert handle is not None
    os.close(handle)
