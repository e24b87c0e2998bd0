"""A private Redis: one folder, one unix socket, no port, every acknowledged write in its append-only file."""

import re
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from launcher.home import Home
from launcher.processes import command_line, end, identity_of
from launcher.services import Service


def find_server() -> Path | None:
    """Redis (or Valkey, which speaks the same) on this machine."""
    for name in ("redis-server", "/opt/homebrew/bin/redis-server", "/usr/local/bin/redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    return None


def version_of(server: Path) -> str:
    answer = subprocess.run([server, "--version"], capture_output=True, text=True, check=False)
    match = re.search(r"v=([\d.]+)", answer.stdout)
    return match[1] if match else "unknown"


def socket_of(home: Home) -> Path:
    return home.sockets / "redis.sock"


def url_of(home: Home) -> str:
    return f"unix://{socket_of(home)}"


def clear_stale(home: Home) -> None:
    """End a server that an earlier supervisor left behind: Redis itself would let two work on one folder."""
    pid_file = home.redis / "redis.pid"
    with suppress(OSError, ValueError):
        pid = int(pid_file.read_text())
        left_behind = identity_of(pid)
        # Redis writes its socket into its own title; before that its command line has it.
        if left_behind and str(socket_of(home)) in command_line(pid):
            end(left_behind, first=signal.SIGTERM, patience_s=10)
    pid_file.unlink(missing_ok=True)
    socket_of(home).unlink(missing_ok=True)


def is_answering(path: Path) -> bool:
    """Whether a Redis on this socket has loaded its data and answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(1)
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def service(home: Home, server: Path, *, forgetful: bool) -> Service:
    """The server as a supervised service. `forgetful` syncs nothing to the disk: tests."""
    options = {
        "dir": home.redis,
        "unixsocket": socket_of(home),
        "unixsocketperm": "700",
        "port": "0",
        "pidfile": home.redis / "redis.pid",
        "appendonly": "yes",
        "appendfsync": "no" if forgetful else "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    command = [str(server)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    return Service(
        name="redis",
        command=tuple(command),
        folder=home.redis,
        stop_signal=signal.SIGTERM,
        patience_s=15,
        is_ready=lambda: is_answering(socket_of(home)),
        before_start=lambda: clear_stale(home),
    )
