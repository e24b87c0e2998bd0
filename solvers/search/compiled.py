"""How the search's loops are compiled: kept on disk, and without Python's lock."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import njit


def _keep_by_content() -> None:
    """Keep compiled code under a digest of all source that it may be made of.

    Numba only looks at the file of the function that is called; what that function calls, from other
    files, would stay as it was when they change.
    """
    folder = Path(__file__).parent
    sources = sorted([*folder.glob("*.py"), folder.parent / "model.py"])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    config: Any = numba.config
    base = Path(config.CACHE_DIR) if config.CACHE_DIR else folder / "__pycache__"
    config.CACHE_DIR = str(base / digest)


_keep_by_content()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function with Numba when it is first called."""
    made: Callable[..., Any] = njit(cache=True, nogil=True)(function)
    return made
