"""The command line and the reference checker, side by side on files."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from solvers.documents import dump, write_plan, write_problem
from tests.builders import ok_small
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
def test_a_public_instance_is_planned_feasibly_in_time(name: str, tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / f"{name}.json", tmp_path / "plan.json"
    began = time.monotonic()
    done = _run(*MENLU, "plan", problem, "-o", plan, "--seconds", "3")
    took = time.monotonic() - began
    assert done.returncode == 0, done.stderr
    assert _both(problem, plan) == (0, 0)
    assert took < 3 * 1.05 + 4, "starting, reading, judging and writing come on top"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_asks_to_stop_gets_the_best_plan_so_far(number: signal.Signals, tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / "corridor-500.json", tmp_path / "plan.json"
    command = [*MENLU, "plan", problem, "-o", plan, "--seconds", "60"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(3)
        asked = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert time.monotonic() - asked < 10
    assert _both(problem, plan) == (0, 0)


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


def test_the_figures_are_the_reference_s(tmp_path: Path) -> None:
    problem, plan = SHARED / "instances" / "local-60.json", tmp_path / "plan.json"
    assert _run(*MENLU, "plan", problem, "-o", plan, "--seconds", "1").returncode == 0
    ours = json.loads(_run(*MENLU, "check", problem, plan, "--json").stdout)
    theirs = json.loads(_run(sys.executable, CHECKER, problem, plan, "--json").stdout)
    assert {k: ours[k] for k in ("feasible", "people", "served", "bound")} == {
        k: theirs[k] for k in ("feasible", "people", "served", "bound")
    }
    for item in ("total", "duties", "services", "choices", "time", "unserved"):
        assert ours["cost"][item] == pytest.approx(theirs[item], abs=0.011)
