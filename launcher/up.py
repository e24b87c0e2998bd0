"""`./menlu up` and `./menlu down`: everything under one supervisor, and the end of it."""

import os
import signal
import socket
import time
from dataclasses import dataclass, replace

from launcher import postgres, record, redis, stack
from launcher.console import Console
from launcher.errors import LauncherError, Stopped
from launcher.home import Home
from launcher.locks import try_lock
from launcher.processes import Identity, end, identity_of, wait_until_gone
from launcher.record import Running
from launcher.services import Child
from launcher.setup import migrations_digest, needs_warm_up, note_warm, prepare, up_lock
from launcher.supervisor import Supervisor

STOP_PATIENCE_S = 90.0
START_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class UpOptions:
    """How many queue workers, and which port (None: the first free one)."""

    workers: int
    port: str | None


def up(home: Home, console: Console, options: UpOptions) -> int:
    """Run everything in the foreground until a signal comes; 0 when it stopped as asked, or runs already."""
    prepare(home, console, "servers")
    lock = _take_lock(home, console)
    if lock is None:
        return 0
    try:
        sweep(home, console)
        _Whole(home, console, options).run()
        return 0
    finally:
        home.record.unlink(missing_ok=True)
        os.close(lock)


def _take_lock(home: Home, console: Console) -> int | None:
    """The lock of the state folder, or None when an `up` has it already. One that is on its way out, and a command
    that borrowed the servers, are waited for."""
    is_told = False
    while (lock := try_lock(up_lock(home))) is None:
        running = record.read_living(home.record)
        if running and running.kind == "up" and running.phase != "stopping":
            where = f"at {running.url}" if running.is_ready else f"({running.phase})"
            console.line(f"Menlu is running already {where}: process {running.supervisor.pid}")
            console.hint("./menlu down stops it")
            return None
        if running and not is_told:
            is_told = True
            console.line(f"· waiting for process {running.supervisor.pid} to let go of the servers …")
        time.sleep(0.1)
    return lock


def myself() -> Identity:
    """This process."""
    found = identity_of(os.getpid())
    if found is None:
        raise LauncherError("this process does not find itself among the processes of this machine", "is /proc there?")
    return found


def sweep(home: Home, console: Console) -> None:
    """End what a supervisor that was killed left behind."""
    for name in record.sweep(home.record):
        console.hint(f"ended {name}, left behind by a launcher that was killed")


class _Whole:
    """One run of everything."""

    def __init__(self, home: Home, console: Console, options: UpOptions) -> None:
        self._home = home
        self._console = console
        self._options = options
        self._state = Running(kind="up", phase="starting", supervisor=myself())
        self._supervisor = Supervisor(console, home.logs, self._note_children)

    def run(self) -> None:
        try:
            with stack.web_socket(self._options.port) as listener:
                self._start(listener)
                url = self._console.paint(stack.url_of(listener), "bold")
                self._console.good(f"Menlu is ready at {url}   (Ctrl-C or ./menlu down stops it)")
                self._supervisor.run_forever()
        except Stopped:
            self._console.line("· stopping …")
        finally:
            self._note("stopping")
            self._supervisor.stop()
            self._console.good("everything is stopped")

    def _start(self, listener: socket.socket) -> None:
        home, supervisor = self._home, self._supervisor
        url = stack.url_of(listener)
        self._state = replace(self._state, url=url)
        self._note("starting the servers")
        servers = stack.servers_of(home)
        for service in servers.services:
            supervisor.start(service)
        for service in servers.services:
            supervisor.wait_ready(service, START_PATIENCE_S)
        servers.after_start()
        environment = stack.full_environment(home, servers.urls, url)

        # A start of Django costs seconds: it is spared while no migration was added or changed.
        if servers.note() != (digest := migrations_digest(home)):
            self._note("bringing the database up to date")
            supervisor.run_task(stack.part(home, "migrate", environment, "django", "migrate", "--noinput", "-v", "1"))
            servers.write_note(digest)
        if needs_warm_up(home):
            self._note("compiling the planner")
            supervisor.run_task(stack.part(home, "compile", environment, "solvers.warmup"))
            note_warm(home)

        self._note("starting the program")
        program = stack.program(home, environment, listener, self._options.workers)
        for service in program:
            supervisor.start(service)
        for service in program:
            supervisor.wait_ready(service, START_PATIENCE_S)
        self._note("ready")

    def _note(self, phase: str) -> None:
        self._state = replace(self._state, phase=phase)
        record.write(self._home.record, self._state)

    def _note_children(self, children: list[Child]) -> None:
        known = tuple((child.service.name, child.identity) for child in children if child.identity)
        self._state = replace(self._state, children=known)
        record.write(self._home.record, self._state)


def down(home: Home, console: Console) -> int:
    """Stop a running `up`, or what one that was killed left behind; 0 also when there was nothing to stop."""
    running = record.read_living(home.record)
    if running:
        who = "Menlu" if running.kind == "up" else "the command that borrowed the servers"
        with console.step(f"stopping {who}, process {running.supervisor.pid}"):
            _stop_supervisor(running)
    sweep(home, console)
    if home.state.is_dir() and (lock := try_lock(up_lock(home))) is not None:
        _stop_stray_servers(home)
        home.record.unlink(missing_ok=True)
        os.close(lock)
    console.good("nothing is running" if running is None else "everything is stopped")
    return 0


def _stop_supervisor(running: Running) -> None:
    try:
        os.kill(running.supervisor.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise LauncherError(
            f"process {running.supervisor.pid} belongs to somebody else", "run it as the user who ran ./menlu up"
        ) from error
    if not wait_until_gone(running.supervisor, STOP_PATIENCE_S):
        end(running.supervisor, first=signal.SIGTERM, patience_s=1)


def _stop_stray_servers(home: Home) -> None:
    """Servers whose record was lost are found by their own lock files."""
    redis.clear_stale(home)
    if not os.environ.get("DATABASE_URL") and (os.getuid() != 0 or postgres.find_binaries()):
        postgres.clear_stale(postgres.cluster_of(home))
