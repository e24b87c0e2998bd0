"""When a duty is where: stops, drives and rests of one vehicle, as early as law and windows allow.

A :class:`Sheet` is the draft of one duty: what each stop demands, filled from the riders, then timed.
``time_sheet`` finds a good departure: a known one or the earliest first, then as much later as its slack
(Savelsbergh 1992) allows and saves waiting.
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
SHIFTS = 2
"""Later departures that are tried for a duty that waits somewhere."""
SAMPLES = 4
"""Departures before and after the best one so far that are tried under the driver law when time is taken for it: how
long a night stands in the way depends on when one leaves."""
WORTHWHILE_SHIFT_S = 60
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
    load: Ints  # people aboard after the stop; before ``total_up``, what the stop changes of it
    wheels: Ints
    classes: Ints  # how many window classes
    window: Ints  # stop x MAX_CLASSES
    late: Ints  # start: no later one can be kept, by drives alone
    arrive: Ints
    start: Ints
    depart: Ints
    kept: Ints  # starts of the best timing so far
    board: Ints  # rider -> stop, for those who ride from home to gate
    alight: Ints
    access: Ints
    n: Ints  # see STOPS and what follows it
    away: Floats  # [constant person-seconds]
    halt: Ints  # [1: the search is called off]
    log: Log


refer_sheet = by_reference(Sheet)

STOPS, DEPARTURE, CREW, RIDERS, ACCESS, METRES, LOADED, PEOPLE, WHEELS = range(9)
"""What ``Sheet.n`` holds: how many stops, departure and crew of the best timing, how many riders in ``board``, their
longest access; then, from ``total_up``: metres, those with people aboard, the most people and wheelchairs at once."""


def new_sheet(halt: Ints | None = None) -> Sheet:
    """An empty draft; ``halt``, if given, is the flag by which whoever waits calls the search off."""
    lengths = dict.fromkeys(Sheet._fields, MAX_STOPS + 4) | dict.fromkeys(("board", "alight", "access"), MAX_RIDERS + 1)
    arrays: dict[str, Any] = {name: np.zeros(length, dtype=np.int64) for name, length in lengths.items()}
    arrays["window"] = np.zeros((MAX_STOPS + 4, MAX_CLASSES), dtype=np.int64)
    arrays |= {"n": np.zeros(9, dtype=np.int64), "away": np.zeros(1), "log": new_log()}
    arrays["halt"] = np.zeros(1, dtype=np.int64) if halt is None else halt
    return refer_sheet(Sheet(**arrays))


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
def dwell_at(m, x, k):
    """Seconds that stop ``k`` takes."""
    return m.stop_fixed + m.stop_person * x.moving[k] if x.moving[k] > 0 else 0


@compiled
def latest_starts(m, x, f):
    """Fill ``late``: starts after which some later stop misses its window even without any rest on the way."""
    n = x.n[STOPS]
    after = min(m.horizon, m.free_to[f])
    for k in range(n - 1, -1, -1):
        dwell = dwell_at(m, x, k)
        limit = after - dwell
        if x.moving[k] > 0:
            limit = min(limit, min(x.latest[k], x.leave_by[k] - dwell))
            for c in range(x.classes[k]):
                limit = min(limit, m.window_to[m.window_ptr[x.window[k, c] + 1] - 1])
        x.late[k] = limit
        if k > 0:
            after = limit - m.seconds[x.place[k - 1], x.place[k]]


@compiled
def total_up(m, x, f):
    """Once all riders of a vehicle of fleet ``f`` are on the sheet: loads, lengths, and latest starts."""
    n = x.n[STOPS]
    metres, loaded, people, wheels, most, most_wheels = 0, 0, 0, 0, 0, 0
    for k in range(n):
        people += x.load[k]
        wheels += x.wheels[k]
        x.load[k] = people
        x.wheels[k] = wheels
        most = max(most, people)
        most_wheels = max(most_wheels, wheels)
        if k + 1 < n:
            leg = m.metres[x.place[k], x.place[k + 1]]
            metres += leg
            if people > 0:
                loaded += leg
    x.n[METRES] = metres
    x.n[LOADED] = loaded
    x.n[PEOPLE] = most
    x.n[WHEELS] = most_wheels
    latest_starts(m, x, f)


@compiled
def run_through(m, x, f, crew, t0):
    """Time the sheet from a departure at ``t0``, each thing as early as can be: LATE, LONG or GOOD."""
    n = x.n[STOPS]
    law = m.law
    drivers = min(m.crew_drivers[crew], MAX_DRIVERS)
    stand = False
    if law.on:
        if x.n[LOADED] > law.crew_over_m and drivers < law.crew_drivers:
            return LATE
        clear(x.log)
        stand = x.n[METRES] > law.stop_over_m and law.stop_from != law.stop_to
    now = t0
    if now > x.late[0]:
        return LATE
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
            if now + duration > x.late[k + 1]:
                return LATE  # however it is driven
            if law.on:
                now = drive_leg(law, x.log, k, now, duration, drivers, m.clock0, stand)
                if now < 0:
                    return LATE
            else:
                now += duration
    if x.depart[n - 1] > m.free_to[f]:
        return LATE
    if x.depart[n - 1] - x.start[0] + x.n[ACCESS] > m.max_journey:
        for r in range(x.n[RIDERS]):
            if x.start[x.alight[r]] - x.start[x.board[r]] + x.access[r] > m.max_journey:
                return LONG
    return GOOD


@compiled
def timed_cost(m, x, f):
    """What depends on time: the vehicle's hours and its riders' hours."""
    n = x.n[STOPS]
    cost = m.cost_s[f] * (x.arrive[n - 1] - x.depart[0])
    people = x.away[0]
    for k in range(n):
        people += x.weight[k] * x.start[k]
    return cost + m.person_s * people


@compiled
def end_of_window(m, x, k):
    """The last moment at which stop ``k`` may start while it stays in the windows and the day of its present start."""
    at, dwell = x.start[k], dwell_at(m, x, k)
    limit = min(x.latest[k], x.leave_by[k] - dwell)
    closes = m.closes[x.place[k]]
    if closes <= DAY_S:
        limit = min(limit, at + closes - dwell - (at + m.clock0) % DAY_S)
    for c in range(x.classes[k]):
        w = x.window[k, c]
        for i in range(m.window_ptr[w], m.window_ptr[w + 1]):
            if m.window_to[i] >= at:
                limit = min(limit, m.window_to[i])
                break
    return limit


@compiled
def promising_shift(m, x, f):
    """How much later the timing of the last run might leave and pay.

    What is waited on the way, as far as there is slack; all of the slack where people wait for a service anyway.
    """
    n = x.n[STOPS]
    slack = min(m.horizon, m.free_to[f]) - x.depart[n - 1]
    waits, hub = 0, False
    for k in range(n - 1, -1, -1):
        if x.moving[k] > 0:
            slack = min(slack, end_of_window(m, x, k) - x.start[k])
            hub = hub or x.leave_by[k] < FAR
        wait = x.start[k] - x.arrive[k]
        waits += wait
        slack += wait
    return slack if hub else min(slack, waits)


@compiled
def earliest_departure(m, x, f):
    """No departure before this one makes anything earlier."""
    t0 = m.free_from[f]
    if x.moving[0] == 0 and x.n[STOPS] > 1:
        t0 = max(t0, x.earliest[1] - m.seconds[x.place[0], x.place[1]])
    return t0


@compiled
def keep(x, t0):
    x.n[DEPARTURE] = t0
    for k in range(x.n[STOPS]):
        x.kept[k] = x.start[k]


@compiled
def keep_if_better(m, x, f, t0, best):
    """Remember the timing of the last run, which was good, if it is cheaper than ``best``; the cheaper cost."""
    cost = timed_cost(m, x, f)
    if cost >= best:
        return best
    keep(x, t0)
    return cost


@compiled
def most_saved(m, x, f, shift):
    """No timing that is ``shift`` later saves more: the vehicle's time, and that of all who board."""
    people = 0
    for k in range(x.n[STOPS]):
        people -= min(0, x.weight[k])
    return shift * (m.cost_s[f] + m.person_s * people)


@compiled
def time_with_crew(m, x, f, crew, guess, thorough, limit):
    """The cost in time of the best departure with one crew (inf: none is feasible); see ``keep``.

    Where it will not be below ``limit``, any such cost may be told.
    """
    soonest = earliest_departure(m, x, f)
    t0 = max(soonest, guess)
    found = run_through(m, x, f, crew, t0)
    if found == LATE and t0 > soonest:
        t0 = soonest
        found = run_through(m, x, f, crew, t0)
    if found == LATE:
        return np.inf
    best = np.inf
    if found == GOOD:
        best = keep_if_better(m, x, f, t0, best)
    shift = promising_shift(m, x, f)
    if limit <= best < np.inf and best - most_saved(m, x, f, shift) >= limit:
        return best
    if thorough and m.law.on:
        best = sample_departures(m, x, f, crew, t0, shift, best)
    for _ in range(SHIFTS):
        if shift < WORTHWHILE_SHIFT_S:
            break
        if run_through(m, x, f, crew, t0 + shift) == GOOD:
            t0 += shift
            best = keep_if_better(m, x, f, t0, best)
            shift = promising_shift(m, x, f)
        else:
            shift //= 2
    return best


@compiled
def sample_departures(m, x, f, crew, t0, shift, best):
    """Try some departures about ``t0``: before it down to the earliest, and after it by more than what is waited."""
    soonest = earliest_departure(m, x, f)
    for i in range(SAMPLES):
        earlier = soonest + (t0 - soonest) * i // SAMPLES
        if earlier < t0 and run_through(m, x, f, crew, earlier) == GOOD:
            best = keep_if_better(m, x, f, earlier, best)
        later = t0 + shift + (i + 1) * DAY_S // (2 * SAMPLES)
        if later <= x.late[0] and run_through(m, x, f, crew, later) == GOOD:
            best = keep_if_better(m, x, f, later, best)
    return best


@compiled
def fixed_cost(m, x, f, crew):
    """What does not depend on time: the vehicle, its crew, its kilometres."""
    return m.cost_fixed[f] + m.crew_cost[crew] + m.cost_m[f] * x.n[METRES]


@compiled
def time_sheet(m, x, f, first_crew, last_crew, failed, guess, thorough, limit):
    """The cost of a totalled sheet with the best of some crews but ``failed`` (inf: infeasible); ``x.n`` tells how.

    ``guess`` is a departure to begin with (less than the earliest: none is known). A cost of ``limit`` or more need not
    be the least.
    """
    if x.n[WHEELS] > m.spaces[f]:
        return np.inf
    best = np.inf
    best_t0 = 0
    best_crew = -1
    for crew in range(first_crew, last_crew):
        if crew == failed or x.n[PEOPLE] > m.room[f] - m.crew_seats[crew]:
            continue
        cost = fixed_cost(m, x, f, crew)
        if cost >= min(best, limit):
            continue
        cost += time_with_crew(m, x, f, crew, guess, thorough, min(best, limit) - cost)
        if cost < best:
            best = cost
            best_t0 = x.n[DEPARTURE]
            best_crew = crew
    if best_crew >= 0 and last_crew - first_crew > 1:
        run_through(m, x, f, best_crew, best_t0)
        keep(x, best_t0)
    x.n[DEPARTURE] = best_t0
    x.n[CREW] = best_crew
    return best
