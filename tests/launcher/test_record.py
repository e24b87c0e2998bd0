"""What a supervisor that was killed left behind is found and ended, and nobody else is."""

import os
import subprocess
import sys
from pathlib import Path

from launcher import record
from launcher.processes import Identity, identity_of, is_alive
from launcher.record import Running

_GONE = Identity(2**22 + 1, "long ago")


def _sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"], start_new_session=True)


def test_the_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    running = Running(kind="up", phase="ready", supervisor=_GONE, url="http://x", children=(("web", _GONE),))
    record.write(tmp_path / "r", running)
    assert record.read(tmp_path / "r") == running


def test_a_torn_record_is_none(tmp_path: Path) -> None:
    (tmp_path / "r").write_text('{"kind": "up", "pha')
    assert record.read(tmp_path / "r") is None
    assert record.sweep(tmp_path / "r") == []


def test_a_record_whose_number_is_somebody_elses_by_now_is_stale(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    record.write(tmp_path / "r", Running(kind="up", phase="ready", supervisor=Identity(stranger.pid, "before")))
    assert record.read_living(tmp_path / "r") is None


def test_children_left_behind_are_ended_and_a_stranger_with_an_old_number_is_not(
    tmp_path: Path, stranger: subprocess.Popen[bytes]
) -> None:
    left = _sleeper()
    identity = identity_of(left.pid)
    assert identity is not None
    children = (("web", identity), ("relay", Identity(stranger.pid, "before")))
    record.write(tmp_path / "r", Running(kind="up", phase="ready", supervisor=_GONE, children=children))
    assert record.sweep(tmp_path / "r") == ["web"]
    left.wait(timeout=5)
    assert stranger.poll() is None
    assert not (tmp_path / "r").exists()


def test_children_of_a_living_supervisor_are_left_alone(tmp_path: Path) -> None:
    child = _sleeper()
    identity, parent = identity_of(child.pid), identity_of(os.getpid())
    assert identity is not None
    assert parent is not None
    record.write(tmp_path / "r", Running(kind="up", phase="ready", supervisor=parent, children=(("web", identity),)))
    assert record.sweep(tmp_path / "r") == []
    assert is_alive(identity)
    child.kill()
    child.wait()
