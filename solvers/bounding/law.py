"""How long a drive takes at least under the driver law, whoever drives when.

The law is relaxed to what is easily proved. In 24 hours a crew drives at most its drivers' daily hours; after
``spell`` seconds at the wheel the vehicle stands for a pause, or for a change of drivers; a duty that is long
enough stands between the two times of its night stop.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solvers.model import DAY_S, FAR, Floats, Law

GRID_S = 600
"""Arrivals are looked at in steps of this."""


class Windows(NamedTuple):
    """When a ride may end: moments after the horizon's start."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]


def least_elapsed(law: Law, drive_s: Floats, drivers: int, *, stop_s: int = 0) -> Floats:
    """Seconds from setting off to arrival, after ``drive_s`` of driving, with that many drivers.

    ``stop_s``: how long the vehicle stands every night, if it is known to do so.
    """
    drive_s = np.asarray(drive_s, dtype=np.float64)
    if not law.on:
        return drive_s
    stand = law.pause if drivers < 2 else min(law.pause, law.swap)
    spell = max(1, law.spell)
    a_day = float(min(max(1, drivers * law.day), _driven_within(DAY_S, spell, stand)))
    if stop_s:
        a_day = min(a_day, float(_driven_around(DAY_S - stop_s, spell, stand)))
    days = np.maximum(0, np.ceil(drive_s / a_day) - 1)
    rest = drive_s - days * a_day
    stops = np.maximum(0, np.ceil(rest / spell) - 1)
    elapsed: Floats = np.where(np.isfinite(drive_s), days * DAY_S + rest + stops * stand, np.inf)
    return elapsed


class Pace(NamedTuple):
    """A line below what drives take: each second of driving takes ``rate``, but for some that are ``spared``."""

    rate: float
    spared: float


def long_pace(law: Law, drivers: int) -> Pace:
    """The pace of a crew that drives for days: what lies below :func:`least_elapsed` of any drive.

    In 24 hours a crew drives at most for its drivers' daily hours; the rest after the last of them is spared.
    """
    day = float(min(DAY_S, max(1, drivers * law.day))) if law.on else float(DAY_S)
    return Pace(DAY_S / day, DAY_S - day)


def _driven_within(span: int, spell: int, stand: int) -> int:
    """The most that one can drive in ``span`` seconds, standing for ``stand`` after each ``spell``."""
    if spell >= FAR:
        return span
    return span // (spell + stand) * spell + min(spell, span % (spell + stand))


def _driven_around(span: int, spell: int, stand: int) -> int:
    """The most that one can drive in ``span`` seconds that one long stop divides, for as long as need be."""
    if spell >= FAR:
        return span
    spells = range(1, span // spell + 3)
    return max(min(k * spell, span - stand * max(0, k - 2)) for k in spells)


class Night(NamedTuple):
    """The daily hours in which long duties stand, in an hour count that starts when they end."""

    shift: int  # seconds from the horizon's start back to the end of a night stop
    drives: int  # seconds of a day outside the stop


def night_of(law: Law, clock0: int) -> Night:
    return Night((clock0 - law.stop_to) % DAY_S, DAY_S - stop_of(law))


def stop_of(law: Law) -> int:
    """How long the night stop is."""
    return (law.stop_to - law.stop_from) % DAY_S if law.on and law.stop_over_m < FAR else 0


def _awake(night: Night, t: Floats | np.float64) -> Floats:
    """Seconds outside of stops from some fixed moment until ``t``."""
    day, clock = np.divmod(t + night.shift, DAY_S)
    hours: Floats = day * night.drives + np.minimum(clock, night.drives)
    return hours


def _latest_with(night: Night, awake: Floats) -> Floats:
    """The latest moment with that count."""
    day, clock = np.divmod(awake, night.drives)
    moment: Floats = day * DAY_S + clock - night.shift
    return moment


def least_journey(law: Law, drive_s: Floats, stands: bool, ends: Windows, hours: tuple[int, int, int]) -> Floats:
    """The least time from setting off until an arrival within ``ends``: driving, night stops and waiting only.

    Parameters
    ----------
    drive_s
        Driving times of rides; the result never falls as they grow.
    stands
        Whether the rides obey the night stop.
    hours
        The local times between which they can set off (up to 2 days: always), and the local time at the
        horizon's start.

    Returns
    -------
    array
        Seconds. Waiting for a window on the way counts, waiting at home does not.
    """
    night = night_of(law, hours[2])
    best = np.full(len(drive_s), np.inf)
    for opens, closes in zip(*ends, strict=True):
        steps = max(1, -(-(closes - opens) // GRID_S))
        grid = np.linspace(opens, closes, steps + 1)
        for early, late in pairwise(grid):
            start = late - drive_s
            if stands:
                start = np.minimum(start, _latest_with(night, _awake(night, np.float64(late)) - drive_s))
            best = np.minimum(best, early - _within(start, hours))
    least: Floats = np.maximum(best, drive_s)
    return least


def _within(start: Floats, hours: tuple[int, int, int]) -> Floats:
    """The latest departures by ``start`` within hours of a day."""
    opens, closes, clock0 = hours
    if closes > DAY_S:
        return start
    clock = np.mod(start + clock0, DAY_S)
    back = np.where(clock > closes, clock - closes, np.where(clock < opens, clock + DAY_S - closes, 0.0))
    latest: Floats = start - back
    return latest


def stood_before(law: Law, clock0: int, drive_s: float, end: float) -> float:
    """Seconds of night stops on a drive of one that obeys them, if it sets off as late as it can to end by then."""
    night = night_of(law, clock0)
    return float(end - _latest_with(night, _awake(night, np.float64(end)) - drive_s) - drive_s)


def free_before(law: Law, clock0: int, ends: Windows) -> int:
    """Seconds before each of ``ends`` in which no night stop falls."""
    night = night_of(law, clock0)
    if night.drives >= DAY_S:
        return DAY_S
    least = DAY_S
    for opens, closes in zip(*ends, strict=True):
        clock = (opens + night.shift) % DAY_S
        inside = clock + closes - opens > night.drives
        least = min(least, 0 if inside else clock)
    return least
