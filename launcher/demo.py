"""`./menlu demo`: the main job before your eyes, against everything started for real."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher import record, stack
from launcher.console import Console, Step
from launcher.errors import LauncherError
from launcher.home import Home
from launcher.output import open_log
from launcher.record import Running
from launcher.session import run_foreground
from launcher.setup import prepare
from launcher.up import down


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """Whether to stop everything at the end, where the papers go, how many queue workers."""

    once: bool
    out: Path
    workers: int
    more: Sequence[str] = ()


def demo(home: Home, console: Console, options: DemoOptions) -> int:
    """Start everything, act as real clients do, and leave it running, or with `once` stop what was started here.

    Returns
    -------
    int
        0 only if the plan is feasible, published and confirmed.
    """
    prepare(home, console, "servers")
    running, is_ours = _ensure_up(home, console, options.workers)
    try:
        status = _act(home, running, options)
    finally:
        if options.once and is_ours:
            down(home, console)
    if not options.once:
        console.line()
        console.good(f"left running at {running.url}; its logs are in {home.logs}")
        console.hint("./menlu down stops it")
    return status


def _act(home: Home, running: Running, options: DemoOptions) -> int:
    if running.url is None:
        raise LauncherError("what runs has no web address", "./menlu down, then again")
    environment = stack.full_environment(home, stack.urls_of(home), running.url)
    accounts = home.state / "demo-accounts.json"
    made = run_foreground([str(home.python), "-m", "django", "demo_accounts", "--out", str(accounts)], environment)
    if made != 0:
        return made
    command = [str(home.python), "-m", "api.demo", "--base-url", running.url, "--out", str(options.out)]
    command += ["--accounts", str(accounts), *(["--once"] if options.once else [])]
    return run_foreground([*command, *options.more], environment)


def _ensure_up(home: Home, console: Console, workers: int) -> tuple[Running, bool]:
    """What runs already, or what is started here, and whether it was started here."""
    running = record.read_living(home.record)
    if running and running.kind == "up" and running.is_ready:
        console.good(f"running already at {running.url}")
        return running, False
    with console.step("servers and program") as step:
        log = home.logs / "up.log"
        process = _start_detached(log, workers)
        try:
            running = _wait_ready(home, process, log, step)
        except KeyboardInterrupt:
            process.terminate()
            raise
    return running, running.supervisor.pid == process.pid


def _wait_ready(home: Home, process: subprocess.Popen[bytes], log: Path, step: Step) -> Running:
    while True:
        running = record.read_living(home.record)
        if running and running.kind == "up" and running.is_ready:
            return running
        if running:
            step.progress(running.phase)
        elif process.poll() is not None:
            raise LauncherError(f"the start failed:\n{_last_lines(log)}", f"read {log}")
        time.sleep(0.1)


def _start_detached(log: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "launcher", "up", "--workers", str(workers)]
    with open_log(log) as output:
        return subprocess.Popen(
            command,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _last_lines(log: Path) -> str:
    return "\n".join(f"  {line}" for line in log.read_text(errors="replace").splitlines()[-20:])
