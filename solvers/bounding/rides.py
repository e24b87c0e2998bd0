"""What one person's ride in a vehicle costs at least: a seat's share of the vehicle.

At most ``room`` people are aboard at any time, so if each pays a ``room``-th of the kilometres and hours that
pass while he is aboard, all together pay no more than the duty costs. *Trunk* rides are long ones from the side
of the map where people live (*near*) to the side of the gates (*far*). Those aboard when a vehicle crosses are a
*wave*, each in the one with which he crosses last: at most ``room`` people, who pay for the vehicle and its crew, or
for its way back, too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solvers.bounding.law import least_elapsed, stop_of
from solvers.bounding.roads import Roads, closure
from solvers.model import DAY_S, Flags, Floats, Ints, Model

TRUNK_S = 3 * 3600
"""Shorter rides are no trunk rides."""
MOST_SPANS = 8
"""Waves that come to the far side at different times are told apart by so many spans of time at most."""
MOST_WAVES = 12
"""A vehicle with time for more waves than these is taken to have time for any number."""
RETURN_SHARE = 0.2
"""Where the sides are not far apart, trunk riders pay this part of empty ways, other riders the rest."""


Span = tuple[float, float]
"""After one moment until another, in seconds after the horizon's start."""


class Kind(NamedTuple):
    """Fleets that differ in name and place only, with one of their crews."""

    family: int
    fleet: int  # one of them
    crew: int
    room: int
    drivers: int
    span: Span  # in which its trunk rides come to the far side


class Short(NamedTuple):
    """Rides that are not trunk rides, in one or several vehicles (n_places x n_places)."""

    money: Floats  # a seat's share
    seconds: Floats  # of the rider
    change_s: float  # what a change of vehicles takes


class Trunk(NamedTuple):
    """Trunk rides, tails x heads; ``money[t]`` is what a rider pays beyond his seat's part of ``base[t]``.

    As a whole, too, a wave may pay its base: of the way across it holds only what nobody else pays for.
    """

    tails: Ints
    heads: Ints
    seconds: Floats
    crossing_s: Floats  # by tail: the least way to the far side
    stands: Flags  # long enough for the night stop
    kinds: tuple[Kind, ...]
    base: Floats
    money: Floats  # by kind
    elapsed: Floats  # by kind
    vehicles: Ints  # of each family: a wave each
    again: Ints  # of each family: further waves, one after the other
    dearer: Floats  # by family: what a further wave costs beyond a first one, at least


def families_of(m: Model, near: Flags | None = None) -> Ints:
    """Fleets with equal seats, prices, crews and riders, on equal sides of the map, have one number."""
    side = np.zeros(len(m.metres), dtype=np.bool_) if near is None else near
    seen: dict[tuple[object, ...], int] = {}
    family = []
    for f in range(len(m.room)):
        crews = slice(m.crew_ptr[f], m.crew_ptr[f + 1])
        begins, ends = bool(side[m.start_at[f]]), m.end_at[f] >= 0 and bool(side[m.end_at[f]])
        prices = float(m.cost_fixed[f]), float(m.cost_m[f]), float(m.cost_s[f])
        drives = begins, ends, int(m.free_from[f]), int(m.free_to[f])
        manned = (part[crews].tobytes() for part in (m.crew_drivers, m.crew_cost, m.crew_seats))
        key = int(m.room[f]), int(m.spaces[f]), m.takes[f].tobytes(), prices, drives, *manned
        family.append(seen.setdefault(key, len(seen)))
    return np.array(family, dtype=np.int64)


def kinds_of(m: Model, near: Flags | None = None) -> tuple[Kind, ...]:
    """All ways to man a vehicle that leave a seat to passengers, once for each family of fleets."""
    family = families_of(m, near)
    kinds: dict[tuple[int, int], Kind] = {}
    for f in range(len(m.room)):
        if m.first_duty[f + 1] == m.first_duty[f]:
            continue
        for i, c in enumerate(range(m.crew_ptr[f], m.crew_ptr[f + 1])):
            if m.room[f] > m.crew_seats[c]:
                room, drivers = int(m.room[f] - m.crew_seats[c]), int(m.crew_drivers[c])
                kind = Kind(int(family[f]), f, c, room, drivers, (0.0, float(m.horizon)))
                kinds.setdefault((kind.family, i), kind)
    return tuple(kinds.values())


class Sides(NamedTuple):
    """The two sides of the map and the rides between them that count as long."""

    near: Flags
    is_ride: Flags  # places x places
    back_m: float  # the least way from the far side to the near one
    back_s: float
    gap_m: float  # the least way from the near side to the far one
    gap_s: float
    apart: bool  # further than the near side is wide
    whole_m: float  # of each way across, what a wave may pay whole
    whole_s: float


def sides_of(m: Model, roads: Roads) -> Sides | None:
    """Near and far, if most people's jobs are a long way off."""
    if not len(m.gate) or not len(m.board_at) or not len(m.choice_slot):
        return None
    homes, gates = np.unique(m.board_at), np.unique(m.gate)
    near = roads.seconds[:, homes].min(axis=1) <= roads.seconds[:, gates].min(axis=1)
    least = _usual_ride(m, roads, near)
    if least < TRUNK_S:
        return None
    ways = np.ix_(near, ~near)
    back = np.ix_(~near, near)
    is_ride = near[:, None] & ~near[None, :] & (roads.seconds >= least)
    gap_m, gap_s = float(roads.metres[ways].min()), float(roads.seconds[ways].min())
    apart = _width(roads.metres, near) <= gap_m and _width(roads.seconds, near) <= gap_s
    back_m, back_s = float(roads.metres[back].min()), float(roads.seconds[back].min())
    whole = [_beyond_widths(roads.metres, near, gap_m), _beyond_widths(roads.seconds, near, gap_s)]
    return Sides(near, is_ride, back_m, back_s, gap_m, gap_s, apart, *(whole if apart else (0.0, 0.0)))


def _beyond_widths(table: Floats, near: Flags, gap: float) -> float:
    """Of the way across, what is beyond either side's width.

    Whoever rides along, across and back, comes to another place of his side for nothing; what he pays for as if he had
    been driven there is found on the ways across, as long as so much of each is left to shares.
    """
    return max(0.0, gap - max(_width(table, near), _width(table, ~near)))


def _usual_ride(m: Model, roads: Roads, near: Flags) -> float:
    """Nine tenths of what all but a few of the wished rides take; 0 if there are none."""
    seconds = []
    for p in range(len(m.size)):
        homes = m.board_at[m.board_ptr[p] : m.board_ptr[p + 1]]
        gates = np.unique(m.gate[m.choice_slot[m.choice_ptr[p] : m.choice_ptr[p + 1]]])
        rides = roads.seconds[np.ix_(homes[near[homes]], gates[~near[gates]])]
        seconds.append(rides.min(initial=np.inf))
    long = np.array(seconds)
    long = long[np.isfinite(long)]
    return 0.9 * float(np.quantile(long, 0.05)) if len(long) else 0.0


def _width(table: Floats, side: Flags) -> float:
    return float(table[np.ix_(side, side)].max(initial=0.0))


def short_rides(m: Model, roads: Roads, sides: Sides | None, transfer_s: int, *, beside_whole: bool = False) -> Short:
    """Least money and time of all chains of rides that are no trunk rides.

    ``beside_whole``: of a way across they leave out what whole waves pay, in whose vehicles they may be.
    """
    kinds = kinds_of(m)
    drivers = max((kind.drivers for kind in kinds), default=1)
    crowd = [kind for kind in kinds if kind.drivers >= m.law.crew_drivers]
    money = np.where(roads.metres > m.law.crew_over_m, _seat(m, roads, crowd), _seat(m, roads, kinds))
    if sides is not None and beside_whole:
        across = sides.near[:, None] & ~sides.near[None, :]
        rest = Roads(np.maximum(0.0, roads.metres - sides.whole_m), np.maximum(0.0, roads.seconds - sides.whole_s))
        money = np.where(across, np.minimum(money, _seat(m, rest, kinds)), money)
    if sides is not None and sides.apart:
        money = _apart(m, roads, kinds, sides, money)
    elif sides is not None:
        money = (1 - RETURN_SHARE) * money
    dwell = m.stop_fixed + m.stop_person
    seconds = least_elapsed(m.law, roads.seconds, drivers) + dwell if kinds else np.full_like(money, np.inf)
    if sides is not None:
        money, seconds = np.where(sides.is_ride, np.inf, money), np.where(sides.is_ride, np.inf, seconds)
    np.fill_diagonal(money, 0.0)
    np.fill_diagonal(seconds, 0.0)
    change = float(transfer_s + dwell)
    whole = closure(seconds + change) - change
    np.fill_diagonal(whole, 0.0)
    return Short(closure(money), whole, change)


def _apart(m: Model, roads: Roads, kinds: tuple[Kind, ...], sides: Sides, money: Floats) -> Floats:
    """What riders pay so that all ways from the far side to the near one are left for trunk riders to pay.

    Whoever is aboard on such a way came from the near side, or goes on to the far one: on that other way, which
    is no shorter than the gap, he pays his share; so on the far side nobody pays for more than the gap.
    """
    far = ~sides.near
    least = Roads(np.minimum(roads.metres, sides.gap_m), np.minimum(roads.seconds, sides.gap_s))
    paid = np.where(far[:, None] & far[None, :], np.minimum(money, _seat(m, least, kinds)), money)
    free: Floats = np.where(far[:, None] & sides.near[None, :], 0.0, paid)
    return free


def _seat(m: Model, roads: Roads, kinds: list[Kind] | tuple[Kind, ...]) -> Floats:
    """The cheapest seat from place to place."""
    best = np.full(roads.metres.shape, np.inf)
    prices = {(m.cost_m[k.fleet] / k.room, m.cost_s[k.fleet] / k.room) for k in kinds}
    for a, b in sorted(prices):
        if not any(c <= a and d <= b and (c, d) != (a, b) for c, d in prices):
            np.minimum(best, a * roads.metres + b * roads.seconds, out=best)
    return best


def spans_of(m: Model) -> tuple[Span, ...]:
    """The horizon, divided where windows of slots close; of moments that are near to each other the last is kept."""
    closes = np.minimum(np.unique(m.window_to), m.horizon).tolist()
    while len(closes) >= MOST_SPANS:
        closes.pop(int(np.diff(closes).argmin()))
    edges = sorted({0.0, *map(float, closes), float(m.horizon)})
    return tuple(pairwise(edges))


def trunk_rides(
    m: Model, roads: Roads, sides: Sides | None, counts: Ints, spans: tuple[Span, ...] = ()
) -> Trunk | None:
    """Trunk rides, their prices and how many waves the ``counts`` of each fleet can carry.

    If ``spans`` are given, which together are the horizon, waves are told apart by when they come to the far side.
    """
    kinds = () if sides is None else kinds_of(m, sides.near)
    if spans:
        kinds = tuple(kind._replace(span=span) for kind in kinds for span in spans)
    if sides is None or not kinds or not sides.is_ride.any():
        return None
    tails, heads = np.flatnonzero(sides.is_ride.any(axis=1)), np.flatnonzero(sides.is_ride.any(axis=0))
    grid = np.ix_(tails, heads)
    is_ride, metres, seconds = sides.is_ride[grid], roads.metres[grid], roads.seconds[grid]
    waves = most_waves(m, roads, sides, max(kind.drivers for kind in kinds))
    base, money, elapsed, dearer = np.zeros(len(kinds)), [], [], np.full(len(counts), np.inf)
    for t, kind in enumerate(kinds):
        f = kind.fleet
        takes = least_elapsed(m.law, seconds, kind.drivers)
        cost = m.cost_m[f] * metres + m.cost_s[f] * takes
        manned = is_ride & ((metres <= m.law.crew_over_m) | (kind.drivers >= m.law.crew_drivers))
        cost -= _left_to_waves(m, roads, sides, f)[grid]
        whole = float(m.cost_m[f] * sides.whole_m + m.cost_s[f] * sides.whole_s)
        if manned.any() and waves[f]:
            vehicle, more = _vehicle(m, sides, kind, int(waves[f]))
            base[t], dearer[kind.family] = whole + vehicle, min(more, dearer[kind.family])
        money.append(np.where(manned & bool(waves[f]), (cost - whole) / kind.room, np.inf))
        elapsed.append(takes)
    vehicles, again = np.zeros((2, len(counts)), dtype=np.int64)
    np.add.at(vehicles, families_of(m, sides.near), np.minimum(1, waves) * counts)
    np.add.at(again, families_of(m, sides.near), np.maximum(0, waves - 1) * counts)
    crossing_s = roads.seconds[np.ix_(tails, np.flatnonzero(~sides.near))].min(axis=1)
    return Trunk(
        tails, heads, seconds, crossing_s, metres > m.law.stop_over_m, kinds, base, np.array(money), np.array(elapsed),
        vehicles, again, np.where(np.isfinite(dearer), dearer, 0.0),
    )  # fmt: skip


def _left_to_waves(m: Model, roads: Roads, sides: Sides, f: int) -> Floats:
    """What of a ride may be on ways back to the near side, of which waves pay their part (places x places)."""
    if sides.apart:
        return np.zeros_like(roads.metres)
    part = np.where(~sides.near[:, None] & sides.near[None, :], 1 - RETURN_SHARE, 1.0)
    metres, seconds = (table - closure(part * table) for table in (roads.metres, roads.seconds))
    money: Floats = m.cost_m[f] * metres + m.cost_s[f] * seconds
    return money


def most_waves(m: Model, roads: Roads, sides: Sides, drivers: int) -> Ints:
    """Waves that one vehicle of each fleet has time for, with that many drivers at most.

    All but the last go out and come back; whoever rides in the last has to go on to a gate, or to a service, but may do
    that in another vehicle.
    """
    rides, goals = sides.is_ride, np.concatenate([m.gate, m.hub_from])
    out, onwards = float(roads.seconds[rides].min()), roads.seconds[:, goals].min(axis=1)[np.nonzero(rides)[1]]
    stop_s = stop_of(m.law) if float(roads.metres[rides].min()) > m.law.stop_over_m else 0
    last = min(m.horizon, max(int(m.window_to.max(initial=0)), int(m.check_in.max(initial=0))))
    begins = np.maximum(_first_boarding(m), m.free_from)
    waves = np.zeros(len(m.room), dtype=np.int64)
    for n in range(1, MOST_WAVES + 1):
        takes = least_elapsed(m.law, (n - 1) * (out + sides.back_s) + roads.seconds[rides], drivers, stop_s=stop_s)
        in_time = begins + float((takes + onwards).min()) <= last
        waves[in_time & (begins + float(takes.min()) <= m.free_to)] = n
    return np.where(waves < MOST_WAVES, waves, 1_000_000)


def _first_boarding(m: Model) -> int:
    """The earliest moment at which anybody boards anything; whoever walks to a service need not mind hours."""
    owner = np.repeat(np.arange(len(m.size)), np.diff(m.board_ptr))
    begin = m.ready[owner] + m.board_access
    clock = (begin + m.clock0) % DAY_S
    bound_to = (m.closes[m.board_at] <= DAY_S) & ~np.isin(m.board_at, m.hub_from)
    opens = np.where(bound_to, m.opens[m.board_at], 0)
    return int((begin + np.maximum(0, opens - clock)).min())


def _vehicle(m: Model, sides: Sides, kind: Kind, waves: int) -> tuple[float, float]:
    """What a wave pays for the vehicle, its crew and its ways back, and what a further one pays more."""
    f, part = kind.fleet, 1.0 if sides.apart else RETURN_SHARE
    back = part * float(m.cost_m[f] * sides.back_m + m.cost_s[f] * sides.back_s)
    ends = int(not sides.near[m.start_at[f]]) + int(m.end_at[f] >= 0 and bool(sides.near[m.end_at[f]]))
    first = float(m.cost_fixed[f] + m.crew_cost[kind.crew]) + ends * back
    if back >= first:
        return first, back - first
    return (first + (waves - 1) * back) / waves, 0.0
