"""Long lists in pieces: a query with fifty thousand values is slow to write and to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
BATCH = 2000


def in_batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Lists of at most ``size``, in order."""
    left = iter(things)
    while batch := list(islice(left, size)):
        yield batch
