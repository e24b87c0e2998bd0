"""How soon the best places of a party are found, and an edit is carried out, among a thousand people: a benchmark.

Run as ``./menlu test tests/solvers/reference/test_editing_figures.py -m benchmark -n0 -s``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

from solvers.documents import load, read_problem
from solvers.editing import best_places, carry_out
from solvers.judge import judge
from solvers.solve import solve
from tests.solvers.reference.shared import SHARED

pytestmark = pytest.mark.benchmark
SECONDS = 20
PARTIES = 60
T = TypeVar("T")


def test_best_places_and_edits_of_wave_1000() -> None:
    problem = read_problem(load(SHARED / "instances" / "wave-1000.json"))
    plan = solve(problem, seconds=SECONDS)
    best_places(problem, plan, problem.parties[0].id)  # compiled code is loaded
    searches, edits, found = list[float](), list[float](), 0
    for party in problem.parties[:: len(problem.parties) // PARTIES]:
        places = _timed(lambda party=party: best_places(problem, plan, party.id), searches)  # type: ignore[misc]
        found += len(places)
        if places:
            after, effect = _timed(lambda edit=places[0].edit: carry_out(problem, plan, edit), edits)  # type: ignore[misc]
            assert effect.extra() == pytest.approx(places[0].extra)
            assert judge(problem, after).feasible
    for what, took in (("best places", searches), ("edit, judged", edits)):
        middle, most = statistics.median(took), max(took)
        print(f"\n{what:12}  {len(took)} times  median {1000 * middle:4.0f} ms  most {1000 * most:4.0f} ms", end="")
    print(f"\n{found / len(searches):.1f} places for each party")


def _timed(work: Callable[[], T], took: list[float]) -> T:
    began = time.perf_counter()
    made = work()
    took.append(time.perf_counter() - began)
    return made
