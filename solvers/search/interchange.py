"""Drawing interchanges, and offering them while parties are placed (see :mod:`solvers.interchanges`)."""

from __future__ import annotations

from solvers.model import FAR
from solvers.search.compiled import compiled
from solvers.search.rng import below, uniform

OFFER, DRAWS, KEPT = 0.5, 16, 0.3
"""The share of rounds that offer somebody a new interchange; among how many the shortest way is chosen; how often those
in use are open to others than their own."""
SLACK_S = 900
"""A new interchange's moment is up to so long after one vehicle's departure, or before another's arrival."""
TRIES = 20
"""Vehicles that are looked at until one in use is found."""


@compiled
def draw_interchanges(m, current, best, rng):
    """Give every interchange that neither plan uses another place and moment, and those in use another moment.

    Where people of another part of the problem change as well there is no room for more: it stays as it is.
    """
    for v in range(m.first_interchange, len(m.hub_to)):
        if m.service_room[v] < FAR:
            continue
        if current.seated[v] > 0 or best.seated[v] > 0:
            soonest, latest = 0, FAR
            if current.seated[v] > 0:
                soonest, latest = span_of(m, current, v, soonest, latest)
            if best.seated[v] > 0:
                soonest, latest = span_of(m, best, v, soonest, latest)
            if soonest <= latest < FAR:
                # at either end of the span one of the two vehicles is as free as can be
                set_moment(m, v, soonest if uniform(rng) < 0.5 else latest)
        else:
            draw_anew(m, current, v, rng)


@compiled
def set_moment(m, v, moment):
    """Let an interchange be at a moment; ``departs``, by which people's time is counted, stays as it is."""
    m.check_in[v] = moment
    m.exits[v] = moment + m.change_s


@compiled
def departure(m, s, d, k):
    """When duty ``d`` leaves its stop ``k``, where somebody boards or alights."""
    moving = 0
    for r in range(s.riders[d]):
        piece = s.rider[d, r]
        if s.source[piece] == k or s.target[piece] == k:
            moving += m.size[piece // 2]
    return s.start[d, k] + m.stop_fixed + m.stop_person * moving


@compiled
def span_of(m, s, v, soonest, latest):
    """The part of a span in which an interchange could be without a change of the plan's timing."""
    for p in range(len(s.via)):
        if s.via[p] == v:
            first, second = s.duty[2 * p], s.duty[2 * p + 1]
            if first >= 0:
                soonest = max(soonest, departure(m, s, first, s.target[2 * p]))
            if second >= 0:
                latest = min(latest, s.start[second, s.source[2 * p + 1]] - m.change_s)
    return soonest, latest


@compiled
def keep_timing(m, s):
    """Let every interchange in use be as late as the plan's timing allows, so that its vehicles keep that timing.

    Were it sooner, the second one might leave sooner than it was timed, without a rest that it had while it waited.
    """
    for v in range(m.first_interchange, len(m.hub_to)):
        if m.service_room[v] == FAR and s.seated[v] > 0:
            _, latest = span_of(m, s, v, 0, FAR)
            if latest < FAR:
                set_moment(m, v, latest)


@compiled
def draw_anew(m, s, v, rng):
    """Move an interchange to where a vehicle stops, but at no door: people leave that one there, or wait for it."""
    m.serves[v, :] = False
    d = 0
    for _ in range(TRIES if len(s.stops) > 0 else 0):
        d = below(rng, len(s.stops))
        if s.riders[d] > 0:
            break
    if len(s.stops) == 0 or s.riders[d] == 0:
        return
    k = below(rng, s.stops[d])
    if m.doors[s.place[d, k]]:
        return
    slack = int(SLACK_S * uniform(rng) ** 2)
    moment = departure(m, s, d, k) + slack if uniform(rng) < 0.5 else s.start[d, k] - m.change_s - slack
    m.hub_from[v] = s.place[d, k]
    m.hub_to[v] = s.place[d, k]
    m.departs[v] = moment
    m.arrives[v] = moment
    set_moment(m, v, moment)
    for slot in range(len(m.gate)):
        m.serves[v, slot] = m.gate[slot] != s.place[d, k]


@compiled
def way_by(m, p, v):
    """How many metres it is by an interchange from where a party boards first to its nearest gate (FAR: no way)."""
    b = m.board_ptr[p]
    home, there = m.board_at[b], m.hub_from[v]
    if home == there or m.ready[p] + m.board_access[b] + m.seconds[home, there] > m.check_in[v]:
        return FAR
    onward = FAR
    for c in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
        k = m.choice_slot[c]
        if m.serves[v, k]:
            onward = min(onward, m.metres[there, m.gate[k]])
    return min(FAR, m.metres[home, there] + onward)


@compiled
def offer_interchanges(m, s, before, pool, n, rng):
    """Open those that somebody has just been taken from, some others that are in use, and perhaps a new one."""
    for v in range(m.first_interchange, len(m.hub_to)):
        open_again = before.seated[v] > 0 and (s.seated[v] < before.seated[v] or uniform(rng) < KEPT)
        s.offered[v] = 1 if open_again else 0
    number = len(m.hub_to) - m.first_interchange
    if n == 0 or number == 0 or uniform(rng) >= OFFER:
        return
    p = pool[below(rng, n)]
    best, found = float(FAR), -1
    for _ in range(DRAWS):
        v = m.first_interchange + below(rng, number)
        way = way_by(m, p, v) * (0.5 + 0.5 * uniform(rng))
        if way < best and way < FAR // 2:
            best, found = way, v
    if found >= 0:
        s.offered[found] = 1
