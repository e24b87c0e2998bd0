"""Two vehicles exchange all that they do after a moment at which both are empty.

The 2-opt* of Potvin & Rousseau (1995) for duties of several runs: it chains runs anew without touching any of them,
which taking parties out and putting them back finds hard. An empty tail is one too, so a duty may be hung onto another;
so is a whole duty, so that vehicles of different fleets are exchanged where all are in use.
"""

from __future__ import annotations

import numpy as np

from solvers.search.compiled import compiled
from solvers.search.duties import settle
from solvers.search.rng import below, uniform
from solvers.search.state import copy_state, stays
from solvers.search.timeline import MAX_RIDERS, MAX_STOPS

NOISE = 0.3
"""Exchanges are ranked by their estimate times a number up to this share away from 1."""


@compiled
def last_of(m, s, d):
    """The last stop of duty ``d`` that is no mere return to where it ends."""
    n = s.stops[d]
    return n - 2 if m.end_at[m.fleet_of[d]] >= 0 and s.load[d, n - 2] == 0 else n - 1


@compiled
def random_duty(s, rng):
    """A duty in use (-1: a few tries found none)."""
    for _ in range(20 if len(s.stops) > 0 else 0):
        d = below(rng, len(s.stops))
        if s.riders[d] > 0:
            return d
    return -1


@compiled
def random_cut(m, s, d, rng):
    """A stop after which duty ``d`` is empty; its start is one."""
    found, seen = 0, 0
    for k in range(last_of(m, s, d) + 1):
        if s.load[d, k] == 0:
            seen += 1
            if below(rng, seen) == 0:
                found = k
    return found


@compiled
def tail_fits(m, s, d, k, f):
    """May a vehicle of fleet ``f`` carry the riders of duty ``d`` after stop ``k``?"""
    for i in range(k + 1, s.stops[d]):
        if s.load[d, i] > m.room[f] or s.wheels[d, i] > m.spaces[f]:
            return False
    for r in range(s.riders[d]):
        piece = s.rider[d, r]
        p = piece // 2
        if s.source[piece] > k and (stays(m, p) or not m.takes[f, s.slot[p]]):
            return False
    return True


@compiled
def link_money(m, s, a, i, b, j):
    """Money of driving on from stop ``i`` of duty ``a`` to what follows stop ``j`` of duty ``b`` (inf: too late)."""
    f = m.fleet_of[a]
    here, end = s.place[a, i], m.end_at[f]
    if j >= last_of(m, s, b):
        metres = m.metres[here, end] if end >= 0 else 0
        seconds = m.seconds[here, end] if end >= 0 else 0
        return m.cost_m[f] * metres + m.cost_s[f] * seconds
    there, last = s.place[b, j + 1], s.place[b, last_of(m, s, b)]
    if s.leave[a, i] + m.seconds[here, there] > s.late[b, j + 1]:
        return np.inf
    wait = max(0, s.start[b, j + 1] - s.start[a, i] - m.seconds[here, there])
    money = m.cost_m[f] * m.metres[here, there] + m.cost_s[f] * (m.seconds[here, there] + wait)
    if end >= 0:
        money += m.cost_m[f] * m.metres[last, end] + m.cost_s[f] * m.seconds[last, end]
    return money


@compiled
def best_partner(m, s, a, i, rng):
    """The duty, and the stop in it, whose tail is the cheapest exchange for that of duty ``a`` after ``i``."""
    best, partner, cut = np.inf, -1, -1
    own = link_money(m, s, a, i, a, i)
    whole_a = i >= last_of(m, s, a)
    for b in range(len(s.stops)):
        if b == a or s.riders[b] == 0:
            continue
        for j in range(last_of(m, s, b) + 1):
            if s.load[b, j] > 0 or (whole_a and j >= last_of(m, s, b)):
                continue
            if i == 0 and j == 0 and m.fleet_of[a] == m.fleet_of[b]:
                continue  # vehicles of one fleet are alike
            money = link_money(m, s, a, i, b, j) + link_money(m, s, b, j, a, i) - own - link_money(m, s, b, j, b, j)
            if j == 0 and whole_a:
                money -= m.cost_fixed[m.fleet_of[b]]
            if i == 0 and j >= last_of(m, s, b):
                money -= m.cost_fixed[m.fleet_of[a]]
            money += NOISE * (2 * uniform(rng) - 1) * (abs(money) + abs(own))
            if money < best and tail_fits(m, s, a, i, m.fleet_of[b]) and tail_fits(m, s, b, j, m.fleet_of[a]):
                best, partner, cut = money, b, j
    return partner, cut


@compiled
def exchange(m, s, a, i, b, j):
    """Exchange two tails; both duties' timing is stale then. False: one would become too long."""
    head_a, head_b = i + 1, j + 1
    tail_a, tail_b = last_of(m, s, a) - i, last_of(m, s, b) - j
    if max(head_a + tail_b, head_b + tail_a) + 3 > MAX_STOPS or s.riders[a] + s.riders[b] > MAX_RIDERS:
        return False
    places = s.place[a, head_a : head_a + tail_a].copy()
    starts = s.start[a, head_a : head_a + tail_a].copy()
    pieces = s.rider[a, : s.riders[a]].copy()
    others = s.rider[b, : s.riders[b]].copy()
    for k in range(tail_b):
        s.place[a, head_a + k] = s.place[b, head_b + k]
        s.start[a, head_a + k] = s.start[b, head_b + k]
    for k in range(tail_a):
        s.place[b, head_b + k] = places[k]
        s.start[b, head_b + k] = starts[k]
    close(m, s, a, head_a + tail_b)
    close(m, s, b, head_b + tail_a)
    s.riders[a] = 0
    s.riders[b] = 0
    for piece in pieces:
        seat(s, piece, a if s.source[piece] <= i else b, 0 if s.source[piece] <= i else head_b - head_a)
    for piece in others:
        seat(s, piece, b if s.source[piece] <= j else a, 0 if s.source[piece] <= j else head_a - head_b)
    return True


@compiled
def close(m, s, d, n):
    """End duty ``d`` after ``n`` stops, and where its fleet ends."""
    end = m.end_at[m.fleet_of[d]]
    if end >= 0:
        s.place[d, n] = end
        n += 1
    s.stops[d] = n
    s.dirty[d] = 1


@compiled
def seat(s, piece, d, shift):
    """Put a piece on duty ``d``, its stops so many later than they were."""
    s.rider[d, s.riders[d]] = piece
    s.riders[d] += 1
    s.duty[piece] = d
    s.source[piece] += shift
    s.target[piece] += shift


@compiled
def swap_tails(m, s, x, keep, allowed, rng):
    """Exchange the tails of two duties if that costs at most ``allowed`` more. True: done."""
    a = random_duty(s, rng)
    if a < 0:
        return False
    i = random_cut(m, s, a, rng)
    b, j = best_partner(m, s, a, i, rng)
    if b < 0:
        return False
    copy_state(keep, s)
    riders = s.riders[a] + s.riders[b]
    if not exchange(m, s, a, i, b, j):
        return False
    settle(m, s, x)
    if s.riders[a] + s.riders[b] == riders and s.cost[a] + s.cost[b] <= keep.cost[a] + keep.cost[b] + allowed:
        return True
    copy_state(s, keep)
    return False
