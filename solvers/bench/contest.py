"""Our planner and other engines on one problem: the same wall clock, the same two cores, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from solvers.bench.answer import DoesNotHold, plan_of
from solvers.bench.instances import GRACE_S, Instance
from solvers.bench.peers.program import read_routes
from solvers.bench.runs import Run, run_modules
from solvers.bench.statement import Statement, state
from solvers.judge import Figures, judge
from solvers.plan import Plan

CORES = 2
"""Processes of each engine, or threads of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """An engine: its program, the library that this needs, and the sizes of loads that its processes are asked for.

    They run side by side with seeds of their own, and the best plan counts.
    """

    name: str
    module: str
    library: str
    load_people: tuple[int, int]


PEERS = (
    Peer(name="PyVRP", module="solvers.bench.peers.by_pyvrp", library="pyvrp", load_people=(12, 10)),
    Peer(name="VROOM", module="solvers.bench.peers.by_vroom", library="vroom", load_people=(10, 8)),
    Peer(name="OR-Tools", module="solvers.bench.peers.by_ortools", library="ortools", load_people=(12, 10)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an engine reached: the judge's figures of its best plan, or why there is none."""

    name: str
    seconds: float
    peak_bytes: int
    figures: Figures | None
    fault: str | None


def missing_libraries() -> list[str]:
    """Libraries of peers that are not installed here: they are development dependencies."""
    return [peer.library for peer in PEERS if find_spec(peer.library) is None]


def ask(peer: Peer, instance: Instance, seconds: float, stop: Callable[[], bool]) -> Answered:
    """Let an engine work for ``seconds`` and judge what it found."""
    with TemporaryDirectory() as folder:
        answers = [Path(folder) / f"{people}.json" for people in peer.load_people]
        calls: list[Sequence[str | Path]] = [
            (instance.path, answer, "--seconds", f"{seconds:g}", "--seed", str(seed), "--load-people", str(people))
            for seed, (answer, people) in enumerate(zip(answers, peer.load_people, strict=True), 1)
        ]
        runs = run_modules(peer.module, calls, seconds + GRACE_S, stop)
        judged = [
            _judged(instance, state(instance.problem, people), answer, run)
            for people, answer, run in zip(peer.load_people, answers, runs, strict=True)
        ]
    good = [figures for figures, _ in judged if figures is not None]
    return Answered(
        name=peer.name,
        seconds=max(run.seconds for run in runs),
        peak_bytes=sum(run.peak_bytes for run in runs),
        figures=min(good, key=lambda figures: figures.cost.total, default=None),
        fault=None if good else judged[0][1],
    )


def _judged(instance: Instance, statement: Statement, answer: Path, run: Run) -> tuple[Figures | None, str | None]:
    if run.status != 0:
        return None, run.last_line
    routes = read_routes(answer)
    if not routes and statement.loads:
        return None, "found no routes for everyone"
    try:
        plan: Plan = plan_of(instance.problem, statement, routes)
    except DoesNotHold as error:
        return None, str(error)
    verdict = judge(instance.problem, plan)
    return (verdict.figures, None) if verdict.feasible else (None, f"not feasible: {verdict.violations[0].text}")
