"""The loop that starts, restarts and stops.

A supervisor takes the process's signals, so each of these runs one in a process of its own.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher.processes import identity_of, wait_until_gone

ROOT = Path(__file__).resolve().parents[2]
_HEAD = """
import sys
from pathlib import Path
from launcher.console import Console
from launcher.errors import LauncherError, Stopped
from launcher.services import Service
from launcher.supervisor import Supervisor
folder = Path(sys.argv[1])
supervisor = Supervisor(Console(), folder, lambda children: None)
def python(name, code, **options):
    return Service(name=name, command=(sys.executable, "-u", "-c", code), folder=folder, **options)
"""


def _start(folder: Path, code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "-c", _HEAD + code, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_for(process: subprocess.Popen[str], text: str) -> str:
    """Read on until a line holds the text."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    pytest.fail(f"{text!r} never came:\n{seen}")


def _rest(process: subprocess.Popen[str]) -> str:
    rest, _ = process.communicate(timeout=20)
    return rest


def test_what_a_service_prints_has_its_name_in_front_and_is_kept(tmp_path: Path) -> None:
    process = _start(tmp_path, 'supervisor.run_task(python(\'talker\', \'print("hello"); print("bye", end="")\'))')
    assert [line.split() for line in _rest(process).splitlines()] == [["talker", "│", "hello"], ["talker", "│", "bye"]]
    assert (tmp_path / "talker.log").read_text() == "hello\nbye\n"


def test_a_task_that_fails_is_reported_with_its_last_words(tmp_path: Path) -> None:
    code = """
try:
    supervisor.run_task(python("broken", "print('the reason'); raise SystemExit(3)"))
except LauncherError as error:
    print("caught", str(error).replace("\\n", "|"))
"""
    assert "caught broken failed:|  the reason" in _rest(_start(tmp_path, code))


def test_a_service_that_dies_is_started_again_each_time_later(tmp_path: Path) -> None:
    code = """
supervisor.start(python("weak", "raise SystemExit(7)"))
try:
    supervisor.run_forever()
except Stopped:
    supervisor.stop()
"""
    process = _start(tmp_path, code)
    assert "weak ended with status 7; started again in 0.5 s" in _wait_for(process, "started again")
    assert "started again in 1 s" in _wait_for(process, "started again")
    process.send_signal(signal.SIGTERM)
    _rest(process)
    assert process.returncode == 0


def test_what_stands_on_the_servers_is_stopped_before_them(tmp_path: Path) -> None:
    code = """
quiet = "import signal, sys, time; leave = lambda *_: (time.sleep(.2), print('left'), sys.exit());"
quiet += "signal.signal(signal.SIGTERM, leave);"
quiet += "print('here'); time.sleep(60)"
for name, wave in (("server", 0), ("program", 1)):
    supervisor.start(python(name, quiet, wave=wave))
try:
    supervisor.run_forever()
except Stopped:
    supervisor.stop()
"""
    process = _start(tmp_path, code)
    _wait_for(process, "here")
    _wait_for(process, "here")
    process.send_signal(signal.SIGINT)
    left = [line.split()[0] for line in _rest(process).splitlines() if "left" in line]
    assert left == ["program", "server"]


def test_what_a_service_started_itself_is_ended_with_it(tmp_path: Path) -> None:
    code = """
parent = "import subprocess, sys, time;"
parent += "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
parent += "print('child', child.pid); time.sleep(60)"
supervisor.start(python("parent", parent))
try:
    supervisor.run_forever()
except Stopped:
    supervisor.stop()
"""
    process = _start(tmp_path, code)
    identity = identity_of(int(_wait_for(process, "child").split()[-1]))
    assert identity is not None
    process.send_signal(signal.SIGTERM)
    _rest(process)
    assert wait_until_gone(identity, 5)


def test_a_second_signal_does_not_wait_for_a_program_that_will_not_stop(tmp_path: Path) -> None:
    code = """
deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)"
supervisor.start(python("program", deaf, wave=1, patience_s=50))
try:
    supervisor.run_forever()
except Stopped:
    print("asked")
    supervisor.stop()
"""
    process = _start(tmp_path, code)
    _wait_for(process, "deaf")
    process.send_signal(signal.SIGINT)
    _wait_for(process, "asked")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _rest(process)
    assert time.monotonic() - began < 10


def test_a_service_that_never_gets_ready_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    code = """
slow = python("slow", "print('still busy'); import time; time.sleep(60)", is_ready=lambda: False)
supervisor.start(slow)
try:
    supervisor.wait_ready(slow, 0.5)
except LauncherError as error:
    print("caught", str(error).replace("\\n", "|"), error.mend)
supervisor.stop()
"""
    said = _rest(_start(tmp_path, code))
    assert "caught slow is not ready after 0 s:|  still busy" in said
    assert f"read {tmp_path}/slow.log" in said
