"""When vehicles come from the side where people live to the side of the gates: for :mod:`solvers.bounding.carriage`.

The horizon is cut into spans. Every crossing of a vehicle is in one of them, and with it are those aboard: whoever's
gate opens later waits, whoever is not ready or too late cannot be among them. So a vehicle that somebody needs on
Saturday is of little use to those whose gate opens on Monday.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from solvers.bounding.journeys import Journey, Option, Scene
from solvers.bounding.law import stood_before
from solvers.bounding.layers import Layer
from solvers.bounding.linear import Linear, Parts, Row
from solvers.bounding.rides import Sides, most_waves
from solvers.model import Model

MOST_SPANS = 10


class Times(NamedTuple):
    """Rows of a journey's time, of which the most counts.

    By the shortest way, as it rides, as it crosses, and as it crosses with night stops instead of its crews' rests.
    """

    least: Row
    ridden: Row
    crossed: Row
    nights: Row


class Crossed(NamedTuple):
    """Rows of a journey's crossings: by bundle of roads, and of those after each span's beginning."""

    times: Times
    roads: dict[int, Row]
    since: list[Row]


class Crossings:
    """Rows of a program by which crossings have a time; there are none without ``sides``.

    Vehicles that cross are counted by *bundle*: all roads from one place together, or, if ``apart``, each road.
    """

    def __init__(self, linear: Linear, scene: Scene, sides: Sides | None, *, apart: bool) -> None:
        self.linear, self.m, self.roads, self.layers = linear, scene.m, scene.roads, scene.layers
        places = len(scene.roads.metres)
        self.near = np.zeros(places, dtype=np.bool_) if sides is None else sides.near
        self.crosses = self.near[:, None] & ~self.near[None, :]
        self.is_long = np.zeros_like(self.crosses) if sides is None else sides.is_ride
        self.spans = list(pairwise(_edges(self.m, scene.journeys)))
        tails, heads = np.nonzero(self.crosses)
        numbers = (tails * places + heads if apart else tails).tolist()
        self.bundle = dict(zip(zip(tails.tolist(), heads.tolist(), strict=True), numbers, strict=True))
        self.bundles: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for road, number in self.bundle.items():
            self.bundles[number].append(road)
        self.driven = {number: linear.row(0.0, None) for number in self.bundles}
        self.aboard: dict[tuple[int, int], list[Row]] = defaultdict(list)  # by bundle and span
        self.people, self.of_layer = linear.row(None, 0.0), [linear.row(0.0, 0.0) for _ in scene.layers]
        if sides is not None:
            self._waves(scene, sides)

    def _waves(self, scene: Scene, sides: Sides) -> None:
        """Long crossings of a layer are whole, and no more than its vehicles have time for."""
        most = scene.counts * most_waves(scene.m, scene.roads, sides, max(layer.drivers for layer in self.layers))
        alike = {fleets: self.linear.row(None, float(most[list(fleets)].sum())) for fleets in map(_fleets, self.layers)}
        for layer, row in zip(self.layers, self.of_layer, strict=True):
            parts = [(row, -1.0), (alike[_fleets(layer)], 1.0), (self.people, -float(layer.room))]
            self.linear.variable(0.0, parts, whole=True)

    def crossed(self, journey: Journey, times: Times) -> Crossed:
        """Rows for a journey, and when it may cross."""
        here = Crossed(times, {}, [self.linear.row(None, 0.0) for _ in self.spans])
        for number, roads in self.bundles.items():
            here.roads[number] = self.linear.row(0.0, None)
            for t, (since, until) in enumerate(self.spans):
                rides = [(i, j) for i, j in roads if self._may_come(journey, i, j, since, until)]
                if rides:
                    with_vehicle, stood = self.linear.row(None, 0.0), min(self._stood(*ride, until) for ride in rides)
                    parts = [(here.roads[number], 1.0), (with_vehicle, 1.0), (times.crossed, self.m.person_s * until)]
                    parts.append((times.nights, self.m.person_s * (until - stood)))
                    self.linear.variable(0.0, [*parts, *((row, 1.0) for row in here.since[: t + 1])])
                    self.aboard[number, t].append(with_vehicle)
        return here

    def _may_come(self, journey: Journey, i: int, j: int, since: float, until: float) -> bool:
        """Whether a journey's ride from ``i`` may come to ``j`` in a span."""
        first = max(journey.early[j], journey.early[i] + self.roads.seconds[i, j])
        return bool(first <= until and journey.late[j] > since)

    def _stood(self, i: int, j: int, until: float) -> float:
        """Seconds of night stops on a road, for whoever comes by a moment."""
        if self.roads.metres[i, j] <= self.m.law.stop_over_m:
            return 0.0
        return min(until, stood_before(self.m.law, self.m.clock0, float(self.roads.seconds[i, j]), until))

    def chosen(self, here: Crossed, option: Option) -> Parts:
        """What an option has in its journey's rows: it crosses before its window closes, and waits until it opens.

        Both rides of an option by service may cross, as the service may bring it back.
        """
        rides = 1.0 if option.service < 0 else 2.0
        parts = [(row, -rides) for row, (since, _) in zip(here.since, self.spans, strict=True)
                 if option.service >= 0 or option.closes > since]  # fmt: skip
        if option.service < 0 and self.crosses[option.place, self.m.gate[option.slot]]:
            parts += [(row, -self.m.person_s * option.opens) for row in (here.times.crossed, here.times.nights)]
            parts.append((self.people, float(self.m.size[option.party])))
        return parts

    def rode(self, here: Crossed, i: int, j: int) -> Parts:
        """What a ride has in a journey's crossings: who comes back may cross once more."""
        if self.crosses[i, j]:
            return [(here.roads[self.bundle[i, j]], -1.0)]
        return [(row, -1.0) for row in here.since] if self.crosses[j, i] else []

    def took(self, here: Crossed, i: int, seconds: float) -> Parts:
        """What so many seconds of a ride from ``i`` have in the rows of a journey's time.

        After its last crossing a journey goes on or waits, whichever takes longer: so rides on the far side are not
        counted beside the wait.
        """
        money = self.m.person_s * seconds
        return [(here.times.ridden, -money), *([(here.times.crossed, -money)] if self.near[i] else [])]

    def drove(self, here: Crossed, i: int, j: int) -> Parts:
        """What the driving alone has there, to which night stops are added."""
        return [(here.times.nights, -self.m.person_s * float(self.roads.seconds[i, j]))] if self.near[i] else []

    def flown(self, here: Crossed) -> Parts:
        """What a service that follows another one has in a journey's rows: it may cross, or bring it back."""
        ever = self.m.person_s * self.m.horizon
        return [(here.times.crossed, ever), (here.times.nights, ever), *((row, -1.0) for row in here.since)]

    def carried(self, layer: int, i: int, j: int) -> Parts:
        """What a vehicle's drive has in the program's rows; long ones are counted by layer."""
        if not self.crosses[i, j]:
            return []
        carries = (self.of_layer[layer], 1.0) if self.is_long[i, j] else (self.people, -float(self.layers[layer].room))
        return [(self.driven[self.bundle[i, j]], 1.0), carries]

    def vehicles(self) -> None:
        """How many cross from where and when, after all journeys have been told."""
        for (number, _), rows in self.aboard.items():
            self.linear.variable(0.0, [(self.driven[number], -1.0), *((row, -1.0) for row in rows)], whole=True)


def _fleets(layer: Layer) -> frozenset[int]:
    return frozenset(fleet for fleet, _ in layer.fleets)


def _edges(m: Model, journeys: list[Journey]) -> list[float]:
    """Spans end where somebody may be of use at the last moment; of moments near to each other the last is kept."""
    lasts = {min(option.closes, int(m.due[option.party])) for journey in journeys for option in journey.options}
    ends = sorted(float(last) for last in lasts if last < m.horizon)
    while len(ends) >= MOST_SPANS:
        ends.pop(int(np.diff(ends).argmin()))
    return [0.0, *(end for end in ends if end > 0), float(m.horizon)]
