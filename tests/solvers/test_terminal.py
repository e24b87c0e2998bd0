"""What the commands of the planning library share."""

from __future__ import annotations

import signal
import threading
import time
from functools import partial

import pytest

from solvers.search.stretch import Halt
from solvers.terminal import Stop
from solvers.waiting import beside

FOREVER_S = 20.0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_another_thread_was_handed_is_heard_by_who_waits(number: signal.Signals) -> None:
    with Stop() as stop:
        assert beside(partial(_hand_itself, number, stop), Halt(stop.asked), lambda: None)


def _hand_itself(number: signal.Signals, stop: Stop) -> bool:
    """Get a signal while the main thread waits; whether it was heard before long."""
    time.sleep(0.5)
    signal.pthread_kill(threading.get_ident(), number)
    until = time.monotonic() + FOREVER_S
    while not stop.asked() and time.monotonic() < until:
        time.sleep(0.01)
    return stop.asked()


def test_a_fault_of_the_work_is_the_waiter_s() -> None:
    with Stop() as stop, pytest.raises(ZeroDivisionError):
        beside(lambda: 1 // 0, Halt(stop.asked), lambda: None)
