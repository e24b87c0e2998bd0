"""Linear programs: the engine does what is asked of it, and no more."""

from __future__ import annotations

import os
import random
import signal
import time
from threading import Thread, Timer

import numpy as np
import pytest

from solvers.bounding.linear import Linear


def test_the_engine_of_whole_numbers_leaves_ctrl_c_to_the_planner() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        draw, program = random.Random(1), Linear()
        rows = [program.row(5, None) for _ in range(120)]
        for _ in range(400):
            parts = [(draw.choice(rows), draw.random()) for _ in range(8)]
            program.variable(0.5 + draw.random(), parts, most=1, whole=True)
        proof = Thread(target=program.bound, args=(time.monotonic() + 2.0,))
        proof.start()
        Timer(0.7, os.kill, (os.getpid(), signal.SIGINT)).start()
        proof.join()
        time.sleep(0.1)  # a signal is heard between two steps of this thread
    finally:
        signal.signal(signal.SIGINT, before)
    assert heard == [signal.SIGINT]


def test_it_finds_the_least_and_goes_on_from_there() -> None:
    program = Linear()
    row = program.row(3, None)
    one = program.variable(2.0, [(row, 0.5), (row, 0.5)], most=1)
    two = program.variable(5.0, [(row, 2.0)])
    assert program.solve(time.monotonic() + 10)
    assert program.value == pytest.approx(2.0 + 5.0)
    assert program.values.tolist() == pytest.approx([1.0, 1.0])
    assert program.prices.tolist() == pytest.approx([2.5])
    second = program.row_of(None, 1.0, np.array([one, two, two]), [1.0, 0.5, 0.5])
    program.variable(1.0, [(second, -1.0), (row, 1.0)], most=0.5)
    assert program.solve(time.monotonic() + 10)
    assert program.values.tolist() == pytest.approx([0.5, 1.0, 0.5])
    assert program.value == pytest.approx(0.5 * 2 + 5 + 0.5)
    program.limit(row, 4.0, 4.0)
    assert not program.solve(time.monotonic() + 10), "there is no way"


def test_whole_numbers_are_heeded_where_they_are_asked_for() -> None:
    program = Linear()
    row = program.row(3, None)
    program.variable(5.0, [(row, 2.0)], whole=True)
    assert program.bound(time.monotonic() + 10) == pytest.approx(10.0)
    assert Linear().bound(time.monotonic() + 10) == 0
