"""What it costs a party to travel by a service or an interchange: a way to it, its seats, a way from it."""

from __future__ import annotations

import numpy as np

from solvers.search.compiled import compiled
from solvers.search.ends import gates_of, shortage_money, slot_open, way_to_hub
from solvers.search.insertion import time_candidates, tolerable
from solvers.search.journey import in_window, most_after, most_before
from solvers.search.scanning import scan, scan_for
from solvers.search.state import move_money
from solvers.search.task import add_from, begin_task

FULL = 0.9
"""A service on offer is priced as if filled to this share."""


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
def hub_on_foot(m, p, v):
    """The boarding index by which a party walks to service ``v`` in time (-1: none)."""
    best = -1
    if v >= m.first_interchange:
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
    if v >= m.first_interchange or m.arrives[v] > m.due[p]:
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
    """The cost of travelling by service ``v``; the two tasks hold how to get to and from it.

    Both ways are estimated before either is timed, as few are worth that.
    """
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
        least_before = 0.0
    if money >= limit:
        return np.inf, -1, -1
    direct, choice = slot_at_hub(m, s, p, v, knobs)
    guess = 0.0
    if choice >= 0:
        money += direct + m.person_s * size * (m.arrives[v] - m.departs[v])
    else:
        gates_of(m, s, after, p, knobs, v)
        add_from(after, m.hub_to[v], m.exits[v], -1)
        guess = scan(m, s, after, limit - money - least_before, knobs, rng) if after.n[1] > 0 else np.inf
        if money + guess + least_before >= tolerable(limit):
            return np.inf, -1, -1
    slot = m.choice_slot[choice] if choice >= 0 else after.to_slot[after.pick[0, 6]]
    if walk_board < 0:
        way_to_hub(m, before, p, v)
        if before.n[0] == 0 or scan_for(m, s, before, slot, limit - money - guess, knobs, rng) == np.inf:
            return np.inf, -1, -1
    if choice < 0:
        time_candidates(m, s, x, after, knobs)
        money += after.best[0]
        if money + least_before >= limit:
            return np.inf, -1, -1
        slot = after.to_slot[after.best_pick[6]]
    if walk_board >= 0:
        if m.departs[v] - m.check_in[v] + m.board_access[walk_board] > most_before(m, p, v, slot):
            return np.inf, -1, -1
        if v == m.was_via[p] and slot == m.was_slot[p]:
            money += move_money(m, p, slot, walk_board, v)
        return money, walk_board, choice
    if slot != before.n[5]:
        scan_for(m, s, before, slot, limit - money, knobs, rng)
    before.best[2] = limit - money
    time_candidates(m, s, x, before, knobs)
    return money + before.best[0], walk_board, choice
