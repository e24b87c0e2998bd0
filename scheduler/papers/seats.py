"""Which seats of a vehicle people take: the same on their slips and on the driver's sheet, and nobody twice.

Escorts and relief drivers sit in front. Parties with a wheelchair take the foremost seats that are left, the others the
hindmost, those who stay longest first. A party sits together where so many neighbouring seats are free, and takes the
seats of those who have got off. Who was told a seat on the same duty keeps it, so that a new version of the plan
moves nobody for another's sake.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from solvers.in_a_row import runs_of
from solvers.plan import Duty
from solvers.problem import Problem

Seats = tuple[int, ...]


def seats_of(problem: Problem, duty: Duty, *, told: Mapping[str, Seats] | None = None) -> dict[str, Seats]:
    """The numbers of the seats that each party takes on a duty, from 1 in front; ``told``: those told earlier."""
    fleet = next(fleet for fleet in problem.fleets if fleet.id == duty.fleet)
    parties = {party.id: party for party in problem.parties}
    first = 1 + problem.rules.escort_seats + fleet.crews[duty.crew].seats
    seats = range(first, max(first, fleet.seats + 1))
    rides = _rides(duty)
    given: dict[str, Seats] = {}
    for party, numbers in (told or {}).items():
        fits = party in rides and len(numbers) == parties[party].size and set(numbers) <= set(seats)
        if fits and not _used(party, rides, given).intersection(numbers):
            given[party] = numbers
    for party in sorted(rides.keys() - given.keys(), key=lambda p: (rides[p][0], -rides[p][1], list(rides).index(p))):
        who = parties[party]
        order = seats if who.wheelchairs else seats[::-1]
        given[party] = _free(_used(party, rides, given), who.size, order, beyond=seats.stop)
    return given


def seats_text(seats: Seats) -> str:
    """``5-7, 9``."""
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs_of(seats))


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


def _used(party: str, rides: Mapping[str, tuple[int, int]], given: Mapping[str, Seats]) -> set[int]:
    """The seats of those who are aboard at the same time: who alights makes room before others board."""
    begins, ends = rides[party]
    together = (other for other in given if rides[other][0] < ends and begins < rides[other][1])
    return {seat for other in together for seat in given[other]}


def _free(used: set[int], size: int, seats: range, *, beyond: int) -> Seats:
    """The first free seats, side by side where there are such; where a plan overbooks, numbers from ``beyond`` on."""
    free = [seat for seat in seats if seat not in used]
    for k in range(len(free) - size + 1):
        if abs(free[k] - free[k + size - 1]) == size - 1:
            return tuple(sorted(free[k : k + size]))
    more = (seat for seat in count(beyond) if seat not in used)
    return tuple(sorted((*free[:size], *(next(more) for _ in range(size - len(free))))))
