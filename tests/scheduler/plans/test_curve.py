"""What is kept of a run's progress."""

from __future__ import annotations

from itertools import pairwise

from scheduler.plans.curve import MOST, Curve
from solvers.progress import Progress


def test_a_long_run_keeps_few_points_from_its_first_to_its_latest() -> None:
    curve = Curve()
    for second in range(3600):
        told = Progress(
            phase="search", done=0.0, best_cost=9000.0 - second, bound=100.0, served=second, elapsed_s=float(second)
        )
        curve.add(told)
    times = [at for at, *_ in curve.points]
    assert len(times) <= MOST
    assert times == sorted(set(times))
    assert (times[0], curve.points[-1]) == (0.0, (3599.0, 5401.0, 100.0, 3599))
    assert max(b - a for a, b in pairwise(times)) <= 3600 / (MOST / 4)


def test_what_is_told_many_times_a_second_is_few_points() -> None:
    curve = Curve()
    for tenth in range(11):
        told = Progress(phase="start", done=0.0, best_cost=None, bound=None, served=0, elapsed_s=5 + tenth / 10)
        curve.add(told)
    assert [at for at, *_ in curve.points] == [5.0, 5.9, 6.0]
