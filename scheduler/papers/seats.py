"""Which seats of a vehicle people take. The same plan seats them alike on every paper, and nobody twice.

Escorts and relief drivers sit in front. Parties with a wheelchair take the foremost seats that are left, the others the
hindmost, those who stay longest first. A party sits together where so many neighbouring seats are free, and takes the
seats of those who have got off.
"""

from __future__ import annotations

from itertools import count

from solvers.plan import Duty
from solvers.problem import Problem

Seats = tuple[int, ...]


def seats_of(problem: Problem, duty: Duty) -> dict[str, Seats]:
    """The numbers of the seats that each party takes on a duty, from 1 in front."""
    fleet = next(fleet for fleet in problem.fleets if fleet.id == duty.fleet)
    parties = {party.id: party for party in problem.parties}
    leaves = {party: k for k, stop in enumerate(duty.stops) for party in stop.alight}
    first = 1 + problem.rules.escort_seats + fleet.crews[duty.crew].seats
    taken: dict[str, Seats] = {}
    aboard: set[str] = set()
    for stop in duty.stops:
        aboard -= set(stop.alight)
        for party in sorted(stop.board, key=lambda p: (-leaves.get(p, 0), stop.board.index(p))):
            used = {seat for rider in aboard for seat in taken[rider]}
            seats = range(first, max(first, fleet.seats + 1))
            who = parties[party]
            taken[party] = _free(used, who.size, seats if who.wheelchairs else seats[::-1], beyond=seats.stop)
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


def _free(used: set[int], size: int, seats: range, *, beyond: int) -> Seats:
    """The first free seats, side by side where there are such; where a plan overbooks, numbers from ``beyond`` on."""
    free = [seat for seat in seats if seat not in used]
    for k in range(len(free) - size + 1):
        if abs(free[k] - free[k + size - 1]) == size - 1:
            return tuple(sorted(free[k : k + size]))
    more = (seat for seat in count(beyond) if seat not in used)
    return tuple(sorted((*free[:size], *(next(more) for _ in range(size - len(free))))))
