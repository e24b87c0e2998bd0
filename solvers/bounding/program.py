"""The bound's program: each party takes one column or stays at home, and all share vehicles and services.

Slots have capacity; a wave of a trunk vehicle takes so many people, a family of fleets so many waves; a service
takes so many people and is paid whole, one of a group. As a linear program it is solved over a growing part of
the columns; whatever prices that ends with, what they prove is worked out anew over all columns (Lagrange;
Geoffrion 1974). As a mixed-integer program, parties, waves and services are whole.
"""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from solvers.bounding.columns import Columns
from solvers.bounding.linear import Linear
from solvers.bounding.rides import Trunk
from solvers.model import Floats, Ints, Model

FIRST_COLUMNS = 4
"""Columns of each party in the first linear program."""
MORE_COLUMNS = 3
ENOUGH = 1e-4
"""A column this much cheaper than its party's price is worth adding."""


class Program(NamedTuple):
    """Columns and what they share. ``way`` of a column is an index of ``room`` and ``family``."""

    size: Ints  # by party
    home: Floats
    capacity: Ints  # by slot
    columns: Columns
    room: Floats  # by way: people a wave or a service takes
    base: Floats  # by way: what a wave or a service costs
    family: Ints  # by way: a family of fleets, -1: a service or short rides
    vehicles: Ints  # by family: a wave each
    again: Ints  # by family: further waves
    dearer: Floats  # by family: what these cost more
    group: Ints  # by way: services of which one runs, each of its own or not; -1: no service


class Prices(NamedTuple):
    """Of a seat in each slot, of a wave beyond its cost, of a seat in each service."""

    slot: Floats
    family: Floats
    way: Floats


def program_of(m: Model, trunk: Trunk | None, columns: Columns) -> Program:
    """Way 0 is short rides, then kinds, then services."""
    kinds = trunk.kinds if trunk is not None else ()
    groups = m.group.copy()
    alone = groups < 0
    groups[alone] = groups.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return Program(
        size=m.size, home=m.left_cost, capacity=m.capacity, columns=columns._replace(way=columns.way + 1),
        room=np.array([1.0, *(k.room for k in kinds), *np.maximum(1, m.service_room)]),
        base=np.array([0.0, *(trunk.base if trunk is not None else ()), *m.service_fixed]),
        family=np.array([-1, *(k.family for k in kinds), *([-1] * len(groups))], dtype=np.int64),
        vehicles=trunk.vehicles if trunk is not None else np.empty(0, dtype=np.int64),
        again=trunk.again if trunk is not None else np.empty(0, dtype=np.int64),
        dearer=trunk.dearer if trunk is not None else np.empty(0),
        group=np.array([-1] * (1 + len(kinds)) + list(groups), dtype=np.int64),
    )  # fmt: skip


def first_prices(p: Program) -> Prices:
    """Slots are free, vehicles and services cost what they cost."""
    return Prices(np.zeros(len(p.capacity)), np.zeros(len(p.vehicles)), np.where(p.group >= 0, p.base / p.room, 0.0))


def seat_prices(p: Program, prices: Prices) -> Floats:
    """By way, of one person."""
    wave = p.base + (prices.family[p.family] if len(p.vehicles) else 0.0)
    seats: Floats = np.where(p.family >= 0, wave / p.room, np.where(p.group >= 0, prices.way, 0.0))
    return seats


def priced_columns(p: Program, prices: Prices) -> Floats:
    """Each column at these prices."""
    c = p.columns
    cost: Floats = c.cost + p.size[c.party] * (prices.slot[c.slot] + seat_prices(p, prices)[c.way])
    return cost


def proved_by(p: Program, prices: Prices, reduced: Floats) -> float:
    """The bound that prices prove (the value of the Lagrangian); ``reduced`` are the priced columns."""
    least = p.home.copy()
    np.minimum.at(least, p.columns.party, reduced)
    total = least.sum() - (prices.slot * p.capacity).sum() - (prices.family * p.vehicles).sum()
    total -= (np.maximum(0, prices.family - p.dearer) * p.again).sum()
    services = p.group >= 0
    gain = np.zeros(int(p.group.max(initial=-1)) + 1)
    np.minimum.at(gain, p.group[services], (p.base - prices.way * p.room)[services])
    return float(total + gain.sum())


def by_prices(p: Program, until: float) -> tuple[float, Prices]:
    """The best bound of the linear program until ``until`` (of ``time.monotonic``), and its prices."""
    prices = best_prices = first_prices(p)
    reduced = priced_columns(p, prices)
    best = proved_by(p, prices, reduced)
    if len(p.columns.party) == 0:
        return best, prices
    master = Master(p)
    master.add(_cheapest(p, reduced, FIRST_COLUMNS))
    while time.monotonic() < until:
        duals = master.solve(until)
        if duals is None:
            break
        prices, party_price = duals
        reduced = priced_columns(p, prices)
        proved = proved_by(p, prices, reduced)
        if proved > best:
            best, best_prices = proved, prices
        worth = np.where(reduced < party_price[p.columns.party] - ENOUGH, reduced, np.inf)
        if not master.add(_cheapest(p, worth, MORE_COLUMNS)):
            break
    return best, best_prices


def by_whole(p: Program, until: float) -> float:
    """What branch and bound proves by ``until`` with whole parties, waves and services."""
    master = Master(p)
    master.add(np.arange(len(p.columns.party)))
    return master.linear.bound(until)


def _cheapest(p: Program, cost: Floats, each: int) -> Ints:
    """The cheapest columns of each party, as far as they are finite."""
    order = np.lexsort((cost, p.columns.party))
    owner = p.columns.party[order]
    rank = np.arange(len(order)) - np.searchsorted(owner, owner)
    kept = order[(rank < each)]
    return kept[np.isfinite(cost[kept])]


class Master:
    """The program over the columns added so far."""

    def __init__(self, p: Program) -> None:
        self.p = p
        self.linear = Linear()
        self.there = np.zeros(len(p.columns.party), dtype=np.bool_)
        row = self.linear.row
        self.parties = [row(1.0, 1.0) for _ in p.size]
        self.slots = [row(None, float(c)) for c in p.capacity]
        self.families = [row(None, float(n)) for n in p.vehicles]
        self.ways = [row(None, 0.0) for _ in p.room]
        self.groups = [row(None, 1.0) for _ in range(int(p.group.max(initial=-1)) + 1)]
        for stays, cost in zip(self.parties, p.home, strict=True):
            self.linear.variable(float(cost), [(stays, 1.0)], most=1.0)
        for fleets, cost, most in zip(self.families, p.dearer, p.again, strict=True):
            self.linear.variable(float(cost), [(fleets, -1.0)], most=float(most), whole=True)
        for w in range(1, len(p.room)):
            self._shared(w)

    def _shared(self, w: int) -> None:
        """Waves of a kind of vehicle, or whether a service runs."""
        p, seats = self.p, (self.ways[w], -float(self.p.room[w]))
        if p.family[w] >= 0:
            limit, most = self.families[p.family[w]], float(p.vehicles[p.family[w]] + p.again[p.family[w]])
        else:
            limit, most = self.groups[p.group[w]], 1.0
        self.linear.variable(float(p.base[w]), [seats, (limit, 1.0)], most=most, whole=True)

    def add(self, columns: Ints) -> int:
        """Add columns by their index; how many there were to add."""
        c = self.p.columns
        for j in columns[~self.there[columns]]:
            people = float(self.p.size[c.party[j]])
            parts = [(self.parties[c.party[j]], 1.0), (self.slots[c.slot[j]], people)]
            if c.way[j]:
                parts.append((self.ways[c.way[j]], people))
            self.linear.variable(float(c.cost[j]), parts, most=1.0, whole=True)
        new = int((~self.there[columns]).sum())
        self.there[columns] = True
        return new

    def solve(self, until: float) -> tuple[Prices, Floats] | None:
        """Prices, and each party's; None if the time ran out first."""
        if not self.linear.solve(until):
            return None
        rows = self.parties, self.slots, self.families, self.ways
        party, slot, family, way = (self.linear.prices[np.array(some, dtype=np.int64)] for some in rows)
        return Prices(np.maximum(0, -slot), np.maximum(0, -family), np.maximum(0, -way)), party
