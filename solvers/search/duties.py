"""One duty of a plan: drafted from its riders, timed, changed and brought up to date."""

from __future__ import annotations

import numpy as np

from solvers.model import FAR
from solvers.search.compiled import compiled
from solvers.search.journey import most_after, most_before
from solvers.search.state import evict, reset_duty
from solvers.search.timeline import (
    ACCESS,
    CREW,
    DEPARTURE,
    GOOD,
    LATE,
    MAX_CLASSES,
    RIDERS,
    STOPS,
    earliest_departure,
    run_through,
    time_sheet,
    total_up,
)


@compiled
def lay_out(m, s, x, d, board_at, board_new, board_place, gate_at, gate_new, gate_place):
    """Draft duty ``d``'s stops and riders, with up to two new stops after two of its stops; to be totalled up.

    The new stops stand empty. ``board_new`` = ``gate_new`` = 0 drafts the duty as it is.
    """
    n = 0
    for k in range(s.stops[d]):
        x.place[n] = s.place[d, k]
        n += 1
        if board_new == 1 and k == board_at:
            x.place[n] = board_place
            n += 1
        if gate_new == 1 and k == gate_at:
            x.place[n] = gate_place
            n += 1
    x.n[STOPS] = n
    x.n[RIDERS] = 0
    x.n[ACCESS] = 0
    x.away[0] = 0.0
    for k in range(n):
        x.earliest[k] = 0
        x.latest[k] = FAR
        x.leave_by[k] = FAR
        x.moving[k] = 0
        x.weight[k] = 0
        x.load[k] = 0
        x.wheels[k] = 0
        x.classes[k] = 0
    for r in range(s.riders[d]):
        piece = s.rider[d, r]
        i, j = s.source[piece], s.target[piece]
        i += (board_new == 1 and i > board_at) + (gate_new == 1 and i > gate_at)
        j += (board_new == 1 and j > board_at) + (gate_new == 1 and j > gate_at)
        p = piece // 2
        if not add_rider(m, x, piece, s.slot[p], s.board[p], s.via[p], i, j):
            return False
    return True


@compiled
def add_rider(m, x, piece, slot, board, via, i, j):
    """Put a piece on the draft from stop ``i`` to stop ``j``; False: too many demands meet there."""
    p = piece // 2
    size = m.size[p]
    x.moving[i] += size
    x.moving[j] += size
    x.load[i] += size
    x.load[j] -= size
    x.wheels[i] += m.wheels[p]
    x.wheels[j] -= m.wheels[p]
    if piece % 2 == 0:
        access = m.board_access[board]
        release = m.ready[p] + access
        x.weight[i] -= size
        if via >= 0:
            release = max(release, m.departs[via] - most_before(m, p, via, slot) + access)
            x.away[0] += size * (m.departs[via] + access)
            x.leave_by[j] = min(x.leave_by[j], m.check_in[via])
            x.earliest[i] = max(x.earliest[i], release)
            return True
        x.away[0] += size * access
        x.board[x.n[RIDERS]] = i
        x.alight[x.n[RIDERS]] = j
        x.access[x.n[RIDERS]] = access
        x.n[RIDERS] += 1
        x.n[ACCESS] = max(x.n[ACCESS], access)
        due = m.due[p]
    else:
        release = m.exits[via]
        x.away[0] -= size * m.departs[via]
        due = min(m.due[p], m.departs[via] + most_after(m, p, via, slot))
    x.earliest[i] = max(x.earliest[i], release)
    x.latest[j] = min(x.latest[j], due)
    x.weight[j] += size
    return add_window(x, j, m.window_class[slot])


@compiled
def add_window(x, k, window):
    for c in range(x.classes[k]):
        if x.window[k, c] == window:
            return True
    if x.classes[k] >= MAX_CLASSES:
        return False
    x.window[k, x.classes[k]] = window
    x.classes[k] += 1
    return True


@compiled
def retime(m, s, x, d, thorough):
    """Time duty ``d`` anew and write it down; False: it is infeasible.

    In haste it keeps its crew if that can do it, and departs about when it did.
    """
    s.dirty[d] = 0
    if s.riders[d] == 0:
        reset_duty(m, s, d)
        return True
    f = m.fleet_of[d]
    if not lay_out(m, s, x, d, 0, 0, 0, 0, 0, 0):
        return False
    total_up(m, x, f)
    cost = np.inf
    if not thorough:
        cost = time_sheet(m, x, f, s.crew[d], s.crew[d] + 1, -1, s.depart[d], False, np.inf)
        s.rough[d] = 1
    if not np.isfinite(cost):
        cost = time_sheet(m, x, f, m.crew_ptr[f], m.crew_ptr[f + 1], -1, s.depart[d], True, np.inf)
        s.rough[d] = 0
    if not np.isfinite(cost):
        return False
    s.cost[d] = cost
    s.depart[d] = x.n[DEPARTURE]
    s.crew[d] = x.n[CREW]
    for k in range(x.n[STOPS]):
        s.start[d, k] = x.kept[k]
        s.late[d, k] = x.late[k]
        s.load[d, k] = x.load[k]
        s.wheels[d, k] = x.wheels[k]
    known = run_through(m, x, f, s.crew[d], earliest_departure(m, x, f)) != LATE
    for k in range(x.n[STOPS]):
        s.leave[d, k] = x.depart[k] if known else 0
    return True


@compiled
def polish(m, s, x):
    """Take time for the timing of every duty that was timed in haste, where the driver law makes that worth it."""
    if not m.law.on and len(m.crew_drivers) == len(m.room):
        return
    for d in range(len(s.rough)):
        if s.rough[d] == 1 and s.riders[d] > 0:
            retime(m, s, x, d, True)


@compiled
def add_piece(s, d, piece, board_at, board_new, board_place, gate_at, gate_new, gate_place):
    """Write a piece into duty ``d`` (its timing is stale then)."""
    n = s.stops[d]
    at_board = board_at + board_new
    at_gate = gate_at + gate_new + (board_new if gate_at > board_at or gate_new == 1 else 0)
    for r in range(s.riders[d]):
        q = s.rider[d, r]
        i, j = s.source[q], s.target[q]
        s.source[q] = i + (board_new == 1 and i > board_at) + (gate_new == 1 and i > gate_at)
        s.target[q] = j + (board_new == 1 and j > board_at) + (gate_new == 1 and j > gate_at)
    for k in range(n - 1, -1, -1):
        to = k + (board_new == 1 and k > board_at) + (gate_new == 1 and k > gate_at)
        s.place[d, to] = s.place[d, k]
        s.start[d, to] = s.start[d, k]
    if board_new == 1:
        s.place[d, at_board] = board_place
    if gate_new == 1:
        s.place[d, at_gate] = gate_place
    s.stops[d] = n + board_new + gate_new
    s.rider[d, s.riders[d]] = piece
    s.riders[d] += 1
    s.duty[piece] = d
    s.source[piece] = at_board
    s.target[piece] = at_gate
    s.dirty[d] = 1


@compiled
def close_gaps(m, s, d):
    """Drop stops where nobody moves, and join neighbours at one place."""
    n = s.stops[d]
    f = m.fleet_of[d]
    busy = np.zeros(n, dtype=np.int64)
    for r in range(s.riders[d]):
        busy[s.source[s.rider[d, r]]] = 1
        busy[s.target[s.rider[d, r]]] = 1
    busy[0] = 1
    if m.end_at[f] >= 0:
        busy[n - 1] = 1
    new_index = np.zeros(n, dtype=np.int64)
    kept = 0
    for k in range(n):
        if busy[k] == 0:
            continue
        closing = k == n - 1 and m.end_at[f] >= 0 and kept == 1
        if kept > 0 and s.place[d, kept - 1] == s.place[d, k] and not closing:
            new_index[k] = kept - 1
            continue
        s.place[d, kept] = s.place[d, k]
        s.start[d, kept] = s.start[d, k]
        new_index[k] = kept
        kept += 1
    for r in range(s.riders[d]):
        q = s.rider[d, r]
        s.source[q] = new_index[s.source[q]]
        s.target[q] = new_index[s.target[q]]
    s.stops[d] = kept


@compiled
def settle(m, s, x):
    """Bring every stale duty up to date; one that has become infeasible is emptied."""
    stale = True
    while stale:
        stale = False
        for d in range(len(s.dirty)):
            if s.dirty[d] == 0:
                continue
            if s.riders[d] > 0:
                close_gaps(m, s, d)
                if retime(m, s, x, d, False):
                    continue
                stale = True
                while s.riders[d] > 0:
                    evict(m, s, s.rider[d, 0] // 2)
            reset_duty(m, s, d)
            s.used[m.fleet_of[d]] -= 1


@compiled
def mend_times(m, s, x):
    """Time each duty anew that does not hold to its times, and let go whom it can bring no more; how many there were.

    There are none, but for a fault in how times are counted: it must not cost a plan.
    """
    found = 0
    for d in range(len(s.riders)):
        if s.riders[d] == 0:
            continue
        holds = lay_out(m, s, x, d, 0, 0, 0, 0, 0, 0)
        if holds:
            total_up(m, x, m.fleet_of[d])
            holds = run_through(m, x, m.fleet_of[d], s.crew[d], s.depart[d]) == GOOD
        if not holds:
            s.dirty[d] = 1
            found += 1
    if found > 0:
        settle(m, s, x)
    return found
