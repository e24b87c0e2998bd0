"""Who runs what when the launcher is root: PostgreSQL refuses to be root."""

import os
import pwd
import subprocess
import sys
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


def owner_to_become(root: Path, written: list[Path]) -> Account | None:
    """The owner of a checkout, when we are root, he is somebody else and could do our work.

    Parameters
    ----------
    written:
        Folders that the work writes to.
    """
    if os.getuid() != 0 or root.stat().st_uid == 0:
        return None
    owner = _account(root.stat().st_uid)
    if owner is None or not _holds(owner, "-x", Path(sys.executable)):
        return None
    return owner if all(_holds(owner, "-w", _nearest_existing(folder)) for folder in written) else None


def become(account: Account) -> None:
    """Give up being root for good: what is made from now on belongs to the account."""
    os.initgroups(account.name, account.gid)
    os.setgid(account.gid)
    os.setuid(account.uid)
    os.environ |= {"HOME": pwd.getpwuid(account.uid).pw_dir, "USER": account.name, "LOGNAME": account.name}


def _nearest_existing(folder: Path) -> Path:
    return folder if folder.exists() else _nearest_existing(folder.parent)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether an account gets as far as this folder; one closed parent is enough to keep it out."""
    return _holds(account, "-x", folder)


def _holds(account: Account, test: str, path: Path) -> bool:
    """What `test` says of a path when the account asks."""
    answer = subprocess.run(
        ["test", test, str(path)], cwd="/", user=account.uid, group=account.gid, extra_groups=[], check=False
    )
    return answer.returncode == 0
