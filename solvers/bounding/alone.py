"""One vehicle that does everything: the least that a plan with a single duty, or with none, costs.

Small problems near home are best done by one vehicle with several rounds, and a flow of vehicles proves little of
those. Their tours are searched whole, by labels (Psaraftis 1980; Desrochers & Soumis 1988). What is left out is how
many seats the vehicle has, so that whoever changes may as well stay aboard; what waiting costs those aboard; longest
journeys; hours of places; and the driver law.

Where there are too many parties they are dealt out into several shares. Each has the vehicle to itself, at a part of
what it costs, and all shares together pay for it once: what they cost at least no plan is below. Prices of roads move
from share to share until all would have the vehicle drive the same way (Lagrangean decomposition; Guignard & Kim 1987),
by subgradients (Held, Wolfe & Crowder 1974).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solvers.bounding.field import field_of, priced
from solvers.bounding.riders import Rider, alone_of, rider_of
from solvers.bounding.roads import Roads
from solvers.bounding.tour import Field, Labels, begun, departed, extended, new_labels, rests, undominated
from solvers.model import Floats, Ints, Model, able_parties

FEWEST = 6
"""Parties of a share at first; with fewer shares each has more, and more is proved."""
GROWTH = 1.6
"""A party more makes the search of a share about so many times as long."""
EARLY, LATE = 0.2, 0.4
"""There are fewer shares as long as one search of all takes up to this part of the time left: the first while prices
still move, the second once that gains no more."""
MOST_LABELS = 1_000_000
AT_ONCE = 1_000
"""Labels that are extended before the clock is looked at."""
BEAM = 300
"""The first search for a tour, in which so many labels go on, shows which of all need not."""
STEP, LEAST_STEP = 0.04, 0.004
"""How far prices move: as if the bound were to gain this share of itself; by less and less."""
PATIENCE = 4
"""After so many moves in a row that gain nothing, it is half as far."""


def by_one_vehicle(m: Model, roads: Roads, enough: float, until: float) -> Iterator[float]:
    """One cost after the other that no plan with one duty or none is below, until one is ``enough``; no services."""
    nobody = float(alone_of(m).sum())
    fleets = [OneVehicle(m, roads, f) for f in range(len(m.room)) if m.first_duty[f + 1] > m.first_duty[f]]
    proved = 0.0 if fleets else nobody
    while proved < min(nobody, enough) and time.monotonic() < until:
        if not min(fleets, key=lambda fleet: fleet.proved).go_on(until):
            break
        proved = min([nobody, *(fleet.proved for fleet in fleets)])
        yield proved
    yield proved


class OneVehicle:
    """A vehicle of fleet ``f`` does everything; ``proved`` is what that costs at least, as far as is known."""

    def __init__(self, m: Model, roads: Roads, f: int) -> None:
        self.m, self.roads, self.f, self.able = m, roads, f, _able(m, f)
        self.shares = self._shares(math.ceil(len(self.able) / FEWEST))
        self.proved, self.took = 0.0, 0.0

    def go_on(self, until: float) -> bool:
        """One step: in fewer shares, or by other prices; whether others may follow."""
        began = time.monotonic()
        self.shares = self._fewer(until - began) or self.shares
        found = None if self.shares.at_rest else self.shares.bound(until)
        if found is None:
            return False
        self.proved, self.took = max(self.proved, found), time.monotonic() - began
        return True

    def _fewer(self, left: float) -> Shares | None:
        """Shares of more parties, if there is time for those."""
        number = len(self.shares.dealt)
        if number < 2 or not self.proved:
            return None
        more = len(self.able) / (number - 1) - len(self.able) / number
        most = LATE if self.shares.at_rest else EARLY
        return self._shares(number - 1) if self.took * GROWTH**more < most * left else None

    def _shares(self, number: int) -> Shares:
        return Shares(self.m, self.roads, self.f, _dealt(self.m, self.able, number))


class Tour(NamedTuple):
    """What a tour costs, and its calls in their order; none if nobody rides."""

    cost: float
    calls: tuple[int, ...]


class Shares:
    """Parties dealt out into shares, and a vehicle of fleet ``f``; ``prices`` of roads are each share's."""

    def __init__(self, m: Model, roads: Roads, f: int, dealt: list[list[int]]) -> None:
        self.m, self.f, self.dealt = m, f, dealt
        number, second, alone = len(dealt), float(m.cost_s[f]), alone_of(m)
        clock = second if number == 1 else 0.0  # by itself a share pays exactly; else each by roads and riders
        self.riders = [[_paying(m, f, rider_of(m, f, p), second - clock) for p in some] for some in dealt]
        self.sure = float(alone.sum()) - sum(float(alone[some].sum()) for some in dealt)
        self.sure += sum(rider.sure for some in self.riders for rider in some)
        self.fields = [field_of(m, roads, f, some, clock=clock, share=1 / number) for some in self.riders]
        self.stops = roads.seconds + m.stop_fixed
        self.full = m.cost_m[f] * roads.metres + second * self.stops
        if number > 1:
            self.full[m.start_at[f]] -= second * m.stop_fixed  # there is no stop before the first way
        np.fill_diagonal(self.full, 0.0)
        there_and_back = np.maximum(1e-9, self.full + self.full.T)
        self.turn = np.maximum(0.0, 1.0 - second * m.stop_fixed / there_and_back)
        self.prices = self.kept = np.repeat(self.full[None] / max(1, number), number, axis=0)
        self.best, self.step, self.quiet = 0.0, STEP, 0

    @property
    def at_rest(self) -> bool:
        """Whether moving prices gains no more."""
        return self.step < LEAST_STEP

    def bound(self, until: float) -> float | None:
        """What all cost at least by the present prices, which move then; None if there was no time."""
        cost, uses = self.sure, np.zeros_like(self.prices)
        for k in range(len(self.riders)):
            found = self._least(k, until)
            if found is None:
                return None
            tour, ways = found
            cost += tour.cost
            for i, j in _ways(self.m, self.f, tour.calls):
                _drive(uses[k], ways, i, j)
        self._move(cost, uses)
        return cost

    def _least(self, k: int, until: float) -> tuple[Tour, Ints] | None:
        """The cheapest tour of a share, and by which place next one gets from place to place; None: no time."""
        riders = self.riders[k]
        drive, ways = shortest(self.prices[k])
        tour: Tour | None = Tour(sum(rider.alone() for rider in riders), ())
        for beam in (BEAM, None):
            if tour is not None:
                field = priced(self.m, self.fields[k], riders, drive, self.stops, tour.cost, self.turn)
                tour = least_tour(field, tour, until, beam=beam)
        return None if tour is None else (tour, ways)

    def _move(self, cost: float, uses: Floats) -> None:
        """A road gets dearer for the shares that drive it more often than others do, and cheaper for those."""
        if cost > self.best * (1.0 + 1e-4):
            self.best, self.kept, self.quiet = cost, self.prices, 0
        else:
            self.quiet += 1
            if self.quiet == PATIENCE:
                self.step, self.prices, self.quiet = self.step / 2, self.kept, 0
        apart = uses - uses.mean(axis=0) if len(uses) else uses
        if not apart.any():
            self.step = 0.0
            return
        prices = np.maximum(0.0, self.prices + self.step * self.best / float((apart**2).sum()) * apart)
        prices *= np.minimum(1.0, self.full / np.maximum(prices.sum(axis=0), 1e-9))
        self.prices = prices + (self.full - prices.sum(axis=0)).clip(min=0.0) / len(prices)


def _able(m: Model, f: int) -> list[int]:
    """Parties that a vehicle of the fleet can carry to a slot of theirs."""
    crews = slice(m.crew_ptr[f], m.crew_ptr[f + 1])
    room = int(m.room[f] - m.crew_seats[crews].min())
    fitting = np.flatnonzero((m.size <= room) & (m.wheels <= m.spaces[f]) & able_parties(m)).tolist()
    return [p for p in fitting if np.isfinite(rider_of(m, f, p).slots).any()]


def _paying(m: Model, f: int, rider: Rider, second: float) -> Rider:
    """The rider who also pays for the vehicle's hours while his people board and alight, at this price of a second.

    Neither a duty's first stop nor its last is within its hours.
    """
    outside = np.arange(len(m.metres)) == m.start_at[f]
    last = (m.gate == m.end_at[f]) | (m.end_at[f] < 0)
    return rider._replace(
        board=rider.board + np.where(outside, 0.0, second * rider.dwell),
        slots=rider.slots + np.where(last, 0.0, second * rider.dwell),
    )


def _dealt(m: Model, parties: list[int], number: int) -> list[list[int]]:
    """So many shares; those who board at one place for one gate are dealt out over all."""
    homes = m.board_at[m.board_ptr[parties]].tolist() if parties else []
    gates = m.gate[m.choice_slot[m.choice_ptr[parties]]].tolist() if parties else []
    order = [p for _, _, p in sorted(zip(homes, gates, parties, strict=True))]
    return [order[k::number] for k in range(number)]


def _ways(m: Model, f: int, calls: tuple[int, ...]) -> list[tuple[int, int]]:
    """From where to where a tour drives."""
    end = int(m.end_at[f])
    stops = [int(m.start_at[f]), *calls, *([end] if end >= 0 else [])] if calls else []
    return [(i, j) for i, j in pairwise(stops) if i != j]


def _drive(uses: Floats, ways: Ints, i: int, j: int) -> None:
    while i != j:
        k = int(ways[i, j])
        uses[i, k] += 1.0
        i = k


def shortest(table: Floats) -> tuple[Floats, Ints]:
    """Lengths of the shortest paths, and of each its first place (Floyd 1962)."""
    best, ways = table.copy(), np.tile(np.arange(len(table)), (len(table), 1))
    for k in range(len(table)):
        through = best[:, k, None] + best[None, k, :]
        shorter = through < best - 1e-9
        best[shorter] = through[shorter]
        ways = np.where(shorter, ways[:, k, None], ways)
    return best, ways


def least_tour(f: Field, best: Tour, until: float, beam: int | None = None) -> Tour | None:
    """The cheapest tour, or ``best`` if none is below; with a beam, a good one. None if there was no time."""
    calls, cost = new_labels(MOST_LABELS), best.cost
    layers: dict[int, list[Labels]] = {}
    passed: list[Labels] = []
    count, n = 0, begun(f, calls)
    _file(layers, calls, n)
    while layers and n >= 0:
        labels = Labels._make(np.concatenate(parts) for parts in zip(*layers.pop(min(layers)), strict=True))
        cost_after = departed(f, labels)
        order = np.lexsort((cost_after, labels.taken, labels.brought, labels.aboard, labels.place))
        kept = undominated(labels, cost_after, order, f.second)
        if beam is not None:
            kept = kept[np.argsort(labels.cost[kept] + rests(f, labels, kept))[:beam]]
        if len(kept) > MOST_LABELS:
            return None
        for some in np.array_split(kept, 1 + len(kept) // AT_ONCE):
            if time.monotonic() > until:
                return None
            n, cost = extended(f, labels, some, calls, cost, count)
            if n < 0:
                return None
            _file(layers, calls, n)
        passed.append(labels)
        count += len(labels.place)
    if n < 0:
        return None
    return Tour(cost, _calls_of(f, passed)) if cost < best.cost else best


def _calls_of(f: Field, passed: list[Labels]) -> tuple[int, ...]:
    """The calls of the cheapest tour, told from the last one back."""
    place = np.concatenate([labels.place for labels in passed])
    before = np.concatenate([labels.before for labels in passed])
    calls, at = [int(f.last[1])], int(f.last[0])
    while at >= 0:
        calls.append(int(place[at]))
        at = int(before[at])
    return tuple(reversed(calls))


def _file(layers: dict[int, list[Labels]], calls: Labels, n: int) -> None:
    """Keep the first ``n`` labels by how often anybody has boarded or alighted."""
    events = np.bitwise_count(calls.aboard[:n]) + 2 * np.bitwise_count(calls.brought[:n])
    for layer in np.unique(events):
        here = np.flatnonzero(events == layer)
        layers.setdefault(int(layer), []).append(Labels._make(part[here] for part in calls))
