"""What `./menlu test` itself holds."""

from pathlib import Path

import pytest

from launcher.checks import lock_faults
from launcher.home import Home
from tests.launcher.conftest import ROOT, run_menlu


def _home(root: Path) -> Home:
    return Home(root=root, shared=root / ".menlu", state=root / ".menlu")


def test_the_lock_has_hashes_for_everything_and_no_address() -> None:
    assert lock_faults(_home(ROOT)) == []


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("--index-url https://example.org/simple\n", "1: an address: --index-url https://example.org/simple"),
        ("rich==15.0.0\n", "no hash: rich==15.0.0"),
    ],
)
def test_an_address_and_a_missing_hash_are_found(checkout: Path, broken: str, fault: str) -> None:
    lock = checkout / "requirements.lock"
    lock.write_text(broken + lock.read_text())
    assert fault in lock_faults(_home(checkout))


def test_a_dependency_that_is_not_locked_is_found(checkout: Path) -> None:
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace("dependencies = [", 'dependencies = [\n    "Left_Pad>=1",', 1))
    assert lock_faults(_home(checkout)) == ["not locked: left-pad"]


def test_a_check_can_be_run_alone_and_the_summary_counts_it(short_folder: Path) -> None:
    answer = run_menlu(ROOT, "test", "lock", MENLU_STATE=str(short_folder / "state"))
    assert answer.returncode == 0, answer.stdout
    assert "\nchecks: 1 passed, 0 failed\n" in answer.stdout


def test_a_run_of_pytest_that_finds_no_test_has_failed(short_folder: Path) -> None:
    (short_folder / "nothing").mkdir()
    answer = run_menlu(
        ROOT, "test", str(short_folder / "nothing"), "-p", "no:cacheprovider", MENLU_STATE=str(short_folder / "state")
    )
    assert answer.returncode == 1
    assert "\nchecks: 0 passed, 1 failed\n" in answer.stdout
