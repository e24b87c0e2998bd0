"""What a piece's ends would cost at each stop of a duty, estimated from its present timing.

Such estimates rank insertions as in Ropke & Pisinger (2006); earliest departures and latest starts rule out what no
timing can mend.
"""

from __future__ import annotations

import numpy as np

from solvers.model import DAY_S, FAR
from solvers.search.compiled import compiled
from solvers.search.state import move_money

LATE_FACTOR = 2.0


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
    cost_s, cost_m, stop_s, end = m.cost_s[f], m.cost_m[f], m.stop_fixed + alight_s, m.end_at[f]
    least = np.inf
    for k in range(n):
        t.join[row, k] = np.inf
        t.new[row, k] = np.inf
        last = k == n - 1
        if last and end >= 0:
            continue
        here = s.place[d, k]
        hour = cost_s + m.person_s * s.load[d, k]
        if here == place:
            if release <= s.late[d, k]:
                push = max(0, release - s.start[d, k])
                least = min(least, hour * alight_s)
                money = hour * (alight_s + push)
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
            if begin + stop_s + on > s.late[d, k + 1]:
                continue
            detour += on - m.seconds[here, after]
            metres += m.metres[place, after] - m.metres[here, after]
        now = s.start[d, k] + m.stop_fixed + there
        push = max(0, release - now)
        t.way[row, k] = cost_m * metres + hour * (detour + stop_s)
        least = min(least, t.way[row, k])
        money = t.way[row, k] + hour * push
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
    cost_s, cost_m, stop_s, end = m.cost_s[f], m.cost_m[f], m.stop_fixed + alight_s, m.end_at[f]
    least = np.inf
    for k in range(n):
        t.join[row, k] = np.inf
        t.new[row, k] = np.inf
        here = s.place[d, k]
        hour = cost_s + m.person_s * s.load[d, k]
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
        if last and end >= 0:
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
            if begin + stop_s + on > s.late[d, k + 1]:
                continue
            detour += on - m.seconds[here, after]
            metres += m.metres[place, after] - m.metres[here, after]
        now = s.start[d, k] + m.stop_fixed + there
        money = cost_m * metres + hour * (detour + stop_s) + late_money(m, t, b, now, hour)
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
    return money + t.to_money[b] + ride_money(m, t, size, board, gate) + changed_money(m, t, a, b)


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
    return t.to_money[b] + m.person_s * m.size[p] * time_s + changed_money(m, t, a, b)


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
def changed_money(m, t, a, b):
    """Money for travelling otherwise than before, so far as this piece makes the difference.

    The way to a service is decided after the way from it, and another service than before is paid where it is chosen.
    """
    p, via = t.n[2], t.n[4]
    if m.was_slot[p] == -1 or (via >= 0 and via != m.was_via[p]):
        return 0.0
    if t.n[3] == 1:
        return move_money(m, p, t.to_slot[b], m.was_board[p], via)
    if via < 0:
        return move_money(m, p, t.to_slot[b], t.from_board[a], via)
    return move_money(m, p, m.was_slot[p], t.from_board[a], via) if t.n[5] == m.was_slot[p] else 0.0
