"""What everybody's way costs beyond the shortest one, as vehicles drive: for the flow of circuits.

A party's journey is a flow of one from where it boards to its gate, on roads that hold it so far as vehicles drive
there (network design; Balakrishnan, Magnanti & Wong 1989). In the program stands only what it costs beyond the
shortest way: prices of places prove that it is at least so much (Benders 1962).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.bounding.circuits import Circuits
from solvers.bounding.cuts import fractions_of
from solvers.model import Flags, Floats, Ints
from solvers.search.compiled import compiled

FAR = 1.5
"""Ways so many times as dear as the dearest road are not looked for."""
NOTHING = 1e-7
EASE, EASIER, LEAST_EASE = 0.03, 0.7, 3e-4
"""Roads seem to hold this much more at first, by the round less: so the first cuts are true of many solutions."""
WORTH = 1e-5
"""A cut is added if it is worth this part of what the program costs."""


class Detours:
    """The cuts by party, ever tighter."""

    def __init__(self, flow: Circuits) -> None:
        self.flow, self.ease = flow, EASE
        self.options = [np.flatnonzero(flow.rides & (flow.of_party == p)) for p in range(len(flow.m.size))]

    def add(self) -> int:
        """Add what the present solution takes too lightly; how many cuts."""
        flow, linear = self.flow, self.flow.linear
        now = fractions_of(flow)
        found = [self._cut(p, now.ways, now.chosen) for p, options in enumerate(self.options) if len(options)]
        for cut in found:
            if cut is not None:
                linear.row_of(0.0, None, cut.variables, cut.amounts)
        self.ease = max(LEAST_EASE, EASIER * self.ease)
        return sum(cut is not None for cut in found)

    def _cut(self, p: int, ways: Floats, chosen: Floats) -> _Cut | None:
        flow, options, foot = self.flow, self.options[p], self.flow.on_foot
        places, gates, parts = flow.from_place[options], flow.to_place[options], chosen[options]
        able = flow.able(p)
        holds = ways[able].sum(axis=0)
        if (holds[places, gates] >= parts - NOTHING).all():
            return None
        supply, demand = np.bincount(places, parts, flow.n), np.bincount(gates, parts, flow.n)
        price = place_prices(holds + self.ease, foot, supply, demand, FAR * float(foot.max()))
        scarce = np.maximum(0.0, price[None, :] - price[:, None] - foot)
        scarce[scarce < NOTHING] = 0.0
        beyond, people = price[gates] - price[places] - foot[places, gates], float(flow.m.size[p])
        worth = people * float((parts * beyond).sum() - (scarce * holds).sum())
        if worth <= flow.linear.values[flow.detours[p]] + WORTH * abs(flow.linear.value):
            return None
        roads = flow.ways
        paid = np.where(able[roads.layer], scarce[roads.source, roads.target], 0.0)
        on = np.flatnonzero(paid)
        variables = np.concatenate([flow.detours[[p]], flow.choices[options], roads.variable[on]])
        return _Cut(variables, np.concatenate([[1.0], -people * beyond, people * paid[on]]))


class _Cut(NamedTuple):
    variables: Ints
    amounts: Floats


@compiled
def place_prices(holds: Floats, cost: Floats, supply: Floats, demand: Floats, most: float) -> Floats:
    """Prices of places from the cheapest flow of the supply to the demand, on roads that hold so much of it.

    Successive shortest paths (Busacker & Gowen 1960), by potentials (Edmonds & Karp 1972); there is always a way at
    ``most``.
    """
    n = len(supply)
    price, flow, before = np.zeros(n), np.zeros((n, n)), np.empty(n, dtype=np.int64)
    left, want, away, done = supply.copy(), demand.copy(), np.empty(n), np.empty(n, dtype=np.bool_)
    while want.max() > NOTHING:
        for i in range(n):
            away[i] = np.inf
            if left[i] > NOTHING:
                away[i] = max(0.0, -price[i])
            elif want[i] > NOTHING:
                away[i] = max(0.0, most - price[i])
        _nearest(holds, cost, flow, price, away, before, done)
        best, furthest = -1, 0.0
        for j in range(n):
            if away[j] < np.inf:
                furthest = max(furthest, away[j])
                if want[j] > NOTHING and (best < 0 or away[j] + price[j] < away[best] + price[best]):
                    best = j
        for i in range(n):
            price[i] += min(away[i], furthest)
        if price[best] > most - NOTHING:
            break
        _send(holds, flow, left, want, before, best)
    found: Floats = np.minimum(price, price[demand > 0].max())
    return found


@compiled
def _nearest(holds: Floats, cost: Floats, flow: Floats, price: Floats, away: Floats, before: Ints, done: Flags) -> None:
    """By reduced costs, how far it is to everywhere, and by way of which place, from how far it is (Dijkstra 1959)."""
    n = len(price)
    before[:], done[:] = -1, False
    for _ in range(n):
        i = -1
        for j in range(n):
            if not done[j] and away[j] < np.inf and (i < 0 or away[j] < away[i]):
                i = j
        if i < 0:
            return
        done[i] = True
        for j in range(n):
            if done[j]:
                continue
            if flow[j, i] > NOTHING:
                dear = -cost[j, i]
            elif holds[i, j] - flow[i, j] > NOTHING:
                dear = cost[i, j]
            else:
                continue
            reach = away[i] + max(0.0, dear + price[i] - price[j])
            if reach < away[j]:
                away[j], before[j] = reach, i


@compiled
def _send(holds: Floats, flow: Floats, left: Floats, want: Floats, before: Ints, end: int) -> None:
    """As much as there is room for, along the way that was found."""
    amount, j = want[end], end
    while before[j] >= 0:
        i = before[j]
        amount = min(amount, flow[j, i] if flow[j, i] > NOTHING else holds[i, j] - flow[i, j])
        j = i
    amount = min(amount, left[j])
    left[j] -= amount
    want[end] -= amount
    j = end
    while before[j] >= 0:
        i = before[j]
        if flow[j, i] > NOTHING:
            flow[j, i] -= amount
        else:
            flow[i, j] += amount
        j = i
