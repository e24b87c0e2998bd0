"""What the engines' programs share: read the problem, state it, ask the engine, write its routes down."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from solvers.bench.statement import Route, Statement, state
from solvers.documents import load, read_problem

Engine = Callable[[Statement, float, int], Sequence[Route]]
"""Answers a statement within so many seconds; the number is a seed, or which of its ways to try."""


def run(engine: Engine) -> None:
    """The program of one engine."""
    parser = argparse.ArgumentParser()
    parser.add_argument("problem", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load-people", type=int, default=10)
    options = parser.parse_args()
    statement = state(read_problem(load(options.problem)), options.load_people)
    routes = engine(statement, options.seconds, options.seed) if statement.loads else ()
    written = [{"vans": route.vans, "visits": route.visits} for route in routes if route.visits]
    options.answer.write_text(json.dumps(written))


def read_routes(path: Path) -> list[Route]:
    """What the program has written."""
    return [
        Route(vans=int(route["vans"]), visits=tuple((int(load), bool(boards)) for load, boards in route["visits"]))
        for route in json.loads(path.read_text())
    ]
