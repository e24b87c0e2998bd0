"""When a duty is where: stops, drives and rests of one vehicle, as early as law and windows allow.

A :class:`Sheet` is the draft of one duty: what each stop demands, filled from the riders, then timed.
``time_sheet`` finds a good departure: the earliest first, then as much later as saves waiting.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from solvers.model import DAY_S, FAR, Floats, Ints
from solvers.search.compiled import compiled
from solvers.search.driver_law import MAX_DRIVERS, Log, clear, drive_leg, new_log
from solvers.search.reference import by_reference

MAX_STOPS = 96
MAX_RIDERS = 192
MAX_CLASSES = 6
"""Different sets of slot windows that can meet at one stop."""
SHIFTS = 4
"""Later departures that are tried for a duty that waits somewhere."""
LATE, LONG, GOOD = 0, 1, 2
"""A timing misses a window, or keeps somebody under way for too long, or neither."""


class Sheet(NamedTuple):
    """The draft of one duty; arrays are as long as the longest duty may be."""

    place: Ints
    earliest: Ints  # start: whoever boards has arrived
    latest: Ints  # start: whoever alights is due
    leave_by: Ints  # depart: check-in of whoever alights here for a service
    moving: Ints  # people who board or alight
    weight: Ints  # people who arrive at their gate less people who leave home
    load: Ints  # people aboard after the stop
    wheels: Ints
    classes: Ints  # how many window classes
    window: Ints  # stop x MAX_CLASSES
    arrive: Ints
    start: Ints
    depart: Ints
    kept: Ints  # starts of the best timing so far
    board: Ints  # rider -> stop, for those who ride from home to gate
    alight: Ints
    access: Ints
    n: Ints  # [stops, departure of the best timing, crew of the best timing, riders, longest access]
    away: Floats  # [constant person-seconds]
    log: Log


refer_sheet = by_reference(Sheet)


def new_sheet() -> Sheet:
    """An empty draft."""
    lengths = dict.fromkeys(Sheet._fields, MAX_STOPS + 4) | dict.fromkeys(("board", "alight", "access"), MAX_RIDERS + 1)
    arrays: dict[str, Any] = {name: np.zeros(length, dtype=np.int64) for name, length in lengths.items()}
    arrays["window"] = np.zeros((MAX_STOPS + 4, MAX_CLASSES), dtype=np.int64)
    return refer_sheet(Sheet(**{**arrays, "n": np.zeros(5, dtype=np.int64), "away": np.zeros(1), "log": new_log()}))


@compiled
def opening(m, x, k, ready, dwell):
    """The first moment from ``ready`` on at which stop ``k`` may start (FAR: never)."""
    at = ready
    opens, closes = m.opens[x.place[k]], m.closes[x.place[k]]
    while True:
        before = at
        if closes <= DAY_S:
            clock = (at + m.clock0) % DAY_S
            if clock < opens:
                at += opens - clock
            elif clock + dwell > closes:
                at += DAY_S - clock + opens
                if opens + dwell > closes:
                    return FAR
        for c in range(x.classes[k]):
            w = x.window[k, c]
            found = False
            for i in range(m.window_ptr[w], m.window_ptr[w + 1]):
                if m.window_to[i] >= at:
                    at = max(at, m.window_from[i])
                    found = True
                    break
            if not found:
                return FAR
        if at == before:
            return at
        if at > m.horizon:
            return FAR


@compiled
def run_through(m, x, f, crew, t0):
    """Time the sheet from a departure at ``t0``, each thing as early as can be: LATE, LONG or GOOD."""
    n = x.n[0]
    law = m.law
    drivers = min(m.crew_drivers[crew], MAX_DRIVERS)
    stand = False
    if law.on:
        clear(x.log)
        metres = 0
        loaded = 0
        for k in range(n - 1):
            leg = m.metres[x.place[k], x.place[k + 1]]
            metres += leg
            if x.load[k] > 0:
                loaded += leg
        if loaded > law.crew_over_m and drivers < law.crew_drivers:
            return LATE
        stand = metres > law.stop_over_m and law.stop_from != law.stop_to
    now = t0
    for k in range(n):
        x.arrive[k] = now
        if x.moving[k] > 0:
            dwell = m.stop_fixed + m.stop_person * x.moving[k]
            begin = opening(m, x, k, max(now, x.earliest[k]), dwell)
            if begin > x.latest[k] or begin + dwell > x.leave_by[k]:
                return LATE
            x.start[k] = begin
            now = begin + dwell
        else:
            x.start[k] = now
        x.depart[k] = now
        if now > m.horizon:
            return LATE
        if k + 1 < n:
            duration = m.seconds[x.place[k], x.place[k + 1]]
            if law.on:
                now = drive_leg(law, x.log, k, now, duration, drivers, m.clock0, stand)
                if now < 0:
                    return LATE
            else:
                now += duration
    if x.depart[n - 1] > m.free_to[f]:
        return LATE
    if x.depart[n - 1] - x.start[0] + x.n[4] > m.max_journey:
        for r in range(x.n[3]):
            if x.start[x.alight[r]] - x.start[x.board[r]] + x.access[r] > m.max_journey:
                return LONG
    return GOOD


@compiled
def timed_cost(m, x, f):
    """What depends on time: the vehicle's hours and its riders' hours."""
    n = x.n[0]
    cost = m.cost_s[f] * (x.arrive[n - 1] - x.depart[0])
    people = x.away[0]
    for k in range(n):
        people += x.weight[k] * x.start[k]
    return cost + m.person_s * people


@compiled
def promising_shift(x):
    """How much later a departure might pay: what is waited on the way, or left before a check-in."""
    total = 0
    spare = FAR
    for k in range(x.n[0]):
        total += x.start[k] - x.arrive[k]
        spare = min(spare, x.leave_by[k] - x.depart[k])
    return total if spare > FAR // 2 else max(total, spare)


@compiled
def earliest_departure(m, x, f):
    """No departure before this one makes anything earlier."""
    t0 = m.free_from[f]
    if x.moving[0] == 0 and x.n[0] > 1:
        t0 = max(t0, x.earliest[1] - m.seconds[x.place[0], x.place[1]])
    return t0


@compiled
def keep(x, t0):
    x.n[1] = t0
    for k in range(x.n[0]):
        x.kept[k] = x.start[k]


@compiled
def time_with_crew(m, x, f, crew):
    """The cost in time of the best departure with one crew (inf: none is feasible); see ``keep``."""
    t0 = earliest_departure(m, x, f)
    found = run_through(m, x, f, crew, t0)
    if found == LATE:
        return np.inf
    best = np.inf
    if found == GOOD:
        best = timed_cost(m, x, f)
        keep(x, t0)
    shift = promising_shift(x)
    for _ in range(SHIFTS):
        if shift < 60:
            break
        if run_through(m, x, f, crew, t0 + shift) == GOOD:
            cost = timed_cost(m, x, f)
            if cost < best:
                best = cost
                t0 += shift
                keep(x, t0)
                shift = promising_shift(x)
                continue
        shift //= 2
    return best


@compiled
def fixed_cost(m, x, f, crew):
    """What does not depend on time: the vehicle, its crew, its kilometres."""
    metres = 0
    for k in range(x.n[0] - 1):
        metres += m.metres[x.place[k], x.place[k + 1]]
    return m.cost_fixed[f] + m.crew_cost[crew] + m.cost_m[f] * metres


@compiled
def time_sheet(m, x, f, first_crew, last_crew):
    """The cost of a sheet with the best of some crews (inf: infeasible); ``x.n`` tells how."""
    people = 0
    wheels = 0
    for k in range(x.n[0]):
        people = max(people, x.load[k])
        wheels = max(wheels, x.wheels[k])
    if wheels > m.spaces[f]:
        return np.inf
    best = np.inf
    best_t0 = 0
    best_crew = -1
    for crew in range(first_crew, last_crew):
        if people > m.room[f] - m.crew_seats[crew]:
            continue
        cost = fixed_cost(m, x, f, crew)
        if cost >= best:
            continue
        cost += time_with_crew(m, x, f, crew)
        if cost < best:
            best = cost
            best_t0 = x.n[1]
            best_crew = crew
    if best_crew >= 0 and last_crew - first_crew > 1:
        run_through(m, x, f, best_crew, best_t0)
        keep(x, best_t0)
    x.n[1] = best_t0
    x.n[2] = best_crew
    return best
