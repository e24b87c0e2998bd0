"""The way that a tour still has to go is no longer than any way that calls everywhere."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from solvers.bounding.roads import closure
from solvers.bounding.tour import visits
from solvers.model import Floats

CALLS = [1, 3, 4]
PLACES = 5


def roads(seed: int) -> Floats:
    table = np.random.default_rng(seed).uniform(1.0, 10.0, (PLACES, PLACES))
    np.fill_diagonal(table, 0.0)
    return closure(table)


def shortest(drive: Floats, home: Floats, place: int, some: list[int]) -> float:
    """Brute force: all orders, with at most one place more before each call."""
    best = np.inf
    for order in permutations(some):
        at, cost = place, 0.0
        for there in order:
            detours = [drive[at, k] + drive[k, there] for k in range(PLACES) if k not in (at, there)]
            cost += min(detours) if at == there else min(drive[at, there], *detours)
            at = there
        best = min(best, cost + float(home[at]))
    return best


@pytest.mark.parametrize("seed", range(5))
def test_the_shortest_way_by_all_calls_is_found_from_everywhere(seed: int) -> None:
    drive, home = roads(seed), np.random.default_rng(seed + 100).uniform(0.0, 10.0, PLACES)
    there_and_back = drive + drive.T
    np.fill_diagonal(there_and_back, np.inf)
    least = visits(drive, home, there_and_back.min(axis=1), np.array(CALLS))
    for some in range(1 << len(CALLS)):
        calls = [place for c, place in enumerate(CALLS) if some >> c & 1]
        for place in range(PLACES):
            assert least[some, place] == pytest.approx(shortest(drive, home, place, calls))
