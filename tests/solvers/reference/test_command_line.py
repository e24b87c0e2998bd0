"""The command line and the reference checker, side by side on files."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from solvers.documents import dump, write_plan, write_problem
from solvers.plan import Plan
from solvers.problem import Problem
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.judge.broken import MUTANTS
from tests.solvers.reference.shared import CHECKER, SHARED

ROOT = Path(__file__).parents[3]
SMALL = ("local-60", "corridor-120", "local-fixed-200", "tight-200")
MENLU = (sys.executable, "-m", "solvers.cli")


def _run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, words)), cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)


def _both(problem: Path, plan: Path) -> tuple[int, int]:
    """The exit statuses of our check and of the reference."""
    return _run(*MENLU, "check", problem, plan).returncode, _run(sys.executable, CHECKER, problem, plan).returncode


@pytest.mark.parametrize("name", SMALL)
def test_a_public_instance_is_planned_feasibly(name: str, tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / f"{name}.json", tmp_path / "plan.json"
    done = _run(*MENLU, "plan", problem, "-o", plan, "--seconds", "3")
    assert done.returncode == 0, done.stderr
    assert _both(problem, plan) == (0, 0)


def test_the_time_limit_holds_but_for_what_starting_takes(tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / "corridor-120.json", tmp_path / "plan.json"
    planning_s = _time_s(*MENLU, "plan", problem, "-o", plan, "--seconds", "6")
    starting_s = _time_s(*MENLU, "check", problem, plan)
    assert planning_s <= 6 * 1.05 + starting_s


def _time_s(*words: str | Path) -> float:
    began = time.monotonic()
    assert _run(*words).returncode == 0
    return time.monotonic() - began


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_asks_to_stop_gets_the_best_plan_so_far(number: signal.Signals, tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / "corridor-500.json", tmp_path / "plan.json"
    here, there = pty.openpty()  # on a terminal, so that the bar tells when planning is on its way
    command = [*MENLU, "plan", problem, "-o", plan, "--seconds", "90"]
    with subprocess.Popen(command, cwd=ROOT, stderr=there, stdout=subprocess.DEVNULL) as process:
        os.close(there)
        shown = b""
        while b"served" not in shown:
            shown += os.read(here, 65_536)
        asked = time.monotonic()
        process.send_signal(number)
        shown += _rest(here)  # a terminal that nobody reads takes some seconds of a bar, and then holds its writer up
        status = process.wait(timeout=60)
    os.close(here)
    assert status == 0, shown.decode()
    assert time.monotonic() - asked < 20
    assert _both(problem, plan) == (0, 0)


def _rest(terminal: int) -> bytes:
    """What is still written to a terminal, until its other end is closed."""
    read = b""
    with suppress(OSError):  # so Linux tells that nobody has the other end open
        while more := os.read(terminal, 65_536):
            read += more
    return read


@pytest.mark.parametrize("name", list(MUTANTS)[::16])
def test_exit_statuses_are_the_reference_s(name: str, tmp_path: Path) -> None:
    question, answer = MUTANTS[name][1]()
    dump(write_problem(question), tmp_path / "problem.json")
    dump(write_plan(answer, question), tmp_path / "plan.json")
    assert _both(tmp_path / "problem.json", tmp_path / "plan.json") == (1, 1)


def test_exit_status_2_is_the_reference_s_too(tmp_path: Path) -> None:
    dump(write_problem(ok_small()), tmp_path / "problem.json")
    dump({"format": "transfer-plan/1"}, tmp_path / "plan.json")
    assert _both(tmp_path / "problem.json", tmp_path / "plan.json") == (2, 2)
    assert _both(tmp_path / "plan.json", tmp_path / "problem.json") == (2, 2)


@pytest.mark.parametrize(("problem", "plan"), [(ok_small(), ok_small_plan()), (ok_long(), ok_long_plan())])
def test_the_figures_are_the_reference_s(problem: Problem, plan: Plan, tmp_path: Path) -> None:
    files = tmp_path / "problem.json", tmp_path / "plan.json"
    dump(write_problem(problem), files[0])
    dump(write_plan(plan, problem), files[1])
    ours = json.loads(_run(*MENLU, "check", *files, "--json").stdout)
    theirs = json.loads(_run(sys.executable, CHECKER, *files, "--json").stdout)
    for figure in ("feasible", "people", "served", "bound", "total"):
        assert ours[figure] == theirs[figure]
    for item in ("duties", "services", "choices", "time", "unserved"):
        assert ours["cost"][item] == theirs[item]
