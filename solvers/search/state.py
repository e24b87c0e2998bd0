"""A plan while it is searched: who rides where, and every duty's stops.

A party's journey has up to two *pieces* with a vehicle: piece ``2p`` from home (to the gate, or to the hub
of its service) and piece ``2p + 1`` from the service's hub to the gate.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import Floats, Ints, Model
from solvers.search.compiled import compiled
from solvers.search.reference import by_reference
from solvers.search.timeline import (
    MAX_RIDERS,
    MAX_STOPS,
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
def can_travel(m, p):
    """Has the party any slot to go to and any place to board?"""
    return m.choice_ptr[p + 1] > m.choice_ptr[p] and m.board_ptr[p + 1] > m.board_ptr[p]


@compiled
def stays(m, p):
    """Has the party no choice, so that it keeps its seat (another part's, frozen, or pinned to its vehicles)?"""
    return m.choice_ptr[p + 1] == m.choice_ptr[p]


@compiled
def move_money(m, p, slot, board, via):
    """Money for travelling otherwise than in the plan before: another slot, from another place, by other
    services. Where vehicles are changed does not matter."""
    if m.was_slot[p] == -1:
        return 0.0
    if via >= m.first_interchange:
        via = -1
    if m.was_slot[p] == slot and m.was_board[p] == board and m.was_via[p] == via:
        return 0.0
    return m.move[p]


@compiled
def aside_cost(m, p, slot, choice_cost, board, via, on_foot, by_hub, to_gate):
    """Money of a served party outside duties: dissatisfaction, seats, and time not spent on a duty.

    ``on_foot``: the access leg is all. ``by_hub``: it walks to its service. ``to_gate``: the service ends
    at the gate.
    """
    size = m.size[p]
    money = choice_cost * size + move_money(m, p, slot, board, via)
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
def send_home(m, s, p):
    """Take a party out of the plan, unless it is frozen."""
    if s.slot[p] >= 0 and not stays(m, p):
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
    s.aside[p] = stay_money(m, p)


@compiled
def stay_money(m, p):
    """What the search counts at present for a party that stays at home."""
    return m.left_cost[p] - m.relief[p]


@compiled
def price_stays(m, s, at_present):
    """Count for everyone at home what staying costs, or what it counts for at present."""
    for p in range(len(s.slot)):
        if s.slot[p] < 0:
            s.aside[p] = stay_money(m, p) if at_present else m.left_cost[p]


@compiled
def relief_of(m, s):
    """What is not counted at present for those at home."""
    relief = 0.0
    for p in range(len(s.slot)):
        if s.slot[p] < 0:
            relief += m.relief[p]
    return relief


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
