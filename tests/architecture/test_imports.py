"""Imports keep to the house's rules that the contracts of pyproject.toml, checked by lint-imports, cannot say."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
PEERS = "solvers.bench.peers"
KNOW_ORTOOLS = {
    "solvers.assignment",
    "solvers.minima",
    "solvers.routing",
    f"{PEERS}.by_ortools",
}
"""OR-Tools' routing library, its min-cost flow and its linear programs: one door each; and the benchmark's peer."""
DOORS = {
    "rq": {"scheduler.queue"},
    "ortools": KNOW_ORTOOLS,
    "pyvrp": {f"{PEERS}.by_pyvrp"},
    "vroom": {f"{PEERS}.by_vroom"},
}


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("api", "scheduler", "solvers", include_external_packages=True, cache_dir=None)


def test_the_judge_imports_the_data_that_it_judges_and_no_other_solver_module() -> None:
    graph = _graph()
    judge = {"solvers.judge", *graph.find_descendants("solvers.judge")}
    imported = {name for module in judge for name in graph.find_modules_directly_imported_by(module)}
    assert {name for name in imported - judge if name.startswith("solvers")} <= {
        "solvers.plan",
        "solvers.problem",
        "solvers.travel",
    }
    others = {name for name in imported if not name.startswith("solvers")}
    assert others <= sys.stdlib_module_names, "plain Python is all that it needs"


def test_what_the_judge_imports_imports_no_more() -> None:
    for name in ("solvers.plan", "solvers.problem", "solvers.travel"):
        imported = {n for n in _graph().find_modules_directly_imported_by(name) if n.startswith("solvers")}
        assert imported <= {"solvers.problem"}


@pytest.mark.parametrize(("library", "doors"), DOORS.items())
def test_a_library_has_its_own_door(library: str, doors: set[str]) -> None:
    graph = _graph()
    if library in graph.modules:
        assert graph.find_modules_that_directly_import(library) <= doors


@pytest.mark.parametrize("engine", ["by_ortools", "by_pyvrp", "by_vroom"])
def test_no_module_imports_a_peer_of_the_benchmark(engine: str) -> None:
    """Each is a program of its own: the planner runs where only its own libraries are installed."""
    assert _graph().find_modules_that_directly_import(f"{PEERS}.{engine}") == set()


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in ("api", "scheduler", "solvers")
        for path in (ROOT / package).rglob("*.py")
        if _reads_environment(ast.parse(path.read_text()))
    }
    assert readers <= {"scheduler/settings.py"}


def _reads_environment(tree: ast.Module) -> bool:
    """Whether a module reads a variable; to name Django's settings with ``setdefault`` is to write one."""
    written = {
        id(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setdefault"
    }
    return any(id(node) not in written and _names_environment(node) for node in ast.walk(tree))


def _names_environment(node: ast.AST) -> bool:
    names = {"environ", "environb", "getenv"}
    if isinstance(node, ast.ImportFrom):
        return node.module == "os" and bool(names & {alias.name for alias in node.names})
    return isinstance(node, ast.Attribute) and node.attr in names
