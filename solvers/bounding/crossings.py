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
from solvers.bounding.layers import Layer
from solvers.bounding.linear import Linear, Parts, Row
from solvers.bounding.rides import Sides, most_waves
from solvers.model import Model

MOST_SPANS = 10


class Crossed(NamedTuple):
    """Rows of one journey: what its time costs at least; its crossings by where they begin, and by how late."""

    time: Row
    tails: dict[int, Row]
    since: list[Row]


class Crossings:
    """Rows of a program by which crossings have a time; ``near`` are the places of the side where people live."""

    def __init__(self, linear: Linear, scene: Scene, sides: Sides) -> None:
        m, roads, counts, layers, journeys = scene
        self.linear, self.m, self.near, self.is_long, self.layers = linear, m, sides.near, sides.is_ride, layers
        self.spans = list(pairwise(_edges(m, journeys)))
        self.from_tail = {int(i): linear.row(0.0, None) for i in np.flatnonzero(self.near)}
        self.aboard: dict[tuple[int, int], list[Row]] = defaultdict(list)  # by tail and span: at most its vehicles
        self.people, self.of_layer = linear.row(None, 0.0), [linear.row(0.0, 0.0) for _ in layers]
        waves = counts * most_waves(m, roads, sides, max((layer.drivers for layer in layers), default=1))
        most = {fleets: linear.row(None, float(waves[list(fleets)].sum())) for fleets in map(_fleets, layers)}
        for layer, row in zip(layers, self.of_layer, strict=True):
            parts = [(row, -1.0), (most[_fleets(layer)], 1.0), (self.people, -float(layer.room))]
            linear.variable(0.0, parts, whole=True)

    def crossed(self, journey: Journey, time: Row) -> Crossed:
        """Rows for a journey; ``time`` is that of what its time costs at least, a person."""
        far, tails = ~self.near, dict[int, Row]()
        late = [self.linear.row(None, 0.0) for _ in self.spans]
        for i in self.from_tail:
            tails[i] = self.linear.row(0.0, None)
            for t, (since, until) in enumerate(self.spans):
                if ((journey.early <= until) & (journey.late > since) & far).any():
                    with_vehicle = self.linear.row(None, 0.0)
                    parts = [(tails[i], 1.0), (with_vehicle, 1.0), (time, self.m.person_s * until)]
                    self.linear.variable(0.0, [*parts, *((row, 1.0) for row in late[: t + 1])])
                    self.aboard[i, t].append(with_vehicle)
        return Crossed(time, tails, late)

    def chosen(self, crossed: Crossed, option: Option) -> Parts:
        """What an option has in its journey's rows: it crosses before its window closes, and waits until it opens."""
        late = [(row, -1.0) for row, (since, _) in zip(crossed.since, self.spans, strict=True)
                       if option.service >= 0 or option.closes > since]  # fmt: skip
        crosses = option.service < 0 and self.near[option.place] and not self.near[self.m.gate[option.slot]]
        if crosses:
            late += [(crossed.time, -self.m.person_s * option.opens), (self.people, float(self.m.size[option.party]))]
        return late

    def took(self, crossed: Crossed, i: int, money: float) -> Parts:
        """What a ride from ``i`` that costs so much of a person's time has in the row of a journey's time.

        After its last crossing a journey goes on or waits, whichever takes longer: so rides on the far side are not
        counted beside the wait.
        """
        return [(crossed.time, -money)] if self.near[i] else []

    def rode(self, crossed: Crossed, i: int, j: int) -> Parts:
        """What a ride has in a journey's crossings: who comes back may cross once more."""
        if self.near[i] == self.near[j]:
            return []
        return [(crossed.tails[i], -1.0)] if self.near[i] else [(row, -1.0) for row in crossed.since]

    def flown(self, crossed: Crossed) -> Parts:
        """What a service that follows another one has in a journey's rows: it may cross, or bring it back."""
        return [(crossed.time, self.m.person_s * self.m.horizon), *((row, -1.0) for row in crossed.since)]

    def drove(self, layer: int, i: int, j: int) -> Parts:
        """What a vehicle's drive has in the program's rows; long ones are counted by layer."""
        if not self.near[i] or self.near[j]:
            return []
        carries = (self.of_layer[layer], 1.0) if self.is_long[i, j] else (self.people, -float(self.layers[layer].room))
        return [(self.from_tail[i], 1.0), carries]

    def vehicles(self) -> None:
        """How many cross from where and when, after all journeys have been told."""
        for (i, _), rows in self.aboard.items():
            self.linear.variable(0.0, [(self.from_tail[i], -1.0), *((row, -1.0) for row in rows)], whole=True)


def _fleets(layer: Layer) -> frozenset[int]:
    return frozenset(fleet for fleet, _ in layer.fleets)


def _edges(m: Model, journeys: list[Journey]) -> list[float]:
    """Spans end where somebody may be of use at the last moment; of moments near to each other the last is kept."""
    lasts = {min(option.closes, int(m.due[option.party])) for journey in journeys for option in journey.options}
    ends = sorted(float(last) for last in lasts if last < m.horizon)
    while len(ends) >= MOST_SPANS:
        ends.pop(int(np.diff(ends).argmin()))
    return [0.0, *ends, float(m.horizon)]
