"""Bring parties into a plan, one after the other, each where it costs least at that moment."""

from __future__ import annotations

import numpy as np

from solvers.model import FAR
from solvers.search.compiled import compiled
from solvers.search.duties import settle
from solvers.search.insertion import (
    ANY_SLOT,
    BLINK,
    CARE,
    MOST,
    OPENED,
    PENALTY,
    apply_best,
    fill_of,
    scan_duty,
    scan_fleet,
    time_candidates,
)
from solvers.search.interchange import way_by
from solvers.search.journey import in_window, most_after, most_before
from solvers.search.rating import may_ride
from solvers.search.rng import uniform
from solvers.search.state import aside_cost, move_money
from solvers.search.task import add_from, add_to, begin_task, copy_task, measure_rides

ON_FOOT, DIRECT, SERVICE = 0, 1, 2
FULL = 0.9
"""A service on offer is priced as if filled to this share."""
FEEDER_FAR_S, FEEDER_FAR = 2 * 3600, 3
"""A vehicle that starts farther from a hub than this, plus so many times the ride, is no feeder to it."""
MANY, NEAR, STRAY = 30, 0.3, 0.05
"""With more vehicles in use than this, only those are looked at that stop within so much of the ride's length of its
end, and a few others."""
DETOUR = 1.4
"""Nobody changes vehicles where the way is so many times as long as the straight one."""


@compiled
def shortage_money(m, s, k, size, knobs):
    """What placing ``size`` people in slot ``k`` changes of the penalty for too few.

    An empty one is opened cheaply, or, if it is to be, as if others were there.
    """
    need, have = m.minimum[k], s.headcount[k]
    if need == 0 or have >= need:
        return 0.0
    after = max(0, need - have - size)
    if have == 0 and knobs[OPENED] != k and knobs[OPENED] != ANY_SLOT:
        return 0.25 * knobs[PENALTY] * after
    return -knobs[PENALTY] * (need - have - after)


@compiled
def slot_open(m, s, k, size):
    return s.headcount[k] + size <= m.capacity[k]


@compiled
def service_open(m, s, v, p):
    """May party ``p`` be put on service ``v``: offered, with room, and no other of its group flying?"""
    if s.offered[v] == 0 or s.seated[v] + m.size[p] > m.service_room[v]:
        return False
    if s.chairs[v] + m.wheels[p] > m.service_spaces[v]:
        return False
    if m.group[v] >= 0:
        for w in range(len(m.group)):
            if w != v and m.group[w] == m.group[v] and s.seated[w] > 0:
                return False
    return True


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
def scan(m, s, x, t, limit, knobs, rng):
    """Find the best place of the task's piece in any vehicle; of many, only among those that pass near.

    What costs ``limit`` or more is of no use.
    """
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
                if many > MANY and knobs[BLINK] > 0.0 and far_off(m, s, t, d) and uniform(rng) > STRAY:
                    continue
                scan_duty(m, s, t, d)
        if many < knobs[MOST]:
            scan_fleet(m, s, t, f, fill_of(knobs, f))
    time_candidates(m, s, x, t, knobs)


@compiled
def gates_of(m, s, t, p, knobs, via):
    """Let the task go to every gate that would take the party in."""
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        k = m.choice_slot[c]
        if slot_open(m, s, k, m.size[p]) and (via < 0 or m.serves[via, k]):
            money = m.choice_cost[c] * m.size[p] + shortage_money(m, s, k, m.size[p], knobs)
            add_to(t, m.gate[k], k, money)


@compiled
def homes_of(m, t, p):
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
        add_from(t, m.board_at[b], m.ready[p] + m.board_access[b], b)


@compiled
def walk(m, s, p, knobs):
    """The cheapest slot within reach on foot: its cost, boarding index and slot."""
    best, board, slot = np.inf, -1, -1
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        k = m.choice_slot[c]
        if not slot_open(m, s, k, m.size[p]):
            continue
        for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
            if m.board_at[b] != m.gate[k] or m.board_access[b] > m.max_journey:
                continue
            arrival = in_window(m, k, m.ready[p] + m.board_access[b])
            if arrival < 0 or arrival > min(m.due[p], m.horizon):
                continue
            money = aside_cost(m, p, k, m.choice_cost[c], b, -1, True, False, False)
            money += shortage_money(m, s, k, m.size[p], knobs)
            if money < best:
                best, board, slot = money, b, k
    return best, board, slot


@compiled
def hub_on_foot(m, p, v):
    """The boarding index by which a party walks to service ``v`` in time (-1: none)."""
    best = -1
    if v >= m.interchanges:
        return best
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
        if m.board_at[b] == m.hub_from[v] and m.ready[p] + m.board_access[b] <= m.check_in[v]:
            if best < 0 or m.board_access[b] < m.board_access[best]:
                best = b
    return best


@compiled
def slot_at_hub(m, s, p, v, knobs):
    """The cheapest slot whose gate is where service ``v`` ends: money, choice index."""
    best, choice = np.inf, -1
    if v >= m.interchanges or m.arrives[v] > m.due[p]:
        return best, choice
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        k = m.choice_slot[c]
        if m.gate[k] == m.hub_to[v] and slot_open(m, s, k, m.size[p]) and in_window(m, k, m.arrives[v]) == m.arrives[v]:
            if m.arrives[v] - m.departs[v] > most_after(m, p, v, k):
                continue
            money = m.choice_cost[c] * m.size[p] + shortage_money(m, s, k, m.size[p], knobs)
            if v == m.was_via[p]:
                money += move_money(m, p, k, m.was_board[p], v)
            if money < best:
                best, choice = money, c
    return best, choice


@compiled
def seat_money(m, s, v, size):
    """The price of seats on a service: its share of a charter on offer, nothing more on one that flies anyway."""
    money = m.service_seat[v] * size
    if s.offered[v] == 2 and s.seated[v] < FULL * m.service_room[v]:
        money += m.service_fixed[v] * size / max(1.0, FULL * m.service_room[v])
    elif s.seated[v] == 0:
        money += m.service_fixed[v]
    return money


@compiled
def least_money_before(m, p, v):
    """The money of a party's time from home until service ``v`` departs, if a vehicle waits for it."""
    seconds = np.inf
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
        seconds = min(seconds, m.board_access[b] + m.seconds[m.board_at[b], m.hub_from[v]])
    return m.person_s * m.size[p] * (seconds + m.departs[v] - m.check_in[v])


@compiled
def least_money_after(m, p, v):
    """The money of a party's time from when service ``v`` departs, if a vehicle waits for it (inf: leads nowhere)."""
    seconds = np.inf
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        k = m.choice_slot[c]
        if m.serves[v, k]:
            there = m.seconds[m.hub_to[v], m.gate[k]]
            seconds = min(seconds, there + (m.exits[v] if there > 0 else m.arrives[v]))
    return m.person_s * m.size[p] * (seconds - m.departs[v])


@compiled
def by_service(m, s, x, before, after, p, v, knobs, limit, rng):
    """The cost of travelling by service ``v``; the two tasks hold how to get to and from it."""
    size = m.size[p]
    money = seat_money(m, s, v, size)
    if v != m.was_via[p]:
        money += move_money(m, p, m.was_slot[p], m.was_board[p], v)
    begin_task(before, p, 0, v)
    begin_task(after, p, 1, v)
    least_before = least_money_before(m, p, v)
    if money + least_before + least_money_after(m, p, v) >= limit:
        return np.inf, -1, -1
    walk_board = hub_on_foot(m, p, v)
    if walk_board >= 0:
        money += m.person_s * size * (m.departs[v] - m.check_in[v] + m.board_access[walk_board])
    if money >= limit:
        return np.inf, -1, -1
    direct, choice = slot_at_hub(m, s, p, v, knobs)
    if choice >= 0:
        money += direct + m.person_s * size * (m.arrives[v] - m.departs[v])
    else:
        gates_of(m, s, after, p, knobs, v)
        if after.n[1] == 0:
            return np.inf, -1, -1
        add_from(after, m.hub_to[v], m.exits[v], -1)
        scan(m, s, x, after, limit - money - (least_before if walk_board < 0 else 0.0), knobs, rng)
        money += after.best[0]
    slot = m.choice_slot[choice] if choice >= 0 else after.to_slot[after.best_pick[6]]
    if walk_board >= 0 and m.departs[v] - m.check_in[v] + m.board_access[walk_board] > most_before(m, p, v, slot):
        return np.inf, -1, -1
    if walk_board >= 0 and v == m.was_via[p] and slot == m.was_slot[p]:
        money += move_money(m, p, slot, walk_board, v)
    if money >= limit:
        return np.inf, -1, -1
    if walk_board < 0:
        for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
            if m.board_at[b] != m.hub_from[v]:
                add_from(before, m.board_at[b], m.ready[p] + m.board_access[b], b)
        if before.n[0] == 0:
            return np.inf, -1, -1
        before.n[5] = slot
        add_to(before, m.hub_from[v], -1, 0.0)
        scan(m, s, x, before, limit - money, knobs, rng)
        money += before.best[0]
    return money, walk_board, choice


@compiled
def take_in(m, s, p, slot, board, via):
    """Write a party's slot, boarding place and service down."""
    s.slot[p] = slot
    s.board[p] = board
    s.via[p] = via
    s.headcount[slot] += m.size[p]
    if via >= 0:
        s.seated[via] += m.size[p]
        s.chairs[via] += m.wheels[p]


@compiled
def choice_money(m, p, slot):
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        if m.choice_slot[c] == slot:
            return m.choice_cost[c]
    return 0.0


@compiled
def ride(m, s, x, p, slot, board, via, before, after):
    """Put a party on the vehicles of its tasks (None of them where it walks); False: it did not fit."""
    take_in(m, s, p, slot, board, via)
    by_hub = via >= 0 and before.n[1] == 0
    to_gate = via >= 0 and after.n[1] == 0
    s.aside[p] = aside_cost(m, p, slot, choice_money(m, p, slot), board, via, False, by_hub, to_gate)
    if not by_hub:
        apply_best(m, s, before)
        settle(m, s, x)
    if via >= 0 and not to_gate and s.slot[p] >= 0:
        apply_best(m, s, after)
        settle(m, s, x)
    return s.slot[p] >= 0


@compiled
def place_party(m, s, x, direct, before, after, keep_before, keep_after, p, limit, knobs, rng):
    """Place one party as cheaply as can be, but not for ``limit`` or more. True: placed."""
    how, best, slot, board, via = -1, limit, -1, -1, -1
    money, b, k = walk(m, s, p, knobs)
    if money < best:
        how, best, slot, board = ON_FOOT, money, k, b
    begin_task(direct, p, 0, -1)
    gates_of(m, s, direct, p, knobs, -1)
    if direct.n[1] > 0:
        homes_of(m, direct, p)
        scan(m, s, x, direct, best, knobs, rng)
        if direct.best[0] < best:
            how, best = DIRECT, direct.best[0]
    far = DETOUR * way_of(m, p)
    for v in range(len(m.hub_to)):
        if not service_open(m, s, v, p) or (v >= m.interchanges and way_by(m, p, v) > far):
            continue
        money, walk_board, choice = by_service(m, s, x, before, after, p, v, knobs, best, rng)
        if money < best:
            how, best, via = SERVICE, money, v
            board = walk_board if walk_board >= 0 else before.from_board[before.best_pick[5]]
            slot = m.choice_slot[choice] if choice >= 0 else after.to_slot[after.best_pick[6]]
            copy_task(keep_before, before)
            copy_task(keep_after, after)
    if how == ON_FOOT:
        take_in(m, s, p, slot, board, -1)
        s.aside[p] = aside_cost(m, p, slot, choice_money(m, p, slot), board, -1, True, False, False)
        return True
    if how == DIRECT:
        pick = direct.best_pick
        return ride(m, s, x, p, direct.to_slot[pick[6]], direct.from_board[pick[5]], -1, direct, direct)
    if how == SERVICE:
        if clash(m, s, keep_before, keep_after):
            return False
        return ride(m, s, x, p, slot, board, via, keep_before, keep_after)
    return False


@compiled
def way_of(m, p):
    """How many metres it is from where a party boards first to its nearest gate."""
    home, way = m.board_at[m.board_ptr[p]], FAR
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        way = min(way, m.metres[home, m.gate[m.choice_slot[c]]])
    return way


@compiled
def clash(m, s, before, after):
    """Would both pieces change the same vehicle? Their positions would not hold."""
    if before.n[1] == 0 or after.n[1] == 0:
        return False
    return before.best_pick[0] == after.best_pick[0]
