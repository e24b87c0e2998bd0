"""What the system has to bring, how each thing is recognised, and the package that has it."""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launcher import postgres, redis, venv

_BREW_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the browser of the tests may be called."""
_CHINESE_FONTS = ("wqy-microhei.ttc", "wqy-zenhei.ttc", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf")


@dataclass(frozen=True, slots=True)
class Need:
    """Something outside this repository.

    Attributes
    ----------
    find:
        Answers with a version or a place, or with None when it is missing.
    debian, brew:
        The packages that bring it.
    scopes:
        What it is needed for: `python` for anything at all, `servers` for running, `tests` for the tests only.
    """

    name: str
    find: Callable[[], str | None]
    debian: tuple[str, ...]
    brew: tuple[str, ...]
    scope: str


def _python_can_make_environments() -> str | None:
    if venv.has_ensurepip():
        return "ensurepip"
    return "uv" if venv.find_uv() else None


def _postgis() -> str | None:
    found = postgres.find_binaries()
    return f"PostgreSQL {found.major} in {found.folder}" if found else None


def _redis() -> str | None:
    found = redis.find_server()
    return f"{redis.version_of(found)} in {found.parent}" if found else None


def _library(*names: str) -> Callable[[], str | None]:
    """All of these shared libraries load. A name is what Linux calls it, without `lib` and the version's tail."""

    def find() -> str | None:
        return names[0] if all(_loads(name) for name in names) else None

    return find


def _loads(name: str) -> bool:
    if sys.platform == "darwin":
        stem = name.split(".so")[0]
        return any(any(Path(folder).glob(f"{stem}*.dylib")) for folder in _BREW_LIBRARIES)
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _gdal() -> str | None:
    if sys.platform == "darwin":
        return "libgdal" if _loads("libgdal.so") and _loads("libgeos_c.so") else None
    # The number in the library's name goes up with each release of GDAL.
    name = next((f"libgdal.so.{number}" for number in range(40, 27, -1) if _loads(f"libgdal.so.{number}")), None)
    return name if name and _loads("libgeos_c.so.1") else None


def _chinese_font() -> str | None:
    if sys.platform == "darwin":
        return "the system's"
    for folder in (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"):
        for name in _CHINESE_FONTS:
            if found := next(folder.rglob(name), None):
                return str(found)
    return None


def _program(*names: str) -> Callable[[], str | None]:
    """The first of these programs that there is."""
    return lambda: next(filter(None, map(shutil.which, names)), None)


NEEDS = (
    Need("virtual environments", _python_can_make_environments, ("python3-venv",), ("python@3.12",), "python"),
    Need("PostgreSQL with PostGIS", _postgis, ("postgresql-15-postgis-3",), ("postgresql@17", "postgis"), "database"),
    Need("GDAL and GEOS", _gdal, ("libgdal32", "libgeos-c1v5"), ("gdal", "geos"), "servers"),
    Need("Redis", _redis, ("redis-server",), ("redis",), "queue"),
    Need(
        "Pango for papers",
        _library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ("pango",),
        "servers",
    ),
    Need("a Chinese font", _chinese_font, ("fonts-wqy-microhei",), (), "servers"),
    Need("pdftotext", _program("pdftotext"), ("poppler-utils",), ("poppler",), "tests"),
    Need("gettext", _program("xgettext"), ("gettext",), ("gettext",), "tests"),
    Need("curl", _program("curl"), ("curl",), ("curl",), "tests"),
    Need("Chromium", _program(*CHROMIUM), ("chromium",), (), "tests"),
)


def needed_for(purpose: str) -> tuple[Need, ...]:
    """The needs of a purpose: `python`, `servers` (and python), or `tests` (all of them).

    A server whose address is given in the environment is not looked for on this machine.
    """
    scopes = {"python"}
    if purpose in {"servers", "tests"}:
        scopes.add("servers")
        if not os.environ.get("DATABASE_URL"):
            scopes.add("database")
        if not os.environ.get("REDIS_URL"):
            scopes.add("queue")
    if purpose == "tests":
        scopes.add("tests")
    return tuple(need for need in NEEDS if need.scope in scopes)


def missing(purpose: str) -> tuple[Need, ...]:
    return tuple(need for need in needed_for(purpose) if need.find() is None)
