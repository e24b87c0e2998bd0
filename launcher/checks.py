"""`./menlu test`: every check and test there is, the same here and in CI."""

import os
import re
import subprocess
import time
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from launcher import postgres, session, stack
from launcher.console import Console
from launcher.home import Home, make_folders
from launcher.setup import begin_warm_up, finish_warm_up, prepare

PARALLEL = "2"


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes
    ----------
    run:
        Called with the environment; returns the exit status.
    needs_servers:
        Whether the environment must have a database and a queue.
    """

    name: str
    run: Callable[[Mapping[str, str]], int]
    needs_servers: bool = False


@dataclass(frozen=True, slots=True)
class _Result:
    name: str
    status: int
    seconds: float
    note: str = ""


class Checks:
    """The checks of one checkout, run in order; a failed one does not keep the next from running."""

    def __init__(self, home: Home, console: Console, pytest_arguments: Sequence[str] = ()) -> None:
        self._home = home
        self._console = console
        self._arguments = list(pytest_arguments)
        self._report = home.state / "test" / "pytest.xml"
        self._warming: subprocess.Popen[str] | None = None
        self.all = (
            Check("lock", self._lock),
            Check("format", self._tool("ruff", "format", "--check", ".")),
            Check("lint", self._tool("ruff", "check", ".")),
            Check("imports", self._program("lint-imports")),
            Check("types", self._tool("mypy")),
            Check(
                "compose",
                self._program("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
            ),
            Check("dockerfile", self._program("hadolint", "Dockerfile")),
            Check("system", self._tool("django", "check"), needs_servers=True),
            Check("migrations", self._migrations, needs_servers=True),
            Check("pytest", self._pytest, needs_servers=True),
        )

    def run(self, chosen: Sequence[Check]) -> int:
        """Run these checks and print the summary; 0 when all pass."""
        home = replace(self._home, state=self._home.state / "test")
        make_folders(home)
        results: list[_Result] = []
        if any(check.name == "pytest" for check in chosen):
            # On one core, while the other goes through the quick checks.
            self._warming = begin_warm_up(self._home, self._without_servers(home))
        with ExitStack() as lent:
            environment: Mapping[str, str] | None = None
            for check in chosen:
                if check.needs_servers and environment is None:
                    environment = lent.enter_context(session.servers(home, self._console, throwaway=True))
                results.append(self._run_one(check, environment or self._without_servers(home)))
        return self._summary(results)

    def _without_servers(self, home: Home) -> Mapping[str, str]:
        return stack.full_environment(home, {}, f"http://{stack.HOST}:{stack.FIRST_PORT}")

    def _run_one(self, check: Check, environment: Mapping[str, str]) -> _Result:
        self._console.line()
        self._console.line(self._console.paint(f"── {check.name} ", "bold"))
        started = time.monotonic()
        status = check.run(environment)
        note = self._counts() if check.name == "pytest" else ""
        return _Result(check.name, status, time.monotonic() - started, note)

    def _summary(self, results: list[_Result]) -> int:
        console = self._console
        console.line()
        for result in results:
            tell = console.good if result.status == 0 else console.bad
            tell(f"{result.name:<11} {result.seconds:6.1f} s  {result.note}".rstrip())
        failed = sum(result.status != 0 for result in results)
        console.line()
        console.line(f"checks: {len(results) - failed} passed, {failed} failed")
        return 1 if failed else 0

    def _tool(self, *arguments: str) -> Callable[[Mapping[str, str]], int]:
        """A tool of the virtual environment that is a Python module."""
        return self._command(str(self._home.python), "-m", *arguments)

    def _program(self, name: str, *arguments: str) -> Callable[[Mapping[str, str]], int]:
        return self._command(str(self._home.venv / "bin" / name), *arguments)

    def _command(self, *command: str) -> Callable[[Mapping[str, str]], int]:
        def run(environment: Mapping[str, str]) -> int:
            return session.run_foreground(command, environment, self._home.root)

        return run

    def _lock(self, _environment: Mapping[str, str]) -> int:
        faults = lock_faults(self._home)
        for fault in faults:
            self._console.line(fault)
        return 1 if faults else 0

    def _migrations(self, environment: Mapping[str, str]) -> int:
        # The database is empty: the program's role, which a migration makes, is not there to be taken on.
        as_ourselves = {**environment, "MENLU_DATABASE_ROLE": "none"}
        return self._tool("django", "makemigrations", "--check", "--dry-run")(as_ourselves)

    def _pytest(self, environment: Mapping[str, str]) -> int:
        self._report.unlink(missing_ok=True)
        arguments = [_test_folder(self._home.root, argument) for argument in self._arguments]
        arguments = arguments or ["-m", "not benchmark"]
        if not any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
            arguments = ["-n", PARALLEL, *arguments]
        template = {} if self._arguments else self._template(environment)
        finish_warm_up(self._home, self._console, self._warming)
        pytest = self._tool("pytest", f"--junitxml={self._report}", "--durations=12", *arguments)
        status = pytest({**environment, **template})
        return status or (0 if self._report.exists() else 1)

    def _template(self, environment: Mapping[str, str]) -> Mapping[str, str]:
        """Migrate our own empty database while the planner is compiled: each process that tests copies it."""
        if os.environ.get("DATABASE_URL"):
            return {}
        migrated = self._tool("django", "migrate", "--noinput", "-v", "0")(environment) == 0
        return {"MENLU_TEST_TEMPLATE": postgres.DATABASE} if migrated else {}

    def _counts(self) -> str:
        if not self._report.exists():
            return "no report"
        suites = ElementTree.parse(self._report).getroot().iter("testsuite")
        totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
        for suite in suites:
            for name in totals:
                totals[name] += int(suite.get(name, "0"))
        passed = totals["tests"] - totals["failures"] - totals["errors"] - totals["skipped"]
        return f"{passed} passed, {totals['failures'] + totals['errors']} failed, {totals['skipped']} skipped"


def _test_folder(root: Path, argument: str) -> str:
    """`solvers` means tests/solvers; everything else is pytest's."""
    inside = root / "tests" / argument
    return str(inside) if re.fullmatch(r"[a-z_]+", argument) and inside.is_dir() else argument


def lock_faults(home: Home) -> list[str]:
    """What is wrong with requirements.lock: an address in it, a package without hash, a direct dependency missing."""
    text = home.lock_file.read_text()
    faults = [f"{number}: an address: {line}" for number, line in enumerate(text.splitlines(), 1) if "://" in line]
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    locked = {_plain(block) for block in blocks if block.strip()}
    faults += [f"no hash: {block.splitlines()[0]}" for block in blocks if block.strip() and "--hash=" not in block]
    project = tomllib.loads((home.root / "pyproject.toml").read_text())
    direct = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    faults += [f"not locked: {name}" for name in sorted({_plain(entry) for entry in direct} - locked)]
    return faults


def _plain(requirement: str) -> str:
    """The name alone, as indexes write it."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else requirement


def test(home: Home, console: Console, arguments: Sequence[str]) -> int:
    """Run every check, or the named ones, or pytest alone with the arguments given."""
    started = time.monotonic()
    names = [check.name for check in Checks(home, console).all]
    are_names = bool(arguments) and all(argument in names for argument in arguments)
    prepare(home, console, "tests")
    checks = Checks(home, console, () if are_names else arguments)
    wanted = arguments if are_names else (["pytest"] if arguments else names)
    status = checks.run([check for check in checks.all if check.name in wanted])
    console.hint(f"{time.monotonic() - started:.0f} s in all")
    return status
