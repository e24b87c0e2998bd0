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
from solvers.search.timeline import MAX_RIDERS, MAX_STOPS, STOPS, time_sheet, total_up

SHORTLIST = 6
"""Candidates that are timed exactly."""
OF_ONE = 2
"""At most so many of them in one duty."""
LATE_FACTOR = 2.0
CLOSE = 0.3
"""A candidate whose estimate is worse than the best timed one by more than this share is not timed."""
FILL, PENALTY, BLINK, MOST, CHEAP = 0, 1, 2, 3, 4
"""What the array ``knobs`` holds: the fill by which a new vehicle is priced (0 to 1), the money a person that a
slot or service lacks, the share of duties that an insertion overlooks, so that repeats differ (Christiaens & Vanden
Berghe 2020), how many vehicles may be in use, and a fleet whose vehicles are let go cheaply (-1: none)."""
CHEAP_FILL = 4.0
"""The fill by which such a vehicle is priced."""


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
    join: Floats  # scratch, one duty: end (all from, then all to) x stop, the money of using that stop
    new: Floats  # the same for a stop of its own after that stop
    way: Floats  # the money of the detour alone to such a stop
    least: Floats  # the least money of a detour for each to
    own: Floats  # the best candidates of one duty
    own_pick: Ints


refer_task = by_reference(Task)


def new_task(m: Model) -> Task:
    boards = int(max(np.diff(m.board_ptr), default=0)) + 1
    choices = int(max(np.diff(m.choice_ptr), default=0)) + 1

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    join, new, way = (np.zeros((boards + choices, MAX_STOPS)) for _ in range(3))
    return refer_task(Task(
        ints(boards), ints(boards), ints(boards), ints(choices), ints(choices), np.zeros(choices),
        ints(6), np.zeros(SHORTLIST), ints(SHORTLIST, 7), np.zeros(2), ints(7),
        join, new, way, np.zeros(choices), np.zeros(OF_ONE), ints(OF_ONE, 7),
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
def insert_sorted(keys, picks, key, d, board_at, board_new, gate_at, gate_new, a, b):
    """Keep a candidate, which is better than the worst, in a list that rises."""
    k = len(keys) - 1
    while k > 0 and keys[k - 1] > key:
        keys[k] = keys[k - 1]
        for i in range(7):
            picks[k, i] = picks[k - 1, i]
        k -= 1
    keys[k] = key
    picks[k, 0] = d
    picks[k, 1] = board_at
    picks[k, 2] = board_new
    picks[k, 3] = gate_at
    picks[k, 4] = gate_new
    picks[k, 5] = a
    picks[k, 6] = b


@compiled
def shortlist(t, key, pick):
    """Keep a candidate if it is among the best of all duties."""
    if key < t.key[SHORTLIST - 1]:
        insert_sorted(t.key, t.pick, key, pick[0], pick[1], pick[2], pick[3], pick[4], pick[5], pick[6])


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
def rate_from(m, s, t, d, a):
    """Estimate boarding by way ``a`` at every stop of duty ``d`` and after it; the least money of a detour for it.

    Money of the detour, of those aboard who wait for it, and of the party's own time up to here (so less for a
    later moment; what is added at the other end completes it).
    """
    p, f, n, row = t.n[2], m.fleet_of[d], s.stops[d], a
    place, release, size = t.from_place[a], t.from_release[a], m.size[p]
    from_home = t.n[3] == 0
    rate = m.person_s * size
    base = rate * m.board_access[t.from_board[a]] if from_home else -rate * m.departs[t.n[4]]
    alight_s = m.stop_person * size
    least = np.inf
    for k in range(n):
        t.join[row, k] = np.inf
        t.new[row, k] = np.inf
        last = k == n - 1
        if last and m.end_at[f] >= 0:
            continue
        here = s.place[d, k]
        hour = m.cost_s[f] + m.person_s * s.load[d, k]
        if here == place:
            if release <= s.late[d, k]:
                push = max(0, release - s.start[d, k])
                money = hour * (alight_s + push)
                least = min(least, money)
                if from_home:
                    money -= rate * (s.start[d, k] + push)
                t.join[row, k] = base + money
            continue
        there = m.seconds[here, place]
        detour, metres = there, m.metres[here, place]
        begin = max(s.leave[d, k] + there, release)
        if not last:
            after = s.place[d, k + 1]
            if after == place:
                continue
            on = m.seconds[place, after]
            if begin + m.stop_fixed + alight_s + on > s.late[d, k + 1]:
                continue
            detour += on - m.seconds[here, after]
            metres += m.metres[place, after] - m.metres[here, after]
        now = s.start[d, k] + m.stop_fixed + there
        push = max(0, release - now)
        t.way[row, k] = m.cost_m[f] * metres + hour * (detour + m.stop_fixed + alight_s)
        money = t.way[row, k] + hour * push
        least = min(least, money)
        if from_home:
            money -= rate * (now + push)
        t.new[row, k] = base + money
    return least


@compiled
def last_moment(m, t, b):
    """No start of the stop where the party leaves by way ``b`` can be later."""
    p, via = t.n[2], t.n[4]
    if t.to_slot[b] < 0:
        return m.check_in[via] - m.stop_fixed - m.stop_person * m.size[p]
    w = m.window_class[t.to_slot[b]]
    return min(m.due[p], m.window_to[m.window_ptr[w + 1] - 1])


@compiled
def late_money(m, t, b, now, hour):
    """Money of coming to the end of way ``b`` at a moment: waiting, or being late by present times (inf: by far)."""
    if t.to_slot[b] < 0:
        return LATE_FACTOR * hour * max(0, now - m.check_in[t.n[4]])
    wait = lateness(m, m.window_class[t.to_slot[b]], now)
    if wait >= 0:
        return (hour + m.person_s * m.size[t.n[2]]) * wait
    return np.inf if wait < -DAY_S // 2 else -LATE_FACTOR * hour * wait


@compiled
def rate_to(m, s, t, d, b):
    """Estimate leaving by way ``b`` at every stop of duty ``d`` and after it (see ``rate_from``)."""
    p, f, n, row = t.n[2], m.fleet_of[d], s.stops[d], t.n[0] + b
    place, size, limit = t.to_place[b], m.size[p], last_moment(m, t, b)
    to_gate = t.to_slot[b] >= 0
    rate = m.person_s * size
    base = t.to_money[b] if to_gate else t.to_money[b] + rate * m.departs[t.n[4]]
    alight_s = m.stop_person * size
    least = np.inf
    for k in range(n):
        t.join[row, k] = np.inf
        t.new[row, k] = np.inf
        here = s.place[d, k]
        hour = m.cost_s[f] + m.person_s * s.load[d, k]
        if here == place:
            if k > 0:
                now = s.start[d, k]
                money = hour * alight_s + late_money(m, t, b, now, hour)
                least = min(least, money)
                if to_gate:
                    money += rate * now
                t.join[row, k] = base + money
            continue
        last = k == n - 1
        if last and m.end_at[f] >= 0:
            continue
        there = m.seconds[here, place]
        begin = s.leave[d, k] + there
        if begin > limit:
            continue
        detour, metres = there, m.metres[here, place]
        if not last:
            after = s.place[d, k + 1]
            if after == place:
                continue
            on = m.seconds[place, after]
            if begin + m.stop_fixed + alight_s + on > s.late[d, k + 1]:
                continue
            detour += on - m.seconds[here, after]
            metres += m.metres[place, after] - m.metres[here, after]
        now = s.start[d, k] + m.stop_fixed + there
        money = m.cost_m[f] * metres + hour * (detour + m.stop_fixed + alight_s) + late_money(m, t, b, now, hour)
        least = min(least, money)
        if to_gate:
            money += rate * now
        t.new[row, k] = base + money
    return least


@compiled
def rate_pair(m, s, t, d, k, a, b):
    """Both ends as stops of their own, one after the other, after stop ``k``."""
    p, f = t.n[2], m.fleet_of[d]
    here, one, two, size = s.place[d, k], t.from_place[a], t.to_place[b], m.size[p]
    if one == two or here == one:
        return np.inf
    dwell = m.stop_fixed + m.stop_person * size
    begin = max(s.leave[d, k] + m.seconds[here, one], t.from_release[a]) + dwell + m.seconds[one, two]
    if begin > last_moment(m, t, b):
        return np.inf
    metres = m.metres[here, one] + m.metres[one, two]
    detour = m.seconds[here, one] + m.seconds[one, two]
    if k + 1 < s.stops[d]:
        after = s.place[d, k + 1]
        if after == two or begin + dwell + m.seconds[two, after] > s.late[d, k + 1]:
            return np.inf
        metres += m.metres[two, after] - m.metres[here, after]
        detour += m.seconds[two, after] - m.seconds[here, after]
    hour = m.cost_s[f] + m.person_s * s.load[d, k]
    board = max(s.start[d, k] + m.stop_fixed + m.seconds[here, one], t.from_release[a])
    gate = board + dwell + m.seconds[one, two]
    money = m.cost_m[f] * metres + hour * (detour + 2 * dwell) + late_money(m, t, b, gate, hour)
    if t.n[3] == 0:
        money += m.person_s * size * m.board_access[t.from_board[a]]
    return money + t.to_money[b] + ride_money(m, t, size, board, gate)


@compiled
def least_money(m, t, a, b):
    """What the piece costs at least besides detours: the slot, the way to the stop, and the bare ride."""
    p, via = t.n[2], t.n[4]
    time_s = m.seconds[t.from_place[a], t.to_place[b]]
    if t.n[3] == 0:
        time_s += m.board_access[t.from_board[a]]
        if via >= 0:
            time_s += m.departs[via] - m.check_in[via]
    else:
        time_s += m.exits[via] - m.departs[via]
    return t.to_money[b] + m.person_s * m.size[p] * time_s


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
    """Estimate the piece in duty ``d``, all positions of both ends, and put its best candidates on the shortlist."""
    f = m.fleet_of[d]
    if s.riders[d] >= MAX_RIDERS - 1 or s.stops[d] + 2 > MAX_STOPS:
        return
    t.own[:] = t.key[SHORTLIST - 1]
    hope = False
    for b in range(t.n[1]):
        t.least[b] = np.inf
        if may_ride(m, t, f, b):
            t.least[b] = rate_to(m, s, t, d, b)
            for a in range(t.n[0]):
                hope = hope or t.least[b] + least_money(m, t, a, b) < t.own[OF_ONE - 1]
    if not hope:
        return
    for a in range(t.n[0]):
        boarding = rate_from(m, s, t, d, a)
        for b in range(t.n[1]):
            if t.least[b] + boarding < np.inf:
                rest = least_money(m, t, a, b)
                if t.least[b] + rest < t.own[OF_ONE - 1]:
                    scan_pair(m, s, t, d, a, b, rest, boarding + t.least[b] + rest < t.own[OF_ONE - 1])
    for k in range(OF_ONE):
        if t.own[k] < t.key[SHORTLIST - 1]:
            shortlist(t, t.own[k], t.own_pick[k])


@compiled
def scan_pair(m, s, t, d, a, b, rest, apart):
    """The best positions of two ends, in one pass along the stops: the cheapest boarding so far meets each leaving.

    ``rest`` is the least money besides detours. ``apart``: the two ends may use stops that are there, or lie on
    different legs.
    """
    p, f, n, to = t.n[2], m.fleet_of[d], s.stops[d], t.n[0] + b
    room = m.room[f] - m.crew_seats[s.crew[d]] - m.size[p]
    spaces = m.spaces[f] - m.wheels[p]
    boarding, at, new = np.inf, -1, 0
    for k in range(n):
        if apart and boarding + t.join[to, k] < t.own[OF_ONE - 1]:
            insert_sorted(t.own, t.own_pick, boarding + t.join[to, k], d, at, new, k, 0, a, b)
        if s.load[d, k] > room or s.wheels[d, k] > spaces:
            boarding = np.inf
            continue
        if apart:
            if t.join[a, k] < boarding:
                boarding, at, new = t.join[a, k], k, 0
            if boarding + t.new[to, k] < t.own[OF_ONE - 1]:
                insert_sorted(t.own, t.own_pick, boarding + t.new[to, k], d, at, new, k, 1, a, b)
        # no pair of new stops where one alone would not do, or is a detour too dear already
        if t.new[a, k] < np.inf and t.new[to, k] < np.inf and t.way[a, k] + rest < t.own[OF_ONE - 1]:
            key = rate_pair(m, s, t, d, k, a, b)
            if key < t.own[OF_ONE - 1]:
                insert_sorted(t.own, t.own_pick, key, d, k, 1, k, 1, a, b)
        if t.new[a, k] < boarding:
            boarding, at, new = t.new[a, k], k, 1


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
            money += access + t.to_money[b] + ride_money(m, t, size, board, gate)
            board_new = 1 if one != start else 0
            gate_new = 1 if two != end else 0
            if money < t.key[SHORTLIST - 1]:
                gate_at = 0 if gate_new == 1 else 1
                insert_sorted(t.key, t.pick, money, d, 0, board_new, gate_at, gate_new, a, b)


@compiled
def time_candidates(m, s, x, t, knobs):
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
        total_up(m, x)
        idle = s.riders[d] == 0
        cost = np.inf
        if not idle:
            cost = time_sheet(m, x, f, s.crew[d], s.crew[d] + 1, s.depart[d], False)
        if not np.isfinite(cost) and (idle or k < 2):
            cost = time_sheet(m, x, f, m.crew_ptr[f], m.crew_ptr[f + 1], -1, False)
        if not np.isfinite(cost):
            continue
        extra = cost - s.cost[d] + t.to_money[b]
        key = extra
        if idle:
            own = timed_share(m, x)
            key = own + t.to_money[b] + share_of(m, f, m.size[p], fill_of(knobs, f)) * (cost - own)
        if key < t.best[0]:
            t.best[0] = key
            t.best[1] = extra
            t.best_pick[:] = t.pick[k]


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
    piece = 2 * t.n[2] + t.n[3]
    a, b = pick[5], pick[6]
    add_piece(s, d, piece, pick[1], pick[2], t.from_place[a], pick[3], pick[4], t.to_place[b])
