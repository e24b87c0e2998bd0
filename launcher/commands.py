"""The commands of `./menlu`, one function each."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from launcher import checks, demo, doctor, session, stack, up
from launcher.console import Console
from launcher.errors import LauncherError
from launcher.home import Home, find_home
from launcher.setup import prepare, warm_up

USAGE = """\
Menlu (门路): from departure requests and intake slots to a checked plan, home to factory gate.

usage: ./menlu COMMAND ...

  demo [--once] [--out DIR]   the main job, as real clients do it, on everything started for real;
                              --once stops everything afterwards
  test [CHECK ... | ARGS]     every check and test; or only the named checks; or pytest with ARGS
  up [--workers N]            run everything in the foreground; Ctrl-C stops it
  down                        stop what `up` or `demo` left running
  doctor                      what is looked for, found or not, and the mend
  manage ARGS                 Django's management commands
  plan PROBLEM -o PLAN ...    plan from a file, with no server             (plan --help)
    ... --from OLD_PLAN       begin with a plan, and say what changed
  check PROBLEM PLAN ...      judge a plan from a file, with no server     (check --help)
  explain PLAN PROBLEM ...    a plan in figures, one party's way, a picture (explain --help)
  bench [FOLDER|PROBLEM ...]  plan the public instances and compare        (bench --help)
  bench peers PROBLEM ...     other engines beside ours, where they can play
  roads PROBLEM ...           fetch real roads for a problem               (roads --help)

Each command does the set-up that it needs by itself: system packages (as root or with sudo), a virtual
environment from requirements.lock, a private PostgreSQL with PostGIS and a private Redis in .menlu/.

environment:
  DATABASE_URL, REDIS_URL     servers to use instead of private ones
  MENLU_PORT                  the web port (default: the first free one from 8321)
  MENLU_WORKERS               how many queue workers (default 2)
  MENLU_STATE                 another state folder than .menlu
  MENLU_PYTHON, MENLU_PG_BIN  another Python, another PostgreSQL
"""

PLANNER_COMMANDS = ("plan", "check", "explain", "bench", "roads")
COMPILED = ("plan", "explain", "bench")
"""Those that run the search, and would wait for it to be compiled."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status: 2 for a command that does not exist, 130 after Ctrl-C."""
    console = Console()
    name, *rest = arguments or ["--help"]
    if name in {"-h", "--help", "help"}:
        console.line(USAGE.rstrip())
        return 0
    command = COMMANDS.get(name)
    if command is None:
        console.bad(f"no command {name!r}: one of {', '.join(COMMANDS)}")
        return 2
    # A kill ends the command like Ctrl-C does: through every `finally` that stops what was started.
    signal.signal(signal.SIGTERM, _leave)
    try:
        return command(find_home(), console, rest)
    except LauncherError as error:
        console.bad(str(error))
        if error.mend:
            console.line(f"  mend: {error.mend}")
        return 1
    except PermissionError as error:
        console.bad(f"{error.filename} is not ours to touch")
        console.line("  mend: run it as the user who made the folder, or give that folder to this user")
        return 1
    except KeyboardInterrupt:
        return 130


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def _up(home: Home, console: Console, arguments: Sequence[str]) -> int:
    parser = _parser("up", "Run everything in the foreground.")
    _add_workers(parser)
    options = parser.parse_args(arguments)
    port = os.environ.get("MENLU_PORT") or None
    return up.up(home, console, up.UpOptions(workers=options.workers, port=port))


def _down(home: Home, console: Console, arguments: Sequence[str]) -> int:
    _parser("down", "Stop what up or demo left running.").parse_args(arguments)
    return up.down(home, console)


def _doctor(home: Home, console: Console, arguments: Sequence[str]) -> int:
    _parser("doctor", "Show what is looked for, found or not, and the mend.").parse_args(arguments)
    return doctor.doctor(home, console)


def _demo(home: Home, console: Console, arguments: Sequence[str]) -> int:
    parser = _parser("demo", "The main job, as real clients do it.")
    parser.add_argument("--once", action="store_true", help="stop everything afterwards")
    parser.add_argument("--out", type=Path, default=home.root / "out", help="folder for papers (default: out)")
    _add_workers(parser)
    options, more = parser.parse_known_args(arguments)
    out = Path(options.out).resolve()
    return demo.demo(home, console, demo.DemoOptions(once=options.once, out=out, workers=options.workers, more=more))


def _test(home: Home, console: Console, arguments: Sequence[str]) -> int:
    return checks.test(home, console, arguments)


def _manage(home: Home, console: Console, arguments: Sequence[str]) -> int:
    prepare(home, console, "servers")
    with session.servers(home, console) as environment:
        if "migrate" in arguments[:1]:
            stack.forget_migrations(home)
        return session.run_foreground([str(home.python), "-m", "django", *arguments], environment)


def _planner(name: str) -> Callable[[Home, Console, Sequence[str]], int]:
    def run(home: Home, _console: Console, arguments: Sequence[str]) -> int:
        # What is asked for goes to the standard output: what the launcher has to say goes elsewhere.
        console = Console(sys.stderr)
        environment = stack.base_environment(home)
        prepare(home, console, "python")
        if name in COMPILED and "--help" not in arguments:
            warm_up(home, console, environment)
        command = [str(home.python), "-m", "solvers.cli", name, *arguments]
        os.execve(command[0], command, os.environ | environment)

    return run


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"./menlu {name}", description=description, allow_abbrev=False)


def _add_workers(parser: argparse.ArgumentParser) -> None:
    default = os.environ.get("MENLU_WORKERS") or "2"
    parser.add_argument("--workers", type=_count, default=default, metavar="N", help=f"queue workers ({default})")


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)


COMMANDS: dict[str, Callable[[Home, Console, Sequence[str]], int]] = {
    "demo": _demo,
    "test": _test,
    "up": _up,
    "down": _down,
    "doctor": _doctor,
    "manage": _manage,
    **{name: _planner(name) for name in PLANNER_COMMANDS},
}
