"""Who runs what when the launcher is root: PostgreSQL refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def database_account(folder: Path) -> Account | None:
    """The account that PostgreSQL runs as: None for our own, and when we are root the folder's owner or `postgres`.

    Raises
    ------
    LauncherError
        We are root and neither of the two exists.
    """
    if os.getuid() != 0:
        return None
    owner = folder.stat().st_uid
    found = (_account(owner) if owner != 0 else None) or _account("postgres")
    if found is None:
        raise LauncherError("PostgreSQL cannot run as root, and there is no account `postgres`", "adduser postgres")
    return found


def _account(who: int | str) -> Account | None:
    try:
        entry = pwd.getpwnam(who) if isinstance(who, str) else pwd.getpwuid(who)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether an account gets as far as this folder; one closed parent is enough to keep it out."""
    answer = subprocess.run(
        ["test", "-x", str(folder)], cwd="/", user=account.uid, group=account.gid, extra_groups=[], check=False
    )
    return answer.returncode == 0
