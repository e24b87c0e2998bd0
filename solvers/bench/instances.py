"""Which problems to plan, each planned in its own process and judged here."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from solvers.bench.runs import ROOT, Run, run_module
from solvers.documents import Unreadable, load, read_plan, read_problem
from solvers.judge import Figures, judge
from solvers.plan import InvalidPlan
from solvers.problem import Problem

PUBLIC = ROOT.parent / "shared" / "instances"
"""Where the public instances lie beside a checkout."""
BASELINE = "baseline.csv"
GRACE_S = 120.0
"""What starting, reading and judging may take beyond the time to plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A problem by the name of its file; ``baseline`` is the plain planner's cost, where one is known."""

    name: str
    path: Path
    problem: Problem
    baseline: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one run gave: the judge's figures, or a sentence on what went wrong."""

    instance: Instance
    seconds: float
    run: Run
    figures: Figures | None
    fault: str | None


def find_instances(places: Iterable[Path]) -> list[Instance]:
    """The problems of folders and files, in this order and by name within a folder.

    Raises
    ------
    FileNotFoundError
        There is no such place, or no problem in a folder.
    Unreadable, InvalidProblem
        A file is none.
    """
    found = []
    for place in places:
        if not place.exists():
            raise FileNotFoundError(f"{place}: no such file or folder")
        files = _problems_in(place) if place.is_dir() else [place]
        if not files:
            raise FileNotFoundError(f"{place}: no transfer problem (.json or .json.gz) in this folder")
        costs = _baseline(files[0].parent / BASELINE)
        for path in files:
            name = path.name.removesuffix(".gz").removesuffix(".json")
            problem = read_problem(load(path))
            found.append(Instance(name=name, path=path.resolve(), problem=problem, baseline=costs.get(name)))
    return found


def _problems_in(folder: Path) -> list[Path]:
    files = sorted([*folder.glob("*.json"), *folder.glob("*.json.gz")])
    return [path for path in files if _is_problem(path)]


def _is_problem(path: Path) -> bool:
    """A folder may hold other documents, such as a list of places."""
    document = load(path)
    return isinstance(document, dict) and str(document.get("format", "")).startswith("transfer-problem/")


def _baseline(path: Path) -> dict[str, float]:
    if not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        return {row["name"]: float(row["total"]) for row in csv.DictReader(file)}


def plan_instance(
    instance: Instance, seconds: float, options: Sequence[str], stop: Callable[[], bool] = lambda: False
) -> Planned:
    """Plan an instance by the command line, in a fresh process, and judge what it wrote."""
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "plan.json"
        words: list[str | Path] = ["plan", instance.path, "-o", answer, "--seconds", f"{seconds:g}", *options]
        run = run_module("solvers.cli", words, seconds + GRACE_S + seconds / 2, stop)
        figures, fault = _judged(instance.problem, answer) if run.status == 0 else (None, run.last_line)
    return Planned(instance=instance, seconds=seconds, run=run, figures=figures, fault=fault)


def _judged(problem: Problem, answer: Path) -> tuple[Figures | None, str | None]:
    try:
        verdict = judge(problem, read_plan(load(answer)))
    except (Unreadable, InvalidPlan) as error:
        return None, str(error)
    return verdict.figures, None if verdict.feasible else f"not feasible: {verdict.violations[0].text}"
