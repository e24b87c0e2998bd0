"""The command line as a shell sees it: files, exit statuses, what is said where."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from solvers.cli import app, deliver
from solvers.documents import dump, load, read_plan, write_plan, write_problem
from solvers.judge import Rule, judge
from tests.builders import ok_long, ok_long_plan, ok_small, ok_small_plan
from tests.solvers.judge.broken import MUTANTS

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def _menlu(*words: str | Path) -> Done:
    """The command, in this process: starting one takes a second."""
    result = CliRunner().invoke(app, list(map(str, words)), prog_name="menlu")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ok_small's problem and plan."""
    dump(write_problem(ok_small()), tmp_path / "problem.json")
    dump(write_plan(ok_small_plan(), ok_small()), tmp_path / "plan.json")
    return tmp_path


def test_a_good_plan_is_said_to_be_good(folder: Path) -> None:
    done = _menlu("check", folder / "problem.json", folder / "plan.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "feasible: 6 of 9 people served, 2 duties, 1 services; cost 15,898.50 CNY (duties 1,976.75, "
        "services 3,500.00, choices 30.00, time 391.75, unserved 10,000.00)\n"
    )


def test_a_bad_plan_is_said_to_be_bad_with_the_rule_and_by_how_much(folder: Path) -> None:
    problem = replace(ok_small(), rules=replace(ok_small().rules, transfer_s=0, stop_fixed_s=130))
    dump(write_problem(problem), folder / "problem.json")
    done = _menlu("check", folder / "problem.json", folder / "plan.json")
    assert done.returncode == 1
    assert Rule.DWELL.sentence in done.stdout
    assert "duty d1 stop 1: 10 s short for 2 people" in done.stdout
    assert "not feasible, 5 violations" in done.stdout


def test_the_verdict_comes_as_json_too(folder: Path) -> None:
    good = json.loads(_menlu("check", folder / "problem.json", folder / "plan.json", "--json").stdout)
    assert (good["feasible"], good["errors"], good["served"], good["cost"]["duties"]) == (True, 0, 6, 1976.75)
    stated = replace(ok_small_plan(), bound=20_000.0)
    dump(write_plan(stated, ok_small()), folder / "plan.json")
    done = _menlu("check", folder / "problem.json", folder / "plan.json", "--json")
    (violation,) = json.loads(done.stdout)["violations"]
    assert done.returncode == 1
    assert (violation["rule"], violation["excess"], violation["unit"]) == ("bound", 20_000 - 15_898.5, "money")


def test_a_reason_that_is_none_makes_a_plan_infeasible_not_unreadable(folder: Path) -> None:
    document: Any = load(folder / "plan.json")
    document["unserved"][0]["reason"] = "tired"
    dump(document, folder / "plan.json")
    done = _menlu("check", folder / "problem.json", folder / "plan.json")
    assert done.returncode == 1
    assert "unserved[0].reason: 'tired' is not 'no_choice', " in done.stdout


@pytest.mark.parametrize("command", ["plan", "check"])
def test_bad_input_is_told_with_its_place_and_nothing_is_written(folder: Path, command: str) -> None:
    document: Any = load(folder / "problem.json")
    document["parties"][1]["boarding"][0]["at"] = "bp-9"
    dump(document, folder / "problem.json")
    rest = ["-o", folder / "new.json", "--seconds", "1"] if command == "plan" else [folder / "plan.json"]
    done = _menlu(command, folder / "problem.json", *rest)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{folder}/problem.json: parties[1].boarding[0].at: no location 'bp-9'\n"
    assert not (folder / "new.json").exists()


def test_an_unreadable_plan_is_told_with_its_place(folder: Path) -> None:
    document: Any = load(folder / "plan.json")
    del document["duties"][0]["stops"][1]["depart"]
    dump(document, folder / "plan.json")
    done = _menlu("check", folder / "problem.json", folder / "plan.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{folder}/plan.json: duties[0].stops[1].depart: missing\n"


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "nowhere.json", "-o", "new.json"],
        ["plan", "problem.json", "-o", "nowhere/new.json"],
        ["plan", "problem.json", "-o", "."],
        ["plan", "problem.json"],
        ["plan", "problem.json", "-o", "new.json", "--seconds", "0"],
        ["plan", "problem.json", "-o", "new.json", "--seconds", "soon"],
        ["plan", "problem.json", "-o", "new.json", "--workers", "0"],
        ["plan", "problem.json", "-o", "new.json", "--rounds", "0"],
        ["plan", "problem.json", "-o", "new.json", "--from", "nowhere.json"],
        ["plan", "problem.json", "-o", "new.json", "--from", "problem.json"],
        ["plan", "problem.json", "-o", "new.json", "--from", "plan.json", "--freeze-until", "noon"],
        ["plan", "problem.json", "-o", "new.json", "--from", "plan.json", "--freeze-until", "2027-02-20T05:30:00"],
        ["plan", "problem.json", "-o", "new.json", "--from", "plan.json", "--move-cost", "-1"],
        ["plan", "problem.json", "-o", "new.json", "--move-cost", "5"],
        ["check", "problem.json", "nowhere.json"],
        ["check", "plan.json", "problem.json"],
        ["fly", "problem.json"],
    ],
)
def test_a_wrong_call_ends_with_status_2_and_a_word_on_why(folder: Path, words: list[str]) -> None:
    named = [str(folder / w) if w.endswith(".json") or w == "." else w for w in words]
    done = _menlu(*named)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(os.listdir(folder)) == ["plan.json", "problem.json"]


def test_the_module_is_the_command(folder: Path) -> None:
    command = [sys.executable, "-m", "solvers.cli", "check", folder / "problem.json", folder / "plan.json"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["new.json", "new.json.gz"])
def test_a_plan_is_made_quietly_and_feasible(folder: Path, name: str) -> None:
    done = _menlu("plan", folder / "problem.json", "-o", folder / name, "--seconds", "1", "--seed", "7")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("feasible: ")
    assert judge(ok_small(), read_plan(load(folder / name))).feasible


def test_a_plan_begins_with_another_and_says_what_changed(folder: Path) -> None:
    words = ["--from", folder / "plan.json", "--freeze-until", "2027-02-20T05:30:00+08:00", "--move-cost", "50"]
    done = _menlu("plan", folder / "problem.json", "-o", folder / "new.json", "--rounds", "20", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "changes: 0 people newly served, 0 no longer, 0 otherwise" in done.stdout
    new = read_plan(load(folder / "new.json"))
    assert judge(ok_small(), new).feasible
    assert ok_small_plan().duties[0] in new.duties
    assert isinstance(new.meta, dict)


def test_an_old_plan_that_is_none_is_told_with_its_place(folder: Path) -> None:
    document: Any = load(folder / "plan.json")
    del document["duties"][0]["stops"][1]["depart"]
    dump(document, folder / "plan.json")
    done = _menlu("plan", folder / "problem.json", "-o", folder / "new.json", "--from", folder / "plan.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{folder}/plan.json: duties[0].stops[1].depart: missing\n"
    assert not (folder / "new.json").exists()


def test_progress_is_shown_on_a_terminal(folder: Path) -> None:
    here, there = pty.openpty()
    command = [sys.executable, "-m", "solvers.cli", "plan", folder / "problem.json", "-o", folder / "new.json"]
    with subprocess.Popen([*command, "--seconds", "1"], cwd=ROOT, stderr=there, stdout=subprocess.DEVNULL) as process:
        os.close(there)
        shown = b""
        while data := _read(here):
            shown += data
    os.close(here)
    assert process.returncode == 0
    assert b"served" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # what Linux says when the other end is closed
        return b""


@pytest.mark.parametrize("name", MUTANTS)
def test_no_plan_that_the_judge_rejects_is_written(name: str, tmp_path: Path) -> None:
    problem, plan = MUTANTS[name][1]()
    with pytest.raises(typer.Exit) as ending:
        deliver(problem, plan, tmp_path / "plan.json")
    assert ending.value.exit_code == 1
    assert os.listdir(tmp_path) == []


def test_a_plan_that_the_judge_accepts_is_written(tmp_path: Path) -> None:
    deliver(ok_long(), ok_long_plan(), tmp_path / "plan.json")
    assert read_plan(load(tmp_path / "plan.json")) == ok_long_plan()
