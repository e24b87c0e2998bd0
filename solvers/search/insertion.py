"""Where a party fits best: candidate places of a piece, estimated first, then timed exactly.

A :class:`Task` is one piece to be placed: where it may come from and go to. All positions in all duties are
estimated from the present timing (Ropke & Pisinger 2006 insert by such costs; the estimate is ours); the
best few are timed under the driver law. A vehicle not yet used is priced by the share of it that the party
takes, as a vehicle is only worth starting for many.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import DAY_S, FAR, Floats, Ints, Model
from solvers.search.compiled import compiled
from solvers.search.reference import by_reference
from solvers.search.state import add_piece, add_rider, lay_out
from solvers.search.timeline import MAX_RIDERS, MAX_STOPS, time_sheet

SHORTLIST = 6
"""Candidates that are timed exactly."""
POSITIONS = 3
"""Positions a duty, kept for each place."""
LATE_FACTOR = 2.0
CLOSE = 0.3
"""A candidate whose estimate is worse than the best timed one by more than this share is not timed."""


class Task(NamedTuple):
    """One piece to place: its ends, and the shortlist of candidates found for it."""

    from_place: Ints
    from_release: Ints
    from_board: Ints  # index into the model's boarding list
    to_place: Ints
    to_slot: Ints
    to_money: Floats  # added to the candidate's cost
    n: Ints  # [from, to, party, piece kind 0/1, service or -1, slot where no gate is on this piece]
    key: Floats  # estimate, shortlist in rising order
    pick: Ints  # shortlist x [duty, board_at, board_new, gate_at, gate_new, from, to]
    best: Floats  # [key, true extra cost]
    best_pick: Ints
    near: Floats  # scratch of positions: from x POSITIONS, to x POSITIONS
    near_at: Ints


refer_task = by_reference(Task)


def new_task(m: Model) -> Task:
    boards = int(max(np.diff(m.board_ptr), default=0)) + 1
    choices = int(max(np.diff(m.choice_ptr), default=0)) + 1

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    return refer_task(Task(
        ints(boards), ints(boards), ints(boards), ints(choices), ints(choices), np.zeros(choices),
        ints(6), np.zeros(SHORTLIST), ints(SHORTLIST, 7), np.zeros(2), ints(7),
        np.zeros((boards + choices, POSITIONS)), ints(boards + choices, POSITIONS, 2),
    ))  # fmt: skip


@compiled
def begin_task(t, p, kind, via):
    t.n[0] = 0
    t.n[1] = 0
    t.n[2] = p
    t.n[3] = kind
    t.n[4] = via
    t.n[5] = -1
    t.key[:] = np.inf
    t.best[:] = np.inf


@compiled
def add_from(t, place, release, board):
    k = t.n[0]
    t.from_place[k] = place
    t.from_release[k] = release
    t.from_board[k] = board
    t.n[0] = k + 1


@compiled
def add_to(t, place, slot, money):
    k = t.n[1]
    t.to_place[k] = place
    t.to_slot[k] = slot
    t.to_money[k] = money
    t.n[1] = k + 1


@compiled
def shortlist(t, key, d, board_at, board_new, gate_at, gate_new, a, b):
    """Keep a candidate if it is among the best."""
    if key >= t.key[SHORTLIST - 1]:
        return
    k = SHORTLIST - 1
    while k > 0 and t.key[k - 1] > key:
        t.key[k] = t.key[k - 1]
        t.pick[k] = t.pick[k - 1]
        k -= 1
    t.key[k] = key
    t.pick[k, 0] = d
    t.pick[k, 1] = board_at
    t.pick[k, 2] = board_new
    t.pick[k, 3] = gate_at
    t.pick[k, 4] = gate_new
    t.pick[k, 5] = a
    t.pick[k, 6] = b


@compiled
def keep_near(t, row, key, at, new):
    if key >= t.near[row, POSITIONS - 1]:
        return
    k = POSITIONS - 1
    while k > 0 and t.near[row, k - 1] > key:
        t.near[row, k] = t.near[row, k - 1]
        t.near_at[row, k] = t.near_at[row, k - 1]
        k -= 1
    t.near[row, k] = key
    t.near_at[row, k, 0] = at
    t.near_at[row, k, 1] = new


@compiled
def lateness(m, window, at):
    """Seconds to wait for the next window (positive), or since the last one closed (negative)."""
    last = -FAR
    for i in range(m.window_ptr[window], m.window_ptr[window + 1]):
        if m.window_to[i] >= at:
            return max(0, m.window_from[i] - at)
        last = m.window_to[i]
    return last - at


@compiled
def place_cost(m, s, d, at, place, new):
    """Metres, seconds and moment of visiting ``place`` at or after a stop; new = 0 joins the stop."""
    now = s.start[d, at]
    if new == 0:
        return 0, m.stop_person, now
    here = s.place[d, at]
    metres = m.metres[here, place]
    seconds = m.seconds[here, place]
    now += seconds + m.stop_fixed
    if at + 1 < s.stops[d]:
        after = s.place[d, at + 1]
        metres += m.metres[place, after] - m.metres[here, after]
        seconds += m.seconds[place, after] - m.seconds[here, after]
    return metres, seconds + m.stop_fixed, now


@compiled
def rate(m, s, t, d, at, new, place, is_from, index):
    """Estimated money of one end of the piece at a position."""
    f = m.fleet_of[d]
    metres, seconds, now = place_cost(m, s, d, at, place, new)
    people = s.load[d, at] if new == 1 else max(0, s.load[d, at])
    hour = m.cost_s[f] + m.person_s * people
    money = m.cost_m[f] * metres + hour * seconds
    if is_from:
        push = t.from_release[index] - now
        if push > 0:
            money += hour * push
    else:
        via = t.n[4]
        if t.n[3] == 0 and via >= 0:
            late = now - m.check_in[via]
            if late > 0:
                money += LATE_FACTOR * (m.cost_s[f] + m.person_s * people) * late
        else:
            wait = lateness(m, m.window_class[t.to_slot[index]], now)
            if wait >= 0:
                money += hour * wait
            elif wait < -DAY_S // 2:
                return np.inf
            else:
                money -= LATE_FACTOR * hour * wait
    return money


@compiled
def positions(m, s, t, d, row, place, is_from, index):
    """Fill the best few positions of one end of the piece in duty ``d``."""
    t.near[row, :] = np.inf
    n = s.stops[d]
    f = m.fleet_of[d]
    open_end = m.end_at[f] < 0
    for k in range(n):
        if s.place[d, k] == place:
            if (is_from and (k < n - 1 or open_end)) or (not is_from and k > 0):
                keep_near(t, row, rate(m, s, t, d, k, 0, place, is_from, index), k, 0)
            continue
        if k == n - 1 and not open_end:
            continue
        if k + 1 < n and s.place[d, k + 1] == place:
            continue
        keep_near(t, row, rate(m, s, t, d, k, 1, place, is_from, index), k, 1)


@compiled
def fits(m, s, d, size, wheels, first, last):
    """Is there room aboard on all legs after stops ``first`` .. ``last - 1``?"""
    f = m.fleet_of[d]
    room = m.room[f] - m.crew_seats[s.crew[d]] - size
    spaces = m.spaces[f] - wheels
    for k in range(first, last):
        if s.load[d, k] > room or s.wheels[d, k] > spaces:
            return False
    return True


@compiled
def ride_money(m, t, size, board, gate):
    """A party's time on this piece, from home to gate, or to or from its service."""
    via = t.n[4]
    if via < 0:
        return m.person_s * size * max(0, gate - board)
    if t.n[3] == 0:
        return m.person_s * size * (m.departs[via] - board)
    return m.person_s * size * (gate - m.departs[via])


@compiled
def may_ride(m, t, f, b):
    """Does fleet ``f`` carry people for the slot that this piece leads to?"""
    slot = t.to_slot[b] if t.to_slot[b] >= 0 else t.n[5]
    return m.takes[f, slot]


@compiled
def scan_duty(m, s, t, d):
    """Estimate the piece in duty ``d`` and put its best candidates on the shortlist."""
    p = t.n[2]
    size, wheels = m.size[p], m.wheels[p]
    f = m.fleet_of[d]
    if s.riders[d] >= MAX_RIDERS - 1 or s.stops[d] + 2 > MAX_STOPS:
        return
    nf, nt = t.n[0], t.n[1]
    for b in range(nt):
        positions(m, s, t, d, nf + b, t.to_place[b], False, b)
    for a in range(nf):
        positions(m, s, t, d, a, t.from_place[a], True, a)
        access = m.person_s * size * m.board_access[t.from_board[a]] if t.n[3] == 0 else 0.0
        for i in range(POSITIONS):
            if not np.isfinite(t.near[a, i]):
                break
            at, new = t.near_at[a, i, 0], t.near_at[a, i, 1]
            _, _, board = place_cost(m, s, d, at, t.from_place[a], new)
            board = max(board, t.from_release[a])
            for b in range(nt):
                if not may_ride(m, t, f, b):
                    continue
                if new == 1:
                    rate_pair(m, s, t, d, at, a, b, board, access)
                for j in range(POSITIONS):
                    key = t.near[nf + b, j]
                    if not np.isfinite(key):
                        break
                    to, to_new = t.near_at[nf + b, j, 0], t.near_at[nf + b, j, 1]
                    if to < at or (to == at and (to_new == 0 or new == 1)):
                        continue
                    key += t.near[a, i] + access + t.to_money[b]
                    if key >= t.key[SHORTLIST - 1]:
                        continue
                    _, _, gate = place_cost(m, s, d, to, t.to_place[b], to_new)
                    key += ride_money(m, t, size, board, gate)
                    if key < t.key[SHORTLIST - 1] and fits(m, s, d, size, wheels, at, to + to_new):
                        shortlist(t, key, d, at, new, to, to_new, a, b)


@compiled
def rate_pair(m, s, t, d, at, a, b, board, access):
    """Both ends as new stops, one after the other, after stop ``at``."""
    f = m.fleet_of[d]
    p = t.n[2]
    here, one, two = s.place[d, at], t.from_place[a], t.to_place[b]
    if one == two:
        return
    metres = m.metres[here, one] + m.metres[one, two]
    seconds = m.seconds[here, one] + m.seconds[one, two]
    if at + 1 < s.stops[d]:
        after = s.place[d, at + 1]
        if after == two:
            return
        metres += m.metres[two, after] - m.metres[here, after]
        seconds += m.seconds[two, after] - m.seconds[here, after]
    hour = m.cost_s[f] + m.person_s * s.load[d, at]
    money = m.cost_m[f] * metres + hour * (seconds + 2 * m.stop_fixed)
    gate = board + m.stop_fixed + m.seconds[one, two]
    if t.to_slot[b] >= 0:
        wait = lateness(m, m.window_class[t.to_slot[b]], gate)
        if wait < -DAY_S // 2:
            return
        money += hour * wait if wait >= 0 else -LATE_FACTOR * hour * wait
    money += access + t.to_money[b] + ride_money(m, t, m.size[p], board, gate)
    if money < t.key[SHORTLIST - 1] and fits(m, s, d, m.size[p], m.wheels[p], at, at + 1):
        shortlist(t, money, d, at, 1, at, 1, a, b)


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
            money += access + t.to_money[b] + ride_money(m, t, size, board, gate)
            board_new = 1 if one != start else 0
            gate_new = 1 if two != end else 0
            shortlist(t, money, d, 0, board_new, 0 if gate_new == 1 else 1, gate_new, a, b)


@compiled
def time_candidates(m, s, x, t, fill):
    """Time the shortlist exactly; ``t.best`` has the cheapest (inf: none is feasible)."""
    p, kind, via = t.n[2], t.n[3], t.n[4]
    for k in range(SHORTLIST):
        if not np.isfinite(t.key[k]) or t.key[k] > t.best[0] + CLOSE * abs(t.best[0]):
            return
        d, a, b = t.pick[k, 0], t.pick[k, 5], t.pick[k, 6]
        f = m.fleet_of[d]
        at, new, to, to_new = t.pick[k, 1], t.pick[k, 2], t.pick[k, 3], t.pick[k, 4]
        if not lay_out(m, s, x, d, at, new, t.from_place[a], to, to_new, t.to_place[b]):
            continue
        i = at + new
        j = to + to_new + (new if to > at or to_new == 1 else 0)
        if not add_rider(m, x, 2 * p + kind, t.to_slot[b], t.from_board[a], via, i, j):
            continue
        idle = s.riders[d] == 0
        cost = np.inf
        if not idle:
            cost = time_sheet(m, x, f, s.crew[d], s.crew[d] + 1)
        if not np.isfinite(cost) and (idle or k < 2):
            cost = time_sheet(m, x, f, m.crew_ptr[f], m.crew_ptr[f + 1])
        if not np.isfinite(cost):
            continue
        extra = cost - s.cost[d] + t.to_money[b]
        key = extra
        if idle:
            own = timed_share(m, x)
            key = own + t.to_money[b] + share_of(m, f, m.size[p], fill) * (cost - own)
        if key < t.best[0]:
            t.best[0] = key
            t.best[1] = extra
            t.best_pick[:] = t.pick[k]


@compiled
def timed_share(m, x):
    """The money of the riders' own time on a timed sheet."""
    people = x.away[0]
    for k in range(x.n[0]):
        people += x.weight[k] * x.kept[k]
    return m.person_s * people


@compiled
def apply_best(m, s, t):
    """Write the best candidate into its duty; the caller settles it."""
    pick = t.best_pick
    d = pick[0]
    if s.riders[d] == 0 and s.dirty[d] == 0:
        s.used[m.fleet_of[d]] += 1
    piece = 2 * t.n[2] + t.n[3]
    a, b = pick[5], pick[6]
    add_piece(s, d, piece, pick[1], pick[2], t.from_place[a], pick[3], pick[4], t.to_place[b])
