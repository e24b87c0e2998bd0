"""A process is its number and the moment it began."""

import os
import signal
import subprocess
import sys
import time

from launcher.processes import Identity, command_line, end, identity_of, is_alive


def test_a_number_that_somebody_else_has_by_now_is_not_the_process(stranger: subprocess.Popen[bytes]) -> None:
    assert identity_of(stranger.pid) is not None
    assert not is_alive(Identity(stranger.pid, "some other start"))


def test_a_zombie_counts_as_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    identity = identity_of(child.pid)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert identity is not None
    assert not is_alive(identity)
    assert identity_of(child.pid) is None
    child.wait()


def test_ending_somebody_else_with_the_same_number_does_nothing(stranger: subprocess.Popen[bytes]) -> None:
    end(Identity(stranger.pid, "some other start"), first=signal.SIGKILL, patience_s=0)
    assert stranger.poll() is None


def test_what_does_not_stop_when_asked_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
    assert child.stdout is not None
    child.stdout.readline()
    identity = identity_of(child.pid)
    assert identity is not None
    began = time.monotonic()
    end(identity, first=signal.SIGTERM, patience_s=0.3)
    assert child.wait() == -signal.SIGKILL
    assert time.monotonic() - began < 5


def test_the_command_line_of_a_process_is_found_and_that_of_nobody_is_empty(stranger: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    # it has none for a moment, between the fork and its program
    while not command_line(stranger.pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert "time.sleep(120)" in command_line(stranger.pid)
    assert command_line(2**22 + 1) == ""
