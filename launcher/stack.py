"""The parts of a running Menlu, as services: the two servers beneath, and the program's own processes on top."""

import http.client
import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from launcher import postgres, redis
from launcher.errors import LauncherError
from launcher.home import Home, make_folders
from launcher.postgres import Binaries, Cluster
from launcher.secrets import ensure_secrets
from launcher.services import Service

HOST = "127.0.0.1"
FIRST_PORT = 8321
_PORTS_TRIED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The database and the queue: private ones to start, or addresses given from outside.

    Attributes
    ----------
    services:
        What has to be started; nothing for a server whose address was given.
    urls:
        `DATABASE_URL` and `REDIS_URL`.
    """

    services: tuple[Service, ...]
    urls: Mapping[str, str]
    cluster: Cluster | None
    binaries: Binaries | None

    def after_start(self) -> None:
        """What is left to do once the servers answer."""
        if self.cluster and self.binaries:
            postgres.create_database(self.cluster, self.binaries)

    def note(self) -> str:
        """What was last noted about our own database; nothing about one from outside."""
        return postgres.note(self.cluster, self.binaries) if self.cluster and self.binaries else ""

    def write_note(self, text: str) -> None:
        if self.cluster and self.binaries:
            postgres.write_note(self.cluster, self.binaries, text)


def urls_of(home: Home) -> dict[str, str]:
    """The addresses of the servers: what the environment says, else those of the private ones."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if "DATABASE_URL" not in given:
        given["DATABASE_URL"] = postgres.cluster_of(home).url
    return {"REDIS_URL": redis.url_of(home)} | given


def forget(home: Home) -> None:
    """Remove the data of the private servers. The caller holds the lock, and they do not run."""
    shutil.rmtree(home.redis, ignore_errors=True)
    if home.state.is_dir() and postgres.find_binaries():
        shutil.rmtree(postgres.cluster_of(home).data, ignore_errors=True)
    make_folders(home)


def forget_migrations(home: Home) -> None:
    """Let the next `up` look at the migrations again, whatever somebody now does to them by hand."""
    if not os.environ.get("DATABASE_URL") and (binaries := postgres.find_binaries()):
        postgres.write_note(postgres.cluster_of(home), binaries, "")


def servers_of(home: Home, *, forgetful: bool = False) -> Servers:
    """Prepare the servers of a home. The caller holds its lock.

    Raises
    ------
    LauncherError
        A server is missing, or its data cannot be used.
    """
    services: list[Service] = []
    cluster = binaries = None
    if not os.environ.get("DATABASE_URL"):
        binaries = postgres.find_binaries()
        if binaries is None:
            raise LauncherError("no PostgreSQL 15 or newer with PostGIS was found", postgres.install_hint())
        cluster = postgres.cluster_of(home)
        if not home.secrets.exists():
            postgres.set_aside(cluster)
        postgres.create_cluster(cluster, binaries)
        services.append(postgres.service(cluster, binaries, forgetful=forgetful))
    if not os.environ.get("REDIS_URL"):
        server = redis.find_server()
        if server is None:
            raise LauncherError("no redis-server was found", "./menlu doctor says what is missing")
        services.append(redis.service(home, server, forgetful=forgetful))
    return Servers(services=tuple(services), urls=urls_of(home), cluster=cluster, binaries=binaries)


def base_environment(home: Home) -> dict[str, str]:
    """What every process of the program gets, with or without servers."""
    environment = {
        "PYTHONPATH": str(home.root),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
        # Set on some machines of CI: without compiled modules each start takes twice as long.
        "PYTHONDONTWRITEBYTECODE": "",
        "DJANGO_SETTINGS_MODULE": "scheduler.settings",
        "NUMBA_CACHE_DIR": str(home.numba_cache),
        "UV_PYTHON_DOWNLOADS": "never",
        "VIRTUAL_ENV": str(home.venv),
        "PATH": f"{home.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    return environment | (_homebrew_libraries() if sys.platform == "darwin" else {})


def _homebrew_libraries() -> dict[str, str]:
    """Where Homebrew's libraries lie: macOS does not look there by itself."""
    folder = next((Path(path) for path in ("/opt/homebrew/lib", "/usr/local/lib") if Path(path).is_dir()), None)
    if folder is None:
        return {}
    wanted = {"MENLU_GDAL_LIBRARY": folder / "libgdal.dylib", "MENLU_GEOS_LIBRARY": folder / "libgeos_c.dylib"}
    found = {name: str(path) for name, path in wanted.items() if path.exists() and not os.environ.get(name)}
    return found | {"DYLD_FALLBACK_LIBRARY_PATH": f"{folder}:/usr/lib"}


def full_environment(home: Home, urls: Mapping[str, str], public_url: str) -> dict[str, str]:
    """What the program's processes get when there are servers; what the caller set himself stands."""
    made = {"MENLU_LOG_FORMAT": "console", "MENLU_PUBLIC_URL": public_url} | ensure_secrets(home.secrets)
    chosen = {name: value for name in made if (value := os.environ.get(name))}
    return base_environment(home) | made | chosen | dict(urls)


def web_socket(wanted: str | None) -> socket.socket:
    """Listen on the port that was asked for, else on the first free one from 8321 on.

    The socket is opened here and handed down, so that nobody can take the port in between and requests wait rather
    than fail while the web process is restarted.

    Raises
    ------
    LauncherError
        The port is no number, or it is taken.
    """
    if wanted is not None and not (wanted.isdigit() and 0 < int(wanted) < 65536):
        raise LauncherError(f"MENLU_PORT is {wanted!r}: expected a number from 1 to 65535")
    ports = [int(wanted)] if wanted else range(FIRST_PORT, FIRST_PORT + _PORTS_TRIED)
    for port in ports:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    raise LauncherError(f"port {ports[0]} is taken", "choose another: MENLU_PORT=8400 ./menlu up")


def url_of(listener: socket.socket) -> str:
    return f"http://{HOST}:{listener.getsockname()[1]}"


def is_serving(url: str) -> bool:
    """Whether the web process says that it and what it stands on are ready."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def program(home: Home, environment: Mapping[str, str], listener: socket.socket, workers: int) -> list[Service]:
    """The program's own processes: the web, the relay, and so many queue workers."""
    url = url_of(listener)
    gunicorn = ["gunicorn", "scheduler.wsgi", "-k", "gthread", "--workers", "2", "--threads", "8"]
    gunicorn += ["--preload", "--no-control-socket"]
    gunicorn += ["--timeout", "120", "--graceful-timeout", "8", "--bind", f"fd://{listener.fileno()}"]
    web = replace(
        part(home, "web", environment, *gunicorn),
        is_ready=lambda: is_serving(url),
        pass_fds=(listener.fileno(),),
    )
    relay = part(home, "relay", environment, "scheduler.relay")
    numbers = range(1, workers + 1)
    return [web, relay, *(part(home, f"worker-{number}", environment, "scheduler.worker") for number in numbers)]


def part(home: Home, name: str, environment: Mapping[str, str], *arguments: str) -> Service:
    """A process of the program: `python -m` with these arguments."""
    command = (str(home.python), "-m", *arguments)
    return Service(name=name, command=command, folder=home.root, environment=environment, wave=1)
