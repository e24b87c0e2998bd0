"""What to take out of a plan before it is mended: related parties, whole duties, slots, services.

Shaw's relatedness (1998) with Ropke & Pisinger's randomised choice (2006); whole routes and strings of
neighbours after Christiaens & Vanden Berghe (2020). Charters open and close here.
"""

from __future__ import annotations

import numpy as np

from solvers.search.compiled import compiled
from solvers.search.rng import below, uniform
from solvers.search.state import can_travel, send_home

SERVICES, DUTIES, STRINGS, STUCK, SLOT, RANDOM = range(6)
UNTIL = np.cumsum([0.01, 0.02, 0.30, 0.17, 0.08, 0.15])
"""The shares of rounds, added up, that change services, empty whole duties, take out strings, whom is near somebody who
was left, those of a slot, and anybody; the rest take out who is alike. What takes out many costs many placings and is
seldom kept (a whole duty in one round of fifty), and excursions do it with more patience."""


@compiled
def home_of(m, s, p):
    """Where a party boards, or would first."""
    if s.board[p] >= 0:
        return m.board_at[s.board[p]]
    a, b = m.board_ptr[p], m.board_ptr[p + 1]
    return m.board_at[a] if b > a else -1


@compiled
def gate_of(m, s, p, rng):
    """Where a party goes, or might."""
    if s.slot[p] >= 0:
        return m.gate[s.slot[p]]
    a, b = m.choice_ptr[p], m.choice_ptr[p + 1]
    return m.gate[m.choice_slot[a + below(rng, b - a)]] if b > a else -1


@compiled
def least(score, count):
    """The indices of the ``count`` least scores, in rising order; those of inf are none."""
    found = np.empty(count, dtype=np.int64)
    n = 0
    for k in range(len(score)):
        if score[k] == np.inf or (n == count and score[k] >= score[found[n - 1]]):
            continue
        i = min(n, count - 1)
        while i > 0 and score[found[i - 1]] > score[k]:
            found[i] = found[i - 1]
            i -= 1
        found[i] = k
        n = min(n + 1, count)
    return found[:n]


@compiled
def remove_related(m, s, seed, count, gate_weight, rng):
    """Send home ``count`` parties like ``seed``: near its home, and near its gate."""
    n = len(m.size)
    home, gate = home_of(m, s, seed), gate_of(m, s, seed, rng)
    if home < 0 or gate < 0:
        return
    score = np.empty(n)
    for p in range(n):
        h, g = home_of(m, s, p), gate_of(m, s, p, rng)
        if h < 0 or g < 0 or s.slot[p] < 0:
            score[p] = np.inf
        else:
            # of those who share a door and a gate, too, chance decides who goes
            far = 1 + m.seconds[home, h] + gate_weight * m.seconds[gate, g]
            score[p] = far * (0.5 + uniform(rng))
    for p in least(score, count):
        send_home(m, s, p)


@compiled
def remove_random(m, s, count, rng):
    for _ in range(count):
        send_home(m, s, below(rng, len(m.size)))


@compiled
def empty_duty(m, s, d):
    """Send everyone on a duty home (but who is frozen there); how many people that are."""
    people = 0
    r = s.riders[d] - 1
    while r >= 0:
        p = s.rider[d, r] // 2
        before = s.riders[d]
        send_home(m, s, p)
        if s.riders[d] < before:
            people += m.size[p]
        r = min(r - 1, s.riders[d] - 1)
    return people


@compiled
def pick_duty(m, s, p, rng):
    """A duty in use, the party's own if a coin says so, else rather one that is poorly filled (-1: none)."""
    if s.duty[2 * p] >= 0 and uniform(rng) < 0.5:
        return s.duty[2 * p]
    best, found = np.inf, -1
    for d in range(len(s.stops)):
        if s.riders[d] > 0:
            peak = 0
            for k in range(s.stops[d]):
                peak = max(peak, s.load[d, k])
            score = uniform(rng) * (0.3 + peak / max(1, m.room[m.fleet_of[d]]))
            if score < best:
                best, found = score, d
    return found


@compiled
def apart(m, s, a, b, rng):
    """How far two duties are from each other: from a stop of one to the nearest of the other, both ends."""
    total = 0
    for end in range(2):
        k = s.stops[a] // 3 if end == 0 else s.stops[a] - 1 - s.stops[a] // 4
        here = s.place[a, k]
        near = m.seconds[here, s.place[b, 0]]
        for j in range(1, s.stops[b]):
            near = min(near, m.seconds[here, s.place[b, j]])
        total += near
    return total * (0.5 + uniform(rng))


@compiled
def remove_duties(m, s, p, count, rng):
    """Empty a duty, perhaps that of party ``p``, and those nearest to it."""
    seed = pick_duty(m, s, p, rng)
    if seed < 0:
        return
    for _ in range(count - 1):
        best, found = np.inf, -1
        for d in range(len(s.stops)):
            if d != seed and s.riders[d] > 0:
                far = apart(m, s, seed, d, rng)
                if far < best:
                    best, found = far, d
        if found < 0:
            break
        empty_duty(m, s, found)
    empty_duty(m, s, seed)


@compiled
def remove_strings(m, s, seed, count, rng):
    """From the duties nearest to a party, send home riders of neighbouring stops."""
    home, gate = home_of(m, s, seed), gate_of(m, s, seed, rng)
    if home < 0 or gate < 0:
        return
    duties = len(s.stops)
    score = np.full(duties, np.inf)
    for d in range(duties):
        if s.riders[d] > 0:
            near_home, near_gate = 1 << 40, 1 << 40
            for k in range(s.stops[d]):
                near_home = min(near_home, m.seconds[home, s.place[d, k]])
                near_gate = min(near_gate, m.seconds[gate, s.place[d, k]])
            score[d] = (near_home + near_gate) * (0.7 + 0.6 * uniform(rng))
    for d in least(score, 1 + below(rng, 4)):
        by_source = uniform(rng) < 0.5
        first = below(rng, s.stops[d])
        last = first + below(rng, max(1, s.stops[d] // 2))
        out = 0
        r = s.riders[d] - 1
        while r >= 0 and out < count:
            piece = s.rider[d, r]
            stop = s.source[piece] if by_source else s.target[piece]
            if first <= stop <= last:
                send_home(m, s, piece // 2)
                out += 1
            r = min(r - 1, s.riders[d] - 1)


@compiled
def remove_slot(m, s, k):
    """Send home everyone who is placed in a slot; True: somebody went."""
    before = s.headcount[k]
    for p in range(len(m.size)):
        if s.slot[p] == k:
            send_home(m, s, p)
    return s.headcount[k] < before


@compiled
def placed_in(s, k):
    """How many parties are placed in a slot."""
    parties = 0
    for p in range(len(s.slot)):
        if s.slot[p] == k:
            parties += 1
    return parties


@compiled
def remove_some_of_slot(m, s, k, count, rng):
    """Send home ``count`` of the parties that are placed in a slot."""
    n = len(m.size)
    start = below(rng, n)
    for step in range(n):
        p = (start + step) % n
        if count > 0 and s.slot[p] == k:
            send_home(m, s, p)
            count -= 1


@compiled
def thin_slot(m, s, rng):
    """A slot below its minimum if there is one, else any: (slot, is it below its minimum)."""
    found, seen = -1, 0
    for k in range(len(m.gate)):
        if 0 < s.headcount[k] < m.minimum[k]:
            seen += 1
            if below(rng, seen) == 0:
                found = k
    if found >= 0:
        return found, True
    return (below(rng, len(m.gate)) if len(m.gate) else -1), False


@compiled
def lists(m, p, k):
    """Is slot ``k`` among the party's choices?"""
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        if m.choice_slot[c] == k:
            return True
    return False


@compiled
def gather_for_slot(m, s, k, count, rng):
    """Send home some who would rather or could as well be in slot ``k``."""
    n = len(m.size)
    start = below(rng, n)
    for step in range(n):
        if count <= 0:
            return
        p = (start + step) % n
        if s.slot[p] >= 0 and s.slot[p] != k and uniform(rng) < 0.7 and lists(m, p, k):
            send_home(m, s, p)
            count -= 1


@compiled
def closed_slot(m, s, rng):
    """A slot with a minimum that nobody is in, of somebody's choices who is at home (-1: there is none)."""
    p = unserved_seed(m, s, rng)
    found, seen = -1, 0
    if p >= 0:
        for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
            k = m.choice_slot[c]
            if m.minimum[k] > 0 and s.headcount[k] == 0 and m.capacity[k] >= m.minimum[k]:
                seen += 1
                if below(rng, seen) == 0:
                    found = k
    return found


@compiled
def open_slot(m, s, k, rng):
    """Send home as many as slot ``k`` needs for its minimum, beside those at home who list it."""
    lack = (1.0 + 0.5 * uniform(rng)) * m.minimum[k]
    listed, people = 0, 0
    for p in range(len(m.size)):
        if lists(m, p, k):
            listed += 1
            people += m.size[p]
            if s.slot[p] < 0:
                lack -= m.size[p]
    if lack > 0:
        gather_for_slot(m, s, k, lack * listed / max(1, people), rng)


@compiled
def close_service(m, s, v):
    """Nobody rides a service any more (but who is frozen there), and nobody may; True: somebody did."""
    before = s.seated[v]
    for p in range(len(m.size)):
        if s.via[p] == v:
            send_home(m, s, p)
    s.offered[v] = 0
    return s.seated[v] < before


@compiled
def could_use(m, p, v):
    """Does service ``v`` go towards one of the party's gates?"""
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        if m.serves[v, m.choice_slot[c]]:
            return True
    return False


@compiled
def open_service(m, s, v, rng):
    """Put a service on offer instead of others of its group, and send home who might fill it."""
    if m.group[v] >= 0:
        for w in range(len(m.group)):
            if w != v and m.group[w] == m.group[v]:
                close_service(m, s, w)
    s.offered[v] = 2
    target = (0.8 + 0.6 * uniform(rng)) * (m.service_room[v] - s.seated[v])
    n = len(m.size)
    for p in range(n):
        if s.slot[p] < 0 and could_use(m, p, v):
            target -= m.size[p]
    start = below(rng, n)
    for step in range(n):
        if target <= 0:
            return
        p = (start + step) % n
        if s.slot[p] < 0 or s.via[p] == v or not m.serves[v, s.slot[p]]:
            continue
        if s.duty[2 * p] >= 0 and s.via[p] < 0 and uniform(rng) < 0.5:
            target -= empty_duty(m, s, s.duty[2 * p])
        elif uniform(rng) < 0.5:
            target -= m.size[p]
            send_home(m, s, p)


@compiled
def change_services(m, s, rng):
    """Open a service, close one, or let one fly for another of its group."""
    v = below(rng, m.first_interchange)
    if s.seated[v] > 0 and uniform(rng) < 0.6:
        close_service(m, s, v)
        return
    open_service(m, s, v, rng)


@compiled
def unserved_seed(m, s, rng):
    """A party that is at home (-1: nobody is)."""
    found, seen = -1, 0
    for p in range(len(m.size)):
        if s.slot[p] < 0 and can_travel(m, p):
            seen += 1
            if below(rng, seen) == 0:
                found = p
    return found


@compiled
def ruin(m, s, size, focus, rng):
    """One way of ruining, drawn at random.

    ``size`` is about how many parties to take out; ``focus`` lists whom to begin with (empty: anybody).
    """
    n = len(m.size)
    count = 1 + below(rng, size)
    seed = below(rng, n) if len(focus) == 0 else focus[below(rng, len(focus))]
    draw = uniform(rng)
    if draw < UNTIL[SERVICES] and m.first_interchange > 0:
        change_services(m, s, rng)
    elif draw < UNTIL[DUTIES]:
        remove_duties(m, s, seed, 1 + below(rng, 3), rng)
    elif draw < UNTIL[STRINGS]:
        remove_strings(m, s, seed, max(2, count), rng)
    elif draw < UNTIL[STUCK]:
        stuck = unserved_seed(m, s, rng)
        if stuck >= 0:
            seed = stuck
        if uniform(rng) < 0.5:
            remove_strings(m, s, seed, max(2, count), rng)
        else:
            remove_related(m, s, seed, count, 1.0, rng)
    elif draw < UNTIL[SLOT]:
        k, short = thin_slot(m, s, rng)
        if k >= 0:
            if short and uniform(rng) < 0.5:
                gather_for_slot(m, s, k, count, rng)
            elif short or placed_in(s, k) <= size:
                remove_slot(m, s, k)
            else:
                remove_some_of_slot(m, s, k, count, rng)
    elif draw < UNTIL[RANDOM]:
        remove_random(m, s, max(1, count // 2), rng)
    else:
        remove_related(m, s, seed, count, 0.2 + 2.0 * uniform(rng), rng)
