"""Linear programs: the engines do what is asked of them, and no more."""

from __future__ import annotations

import os
import random
import signal
import time
from threading import Thread, Timer

import pytest

from solvers.bounding.linear import Engine, Linear


def test_the_engine_of_whole_numbers_leaves_ctrl_c_to_the_planner() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        draw, program = random.Random(1), Linear("SCIP")
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


@pytest.mark.parametrize("engine", ["GLOP", "HIGHS_LP", "SCIP"])
def test_every_engine_finds_the_least(engine: Engine) -> None:
    program = Linear(engine)
    row = program.row(3, None)
    program.variable(2.0, [(row, 1.0)], most=1)
    program.variable(5.0, [(row, 2.0)])
    assert program.solve(time.monotonic() + 10)
    assert program.value() == pytest.approx(2.0 + 5.0)
