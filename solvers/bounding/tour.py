"""The inner loop of :mod:`solvers.bounding.alone`: labels of one vehicle's tours, call by call, compiled.

A label is a vehicle at a call: who is aboard and who has been brought (as bits), the earliest start of the call, by
how much all so far could be later at no cost, and the cost. It is extended by every call at which some of those who
may alight do, and some of those who wait board, in every span of time with other windows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.model import Floats, Ints
from solvers.search.compiled import compiled

BITS = 8
"""Of a label's number of people in scarce slots, for each of them; a slot of so many is not scarce."""


class Field(NamedTuple):
    """What all tours of one vehicle share. Money is a party's, not a person's."""

    metres_money: Floats  # places x places; from a place to itself by way of another one
    seconds: Floats
    second: float  # price of a vehicle's second
    person_s: float
    stop_fixed: float
    start: int
    end: int  # -1: anywhere
    free_from: float
    free_to: float
    fixed: float
    people: Floats  # by party
    dwell: Floats  # by party: seconds of boarding, and of alighting
    due: Floats
    board_ready: Floats  # parties x places, infinite where one cannot board
    board_money: Floats
    span_ptr: Ints  # by place: spans of time
    span_from: Floats
    span_to: Floats
    alight_money: Floats  # parties x spans, for the cheapest slot with room for all; last: not to ride
    scarce_money: Floats  # scarce slots x parties x spans, infinite where it is of no use; last: to walk there
    scarce_room: Ints  # people that a scarce slot takes
    scarce_least: Ints  # and how many it wants, if any
    off_least: Floats  # by party: the least that waiting and riding cost, or not riding
    off_drive: Floats  # places x parties: what the vehicle drives at least to bring it, and to its end; capped
    on_least: Floats  # places x parties: the same for those aboard
    on_drive: Floats
    here_least: Floats  # places x parties: of those aboard when the vehicle has come there, as they may alight at once
    off_calls: Ints  # by party: the calls that a tour has to make for it, as bits of ``visit``
    on_calls: Ints  # the same if it is aboard
    call_at: Ints  # by place: its bit of ``visit``
    visit: Floats  # sets of calls x places: what the vehicle drives at least to make them all, and to its end
    last: Ints  # of the cheapest tour so far: the label before its last call (-1: it is the first), and the place of it


class Labels(NamedTuple):
    """Arrays of labels."""

    place: Ints
    before: Ints  # the number of the label that it extends; -1: none
    aboard: Ints
    brought: Ints
    taken: Ints  # people in scarce slots, some bits for each
    dwell: Floats
    start: Floats
    slack: Floats
    cost: Floats


def new_labels(most: int) -> Labels:
    ints, floats = np.empty((5, most), dtype=np.int64), np.empty((4, most))
    return Labels(*ints, *floats)


@compiled
def visits(drive: Floats, home: Floats, loops: Floats, calls: Ints) -> Floats:
    """The shortest ways by any of ``calls`` and home, from every place (sets of calls x places; Held & Karp 1962).

    Whoever is at one of them has to leave and come back; ``loops`` are the shortest ways to do so.
    """
    least = np.full((1 << len(calls), len(home)), np.inf)
    least[0] = home
    for some in range(1, len(least)):
        for c in range(len(calls)):
            if not some >> c & 1:
                continue
            there = calls[c]
            after = least[some & ~(1 << c), there]
            for place in range(len(home)):
                way = loops[there] if place == there else drive[place, there]
                least[some, place] = min(least[some, place], way + after)
    return least


@compiled
def rest_of(f: Field, place: int, aboard: int, brought: int) -> float:
    """What is still to come at least for a label: each party's own, and the way by all calls that there have to be."""
    return float(_rest(f, place, aboard, brought, f.on_least, 0))


@compiled
def rest_here(f: Field, place: int, aboard: int, brought: int) -> float:
    """The same for whatever may happen at a place to which the vehicle has come."""
    return float(_rest(f, place, aboard, brought, f.here_least, f.call_at[place]))


@compiled
def _rest(f: Field, place: int, aboard: int, brought: int, on_least: Floats, made: int) -> float:
    """The same, where those aboard pay ``on_least`` (places x parties), and the calls ``made`` need not be any more."""
    own, drive, calls = 0.0, 0.0, 0
    for g in range(len(f.people)):
        bit = 1 << g
        if brought & bit:
            continue
        if aboard & bit:
            own += on_least[place, g]
            drive = max(drive, f.on_drive[place, g])
            calls |= f.on_calls[g]
        else:
            own += f.off_least[g]
            drive = max(drive, f.off_drive[place, g])
            calls |= f.off_calls[g]
    return float(own + max(drive, f.visit[calls & ~made, place]))


@compiled
def rests(f: Field, x: Labels, kept: Ints) -> Floats:
    """What is still to come at least for these labels."""
    rest = np.empty(len(kept))
    for i, a in enumerate(kept):
        rest[i] = rest_of(f, x.place[a], x.aboard[a], x.brought[a])
    return rest


@compiled
def departed(f: Field, x: Labels) -> Floats:
    """The cost of labels once their calls are over: those aboard and the vehicle have paid for these, too."""
    cost = x.cost.copy()
    for a in range(len(cost)):
        people = 0.0
        for g in range(len(f.people)):
            if x.aboard[a] >> g & 1:
                people += f.people[g]
        cost[a] += (f.second + f.person_s * people) * x.dwell[a]
    return cost


@compiled
def undominated(x: Labels, cost: Floats, order: Ints, rate: float) -> Ints:
    """Those labels that no other makes needless, as it leaves as early, with as much time to spare, at no higher cost.

    ``cost`` is that of :func:`departed`; labels are sorted by place, who is aboard and brought, slots and this cost.
    """
    kept = np.empty(len(order), dtype=np.int64)
    n, first = 0, 0
    for b in order:
        if n > first:
            a = kept[first]
            same = x.aboard[a] == x.aboard[b] and x.brought[a] == x.brought[b] and x.taken[a] == x.taken[b]
            if not same or x.place[a] != x.place[b]:
                first = n
        needless = False
        for i in range(first, n):
            a = kept[i]
            leaves_a, leaves_b = x.start[a] + x.dwell[a], x.start[b] + x.dwell[b]
            later = max(0.0, leaves_b + x.slack[b] - leaves_a - x.slack[a])
            if leaves_a <= leaves_b and cost[a] + rate * later <= cost[b] + 1e-9:
                needless = True
                break
        if not needless:
            kept[n] = b
            n += 1
    return kept[:n]


@compiled
def begun(f: Field, x: Labels) -> int:
    """All first calls; how many there are, -1 if too many."""
    n = 0
    for j in range(len(f.seconds)):
        waiting = _waiting(f, j, 0, 0)
        boards = waiting
        while boards:
            if n >= len(x.place):
                return -1
            ready, money, dwell = _boarded(f, j, boards)
            here = j == f.start
            arrive = f.free_from + (0.0 if here else f.seconds[f.start, j])
            start = max(arrive, ready)
            x.place[n], x.before[n], x.aboard[n], x.brought[n], x.taken[n] = j, -1, boards, 0, 0
            x.dwell[n], x.start[n], x.slack[n] = dwell, start, f.free_to - start
            x.cost[n] = f.fixed + money
            if here:  # a duty's hours begin when it departs
                x.cost[n] -= f.second * dwell
            else:
                x.cost[n] += f.metres_money[f.start, j] + f.second * f.seconds[f.start, j]
            n += start <= f.free_to
            boards = (boards - 1) & waiting
    return n


@compiled
def extended(f: Field, x: Labels, kept: Ints, y: Labels, best: float, number: int) -> tuple[int, float]:
    """All next calls of ``kept`` labels into ``y``; how many (-1: too many), and the least cost of a whole tour.

    The first of the labels ``x`` has this ``number``.
    """
    n = 0
    for a in kept:
        people = 0.0
        for g in range(len(f.people)):
            if x.aboard[a] >> g & 1:
                people += f.people[g]
        for j in range(len(f.seconds)):
            on_way = x.dwell[a] + f.seconds[x.place[a], j]
            cost = x.cost[a] + f.metres_money[x.place[a], j] + (f.second + f.person_s * people) * on_way
            if cost + rest_here(f, j, x.aboard[a], x.brought[a]) >= best:
                continue
            waiting = _waiting(f, j, x.aboard[a], x.brought[a])
            n, best = _calls(f, x, a, y, n, best, j, x.start[a] + on_way, cost, waiting, number)
            if n < 0:
                return n, best
    return n, best


@compiled
def _calls(
    f: Field, x: Labels, a: int, y: Labels, n: int, best: float, j: int, arrive: float, cost: float, waiting: int,
    number: int,
) -> tuple[int, float]:  # fmt: skip
    """All calls at ``j``, in each span, with each set of those who may alight and of those who wait."""
    slot = np.zeros(len(f.people), dtype=np.int64)  # of who alights: 0, a slot with room, else a scarce one
    for k in range(f.span_ptr[j], f.span_ptr[j + 1]):
        if f.span_to[k] < arrive:
            continue
        leaving = 0
        for g in range(len(f.people)):
            if x.aboard[a] >> g & 1 and f.due[g] >= arrive and _may_alight(f, g, k):
                leaving |= 1 << g
        alights = leaving
        while alights:
            while True:
                money, taken = _placed(f, k, alights, slot, x.taken[a])
                boards = waiting if taken >= 0 else 0
                while taken >= 0:
                    n, best = _call(f, x, a, y, n, best, j, arrive, cost + money, taken, k, alights, boards, number)
                    if n < 0 or not boards:
                        break
                    boards = (boards - 1) & waiting
                if n < 0:
                    return n, best
                if not _next_slots(f, k, alights, slot):
                    break
            alights = (alights - 1) & leaving
    boards = waiting
    while boards and n >= 0:
        n, best = _call(f, x, a, y, n, best, j, arrive, cost, x.taken[a], -1, 0, boards, number)
        boards = (boards - 1) & waiting
    return n, best


@compiled
def _may_alight(f: Field, g: int, k: int) -> bool:
    if f.alight_money[g, k] < np.inf:
        return True
    return bool((f.scarce_money[:, g, k] < np.inf).any())


@compiled
def _placed(f: Field, k: int, alights: int, slot: Ints, taken: int) -> tuple[float, int]:
    """What those who alight pay in these slots, and who is in scarce slots then (-1: too many)."""
    money = 0.0
    for g in range(len(f.people)):
        if not alights >> g & 1:
            continue
        c = slot[g] - 1
        if c < 0:
            money += f.alight_money[g, k]
        else:
            money += f.scarce_money[c, g, k]
            taken += int(f.people[g]) << (BITS * c)
    if not money < np.inf:
        return money, -1
    for c in range(len(f.scarce_room)):
        if taken >> (BITS * c) & ((1 << BITS) - 1) > f.scarce_room[c]:
            return money, -1
    return money, taken


@compiled
def _next_slots(f: Field, k: int, alights: int, slot: Ints) -> bool:
    """Go on to the next way of placing those who alight; False after the last."""
    for g in range(len(f.people)):
        if alights >> g & 1:
            for c in range(slot[g], len(f.scarce_room)):
                if f.scarce_money[c, g, k] < np.inf:
                    slot[g] = c + 1
                    return True
            slot[g] = 0
    return False


@compiled
def _call(
    f: Field, x: Labels, a: int, y: Labels, n: int, best: float, j: int, arrive: float, cost: float, taken: int, k: int,
    alights: int, boards: int, number: int,
) -> tuple[int, float]:  # fmt: skip
    """One call; its label is kept if its cost may be below ``best``."""
    ready, money, dwell = _boarded(f, j, boards)
    latest = f.free_to
    if alights:
        ready, latest = max(ready, f.span_from[k]), min(latest, f.span_to[k])
    for g in range(len(f.people)):
        if alights >> g & 1:
            dwell += f.dwell[g]
            latest = min(latest, f.due[g])
    start = max(arrive, ready)
    if start > latest:
        return n, best
    wait = start - arrive
    extra = max(0.0, wait - x.slack[a])
    aboard, brought = (x.aboard[a] & ~alights) | boards, x.brought[a] | alights
    cost += money
    if not aboard and (f.end == -1 or f.end == j):  # a duty's hours end when it arrives
        best = _ended(f, best, cost + _left(f, brought, taken), number + a, j)
    cost += f.second * extra
    if not aboard and f.end >= 0 and f.end != j and start + dwell + f.seconds[j, f.end] <= f.free_to:
        home = f.metres_money[j, f.end] + f.second * (dwell + f.seconds[j, f.end])
        best = _ended(f, best, cost + home + _left(f, brought, taken), number + a, j)
    if cost + rest_of(f, j, aboard, brought) >= best:
        return n, best
    if n >= len(y.place):
        return -1, best
    y.place[n], y.before[n], y.aboard[n], y.brought[n], y.taken[n] = j, number + a, aboard, brought, taken
    y.dwell[n], y.start[n] = dwell, start
    y.slack[n], y.cost[n] = min(max(0.0, x.slack[a] - wait), latest - start), cost
    return n + 1, best


@compiled
def _ended(f: Field, best: float, cost: float, before: int, place: int) -> float:
    """The lesser cost of two whole tours; it is remembered where the new one ends, if it is that."""
    if cost < best:
        f.last[0], f.last[1] = before, place
    return min(best, cost)


@compiled
def _left(f: Field, brought: int, taken: int) -> float:
    """What those not brought cost at least."""
    left = ((1 << len(f.people)) - 1) & ~brought
    last, slot, best = f.alight_money.shape[1] - 1, np.zeros(len(f.people), dtype=np.int64), np.inf
    while True:
        money, after = _placed(f, last, left, slot, taken)
        if after >= 0 and _enough(f, after):
            best = min(best, money)
        if not _next_slots(f, last, left, slot):
            return best


@compiled
def _enough(f: Field, taken: int) -> bool:
    """Whether each scarce slot has nobody or as many as it wants."""
    for c in range(len(f.scarce_room)):
        people = taken >> (BITS * c) & ((1 << BITS) - 1)
        if 0 < people < f.scarce_least[c]:
            return False
    return True


@compiled
def _waiting(f: Field, j: int, aboard: int, brought: int) -> int:
    waiting = 0
    for g in range(len(f.people)):
        if not (aboard | brought) >> g & 1 and f.board_ready[g, j] < np.inf:
            waiting |= 1 << g
    return waiting


@compiled
def _boarded(f: Field, j: int, boards: int) -> tuple[float, float, float]:
    """When all of them are there, what boarding costs them, and the seconds of the call with them."""
    ready, money, dwell = 0.0, 0.0, f.stop_fixed
    for g in range(len(f.people)):
        if boards >> g & 1:
            ready, money, dwell = max(ready, f.board_ready[g, j]), money + f.board_money[g, j], dwell + f.dwell[g]
    return ready, money, dwell
