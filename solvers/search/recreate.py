"""Bring parties into a plan, one after the other, each where it costs least at that moment."""

from __future__ import annotations

import numpy as np

from solvers.model import FAR
from solvers.search.by_service import by_service, service_open
from solvers.search.compiled import compiled
from solvers.search.duties import settle
from solvers.search.ends import gates_of, homes_of, shortage_money, slot_open
from solvers.search.insertion import apply_best, time_candidates
from solvers.search.interchange import way_by
from solvers.search.journey import in_window
from solvers.search.scanning import scan
from solvers.search.state import aside_cost, can_travel
from solvers.search.task import begin_task, copy_task

ON_FOOT, DIRECT, SERVICE = 0, 1, 2
DETOUR = 1.4
"""Nobody changes vehicles where the way is so many times as long as the straight one."""


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
    if not can_travel(m, p):
        return False
    how, best, slot, board, via = -1, limit, -1, -1, -1
    money, b, k = walk(m, s, p, knobs)
    if money < best:
        how, best, slot, board = ON_FOOT, money, k, b
    begin_task(direct, p, 0, -1)
    gates_of(m, s, direct, p, knobs, -1)
    if direct.n[1] > 0:
        homes_of(m, direct, p)
        scan(m, s, direct, best, knobs, rng)
        time_candidates(m, s, x, direct, knobs)
        if direct.best[0] < best:
            how, best = DIRECT, direct.best[0]
    far = DETOUR * way_of(m, p)
    for v in range(len(m.hub_to)):
        if not service_open(m, s, v, p) or (v >= m.first_interchange and way_by(m, p, v) > far):
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
        if clash(keep_before, keep_after):
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
def clash(before, after):
    """Would both pieces change the same vehicle? Their positions would not hold."""
    if before.n[1] == 0 or after.n[1] == 0:
        return False
    return before.best_pick[0] == after.best_pick[0]
