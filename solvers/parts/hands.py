"""Who searches the parts of a session: threads of this process, or whoever else is passed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from solvers.parts.parcel import Found, Parcel, ParcelSearch
from solvers.search.stretch import Halt
from solvers.waiting import wait_for

Tell = Callable[[float, int], None]
"""Told the money gained and the people taken in by now."""


class Hands(Protocol):
    """Searches parcels side by side."""

    def ready(self) -> int:
        """How many can be searched at a time now."""

    def search(self, parcels: Sequence[Parcel], until: float, halt: Halt, tell: Tell) -> dict[int, Found]:
        """What came of each parcel, by its number, at about the monotonic moment ``until``.

        It asks ``halt`` to look up meanwhile. One that is not among them is left as it was: the plan is valid without.
        """


class Threads:
    """So many threads of this process."""

    def __init__(self, number: int) -> None:
        self.number = number

    def ready(self) -> int:
        """All of them."""
        return self.number

    def search(self, parcels: Sequence[Parcel], until: float, halt: Halt, tell: Tell) -> dict[int, Found]:
        """Search all; the first fault of any is raised."""
        searches = [ParcelSearch(parcel, until, halt) for parcel in parcels]
        with ThreadPoolExecutor(self.number) as pool:
            jobs = [pool.submit(search.go) for search in searches]
            wait_for(jobs, halt, lambda: tell(sum(s.gained for s in searches), sum(s.took_in for s in searches)))
        return {k: job.result() for k, job in enumerate(jobs)}
