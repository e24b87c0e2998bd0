"""The benchmark: tables of plans, and other engines side by side, as a shell sees them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solvers.bench import command
from solvers.bench.answer import DoesNotHold, plan_of
from solvers.bench.contest import PEERS, ask
from solvers.bench.instances import find_instances
from solvers.bench.runs import run_module
from solvers.bench.statement import CannotState, Load, Route, Statement, state
from solvers.documents import dump, write_problem
from solvers.judge import judge
from solvers.problem import Problem
from tests.builders import MIDNIGHT, at, ok_long, ok_small
from tests.solvers.commands import menlu
from tests.solvers.fixed import fixed_problem

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Public instances in small: two problems, a baseline for one, and a file that is no problem."""
    dump(write_problem(ok_small()), tmp_path / "corridor-9.json")
    dump(write_problem(fixed_problem()), tmp_path / "fixed.json.gz")
    dump({"places": []}, tmp_path / "places.json")
    (tmp_path / "baseline.csv").write_text("name,people,served,total,seconds\ncorridor-9,9,6,20000,60\n")
    return tmp_path


def test_the_problems_of_a_folder_are_planned_and_compared(folder: Path) -> None:
    done = menlu("bench", folder, "--seconds", "1", "--json", folder / "out.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines() if "MB" in line] == ["corridor-9", "fixed"]
    assert "mean share of the baseline over 1 of corridor-* and wave-* in 1 s: " in done.stdout
    document: Any = json.loads((folder / "out.json").read_text())
    first = document["plans"][0]
    assert document["complete"] is True
    assert document["mean_share"] == {"1": pytest.approx(first["cost"] / 20_000, abs=1e-4)}
    assert (first["people"], first["fault"]) == (9, None)
    assert first["peak_bytes"] > 20e6
    assert 1 <= first["wall_s"] < 60


def test_people_are_placed_in_slots_as_often_as_is_asked(folder: Path) -> None:
    once, thrice = (menlu("bench", "slots", folder / "corridor-9.json", "--copies", str(n)) for n in (1, 3))
    assert (once.exit_code, thrice.exit_code) == (0, 0)
    placed = [[int(word) for word in done.stdout.split()[:3] if word.isdigit()] for done in (once, thrice)]
    assert placed[0][1] == 9
    assert 0 < placed[0][0] <= 9
    assert placed[1] == [3 * number for number in placed[0]]


def test_several_times_and_files_by_name_make_a_row_each(folder: Path) -> None:
    done = menlu("bench", "instances", folder / "corridor-9.json", "--seconds", "0.5", "--seconds", "1")
    rows = [line.split()[:3] for line in done.stdout.splitlines() if "MB" in line]
    assert rows == [["corridor-9", "9", "0.5"], ["corridor-9", "9", "1"]]


@pytest.mark.parametrize("words", [["bench", "nowhere"], ["bench", "empty"], ["bench", "peers"], ["bench", "--fast"]])
def test_a_wrong_call_ends_with_status_2_and_a_word_on_why(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    done = menlu(*(tmp_path / w if w in ("nowhere", "empty") else w for w in words))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_a_problem_that_is_none_is_told_before_anything_is_planned(folder: Path) -> None:
    (folder / "bad.json").write_text("{")
    done = menlu("bench", folder / "corridor-9.json", folder / "bad.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "bad.json" in done.stderr


def test_where_the_public_instances_are_not_there_they_have_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "PUBLIC", tmp_path / "none")
    done = menlu("bench")
    assert done.exit_code == 2
    assert done.stderr.startswith("name problems")


def test_who_stops_it_gets_the_table_of_what_is_done(folder: Path) -> None:
    words = ["bench", folder / "corridor-9.json", "--seconds", "0.5", "--seconds", "300", "--json", folder / "out.json"]
    command = [sys.executable, "-m", "solvers.cli", *map(str, words)]
    work = folder / "work"
    work.mkdir()
    environment = os.environ | {"TMPDIR": str(work)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait_for_folders(work, 2)  # each plan is written to one of its own
            time.sleep(3)
        finally:
            process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout.count(" MB") == 1
    assert stderr == "stopped: what was not finished is left out\n"
    assert json.loads((folder / "out.json").read_text())["complete"] is False


def _wait_for_folders(work: Path, count: int) -> None:
    seen: set[str] = set()
    until = time.monotonic() + 60
    while len(seen) < count:
        if time.monotonic() > until:
            raise TimeoutError(f"only {len(seen)} folders came")
        seen.update(path.name for path in work.iterdir())
        time.sleep(0.05)


def test_a_program_that_does_not_end_is_killed() -> None:
    began = time.monotonic()
    run = run_module("http.server", ["0", "--bind", "127.0.0.1"], 1.0, lambda: False)
    assert run.status == -signal.SIGKILL
    assert time.monotonic() - began < 10


def test_engines_and_ours_stand_side_by_side(folder: Path) -> None:
    done = menlu("bench", "peers", folder / "fixed.json.gz", "--seconds", "1", "--json", folder / "out.json")
    assert (done.exit_code, done.stderr) == (0, "")
    for heading in ("PyVRP", "VROOM", "OR-Tools", "Menlu / best peer"):
        assert heading in done.stdout
    (contest,) = json.loads((folder / "out.json").read_text())["contests"]
    people = sum(party.size for party in fixed_problem().parties)
    costs = [answer["cost"] for answer in contest["answers"].values()]
    assert [answer["served"] for answer in contest["answers"].values()] == [people] * 4
    assert max(costs) < 1.2 * min(costs)
    assert contest["share"] == pytest.approx(costs[3] / min(costs[:3]))


@pytest.mark.parametrize("peer", PEERS, ids=[peer.name for peer in PEERS])
def test_each_engine_answers_with_a_plan_that_the_judge_accepts(peer: Any, tmp_path: Path) -> None:
    dump(write_problem(fixed_problem(30, seed=3)), tmp_path / "fixed.json")
    (instance,) = find_instances([tmp_path / "fixed.json"])
    answer = ask(peer, instance, 1.0, lambda: False)
    assert answer.fault is None
    assert answer.figures is not None
    assert answer.figures.served == answer.figures.people
    assert answer.peak_bytes > 20e6


def test_an_engine_that_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "missing_libraries", lambda: ["pyvrp"])
    done = menlu("bench", "peers", folder / "fixed.json.gz")
    assert done.exit_code == 2
    assert done.stderr == "not installed: pyvrp; they are development dependencies, see requirements.lock\n"


def test_what_cannot_be_stated_is_told_thing_by_thing(folder: Path) -> None:
    done = menlu("bench", "peers", folder / "corridor-9.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("corridor-9.json: plain engines cannot state this problem:\n")
    assert "2 timed services" in done.stderr
    assert "slot s1 takes nobody or at least 4" in done.stderr
    with pytest.raises(CannotState, match="driver hours"):
        state(ok_long(), 10)


def test_parties_of_one_place_and_slot_are_put_together() -> None:
    stated, alone = state(fixed_problem(), 10), state(fixed_problem(), 1)
    assert len(alone.loads) == len(fixed_problem().parties) > len(stated.loads)
    assert sorted(p for load in stated.loads for p in load.parties) == sorted(p.id for p in fixed_problem().parties)
    assert max(load.people for load in stated.loads) <= 9, "no more than a van takes"


def test_who_cannot_be_there_in_time_is_left_out_and_said_to_be() -> None:
    problem = fixed_problem()
    late = replace(problem.parties[0], ready=at("09:00"))
    problem = replace(problem, parties=(late, *problem.parties[1:]))
    stated = state(problem, 10)
    assert stated.left == (late.id,)
    plan = plan_of(problem, stated, [])
    assert judge(problem, plan).feasible
    assert next(left.reason for left in plan.unserved if left.party == late.id) == "time"


def _route(problem: Problem) -> tuple[Statement, Route]:
    """All who board at the first load's place, in the order of their being ready, then each to its gate."""
    stated = state(problem, 3)
    place = stated.loads[0].place
    mine = sorted(
        (n for n, load in enumerate(stated.loads) if load.place == place), key=lambda n: stated.loads[n].ready
    )[:2]
    gates = sorted(mine, key=lambda n: stated.loads[n].gate)
    return stated, Route(vans=0, visits=(*((n, True) for n in mine), *((n, False) for n in gates)))


def test_visits_of_one_place_become_one_stop_and_a_duty_waits_no_longer_than_it_must() -> None:
    problem = fixed_problem()
    stated, route = _route(problem)
    plan = plan_of(problem, stated, [route])
    (duty,) = plan.duties
    assert judge(problem, plan).feasible
    assert len(duty.stops[1].board) >= 2
    loads: list[Load] = [stated.loads[n] for n, boards in route.visits if boards]
    assert duty.stops[1].start >= MIDNIGHT + max(load.ready for load in loads)
    gates = [stop for stop in duty.stops if stop.alight]
    assert gates[0].start == at("06:30")
    assert all(stop.start == stop.arrive for stop in duty.stops), "whoever leaves late enough waits nowhere"


def test_a_gate_beside_a_depot_is_one_stop_with_it() -> None:
    problem = fixed_problem()
    vans = tuple(replace(van, start="bp-1", end="gate-2") for van in problem.fleets)
    problem = replace(problem, fleets=vans)
    stated, route = _route(problem)
    plan = plan_of(problem, stated, [route])
    assert judge(problem, plan).feasible
    places = [stop.at for stop in plan.duties[0].stops]
    assert (places[0], places[-1]) == ("bp-1", "gate-2")


def test_routes_that_do_not_hold_are_refused() -> None:
    problem = fixed_problem()
    stated, route = _route(problem)
    with pytest.raises(DoesNotHold, match="carried twice"):
        plan_of(problem, stated, [route, route])
    with pytest.raises(DoesNotHold, match="never off"):
        plan_of(problem, stated, [replace(route, visits=route.visits[:-1])])
    hasty = replace(stated, loads=tuple(replace(load, closes=load.opens - 3600) for load in stated.loads))
    with pytest.raises(DoesNotHold, match="s late at gate-"):
        plan_of(problem, hasty, [route])


def test_nothing_is_left_running(folder: Path) -> None:
    """The processes of the benchmark are its children, and it waits for each; others may have children here too."""
    menlu("bench", folder / "corridor-9.json", "--seconds", "0.5")
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,args="], capture_output=True, text=True, check=True).stdout
    ours = [line for line in listed.splitlines() if line.split()[0] == str(os.getpid())]
    assert any("ps -A" in line for line in ours), "ps lists itself as a child of ours"
    assert [line for line in ours if "solvers" in line] == []
