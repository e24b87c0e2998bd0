"""A plan while it is searched: who rides where, and every duty's stops.

A party's journey has up to two *pieces* with a vehicle: piece ``2p`` from home (to the gate, or to the hub
of its service) and piece ``2p + 1`` from the service's hub to the gate.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import FAR, Floats, Ints, Model
from solvers.search.compiled import compiled
from solvers.search.reference import by_reference
from solvers.search.timeline import (
    ACCESS,
    CREW,
    DEPARTURE,
    LATE,
    MAX_CLASSES,
    MAX_RIDERS,
    MAX_STOPS,
    RIDERS,
    STOPS,
    earliest_departure,
    latest_starts,
    run_through,
    time_sheet,
    total_up,
)


class State(NamedTuple):
    """Arrays of one plan; -1 stands for none."""

    slot: Ints  # party -> slot
    board: Ints  # party -> index into the model's boarding list
    via: Ints  # party -> service
    aside: Floats  # party -> money outside duties: choice, seat, own time, or staying at home
    duty: Ints  # piece -> duty
    source: Ints  # piece -> stop of its duty
    target: Ints
    stops: Ints  # duty -> how many
    place: Ints  # duty x stop
    start: Ints
    leave: Ints  # the earliest departure from the stop
    late: Ints  # no later start of the stop can be kept
    load: Ints
    wheels: Ints
    riders: Ints  # duty -> how many pieces
    rider: Ints  # duty x rider -> piece
    crew: Ints  # duty -> crew
    depart: Ints  # duty -> departure from its first place
    cost: Floats  # duty -> money
    headcount: Ints  # slot -> people
    seated: Ints  # service -> people
    chairs: Ints  # service -> wheelchairs
    offered: Ints  # service -> may people be put on it (2: it pays per head, as if it were to be filled)
    used: Ints  # fleet -> vehicles
    dirty: Ints  # duty -> its timing is stale
    rough: Ints  # duty -> timed in haste: about its departure before, with its crew before


refer_state = by_reference(State)


def new_state(m: Model) -> State:
    """Everybody at home, every vehicle in its depot."""
    parties, duties = len(m.size), len(m.fleet_of)

    def ints(*shape: int, value: int = 0) -> Ints:
        return np.full(shape, value, dtype=np.int64)

    slots, services, fleets = len(m.gate), len(m.hub_to), len(m.room)
    s = State(
        slot=ints(parties, value=-1), board=ints(parties, value=-1), via=ints(parties, value=-1),
        aside=m.left_cost.copy(), duty=ints(2 * parties, value=-1), source=ints(2 * parties, value=-1),
        target=ints(2 * parties, value=-1), stops=ints(duties), place=ints(duties, MAX_STOPS),
        start=ints(duties, MAX_STOPS), leave=ints(duties, MAX_STOPS), late=ints(duties, MAX_STOPS),
        load=ints(duties, MAX_STOPS), wheels=ints(duties, MAX_STOPS),
        riders=ints(duties), rider=ints(duties, MAX_RIDERS), crew=ints(duties, value=-1), depart=ints(duties),
        cost=np.zeros(duties), headcount=ints(slots), seated=ints(services), chairs=ints(services),
        offered=ints(services), used=ints(fleets), dirty=ints(duties), rough=ints(duties),
    )  # fmt: skip
    for d, f in enumerate(m.fleet_of):
        s.place[d, 0] = m.start_at[f]
        s.stops[d] = 1
        if m.end_at[f] >= 0:
            s.place[d, 1] = m.end_at[f]
            s.stops[d] = 2
        s.crew[d] = m.crew_ptr[f]
    s.depart[:] = m.free_from[m.fleet_of]
    s.start[:] = s.depart[:, None]
    return s


@compiled
def copy_state(a, b):
    """Make ``a`` equal to ``b``, touching only the duties that either uses."""
    a.slot[:] = b.slot
    a.board[:] = b.board
    a.via[:] = b.via
    a.aside[:] = b.aside
    a.duty[:] = b.duty
    a.source[:] = b.source
    a.target[:] = b.target
    for d in range(len(b.stops)):
        if a.riders[d] > 0 or b.riders[d] > 0:
            copy_duty(a, b, d)
    a.headcount[:] = b.headcount
    a.seated[:] = b.seated
    a.chairs[:] = b.chairs
    a.offered[:] = b.offered
    a.used[:] = b.used
    a.dirty[:] = b.dirty
    a.rough[:] = b.rough


@compiled
def copy_duty(a, b, d):
    n = b.stops[d]
    a.stops[d] = n
    for k in range(n):
        a.place[d, k] = b.place[d, k]
        a.start[d, k] = b.start[d, k]
        a.leave[d, k] = b.leave[d, k]
        a.late[d, k] = b.late[d, k]
        a.load[d, k] = b.load[d, k]
        a.wheels[d, k] = b.wheels[d, k]
    a.riders[d] = b.riders[d]
    for r in range(b.riders[d]):
        a.rider[d, r] = b.rider[d, r]
    a.crew[d] = b.crew[d]
    a.depart[d] = b.depart[d]
    a.cost[d] = b.cost[d]


@compiled
def reset_duty(m, s, d):
    """An idle vehicle: it stands at its start (and would end at its end)."""
    f = m.fleet_of[d]
    s.place[d, 0] = m.start_at[f]
    s.stops[d] = 1
    if m.end_at[f] >= 0:
        s.place[d, 1] = m.end_at[f]
        s.stops[d] = 2
    for k in range(s.stops[d]):
        s.start[d, k] = m.free_from[f]
        s.load[d, k] = 0
        s.wheels[d, k] = 0
    s.riders[d] = 0
    s.crew[d] = m.crew_ptr[f]
    s.depart[d] = m.free_from[f]
    s.cost[d] = 0.0
    s.dirty[d] = 0
    s.rough[d] = 0


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
            release = max(release, m.departs[via] - m.max_journey // 2 + access)
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
        due = min(m.due[p], m.departs[via] + m.max_journey - m.max_journey // 2)
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
    total_up(m, x)
    latest_starts(m, x, f)
    cost = np.inf
    if not thorough:
        cost = time_sheet(m, x, f, s.crew[d], s.crew[d] + 1, s.depart[d], False)
        s.rough[d] = 1
    if not np.isfinite(cost):
        cost = time_sheet(m, x, f, m.crew_ptr[f], m.crew_ptr[f + 1], s.depart[d], True)
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
def aside_cost(m, p, slot, choice_cost, board, via, on_foot, by_hub, to_gate):
    """Money of a served party outside duties: dissatisfaction, seats, and time not spent on a duty.

    ``on_foot``: the access leg is all. ``by_hub``: it walks to its service. ``to_gate``: the service ends
    at the gate.
    """
    size = m.size[p]
    money = choice_cost * size
    if on_foot:
        return money + m.person_s * size * m.board_access[board]
    if via >= 0:
        money += m.service_seat[via] * size
        if by_hub:
            money += m.person_s * size * (m.departs[via] - m.check_in[via] + m.board_access[board])
        if to_gate:
            money += m.person_s * size * (m.arrives[via] - m.departs[via])
    return money


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
def drop_piece(s, piece):
    """Take a piece out of its duty (whose timing is stale then, and its empty stops still there)."""
    d = s.duty[piece]
    if d < 0:
        return
    for r in range(s.riders[d]):
        if s.rider[d, r] == piece:
            s.rider[d, r] = s.rider[d, s.riders[d] - 1]
            s.riders[d] -= 1
            break
    s.duty[piece] = -1
    s.dirty[d] = 1


@compiled
def frozen(m, p):
    """Is a party to stay as it is? So is one that travels and has no choice."""
    return m.choice_ptr[p + 1] == m.choice_ptr[p]


@compiled
def send_home(m, s, p):
    """Take a party out of the plan, unless it is frozen."""
    if s.slot[p] >= 0 and not frozen(m, p):
        evict(m, s, p)


@compiled
def evict(m, s, p):
    """Take a party out of the plan, even one that should stay; a plan that needs this is never the best."""
    drop_piece(s, 2 * p)
    drop_piece(s, 2 * p + 1)
    s.headcount[s.slot[p]] -= m.size[p]
    if s.via[p] >= 0:
        s.seated[s.via[p]] -= m.size[p]
        s.chairs[s.via[p]] -= m.wheels[p]
    s.slot[p] = -1
    s.board[p] = -1
    s.via[p] = -1
    s.aside[p] = m.left_cost[p]


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
def total_cost(m, s, penalty):
    """What the plan costs, with ``penalty`` a person that a used slot or service lacks."""
    total = 0.0
    short = 0
    for d in range(len(s.cost)):
        total += s.cost[d]
    for p in range(len(s.aside)):
        total += s.aside[p]
    for v in range(len(s.seated)):
        if s.seated[v] > 0:
            total += m.service_fixed[v]
            short += max(0, m.service_minimum[v] - s.seated[v])
    for k in range(len(s.headcount)):
        if s.headcount[k] > 0:
            short += max(0, m.minimum[k] - s.headcount[k])
    return total + penalty * short, short
