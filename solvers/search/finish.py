"""After the search: take in who pays for it, price who is left, read the times out."""

from __future__ import annotations

import numpy as np

from solvers.model import FAR
from solvers.search.compiled import compiled
from solvers.search.driver_law import write_drives
from solvers.search.duties import lay_out
from solvers.search.recreate import place_party
from solvers.search.state import copy_state
from solvers.search.task import SHORTLIST
from solvers.search.timeline import STOPS, run_through, total_up

FORBIDDEN = 1e11
"""More than anything costs: an insertion at this price is none."""


HONEST = np.array([1e-9, 1e12, 0.0, FAR, -1.0, SHORTLIST, -1.0])
"""Knobs for a true price: a new vehicle wholly paid, no slot left short, nothing overlooked."""


@compiled
def insert_party(m, s, x, tasks, p, knobs, rng):
    """Take a party in if that costs less than leaving it at home."""
    if s.slot[p] >= 0:
        return False
    return place_party(m, s, x, tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], p, m.left_cost[p], knobs, rng)


ANYHOW = np.array([1e-9, 0.0, 0.0, FAR, -1.0, SHORTLIST, -1.0])
"""Knobs to ask whether there is a way at all: slots may be left short."""


@compiled
def can_go(m, empty, spare, x, tasks, p, knobs, rng):
    """Could a party travel if it had all vehicles and services to itself?"""
    copy_state(spare, empty)
    spare.offered[:] = 1
    return place_party(m, spare, x, tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], p, FORBIDDEN, knobs, rng)


@compiled
def price_of(m, s, spare, x, tasks, p, knobs, rng):
    """What taking a party into the plan would add to its cost (inf: there is no way)."""
    copy_state(spare, s)
    spare.offered[:] = 1
    money = 0.0
    if not place_party(m, spare, x, tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], p, FORBIDDEN, knobs, rng):
        return np.inf
    for d in range(len(s.cost)):
        money += spare.cost[d] - s.cost[d]
    for v in range(len(s.seated)):
        if spare.seated[v] > 0 and s.seated[v] == 0:
            if spare.seated[v] < m.service_minimum[v]:
                return np.inf
            money += m.service_fixed[v]
    return money + spare.aside[p]


@compiled
def write_times(m, s, x, d, stops, drives):
    """Fill stops (arrive, start, depart) and drives (leg, driver, start, end) of a duty: how many of each."""
    lay_out(m, s, x, d, 0, 0, 0, 0, 0, 0)
    total_up(m, x, m.fleet_of[d])
    run_through(m, x, m.fleet_of[d], s.crew[d], s.depart[d])
    for k in range(x.n[STOPS]):
        stops[k, 0], stops[k, 1], stops[k, 2] = x.arrive[k], x.start[k], x.depart[k]
    if m.law.on:
        return x.n[STOPS], write_drives(x.log, drives)
    n = 0
    for k in range(x.n[STOPS] - 1):
        duration = m.seconds[x.place[k], x.place[k + 1]]
        if duration > 0:
            drives[n, 0], drives[n, 1] = k, 0
            drives[n, 2], drives[n, 3] = x.depart[k], x.depart[k] + duration
            n += 1
    return x.n[STOPS], n
