"""Where a task may begin and end: at a party's boarding places, at the gates that would take it in, at a hub."""

from __future__ import annotations

from solvers.search.compiled import compiled
from solvers.search.insertion import ANY_SLOT, OPENED, PENALTY
from solvers.search.task import add_from, add_to


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
def way_to_hub(m, before, p, v):
    """Let the task go from where the party may board to service ``v``."""
    for b in range(m.board_ptr[p], m.board_ptr[p + 1]):
        if m.board_at[b] != m.hub_from[v]:
            add_from(before, m.board_at[b], m.ready[p] + m.board_access[b], b)
    add_to(before, m.hub_from[v], -1, 0.0)
