"""A private PostGIS cluster: one folder, one unix socket, no port, no system service."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from launcher.accounts import Account, can_enter, database_account
from launcher.errors import LauncherError
from launcher.home import Home, digest_of
from launcher.processes import command_line, end, identity_of
from launcher.services import Service

USER = DATABASE = "menlu"
OLDEST_MAJOR = 15

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Binaries:
    """An installed PostgreSQL that has PostGIS."""

    folder: Path
    major: int

    def tool(self, name: str) -> str:
        return str(self.folder / name)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where a private cluster lies and who runs it."""

    data: Path
    sockets: Path
    account: Account | None

    @property
    def url(self) -> str:
        return f"postgres://{USER}@/{DATABASE}?host={urllib.parse.quote(str(self.sockets), safe='')}"


def find_binaries() -> Binaries | None:
    """The newest PostgreSQL on this machine that is new enough and has PostGIS; `MENLU_PG_BIN` names another."""
    chosen = os.environ.get("MENLU_PG_BIN")
    folders = [Path(chosen)] if chosen else _candidate_folders()
    usable = [
        Binaries(folder, major)
        for folder in folders
        if (major := _major(folder)) >= OLDEST_MAJOR and _has_postgis(folder, major)
    ]
    return max(usable, key=lambda binaries: binaries.major, default=None)


def _candidate_folders() -> list[Path]:
    patterns = (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
    )
    found = [Path(path) for pattern in patterns for path in Path("/").glob(pattern[1:])]
    on_path = shutil.which("postgres")
    return [*found, Path(on_path).resolve().parent] if on_path else found


def _major(folder: Path) -> int:
    if not os.access(folder / "initdb", os.X_OK):
        return 0
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else 0


def _has_postgis(folder: Path, major: int) -> bool:
    # The control file may be there without the library: Debian splits the scripts off.
    prefix = folder.parent
    libraries = (prefix / "lib", prefix / "lib/postgresql", prefix.parent.parent / f"lib/postgresql@{major}")
    return any(any(library.glob("postgis-3*.so")) or any(library.glob("postgis-3*.dylib")) for library in libraries)


def cluster_of(home: Home) -> Cluster:
    """The cluster of a home.

    As root the data belongs to another account; where that account cannot reach the state folder, because a parent
    such as /root is closed to it, the data lies under /var/lib instead.
    """
    account = database_account(home.root)
    if account is None or can_enter(home.state, account):
        return Cluster(home.state / "pg", home.sockets / "pg", account)
    elsewhere = Path("/var/lib") / f"menlu-{digest_of(home.state)}"
    elsewhere.mkdir(mode=0o711, exist_ok=True)
    return Cluster(elsewhere / "pg", elsewhere / "run", account)


def create_cluster(cluster: Cluster, binaries: Binaries) -> None:
    """Create the cluster unless it is there. It is made beside its place and moved there whole, so that a cluster cut
    off while being made is never taken for one.

    Raises
    ------
    LauncherError
        initdb failed, or the cluster is of another PostgreSQL.
    """
    for leftover in cluster.data.parent.glob("pg.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    _make_socket_folder(cluster)
    if (cluster.data / "PG_VERSION").exists():
        _check_version(cluster, binaries)
        return
    fresh = Path(tempfile.mkdtemp(prefix="pg.new-", dir=cluster.data.parent))
    if cluster.account:
        os.chown(fresh, cluster.account.uid, cluster.account.gid)
    options = ["--encoding=UTF8", "--locale=C", "--auth=trust", f"--username={USER}", "--no-sync"]
    answer = _run_as(cluster, [binaries.tool("initdb"), "-D", str(fresh), *options])
    if answer.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise LauncherError(f"initdb failed:\n{answer.stdout.strip()}")
    os.sync()
    shutil.rmtree(cluster.data, ignore_errors=True)
    fresh.rename(cluster.data)


def set_aside(cluster: Cluster) -> None:
    """Keep data beside its place, but begin anew: the keys that names in it were sealed with are gone.

    So it is where a state folder was deleted, or its path used again, while the data lay under /var/lib.
    """
    if cluster.data.exists():
        cluster.data.rename(Path(tempfile.mkdtemp(prefix="pg.without-keys-", dir=cluster.data.parent)) / "pg")


def _make_socket_folder(cluster: Cluster) -> None:
    cluster.sockets.mkdir(mode=0o700, exist_ok=True)
    if cluster.account:
        os.chown(cluster.sockets, cluster.account.uid, cluster.account.gid)


def _check_version(cluster: Cluster, binaries: Binaries) -> None:
    made_by = int((cluster.data / "PG_VERSION").read_text())
    if made_by != binaries.major:
        raise LauncherError(
            f"the data in {cluster.data} is of PostgreSQL {made_by}, but PostgreSQL {binaries.major} was found",
            f"name the other one: MENLU_PG_BIN=/usr/lib/postgresql/{made_by}/bin",
        )


def _run_as(cluster: Cluster, command: list[str]) -> subprocess.CompletedProcess[str]:
    # A file rather than a pipe: what initdb and PostgreSQL start keeps a pipe open for ever.
    with tempfile.TemporaryFile("w+") as output:
        answer = subprocess.run(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=cluster.account.uid if cluster.account else None,
            group=cluster.account.gid if cluster.account else None,
            extra_groups=[] if cluster.account else None,
            check=False,
            text=True,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, answer.returncode, output.read(), "")


def clear_stale(cluster: Cluster) -> None:
    """End a server that an earlier supervisor left behind, and remove lock files whose number is nobody's or another's.

    PostgreSQL looks at the number alone and would refuse to start when an unrelated process has it by now. The caller
    holds the lock of the state folder: no server that is wanted can be running.
    """
    with suppress(OSError, ValueError, IndexError):
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        left_behind = identity_of(pid)
        if left_behind and str(cluster.data) in command_line(pid):
            end(left_behind, first=signal.SIGINT, patience_s=20)
    for stale in (cluster.data / "postmaster.pid", *cluster.sockets.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)


def service(cluster: Cluster, binaries: Binaries, *, forgetful: bool) -> Service:
    """The server as a supervised service. `forgetful` trades safety against a crash of the machine for speed: tests."""
    settings = _SETTINGS | (_FORGETFUL if forgetful else {}) | {"unix_socket_directories": str(cluster.sockets)}
    command = [binaries.tool("postgres"), "-D", str(cluster.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    def is_ready() -> bool:
        probe = [binaries.tool("pg_isready"), "-q", "-t", "1", "-h", str(cluster.sockets), "-U", USER, "-d", "postgres"]
        return subprocess.run(probe, check=False).returncode == 0

    return Service(
        name="postgres",
        command=tuple(command),
        folder=cluster.data if cluster.account is None else Path("/"),
        account=cluster.account,
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client to leave.
        stop_signal=signal.SIGINT,
        patience_s=30,
        is_ready=is_ready,
        before_start=lambda: clear_stale(cluster),
    )


def create_database(cluster: Cluster, binaries: Binaries) -> None:
    """Create the database with PostGIS unless it is there.

    Raises
    ------
    LauncherError
        The server refused.
    """
    exists = _psql(cluster, binaries, "postgres", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
    if exists != "1":
        _psql(cluster, binaries, "postgres", f"CREATE DATABASE {DATABASE}")
    _psql(cluster, binaries, DATABASE, "SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS postgis")


def note(cluster: Cluster, binaries: Binaries) -> str:
    """What was last noted about the database; it lies in the database, and so is never of another one."""
    return _psql(
        cluster,
        binaries,
        "postgres",
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{DATABASE}'",
    )


def write_note(cluster: Cluster, binaries: Binaries, text: str) -> None:
    """Note something about the database, such as which migrations it has."""
    quoted = text.replace("'", "''")
    _psql(cluster, binaries, "postgres", f"COMMENT ON DATABASE {DATABASE} IS '{quoted}'")


def _psql(cluster: Cluster, binaries: Binaries, database: str, statement: str) -> str:
    command = [binaries.tool("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"]
    command += ["-h", str(cluster.sockets), "-U", USER, "-d", database, "-c", statement]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if answer.returncode != 0:
        raise LauncherError(f"PostgreSQL refused `{statement}`: {answer.stderr.strip()}")
    return answer.stdout.strip()


def install_hint() -> str:
    """The line that installs PostgreSQL with PostGIS here."""
    if sys.platform == "darwin":
        return "brew install postgresql@17 postgis"
    return "apt-get install -y --no-install-recommends postgresql-15-postgis-3"
