"""Vehicles as a flow through the places: for problems without services.

A plan is a circulation of vehicles from stop to stop. Where somebody boards or alights a whole vehicle must call;
how people get from there to there, wherever they change, is left to cuts: vehicles for all of them
(:mod:`solvers.bounding.cuts`), and what everybody's way costs beyond the shortest (:mod:`solvers.bounding.detours`).
With whole vehicles, people are flows towards the gates as well (service network design; Crainic 2000). Windows only
limit how long a vehicle can be at work.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from solvers.bounding.layers import layers_of
from solvers.bounding.linear import Linear, Parts, Row, Variable
from solvers.bounding.roads import Roads
from solvers.model import Flags, Floats, Ints, Model

HOUR_S = 3600


class Option(NamedTuple):
    """A party boards at a place for a slot (or walks to its gate); ``cost`` is its own."""

    party: int
    place: int
    slot: int
    cost: float
    walks: bool


def options_of(m: Model) -> list[Option]:
    """What each party may do: by time alone some can be left out, unless others need them for a slot's minimum."""
    options = []
    for p in range(len(m.size)):
        for i in range(m.choice_ptr[p], m.choice_ptr[p + 1]):
            k = int(m.choice_slot[i])
            if m.size[p] > m.capacity[k]:
                continue
            for j in range(m.board_ptr[p], m.board_ptr[p + 1]):
                place, walks = int(m.board_at[j]), bool(m.board_at[j] == m.gate[k])
                cost = float(m.size[p] * (m.choice_cost[i] + m.person_s * m.board_access[j]))
                if cost < m.left_cost[p] or m.minimum[k] > 1:
                    options.append(Option(p, place, k, cost, walks))
    return options


class Hours(NamedTuple):
    """By place: the earliest moment at which anybody can board there, the latest at which it is of use to alight."""

    first: Floats
    last: Floats


def hours_of(m: Model, roads: Roads, options: list[Option]) -> Hours:
    first, last = np.full(len(roads.metres), np.inf), np.full(len(roads.metres), -np.inf)
    for p in range(len(m.size)):
        boards = slice(m.board_ptr[p], m.board_ptr[p + 1])
        np.minimum.at(first, m.board_at[boards], (m.ready[p] + m.board_access[boards]).astype(np.float64))
    for k in {option.slot for option in options}:
        w = m.window_class[k]
        closes = min(m.horizon, int(m.window_to[m.window_ptr[w] : m.window_ptr[w + 1]].max(initial=-1)))
        last[m.gate[k]] = max(last[m.gate[k]], closes)
    return Hours((first[:, None] + roads.seconds).min(axis=0), (last[None, :] - roads.seconds).max(axis=1))


class Ways(NamedTuple):
    """Roads from stop to stop, for a layer each."""

    layer: Ints
    source: Ints
    target: Ints
    variable: Ints


class Calls(NamedTuple):
    """First calls of duties, or last ones: the place, and the program's variable."""

    place: Ints
    variable: Ints


class Circuits:
    """The program; linear, or, if ``whole``, with whole vehicles on every road, whole parties, and flows of people."""

    def __init__(self, m: Model, roads: Roads, counts: Ints, *, whole: bool = False) -> None:
        self.m, self.roads, self.counts, self.whole = m, roads, counts, whole
        self.layers, self.options = layers_of(m, roads, counts), options_of(m)
        self.gates = [int(gate) for gate in np.unique(m.gate)]
        self.n, self.hours = len(roads.metres), hours_of(m, roads, self.options)
        self.on_foot = m.person_s * (roads.seconds + m.stop_fixed + m.stop_person)
        self.linear = Linear()
        begins, finishes, ways = list[tuple[int, int]](), list[tuple[int, int]](), list[tuple[int, int, int, int]]()
        self.of_party = np.array([o.party for o in self.options], dtype=np.int64)
        self.from_place = np.array([o.place for o in self.options], dtype=np.int64)
        self.to_place = m.gate[np.array([o.slot for o in self.options], dtype=np.int64)]
        self.rides = np.array([not o.walks for o in self.options], dtype=np.bool_)
        self._rows()
        self.choices, self.detours = self._parties()
        self._fleets(begins, finishes)
        for i in range(self.n):
            for j in range(self.n):
                if i != j:
                    ways += self._road(i, j)
        self.ways = Ways(*np.array(ways, dtype=np.int64).reshape(-1, 4).T)
        self.begins, self.finishes = (
            Calls(*np.array(at, dtype=np.int64).reshape(-1, 2).T) for at in (begins, finishes)
        )

    def _rows(self) -> None:
        m, places = self.m, range(self.n)
        self.party = [self.linear.row(1.0, 1.0) for _ in m.size]
        self.used = [self.linear.row(0.0, None) for _ in m.size]
        self.count = self.linear.row(0.0, None)
        self.slot = [self.linear.row(None, float(c)) for c in m.capacity]
        self.opened = [self.linear.opened(low) if self.whole else None for low in m.minimum.tolist()]
        self.people = [[self.linear.row(0.0, 0.0) for _ in places] for _ in self.gates] if self.whole else []
        self.vehicles = [[self.linear.row(0.0, 0.0) for _ in places] for _ in self.layers]
        self.work = self.linear.row(0.0, None)
        # with whole vehicles: from where duties begin, one can get to wherever somebody boards
        self.reach = [self.linear.row(0.0, 0.0) for _ in places] if self.whole else []
        self.calls: dict[tuple[str, int, int], Row] = {}
        self.calls_at: dict[tuple[str, int], list[tuple[int, Row]]] = defaultdict(list)

    def _parties(self) -> tuple[Ints, Ints]:
        """Staying at home and each option; the variables of options, and by party of what its way costs beyond."""
        m = self.m
        for row, cost in zip(self.party, m.left_cost, strict=True):
            self.linear.variable(float(cost), [(row, 1.0)])
        choices = []
        for option in self.options:
            p, size, gate = option.party, float(m.size[option.party]), int(m.gate[option.slot])
            parts, opened = [(self.party[p], 1.0), (self.slot[option.slot], size)], self.opened[option.slot]
            if opened is not None:
                parts += [(opened[0], size), self.linear.at_most(opened[1])]
            cost = option.cost
            if not option.walks:
                leave, enter = self._call("from", p, option.place), self._call("to", p, gate)
                parts += [
                    (leave, -1.0),
                    (enter, -1.0),
                    (self.used[p], -1.0),
                    (self.work, -2 * size * m.stop_person / HOUR_S),
                ]
                if self.whole:
                    parts.append((self.people[self.gates.index(gate)][option.place], -size))
                    parts.append((self.reach[option.place], -1.0))
                else:
                    cost += size * float(self.on_foot[option.place, gate])
                cost += size * m.stop_person * self._hour_at(option.place, gate)
                cost += m.person_s * size * (size - 1) * m.stop_person  # all wait until the last is aboard
            choices.append(self.linear.variable(cost, parts, whole=True))
        beyond = [] if self.whole else [self.linear.variable(1.0, []) for _ in m.size]
        return np.array(choices, dtype=np.int64), np.array(beyond, dtype=np.int64)

    def _call(self, end: str, p: int, place: int) -> Row:
        """The row that asks for a vehicle where party ``p`` boards or alights."""
        key = end, p, place
        if key not in self.calls:
            self.calls[key] = self.linear.row(0.0, None)
            self.calls_at[end, place].append((p, self.calls[key]))
        return self.calls[key]

    def _wanted(self, t: int, end: str, place: int) -> list[tuple[Row, float]]:
        """The rows of those who want a call there and whom the layer can carry."""
        return [(row, 1.0) for p, row in self.calls_at[end, place] if self.able(p)[t]]

    def able(self, p: int) -> Flags:
        """By layer, whether it can carry a party."""
        size, wheels = self.m.size[p], self.m.wheels[p]
        return np.array([size <= layer.room and wheels <= layer.spaces for layer in self.layers], dtype=np.bool_)

    def _hour_at(self, place: int, gate: int) -> float:
        """Price of a vehicle's second at both stops; a duty's first and last stop are outside of its hours."""
        m = self.m
        second = min((layer.second for layer in self.layers), default=0.0)
        begins, ends = set(m.start_at.tolist()), set(m.end_at.tolist())
        return second * (int(place not in begins) + int(gate not in ends and -1 not in ends))

    def _fleets(self, begins: list[tuple[int, Variable]], finishes: list[tuple[int, Variable]]) -> None:
        """Ways out of the first place of each fleet and into its last one."""
        out = [self.linear.row(None, float(count)) for count in self.counts]
        for t, layer in enumerate(self.layers):
            for f, fixed in layer.fleets:
                back = self.linear.row(0.0, 0.0)
                for i in range(self.n):
                    begins += self._first(t, f, fixed, i, [(out[f], 1.0), (back, 1.0)])
                    finishes += self._last(t, f, i, back)

    def _first(self, t: int, f: int, fixed: float, i: int, out: Parts) -> list[tuple[int, Variable]]:
        """A duty's first boarding at a place, if there is time for it."""
        m, layer, start = self.m, self.layers[t], int(self.m.start_at[f])
        begin = max(float(self.hours.first[i]), float(m.free_from[f]) + float(self.roads.seconds[start, i]))
        if begin > m.horizon:
            return []
        cost = fixed + (0.0 if i == start else float(layer.drive[start, i]))
        parts = [*out, (self.vehicles[t][i], -1.0), (self.work, -begin / HOUR_S), (self.count, 1.0), *self._come(i)]
        return [(i, self.linear.variable(cost, [*parts, *((row, 1.0) for row in self.used)], whole=True))]

    def _last(self, t: int, f: int, i: int, back: Row) -> list[tuple[int, Variable]]:
        """A duty's last alighting at a place, if there is time for it."""
        m, layer, end = self.m, self.layers[t], int(self.m.end_at[f])
        finish = min(float(self.hours.last[i]), float(m.free_to[f])) + layer.room * m.stop_person
        if finish < 0:
            return []
        cost = (0.0 if end in (-1, i) else float(layer.drive[i, end])) - float(m.cost_s[f] * m.stop_fixed)
        parts = [(back, -1.0), (self.vehicles[t][i], 1.0), (self.work, finish / HOUR_S)]
        return [(i, self.linear.variable(cost, parts, whole=True))]

    def _come(self, i: int, source: int | None = None) -> list[tuple[Row, float]]:
        """What a call at ``i``, straight from ``source`` or first of its duty, lets come there."""
        if not self.whole:
            return []
        most = self.linear.row(None, 0.0)
        parts = [(most, 1.0), (self.reach[i], 1.0)]
        self.linear.variable(0.0, parts if source is None else [*parts, (self.reach[source], -1.0)])
        return [(most, -float(len(self.m.size)))]

    def _road(self, i: int, j: int) -> list[tuple[int, int, int, Variable]]:
        """Let vehicles drive from stop ``i`` to stop ``j``, and people with them."""
        m, room, ways = self.m, self.linear.row(None, 0.0) if self.whole else None, []
        for t, layer in enumerate(self.layers):
            parts = [(self.vehicles[t][i], 1.0), (self.vehicles[t][j], -1.0)]
            parts.append((self.work, -float(self.roads.seconds[i, j] + m.stop_fixed) / HOUR_S))
            parts += [*self._wanted(t, "from", i), *self._wanted(t, "to", j), *self._come(j, i)]
            if room is not None:
                parts.append((room, -float(layer.room)))
            ways.append((t, i, j, self.linear.variable(float(layer.drive[i, j]), parts, whole=True)))
        for g, gate in enumerate(self.gates if room is not None else ()):
            if gate != i and room is not None:
                parts = [(room, 1.0), (self.people[g][i], 1.0)]
                if gate != j:
                    parts.append((self.people[g][j], -1.0))
                self.linear.variable(float(self.on_foot[i, j]), parts)
        return ways

    @property
    def duties(self) -> float:
        """How many vehicles the last solution uses; 0 if there is none yet."""
        values = self.linear.values
        return float(values[self.begins.variable].sum()) if len(values) else 0.0
