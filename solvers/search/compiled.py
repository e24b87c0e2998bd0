"""How the search's loops are compiled: kept on disk, and without Python's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function with Numba when it is first called."""
    made: Callable[..., Any] = njit(cache=True, nogil=True)(function)
    return made
