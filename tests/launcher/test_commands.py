"""What a person types."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.commands import COMMANDS, USAGE
from tests.launcher.conftest import ROOT, run_menlu


def test_every_command_is_in_the_help() -> None:
    shown = run_menlu(ROOT, "--help")
    assert shown.returncode == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.stdout] == []


def test_no_argument_shows_the_help() -> None:
    assert run_menlu(ROOT).stdout.strip() == USAGE.strip()


def test_an_unknown_command_is_named_with_those_that_exist() -> None:
    answer = run_menlu(ROOT, "lunch")
    assert answer.returncode == 2
    assert answer.stdout.startswith("✗ no command 'lunch': one of demo, test, up")


def test_it_works_from_another_folder_and_through_a_link(short_folder: Path) -> None:
    (short_folder / "menlu").symlink_to(ROOT / "menlu")
    # A folder with modules named like the launcher's must not get in the way.
    (short_folder / "launcher.py").write_text("raise SystemExit('the wrong one')")
    answer = subprocess.run(["./menlu", "--help"], cwd=short_folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def test_without_a_python_that_is_new_enough_it_says_what_to_do(short_folder: Path) -> None:
    bin_folder = short_folder / "bin"
    bin_folder.mkdir()
    for name in ("sh", "dirname", "readlink"):
        (bin_folder / name).symlink_to(f"/bin/{name}")
    (bin_folder / "python3").write_text("#!/bin/sh\nexit 1\n")
    (bin_folder / "python3").chmod(0o755)
    text = (ROOT / "menlu").read_text().replace("/usr/bin/python3", "/nowhere/python3")
    (short_folder / "menlu").write_text(text)
    answer = subprocess.run(
        ["sh", short_folder / "menlu"], env={"PATH": str(bin_folder)}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "no Python 3.11 or newer was found" in answer.stderr
    assert "apt-get install python3" in answer.stderr


def test_the_planner_needs_no_server_and_writes_nothing_into_the_state_folder_but_folders(short_folder: Path) -> None:
    answer = run_menlu(ROOT, "check", "--help", MENLU_STATE=str(short_folder / "state"))
    assert answer.returncode == 0, answer.stderr
    assert [path for path in (short_folder / "state").rglob("*") if path.is_file()] == []


def test_a_port_that_is_no_port_is_refused(short_folder: Path) -> None:
    answer = run_menlu(ROOT, "up", MENLU_STATE=str(short_folder / "state"), MENLU_PORT="eighty")
    assert answer.returncode == 1
    assert "MENLU_PORT is 'eighty': expected a number from 1 to 65535" in answer.stdout


@pytest.mark.parametrize("workers", ["0", "65", "many"])
def test_a_number_of_workers_that_makes_no_sense_is_refused(workers: str) -> None:
    answer = run_menlu(ROOT, "up", "--workers", workers)
    assert answer.returncode == 2
    assert f"{workers!r} is not a number from 1 to 64" in answer.stderr


def test_down_with_nothing_running_is_no_error(short_folder: Path) -> None:
    for _ in range(2):
        answer = run_menlu(ROOT, "down", MENLU_STATE=str(short_folder / "state"))
        assert answer.returncode == 0
        assert "nothing is running" in answer.stdout


def test_the_doctor_names_what_is_missing_and_the_mend_and_changes_nothing(checkout: Path) -> None:
    answer = run_menlu(checkout, "doctor", MENLU_PG_BIN="/nowhere/bin")
    assert answer.returncode == 1
    line = next(line for line in answer.stdout.splitlines() if line.startswith("PostgreSQL with PostGIS"))
    assert "MISSING" in line
    assert "postgresql-15-postgis-3" in line or sys.platform == "darwin"
    assert not (checkout / ".menlu").exists()


def test_who_may_not_install_gets_the_exact_line_and_status_1(checkout: Path) -> None:
    for folder, _, _ in os.walk(checkout):
        os.chmod(folder, 0o777)
    command = [checkout / "menlu", "up"]
    # No sudo on this PATH, and when the tests are root, an account that may nothing.
    account = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
    answer = subprocess.run(
        command,
        env={"PATH": "/nowhere:/usr/bin:/bin", "MENLU_PG_BIN": "/nowhere/bin", "MENLU_PYTHON": "/usr/bin/python3"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        **account,  # type: ignore[call-overload]
    )
    assert answer.returncode == 1, answer.stderr
    assert "PostgreSQL with PostGIS" in answer.stdout
    assert "apt-get install -y --no-install-recommends" in answer.stdout
    assert "postgresql-15-postgis-3" in answer.stdout
