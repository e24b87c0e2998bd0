"""Where everything lies on disk."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError

SOCKET_PATH_LIMIT = 100
"""Bytes. Linux takes 107 and macOS 103 for the path of a unix socket."""

_LONGEST_SOCKET = "pg/.s.PGSQL.5432.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folders of one checkout.

    Attributes
    ----------
    root:
        The checkout.
    shared:
        What is costly to make and the same for every state folder: the virtual environment, the compiled planner.
    state:
        What belongs to one set of servers: data, sockets, secrets, logs, the record of what runs.
    """

    root: Path
    shared: Path
    state: Path

    @property
    def lock_file(self) -> Path:
        return self.root / "requirements.lock"

    @property
    def venvs(self) -> Path:
        return self.shared / "venvs"

    @property
    def venv(self) -> Path:
        return self.shared / "venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def numba_cache(self) -> Path:
        return self.shared / "numba"

    @property
    def secrets(self) -> Path:
        return self.state / "env"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def redis(self) -> Path:
        return self.state / "redis"

    @property
    def record(self) -> Path:
        return self.state / "running.json"

    @property
    def sockets(self) -> Path:
        """The folder of the unix sockets: in the state folder, or in the temporary one where that path is too long."""
        inside = self.state / "run"
        if len(os.fsencode(inside / _LONGEST_SOCKET)) <= SOCKET_PATH_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"menlu-{os.getuid()}-{digest_of(self.state)}"


def digest_of(path: Path) -> str:
    """A short name for a folder, the same each time."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def find_home() -> Home:
    """The home of this checkout; `MENLU_STATE` names another state folder (tests have their own)."""
    root = Path(__file__).resolve().parent.parent
    shared = root / ".menlu"
    chosen = os.environ.get("MENLU_STATE")
    return Home(root=root, shared=shared, state=Path(chosen).resolve() if chosen else shared)


def make_folders(home: Home) -> None:
    """Create the folders of a home. Logs and sockets are closed to others; the state folder lets PostgreSQL's account
    through and shows nothing.

    Raises
    ------
    LauncherError
        The folder cannot be written, or somebody else made the socket folder.
    """
    try:
        for folder in (home.shared, home.state):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.stat().st_uid == os.getuid():
                folder.chmod(0o711)
        home.logs.mkdir(mode=0o700, exist_ok=True)
        home.redis.mkdir(mode=0o700, exist_ok=True)
        home.sockets.mkdir(mode=0o711, exist_ok=True)
    except OSError as error:
        raise LauncherError(
            f"the state folder {home.state} cannot be written: {error.strerror} ({error.filename})",
            f"chown -R {os.environ.get('USER', os.getuid())} {home.state}",
        ) from error
    if home.sockets.is_symlink() or home.sockets.stat().st_uid != os.getuid():
        raise LauncherError(
            f"the socket folder {home.sockets} belongs to somebody else",
            "set MENLU_STATE to a shorter path of your own",
        )
