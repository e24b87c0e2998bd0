"""Which seats of a vehicle people take. The same plan seats them alike on every paper, and nobody twice.

Escorts and relief drivers sit in front; passengers follow, those who stay longest hindmost. A party sits together
where so many neighbouring seats are free, and takes the seats of those who have got off.
"""

from __future__ import annotations

from itertools import count

from solvers.plan import Duty
from solvers.problem import Problem

Seats = tuple[int, ...]


def seats_of(problem: Problem, duty: Duty) -> dict[str, Seats]:
    """The numbers of the seats that each party takes on a duty, from 1 in front."""
    fleet = next(fleet for fleet in problem.fleets if fleet.id == duty.fleet)
    sizes = {party.id: party.size for party in problem.parties}
    leaves = {party: k for k, stop in enumerate(duty.stops) for party in stop.alight}
    first = 1 + problem.rules.escort_seats + fleet.crews[duty.crew].seats
    taken: dict[str, Seats] = {}
    aboard: set[str] = set()
    for stop in duty.stops:
        aboard -= set(stop.alight)
        for party in sorted(stop.board, key=lambda p: (-leaves.get(p, 0), stop.board.index(p))):
            used = {seat for rider in aboard for seat in taken[rider]}
            taken[party] = _free(used, sizes[party], range(first, max(first, fleet.seats + 1)))
            aboard.add(party)
    return taken


def seats_text(seats: Seats) -> str:
    """``5-7, 9``."""
    runs: list[list[int]] = []
    for seat in seats:
        if runs and runs[-1][-1] == seat - 1:
            runs[-1].append(seat)
        else:
            runs.append([seat])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _free(used: set[int], size: int, seats: range) -> Seats:
    """The hindmost free seats, side by side where there are such; where a plan overbooks, numbers beyond the last."""
    free = [seat for seat in reversed(seats) if seat not in used]
    for k in range(len(free) - size + 1):
        if free[k] - free[k + size - 1] == size - 1:
            return tuple(sorted(free[k : k + size]))
    beyond = (seat for seat in count(seats.stop) if seat not in used)
    return tuple(sorted((*free[:size], *(next(beyond) for _ in range(size - len(free))))))
