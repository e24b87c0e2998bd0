"""Which seats of a vehicle a party sits on: the same on its slip and on the driver's sheet.

Seats are numbered from 1; who was told a seat on the same vehicle keeps it, so that a new version of the plan moves
nobody for another's sake. Everyone else takes the lowest that are free, side by side where that is possible.
"""

from __future__ import annotations

from collections.abc import Mapping

from solvers.plan import Duty

Seats = Mapping[str, tuple[int, ...]]
"""Seat numbers by party."""


def seats_of(duty: Duty, *, sizes: Mapping[str, int], seats: int, before: Seats | None = None) -> Seats:
    """The seats of everyone who rides a duty.

    Parameters
    ----------
    sizes
        People by party.
    seats
        How many the vehicle has.
    before
        What was told of this vehicle earlier.
    """
    rides = _rides(duty)
    given: dict[str, tuple[int, ...]] = {}
    told = {party: numbers for party, numbers in (before or {}).items() if party in rides}
    for party, numbers in told.items():
        fits = len(numbers) == sizes.get(party) and max(numbers, default=0) <= seats
        if fits and not _taken(party, rides, given).intersection(numbers):
            given[party] = numbers
    for party in rides:
        if party not in given:
            given[party] = _free(sizes.get(party, 1), seats, _taken(party, rides, given))
    return given


def _rides(duty: Duty) -> dict[str, tuple[int, int]]:
    """From which stop to which a party rides, in the order of boarding."""
    rides: dict[str, tuple[int, int]] = {}
    for k, stop in enumerate(duty.stops):
        for party in stop.alight:
            if party in rides:
                rides[party] = (rides[party][0], k)
        for party in stop.board:
            rides[party] = (k, len(duty.stops))
    return rides


def _taken(party: str, rides: Mapping[str, tuple[int, int]], given: Seats) -> set[int]:
    """The seats of those who are aboard at the same time: who alights makes room before others board."""
    begins, ends = rides[party]
    together = (other for other in given if rides[other][0] < ends and begins < rides[other][1])
    return {number for other in together for number in given[other]}


def _free(people: int, seats: int, taken: set[int]) -> tuple[int, ...]:
    free = [number for number in range(1, seats + 1) if number not in taken]
    for first in range(len(free) - people + 1):
        row = free[first : first + people]
        if row and row[-1] - row[0] == people - 1:
            return tuple(row)
    return tuple(free[:people])
