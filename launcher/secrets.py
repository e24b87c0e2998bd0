"""The secrets of one state folder: made once, readable by their owner alone."""

import base64
import os
import secrets
from pathlib import Path

from launcher.errors import LauncherError


def ensure_secrets(path: Path) -> dict[str, str]:
    """Read the secrets, made first when there are none. The caller holds the lock of the state folder.

    Raises
    ------
    LauncherError
        A line of the file is not NAME=VALUE.
    """
    if not path.exists():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("# Made once. Whoever loses MENLU_DATA_KEY loses the names and phone numbers in the database.\n")
            file.write(f"MENLU_SECRET_KEY={secrets.token_urlsafe(48)}\n")
            file.write(f"MENLU_DATA_KEY={base64.b64encode(secrets.token_bytes(32)).decode()}\n")
            file.flush()
            os.fsync(handle)
        os.replace(fresh, path)
    return read_environment(path)


def read_environment(path: Path) -> dict[str, str]:
    """Read a file of NAME=VALUE lines; empty lines and lines that begin with # say nothing.

    Raises
    ------
    LauncherError
        A line is neither.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals:
            raise LauncherError(f"{path}, line {number}: expected NAME=VALUE, found {text!r}")
        found[name] = value
    return found
