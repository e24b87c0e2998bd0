"""Which vehicles are worth an estimate for a task."""

from __future__ import annotations

import numpy as np

from solvers.model import FAR
from solvers.search.compiled import compiled
from solvers.search.insertion import BLINK, CARE, MOST, fill_of, scan_duty, scan_fleet
from solvers.search.rating import may_ride
from solvers.search.rng import uniform
from solvers.search.task import measure_rides

FEEDER_FAR_S, FEEDER_FAR = 2 * 3600, 3
"""A vehicle that starts farther from a hub than this, plus so many times the ride, is no feeder to it."""
MANY, NEAR, STRAY = 30, 0.3, 0.05
"""With more vehicles in use than this, only those are looked at that stop within so much of the ride's length of its
end, and a few others."""


@compiled
def hopeless(m, t, f):
    """Is fleet ``f`` no use for the task: too small, not for these slots, too far off, or with too few drivers?"""
    p, via = t.n[2], t.n[4]
    if m.size[p] > m.room[f] or m.wheels[p] > m.spaces[f]:
        return True
    allowed, metres, seconds = False, FAR, FAR
    for b in range(t.n[1]):
        if may_ride(m, t, f, b):
            allowed = True
            metres = min(metres, t.ride_m[b])
            seconds = min(seconds, t.ride_s[b])
    if not allowed:
        return True
    if metres > m.law.crew_over_m:
        drivers = 0
        for c in range(m.crew_ptr[f], m.crew_ptr[f + 1]):
            drivers = max(drivers, m.crew_drivers[c])
        if drivers < m.law.crew_drivers:
            return True
    if via < 0:
        return False
    hub = t.to_place[0] if t.n[3] == 0 else t.from_place[0]
    return m.seconds[m.start_at[f], hub] > FEEDER_FAR_S + FEEDER_FAR * seconds


@compiled
def far_off(m, s, t, d):
    """Does duty ``d`` stop nowhere near where the task's piece may end, as the ride goes?"""
    for b in range(t.n[1]):
        gate, near = t.to_place[b], NEAR * t.ride_m[b]
        for k in range(s.stops[d]):
            if m.metres[s.place[d, k], gate] < near:
                return False
    return True


@compiled
def passes_by(m, s, t, d):
    """Does duty ``d`` not stop at the interchange of the task, where others change already?

    Of those who change with others, 98 in 100 found their cheapest way by two vehicles that both stop there.
    """
    via = t.n[4]
    if via < m.first_interchange or s.seated[via] == 0:
        return False
    for k in range(s.stops[d]):
        if s.place[d, k] == m.hub_to[via]:
            return False
    return True


@compiled
def scan(m, s, t, limit, knobs, rng):
    """Estimate the task's piece in every vehicle; of many, only in those that pass near. The least estimate.

    What costs ``limit`` or more is of no use.
    """
    t.key[:] = np.inf
    t.best[2] = limit
    t.n[6] = int(knobs[CARE]) - 1
    measure_rides(m, t)
    many = 0
    for f in range(len(m.room)):
        many += s.used[f]
    for f in range(len(m.room)):
        if hopeless(m, t, f):
            continue
        if s.used[f] > 0:
            for d in range(m.first_duty[f], m.first_duty[f + 1]):
                if s.riders[d] == 0 or uniform(rng) < knobs[BLINK]:
                    continue
                if knobs[BLINK] > 0.0:
                    if passes_by(m, s, t, d) or (many > MANY and far_off(m, s, t, d) and uniform(rng) > STRAY):
                        continue
                scan_duty(m, s, t, d)
        if many < knobs[MOST]:
            scan_fleet(m, s, t, f, fill_of(knobs, f))
    return t.key[0]


@compiled
def scan_for(m, s, t, slot, limit, knobs, rng):
    """Estimate a way to a service of somebody who goes on to ``slot``."""
    t.n[5] = slot
    return scan(m, s, t, limit, knobs, rng)
