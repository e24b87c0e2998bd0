"""Where a party fits best: candidate places of a piece, estimated first, then timed exactly.

A :class:`Task` is one piece to be placed: where it may come from and go to. All positions in all duties are
estimated from the present timing (Ropke & Pisinger 2006 insert by such costs; the estimate is ours); the
best few are timed under the driver law. A vehicle not yet used is priced by the share of it that the party
takes, as a vehicle is only worth starting for many.
"""

from __future__ import annotations

import numpy as np

from solvers.search.compiled import compiled
from solvers.search.duties import add_piece, add_rider, lay_out
from solvers.search.rating import (
    changed_money,
    lateness,
    least_money,
    may_ride,
    rate_from,
    rate_pair,
    rate_to,
    ride_money,
)
from solvers.search.task import OF_ONE, insert_sorted, shortlist
from solvers.search.timeline import CREW, DEPARTURE, MAX_RIDERS, MAX_STOPS, STOPS, time_sheet, total_up

CLOSE = 0.3
"""A candidate whose estimate is worse than the best timed one by more than this share is not timed."""
FILL, PENALTY, BLINK, MOST, CHEAP, CARE, OPENED = 0, 1, 2, 3, 4, 5, 6
"""What the array ``knobs`` holds: the fill by which a new vehicle is priced (0 to 1), the money a person that a
slot or service lacks, the share of duties that an insertion overlooks, so that repeats differ (Christiaens & Vanden
Berghe 2020), how many vehicles may be in use, a fleet whose vehicles are let go cheaply (-1: none), how many candidates
of the shortlist are timed, and a slot that is to be opened (-1: none, ``ANY_SLOT``: whichever)."""
ANY_SLOT = -2.0
CHEAP_FILL = 4.0
"""The fill by which such a vehicle is priced."""


@compiled
def worst_of_use(t):
    """A candidate whose estimate is not below this will not be timed."""
    return min(t.key[t.n[6]], tolerable(t.best[2]))


@compiled
def tolerable(money):
    """Estimates above this are not timed where ``money`` is to be undercut."""
    return money + CLOSE * abs(money)


@compiled
def scan_duty(m, s, t, d):
    """Estimate the piece in duty ``d``, all positions of both ends, and put its best candidates on the shortlist."""
    if s.riders[d] >= MAX_RIDERS - 1 or s.stops[d] + 2 > MAX_STOPS:
        return
    worst = worst_of_use(t)
    t.own[:] = worst
    t.detour[: t.n[0] + t.n[1]] = 0.0
    if t.n[0] < t.n[1]:  # the fewer ends first, as most duties are no use for them
        if not (rate_froms(m, s, t, d) and rate_tos(m, s, t, d)):
            return
    elif not (rate_tos(m, s, t, d) and rate_froms(m, s, t, d)):
        return
    for a in range(t.n[0]):
        for b in range(t.n[1]):
            rest = least_money(m, t, a, b)
            if hopeful(t, a, b, rest):
                apart = t.detour[a] + t.detour[t.n[0] + b] + rest < t.own[OF_ONE - 1]
                scan_pair(m, s, t, d, a, b, rest, apart)
    for k in range(OF_ONE):
        if t.own[k] < worst:
            shortlist(t, t.own[k], t.own_pick[k])


@compiled
def hopeful(t, a, b, rest):
    """Could the task's ways ``a`` and ``b``, each with its least detour, be of use? (Both may share one.)"""
    return max(t.detour[a], t.detour[t.n[0] + b]) + rest < t.own[OF_ONE - 1]


@compiled
def rate_froms(m, s, t, d):
    """Estimate boarding in duty ``d`` by all ways that could be of use; False: none is."""
    hope = False
    for a in range(t.n[0]):
        worth = False
        for b in range(t.n[1]):
            worth = worth or hopeful(t, a, b, least_money(m, t, a, b))
        t.detour[a] = rate_from(m, s, t, d, a) if worth else np.inf
        hope = hope or t.detour[a] < np.inf
    return hope


@compiled
def rate_tos(m, s, t, d):
    """Estimate leaving duty ``d`` by all ways that could be of use; False: none is."""
    f, hope = m.fleet_of[d], False
    for b in range(t.n[1]):
        worth = False
        if may_ride(m, t, f, b):
            for a in range(t.n[0]):
                worth = worth or hopeful(t, a, b, least_money(m, t, a, b))
        t.detour[t.n[0] + b] = rate_to(m, s, t, d, b) if worth else np.inf
        hope = hope or t.detour[t.n[0] + b] < np.inf
    return hope


@compiled
def scan_pair(m, s, t, d, a, b, rest, apart):
    """The best positions of two ends, in one pass along the stops: the cheapest boarding so far meets each leaving.

    ``rest`` is the least money besides detours. ``apart``: the two ends may use stops that are there, or lie on
    different legs.
    """
    p, f, n, to = t.n[2], m.fleet_of[d], s.stops[d], t.n[0] + b
    room = m.room[f] - m.crew_seats[s.crew[d]] - m.size[p]
    spaces = m.spaces[f] - m.wheels[p]
    changed = changed_money(m, t, a, b)
    boarding, at, new = np.inf, -1, 0
    for k in range(n):
        if apart and boarding + t.join[to, k] < t.own[OF_ONE - 1]:
            insert_sorted(t.own, t.own_pick, boarding + t.join[to, k], d, at, new, k, 0, a, b)
        if s.load[d, k] > room or s.wheels[d, k] > spaces:
            boarding = np.inf
            continue
        if apart:
            if t.join[a, k] + changed < boarding:
                boarding, at, new = t.join[a, k] + changed, k, 0
            if boarding + t.new[to, k] < t.own[OF_ONE - 1]:
                insert_sorted(t.own, t.own_pick, boarding + t.new[to, k], d, at, new, k, 1, a, b)
        # no pair of new stops where one alone would not do, or is a detour too dear already
        if t.new[a, k] < np.inf and t.new[to, k] < np.inf and t.way[a, k] + rest < t.own[OF_ONE - 1]:
            key = rate_pair(m, s, t, d, k, a, b)
            if key < t.own[OF_ONE - 1]:
                insert_sorted(t.own, t.own_pick, key, d, k, 1, k, 1, a, b)
        if t.new[a, k] + changed < boarding:
            boarding, at, new = t.new[a, k] + changed, k, 1


@compiled
def fill_of(knobs, f):
    """The fill by which a new vehicle of fleet ``f`` is priced."""
    return CHEAP_FILL if f == knobs[CHEAP] else knobs[FILL]


@compiled
def share_of(m, f, size, fill):
    """The part of a new vehicle that a party pays for, if the vehicle is to be filled to ``fill``."""
    return min(1.0, size / max(1.0, fill * m.room[f]))


@compiled
def scan_fleet(m, s, t, f, fill):
    """Estimate the piece on an idle vehicle of fleet ``f``."""
    p = t.n[2]
    size = m.size[p]
    if s.used[f] >= m.first_duty[f + 1] - m.first_duty[f] or size > m.room[f] or m.wheels[p] > m.spaces[f]:
        return
    d = m.first_duty[f]
    while s.riders[d] > 0 or s.dirty[d] != 0:
        d += 1
        if d >= m.first_duty[f + 1]:
            return
    share = share_of(m, f, size, fill)
    start, end = m.start_at[f], m.end_at[f]
    for a in range(t.n[0]):
        one = t.from_place[a]
        access = m.person_s * size * m.board_access[t.from_board[a]] if t.n[3] == 0 else 0.0
        for b in range(t.n[1]):
            two = t.to_place[b]
            if one == two or not may_ride(m, t, f, b):
                continue
            metres = m.metres[start, one] + m.metres[one, two]
            seconds = m.seconds[start, one] + m.seconds[one, two]
            if end >= 0:
                metres += m.metres[two, end]
                seconds += m.seconds[two, end]
            board = max(t.from_release[a], m.free_from[f] + m.seconds[start, one])
            gate = board + m.seconds[one, two]
            if t.to_slot[b] >= 0:
                wait = lateness(m, m.window_class[t.to_slot[b]], gate)
                if wait < 0:
                    continue
                board += wait
                gate += wait
            elif t.n[4] >= 0:
                if gate > m.check_in[t.n[4]]:
                    continue
                board += m.check_in[t.n[4]] - gate
            money = share * (m.cost_fixed[f] + m.cost_m[f] * metres + m.cost_s[f] * seconds)
            money += access + t.to_money[b] + ride_money(m, t, size, board, gate) + changed_money(m, t, a, b)
            board_new = 1 if one != start else 0
            gate_new = 1 if two != end else 0
            if money < worst_of_use(t):
                gate_at = 0 if gate_new == 1 else 1
                insert_sorted(t.key, t.pick, money, d, 0, board_new, gate_at, gate_new, a, b)


@compiled
def time_candidates(m, s, x, t, knobs):
    """Time the shortlist exactly; ``t.best`` has the cheapest (inf: none is feasible)."""
    p, kind, via = t.n[2], t.n[3], t.n[4]
    for k in range(int(knobs[CARE])):
        if not np.isfinite(t.key[k]) or t.key[k] > tolerable(t.best[0]):
            return
        d, a, b = t.pick[k, 0], t.pick[k, 5], t.pick[k, 6]
        f = m.fleet_of[d]
        at, new, to, to_new = t.pick[k, 1], t.pick[k, 2], t.pick[k, 3], t.pick[k, 4]
        if not lay_out(m, s, x, d, at, new, t.from_place[a], to, to_new, t.to_place[b]):
            continue
        i = at + new
        j = to + to_new + (new if to > at or to_new == 1 else 0)
        slot = t.to_slot[b] if t.to_slot[b] >= 0 else t.n[5]
        if not add_rider(m, x, 2 * p + kind, slot, t.from_board[a], via, i, j):
            continue
        total_up(m, x, f)
        idle = s.riders[d] == 0
        aside = t.to_money[b] + changed_money(m, t, a, b)
        share = share_of(m, f, m.size[p], fill_of(knobs, f)) if idle else 1.0
        limit = s.cost[d] + (min(t.best[0], t.best[2]) - aside) / share
        cost, failed = np.inf, -1
        if not idle:  # its own crew first
            failed = s.crew[d]
            cost = time_sheet(m, x, f, failed, failed + 1, -1, s.depart[d], False, limit)
        if not np.isfinite(cost) and (idle or k < 2):
            cost = time_sheet(m, x, f, m.crew_ptr[f], m.crew_ptr[f + 1], failed, -1, False, limit)
        if not np.isfinite(cost):
            continue
        extra = cost - s.cost[d] + aside
        key = extra
        if idle:
            own = timed_share(m, x)
            key = own + aside + share * (cost - own)
        if key < t.best[0]:
            t.best[0] = key
            t.best[1] = extra
            t.best_pick[:7] = t.pick[k]
            t.best_pick[7] = x.n[DEPARTURE]
            t.best_pick[8] = x.n[CREW]


@compiled
def timed_share(m, x):
    """The money of the riders' own time on a timed sheet."""
    people = x.away[0]
    for k in range(x.n[STOPS]):
        people += x.weight[k] * x.kept[k]
    return m.person_s * people


@compiled
def apply_best(m, s, t):
    """Write the best candidate into its duty; the caller settles it."""
    pick = t.best_pick
    d = pick[0]
    if s.riders[d] == 0 and s.dirty[d] == 0:
        s.used[m.fleet_of[d]] += 1
    s.depart[d], s.crew[d] = pick[7], pick[8]
    piece = 2 * t.n[2] + t.n[3]
    a, b = pick[5], pick[6]
    add_piece(s, d, piece, pick[1], pick[2], t.from_place[a], pick[3], pick[4], t.to_place[b])
