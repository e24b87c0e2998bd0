"""Who may drive for how long: the driver law of the transfer format, on a duty's drives so far.

The law is that of :class:`solvers.problem.DriverHours` (China: Road Traffic Safety Law's implementing
regulation, art. 62, and the transport ministry's rules on long-haul coaches; EU 561/2006 and 49 CFR
395.5 fit the same figures). Everything here is compiled; moments are seconds after the horizon's start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import DAY_S, FAR, Ints
from solvers.search.compiled import compiled
from solvers.search.reference import by_reference

WEEK_S = 7 * DAY_S
MAX_DRIVERS, MAX_DRIVES = 6, 400
"""Of one duty, and of one driver."""
ALL_DRIVES = MAX_DRIVERS * MAX_DRIVES
WORTHWHILE_S = 1800
"""After a rest, a driver takes the wheel for at least this long, or to the end of the leg."""


class Log(NamedTuple):
    """The drives of each driver of one duty (driver x drive, in order of time), and the present spell at the wheel."""

    present: Ints  # [who drove last]
    drives: Ints  # how many
    leg: Ints
    start: Ints
    end: Ints
    spell: Ints  # driving since the last pause
    spell_night: Ints  # the part of it by night
    last: Ints  # end of the last drive
    may_until: Ints  # he may drive until then, or any part of it: what was last asked
    total: Ints  # all driving of the duty


refer_log = by_reference(Log)


def new_log() -> Log:
    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    drives = [zeros(MAX_DRIVERS, MAX_DRIVES) for _ in range(3)]
    spells = [zeros(MAX_DRIVERS) for _ in range(5)]
    return refer_log(Log(zeros(1), zeros(MAX_DRIVERS), *drives, *spells))


@compiled
def clear(log):
    """Begin a duty: nobody has driven."""
    log.present[0] = 0
    log.drives[:] = 0
    log.spell[:] = 0
    log.spell_night[:] = 0
    log.last[:] = -FAR
    log.may_until[:] = -FAR
    log.total[:] = 0


@compiled
def write_drives(log, drives):
    """Fill ``drives`` (leg, driver, start, end) in order of time: how many there are."""
    told = np.zeros(MAX_DRIVERS, dtype=np.int64)
    n = 0
    while True:
        next_driver, soonest = -1, FAR
        for driver in range(MAX_DRIVERS):
            k = told[driver]
            if k < log.drives[driver] and log.start[driver, k] < soonest:
                next_driver, soonest = driver, log.start[driver, k]
        if next_driver < 0:
            return n
        k = told[next_driver]
        drives[n, 0], drives[n, 1] = log.leg[next_driver, k], next_driver
        drives[n, 2], drives[n, 3] = log.start[next_driver, k], log.end[next_driver, k]
        told[next_driver] = k + 1
        n += 1


@compiled
def until(clock, other):
    """Seconds from one time of day until the next other one."""
    wait = other - clock
    return wait if wait >= 0 else wait + DAY_S


@compiled
def inside(clock, begins, ends):
    """Seconds from a time of day to the end of a daily span that it lies in (0: it does not)."""
    length, into = until(begins, ends), until(begins, clock)
    return length - into if into < length else 0


@compiled
def night_room(clock, allowed, begins, ends):
    """The longest drive from a time of day with at most ``allowed`` seconds of it by night."""
    length = until(begins, ends)
    if length == 0:
        return FAR
    room = 0
    left = inside(clock, begins, ends)
    if left > 0:
        if allowed < left:
            return allowed
        allowed -= left
        room = left + DAY_S - length
    else:
        room = until(clock, begins)
    while allowed >= length and room < 2 * DAY_S:
        allowed -= length
        room += DAY_S
    return room + allowed


@compiled
def night_part(clock, length, begins, ends):
    """Seconds by night of a drive of ``length`` that starts at a time of day (under a day long)."""
    span, into = until(begins, ends), until(begins, clock)
    total = min(length, span - into) if into < span else 0
    rest = length - (DAY_S - into)
    if rest > 0:
        total += min(rest, span)
    return total


@compiled
def window_room(log, driver, now, span, limit):
    """How long ``driver`` may drive on from ``now`` with at most ``limit`` in every ``span`` seconds.

    Driving that leaves the window at its far end gives back as the near end moves on.
    """
    if limit >= FAR:
        return FAR
    since = now - span
    n = log.drives[driver]
    first = n
    used = 0
    for k in range(n - 1, -1, -1):
        if log.end[driver, k] <= since:
            break
        first = k
        used += log.end[driver, k] - max(log.start[driver, k], since)
    room = limit - used
    x = 0
    for k in range(first, n):
        gap = max(0, log.start[driver, k] - (since + x))
        if gap > room:
            break
        room -= gap
        x += gap
        x += log.end[driver, k] - max(log.start[driver, k], since + x)
    return x + room


@compiled
def may_drive(law, log, driver, now, clock):
    """Seconds that ``driver`` may drive on from ``now`` (time of day ``clock``)."""
    spell, by_night = log.spell[driver], log.spell_night[driver]
    if now - log.last[driver] >= law.pause:
        spell = 0
        by_night = 0
    room = law.spell - spell
    if law.night_spell < FAR:
        room = min(room, night_room(clock, law.night_spell - by_night, law.night_from, law.night_to))
    if room <= 0:
        return 0
    # a window can only bind once all the duty's driving would fill it
    if log.total[driver] + room > law.day:
        room = min(room, window_room(log, driver, now, DAY_S, law.day))
    if log.total[driver] + room > law.week:
        room = min(room, window_room(log, driver, now, WEEK_S, law.week))
    return max(0, room)


@compiled
def drive(law, log, leg, driver, now, length, clock):
    """Write down that ``driver`` drives from ``now`` for ``length``; False when the log is full."""
    n = log.drives[driver]
    if n >= MAX_DRIVES:
        return False
    if now - log.last[driver] >= law.pause:
        log.spell[driver] = 0
        log.spell_night[driver] = 0
    log.spell[driver] += length
    if law.night_spell < FAR:
        log.spell_night[driver] += night_part(clock, length, law.night_from, law.night_to)
    log.last[driver] = now + length
    log.total[driver] += length
    log.leg[driver, n] = leg
    log.start[driver, n] = now
    log.end[driver, n] = now + length
    log.drives[driver] = n + 1
    log.present[0] = driver
    return True


@compiled
def rested_at(law, log, driver, now, clock0, length):
    """The first moment after ``now`` at which ``driver`` may drive a worthwhile stretch (FAR: never)."""
    need = min(length, WORTHWHILE_S)
    best = FAR
    ready = log.last[driver] + law.pause
    if ready > now and may_drive(law, log, driver, ready, (ready + clock0) % DAY_S) >= need:
        return ready
    for k in range(log.drives[driver]):
        for span in (DAY_S, WEEK_S):
            if span == WEEK_S and law.week >= FAR:
                continue
            for edge in (log.start[driver, k], log.end[driver, k]):
                at = max(edge + span, ready)
                if now < at < best and may_drive(law, log, driver, at, (at + clock0) % DAY_S) >= need:
                    best = at
    return best


@compiled
def drive_leg(law, log, leg, depart, duration, drivers, clock0, stand_by_night):
    """Drive a leg as early as the law lets its crew.

    Returns
    -------
    int
        The moment of arrival; -1 when the crew can never get there.
    """
    now = depart
    left = duration
    while left > 0:
        clock = (now + clock0) % DAY_S
        if stand_by_night:
            stood = inside(clock, law.stop_from, law.stop_to)
            if stood > 0:
                now += stood
                clock = law.stop_to
        present = log.present[0]
        # most legs are short, and what is left of a lawful drive is lawful: nothing to ask
        if now + left <= log.may_until[present] and not (stand_by_night and until(clock, law.stop_from) < left):
            return now + left if drive(law, log, leg, present, now, left, clock) else -1
        who, room, begin = present, may_drive(law, log, present, now, clock), now
        if room < min(left, WORTHWHILE_S):
            begin_other = now if log.drives[present] == 0 else max(now, log.last[present] + law.swap)
            if stand_by_night:
                begin_other += inside((begin_other + clock0) % DAY_S, law.stop_from, law.stop_to)
            clock_other = (begin_other + clock0) % DAY_S
            for other in range(drivers):
                if other != present:
                    x = may_drive(law, log, other, begin_other, clock_other)
                    if x > room and x >= min(left, WORTHWHILE_S):
                        who, room, begin, clock = other, x, begin_other, clock_other
        if room <= 0:
            wake = FAR
            for other in range(drivers):
                at = rested_at(law, log, other, now, clock0, left)
                if at < wake:
                    wake = at
            if wake >= FAR:
                return -1
            now = wake
            continue
        log.may_until[who] = begin + room
        if stand_by_night:
            room = min(room, until(clock, law.stop_from))
        stretch = min(room, left)
        if not drive(law, log, leg, who, begin, stretch, clock):
            return -1
        now = begin + stretch
        left -= stretch
    return now
