"""Whole vehicles, and on them everybody's journey: the strongest program, for few parties.

Vehicles are a circulation from stop to stop; a journey is a flow of its own from where its party boards to the gate,
on roads that a whole vehicle drives (network design; Balakrishnan, Magnanti & Wong 1989), or on services that run.
Journeys that cannot be on a road at the same moment need a vehicle each. Changes of vehicle are flows as well, so
nothing legal is left out.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from solvers.bounding.circuits import HOUR_S
from solvers.bounding.crossings import Crossed, Crossings, Times
from solvers.bounding.journeys import Journey, Option, Scene, chained_services, journeys_of, options_of
from solvers.bounding.law import least_elapsed, long_pace
from solvers.bounding.layers import Layer, layers_of, manned
from solvers.bounding.linear import SAFETY, Linear, Parts, Row
from solvers.bounding.rides import sides_of
from solvers.bounding.roads import least_roads, with_fewer_places
from solvers.model import Floats, Ints, Model

VIEWS = 12, 18, 25, 40
"""Ever closer: how many places are told apart, if there are so many."""
GROWTH, WORTH = 1.45, 0.9
"""A closer look takes the last one's time by this power of the sizes; it is worth such a share of the time left."""
FEW_JOURNEYS, WORTH_OF_FEW = 15, 0.5
"""For few journeys it is worth less, as whole vehicles prove more of them."""
WHOLE_SHARE, ROUGHLY = 0.5, 0.9
"""Whole vehicles take this share of the time left in each view but the last, but for views that are known to prove
less than such a part of the best without."""
FEW_PARTIES = 40
MOST_FLOWS = 32_000
"""Pairs of places times journeys and layers: more take too long."""


class Quick(NamedTuple):
    """A journey is quicker on a road so far as vehicles drive there with more than so many drivers."""

    journey: int
    drivers: int
    row: Row


class Rests(NamedTuple):
    """A row of a layer's daily rests: what a drive's time that is paid for spares of them, and what each duty does."""

    row: Row
    least: Floats
    spared: float


class Carriage:
    """The program; ``apart`` as in :class:`Crossings`: that takes longer, and proves more of whole vehicles."""

    def __init__(self, scene: Scene, *, apart: bool = False) -> None:
        m, roads, counts, layers, journeys = scene
        self.m, self.roads, self.layers, self.journeys = m, roads, layers, journeys
        self.linear, self.places = Linear(), range(len(roads.metres))
        self.chained = bool(chained_services(m, roads))
        self.drivers = sorted({layer.drivers for layer in layers})
        self.elapsed = [least_elapsed(m.law, roads.seconds, drivers) for drivers in self.drivers]
        self.takes = self.elapsed[-1] + m.stop_fixed + m.stop_person
        self.able = [frozenset(t for t, layer in enumerate(layers) if self._carries(layer, one)) for one in journeys]
        row = self.linear.row
        self.party = [row(1.0, 1.0) for _ in m.size]
        self.used = [row(0.0, None) for _ in m.size]
        self.slot = [row(None, float(c)) for c in m.capacity]
        self.work = row(0.0, None)
        self.room = {road: row(None, 0.0) for road in self._roads()}
        self.cover: dict[tuple[int, int], list[tuple[frozenset[int], Row]]] = {}
        self.quick: dict[tuple[int, int], list[Quick]] = defaultdict(list)
        self.opened = [self.linear.opened(low) for low in m.minimum.tolist()]
        self.crossings = Crossings(self.linear, scene, sides_of(m, roads), apart=apart)
        self._services()
        for party, cost in zip(self.party, m.left_cost.tolist(), strict=True):
            self.linear.variable(cost, [(party, 1.0)])
        for road in self._roads():
            self.cover[road] = [(who, row(None, 0.0)) for who in self._one_at_a_time(*road)]
        for number, journey in enumerate(journeys):
            self._journey(number, journey)
        self._vehicles(counts)
        self.crossings.vehicles()

    def _roads(self) -> list[tuple[int, int]]:
        return [(i, j) for i in self.places for j in self.places if i != j]

    def _services(self) -> None:
        m = self.m
        groups = {g: self.linear.row(None, 1.0) for g in np.unique(m.group).tolist() if g >= 0}
        self.seats = [self.linear.row(None, 0.0) for _ in m.hub_to]
        self.runs, self.load = [], [self.linear.row(0.0, None) for _ in m.hub_to]
        for v, seats in enumerate(self.seats):
            parts = [(seats, -float(m.service_room[v])), (self.load[v], -float(m.service_minimum[v]))]
            if m.group[v] >= 0:
                parts.append((groups[int(m.group[v])], 1.0))
            self.runs.append(self.linear.variable(float(m.service_fixed[v]), parts, most=1.0, whole=True))

    def _journey(self, number: int, journey: Journey) -> None:
        """Its options, its flow, and what its time costs: the most of four, each of which it is at least."""
        m, people = self.m, float(self.m.size[journey.party])
        balance = [self.linear.row(0.0, 0.0) for _ in self.places]
        times = Times(*(self.linear.row(0.0, None) for _ in range(4)))
        self.linear.variable(people, [(row, 1.0) for row in times])
        crossed = self.crossings.crossed(journey, times)
        for option in journey.options:
            parts = [*self._shared(option), (times.least, -option.least), (times.ridden, -option.apart)]
            parts += self.crossings.chosen(crossed, option)
            driven, money = self._driven(option), people * option.own
            for ride in self._rides(option):
                parts += [(balance[ride[0]], 1.0), (balance[ride[1]], -1.0)]
            for ride in driven:
                parts.append((times.ridden, -m.person_s * (people - 1) * m.stop_person))  # until the last is aboard
                money += people * self._stops_money(*ride)
            if driven:
                parts.append((self.used[option.party], -1.0))
            self.linear.variable(money, parts, most=1.0, whole=True)
        self._rode(number, journey, balance, crossed)

    def _rode(self, number: int, journey: Journey, balance: list[Row], crossed: Crossed) -> None:
        """The flow of a journey: by roads for which there is time, and by services that it reaches by others."""
        m, people = self.m, float(self.m.size[journey.party])
        for i, j in self._roads():
            if self._has_time(journey, i, j):
                parts = [(balance[i], -1.0), (balance[j], 1.0), (self.room[i, j], people)]
                parts += self.crossings.rode(crossed, i, j)
                parts += self.crossings.took(crossed, i, float(self.takes[i, j]))
                parts += self.crossings.drove(crossed, i, j)
                parts += self._crews(number, i, j, crossed)
                self.linear.variable(0.0, [*parts, *((row, 1.0) for who, row in self.cover[i, j] if number in who)])
        served = any(option.service >= 0 for option in journey.options)
        for v in chained_services(m, self.roads) if served else ():
            seat = float(m.service_seat[v] + m.person_s * (m.arrives[v] - m.check_in[v]))
            parts = [(balance[m.hub_from[v]], -1.0), (balance[m.hub_to[v]], 1.0), (crossed.times.ridden, -seat)]
            self.linear.variable(0.0, [*parts, *self.crossings.flown(crossed), *self._seated(v, people)])

    def _crews(self, number: int, i: int, j: int, crossed: Crossed) -> Parts:
        """What a journey has in rows by which it takes longer on a road so far as no quicker crew drives there."""
        journey, parts = self.journeys[number], []
        for slow, quick, drivers in zip(self.elapsed[:-1], self.elapsed[1:], self.drivers[:-1], strict=True):
            longer = float(slow[i, j] - quick[i, j])
            if longer > 0:
                row = self.linear.row(0.0, None)
                if journey.early[i] + slow[i, j] <= journey.late[j]:
                    self.linear.variable(0.0, [(row, 1.0), *self.crossings.took(crossed, i, longer)])
                self.quick[i, j].append(Quick(number, drivers, row))
                parts.append((row, -1.0))
        return parts

    def _rides(self, option: Option) -> list[tuple[int, int]]:
        """From where to where an option takes vehicles."""
        m, v, gate = self.m, option.service, int(self.m.gate[option.slot])
        rides = [(option.place, gate)] if v < 0 else [(option.place, int(m.hub_from[v])), (int(m.hub_to[v]), gate)]
        return [ride for ride in rides if ride[0] != ride[1]]

    def _driven(self, option: Option) -> list[tuple[int, int]]:
        """Those of its rides that a vehicle drives at least a part of: after a service others may follow at once."""
        v, rides = option.service, self._rides(option)
        if v < 0 or not self.chained:
            return rides
        return [ride for ride in rides if ride != (int(self.m.hub_to[v]), int(self.m.gate[option.slot]))]

    def _stops_money(self, source: int, target: int) -> float:
        """What a vehicle's time costs while a person boards and alights, outside of a duty's first and last stop."""
        m = self.m
        second = min((layer.second for layer in self.layers), default=0.0)
        begins, ends = set(m.start_at.tolist()), set(m.end_at.tolist())
        return m.stop_person * second * (int(source not in begins) + int(target not in ends and -1 not in ends))

    def _shared(self, option: Option) -> list[tuple[Row, float]]:
        """Its party, slot and service."""
        people, opened = float(self.m.size[option.party]), self.opened[option.slot]
        parts: list[tuple[Row, float]] = [(self.party[option.party], 1.0), (self.slot[option.slot], people)]
        if opened is not None:
            parts += [(opened[0], people), self.linear.at_most(opened[1])]
        return [*parts, *self._seated(option.service, people)] if option.service >= 0 else parts

    def _seated(self, v: int, people: float) -> list[tuple[Row, float]]:
        return [(self.seats[v], people), (self.load[v], people), self.linear.at_most(self.runs[v])]

    def _one_at_a_time(self, i: int, j: int) -> set[frozenset[int]]:
        """Sets of journeys of which no vehicle carries two from ``i`` to ``j`` at the same time."""
        there = {
            n: (float(journey.early[i]), float(journey.late[j] - self.takes[i, j]))
            for n, journey in enumerate(self.journeys)
            if self._has_time(journey, i, j)
        }
        sets = set()
        for seed in there:
            chosen = [seed]
            for n, (early, late) in there.items():
                if all(late < there[o][0] or there[o][1] < early for o in chosen):
                    chosen.append(n)
            sets.add(frozenset(chosen))
            # who can ride in fewer vehicles than another needs one of those
            sets |= {frozenset(n for n in chosen if self.able[n] == able) for able in {self.able[n] for n in chosen}}
        return sets

    def _has_time(self, journey: Journey, i: int, j: int) -> bool:
        """Whether it may ride from ``i`` to ``j``."""
        return bool(journey.early[i] + self.takes[i, j] <= journey.late[j])

    def _vehicles(self, counts: Ints) -> None:
        """Each layer's ways out of its fleets' first places, from stop to stop, and into their last ones."""
        m = self.m
        out = {f: self.linear.row(None, float(count)) for f, count in enumerate(counts)}
        first = np.min([journey.early for journey in self.journeys], axis=0)
        last = np.max([journey.late for journey in self.journeys], axis=0)
        for t, layer in enumerate(self.layers):
            allowed, takes = manned(m, self.roads, layer), self.elapsed[self.drivers.index(layer.drivers)]
            calls = [self.linear.row(0.0, 0.0) for _ in self.places]
            able = {n for n, layers in enumerate(self.able) if t in layers}
            rests = self._rests(layer, takes)
            for f, fixed in layer.fleets:
                self._duties(layer, f, fixed, calls, out[f], rests, first, last)
            for i, j in self._roads():
                parts = [(calls[i], 1.0), (calls[j], -1.0)]
                parts.append((self.work, -float(takes[i, j] + m.stop_fixed) / HOUR_S))
                parts.append((rests.row, float(rests.least[i, j])))
                if allowed[i, j]:
                    parts.append((self.room[i, j], -float(layer.room)))
                    parts += [(row, -1.0) for who, row in self.cover[i, j] if not able.isdisjoint(who)]
                    parts += self.crossings.carried(t, i, j)
                    parts += [(q.row, 1.0) for q in self.quick[i, j] if q.journey in able and layer.drivers > q.drivers]
                self.linear.variable(float(layer.drive[i, j]), parts, whole=True)

    def _carries(self, layer: Layer, journey: Journey) -> bool:
        p, slots = journey.party, [option.slot for option in journey.options]
        fits = self.m.size[p] <= layer.room and self.m.wheels[p] <= layer.spaces
        return bool(fits and layer.takes[slots].any())

    def _rests(self, layer: Layer, takes: Floats) -> Rests:
        """For vehicles of a layer: what their crews' daily rests take beyond what is paid for drives and stops."""
        m, pace = self.m, long_pace(self.m.law, layer.drivers)
        stops = 4.0 if len(m.hub_to) else 2.0  # at which a person boards or alights and pays for it (`_stops_money`)
        boarding = stops * float(m.size.sum()) * m.stop_person
        row = self.linear.row(-boarding * layer.second, None)
        self.linear.variable(1.0, [(row, 1.0)])
        paid = takes + m.stop_fixed - pace.rate * self.roads.seconds
        return Rests(row, layer.second * paid, layer.second * pace.spared)

    def _duties(
        self, layer: Layer, f: int, fixed: float, calls: list[Row], out: Row, rests: Rests, first: Floats, last: Floats
    ) -> None:
        """Where duties of a fleet make their first and their last call."""
        m, back = self.m, self.linear.row(0.0, 0.0)
        start, end, stop = int(m.start_at[f]), int(m.end_at[f]), layer.second * m.stop_fixed
        used = [(row, 1.0) for row in self.used]
        for i in self.places:
            begin = max(float(first[i]), float(m.free_from[f]) + float(self.roads.seconds[start, i]))
            finish = min(float(last[i]), float(m.free_to[f])) + layer.room * m.stop_person
            if begin <= m.horizon:
                money = fixed + (0.0 if i == start else float(layer.drive[start, i]))
                parts = [(out, 1.0), (back, 1.0), (calls[i], -1.0), (self.work, -begin / HOUR_S)]
                parts.append((rests.row, rests.spared + (0.0 if i == start else float(rests.least[start, i]))))
                self.linear.variable(money, [*parts, *used], whole=True)
            if finish >= 0:
                money = -stop if end in (-1, i) else float(layer.drive[i, end]) - stop
                parts = [(back, -1.0), (calls[i], 1.0), (self.work, finish / HOUR_S)]
                parts.append((rests.row, 0.0 if end in (-1, i) else float(rests.least[i, end])))
                self.linear.variable(money, parts, whole=True)


def by_carriage(m: Model, counts: Ints, until: float) -> Iterator[float]:
    """One cost after the other that no plan is below; none if there are too many parties, or too little time."""
    views = list[View]()
    scenes = _scenes(m, counts) if len(m.size) <= FEW_PARTIES else []
    while (scene := _next(scenes, views, until)) is not None:
        began, linear = time.monotonic(), Carriage(scene).linear
        if not linear.solve(until, anew=True):
            break
        views.append(View(scene, linear.value, time.monotonic() - began))
        yield linear.value * (1 - SAFETY)
    whole = _worth_whole(scenes, views)
    for scene in whole:
        left = until - time.monotonic()
        if left > 0:
            share = 1.0 if scene is whole[-1] else WHOLE_SHARE
            yield Carriage(scene, apart=True).linear.bound(until - (1 - share) * left) * (1 - SAFETY)


class View(NamedTuple):
    """A scene, what it proves without whole numbers, and the seconds that this took."""

    scene: Scene
    value: float
    took: float


def _next(scenes: list[Scene], views: list[View], until: float) -> Scene | None:
    """The roughest scene first; then the closest for which there is time, going by how long the last one took."""
    if not views:
        return scenes[0] if scenes else None
    last, left = views[-1], until - time.monotonic()
    worth = WORTH_OF_FEW if len(last.scene.journeys) <= FEW_JOURNEYS else WORTH
    for scene in reversed(scenes):
        larger = _flows(scene) / _flows(last.scene)
        if larger > 1 and last.took * larger**GROWTH <= worth * left:
            return scene
    return None


def _worth_whole(scenes: list[Scene], views: list[View]) -> list[Scene]:
    """Those up to the closest that was looked at, but for those known to prove much less."""
    proved = {_flows(view.scene): view.value for view in views}
    closest, enough = max(proved, default=0), ROUGHLY * max(proved.values(), default=0.0)
    return [scene for scene in scenes if _flows(scene) <= closest and proved.get(_flows(scene), enough) >= enough]


def _flows(scene: Scene) -> int:
    return len(scene.roads.metres) ** 2 * (len(scene.journeys) + len(scene.layers))


def _scenes(m: Model, counts: Ints) -> list[Scene]:
    """What programs are about, ever closer; none if there is nothing to ride."""
    sizes = sorted({min(places, len(m.metres)) for places in VIEWS})
    seen = [_seen(m, counts, places) for places in sizes]
    return [scene for scene in seen if scene is not None and _flows(scene) <= MOST_FLOWS]


def _seen(m: Model, counts: Ints, places: int) -> Scene | None:
    """What a program is about, with so many places; None if there is nothing to ride."""
    few = with_fewer_places(m, places, _of_use(m))
    roads = least_roads(few)
    options, layers = options_of(few, roads, counts), layers_of(few, roads, counts)
    if not options or not layers:
        return None
    return Scene(few, roads, counts, layers, journeys_of(few, roads, layers, options))


def _of_use(m: Model) -> Ints:
    """Where somebody boards, changes to a service or has a gate; elsewhere people can only change vehicles."""
    return np.unique(np.concatenate([m.board_at, m.gate[m.choice_slot], m.hub_from, m.hub_to]))
