"""Vehicles that are alike on the road: the layers of a flow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.bounding.law import least_elapsed
from solvers.bounding.roads import Roads
from solvers.model import Flags, Floats, Ints, Model


class Layer(NamedTuple):
    """Fleets with one of their crews that cost the same on the road and take the same people."""

    fleets: list[tuple[int, float]]  # each with what a vehicle and its crew cost before they drive
    room: int
    spaces: int
    drivers: int
    takes: Flags  # by slot
    second: float  # price of a vehicle's second
    drive: Floats  # from stop to stop: kilometres, hours, and the time of the second stop


def layers_of(m: Model, roads: Roads, counts: Ints) -> list[Layer]:
    """All fleets, with those of their crews that leave a seat and are of use."""
    layers: dict[tuple[object, ...], Layer] = {}
    for f in np.flatnonzero(counts > 0).tolist():
        cheaper: list[Layer] = []
        crews = range(m.crew_ptr[f], m.crew_ptr[f + 1])
        for c in sorted(crews, key=lambda crew: float(m.crew_cost[crew])):
            layer = _layer(m, roads, f, c)
            if layer.room > 0 and not any(_as_good(m, roads, other, layer) for other in cheaper):
                cheaper.append(layer)
                key = layer.room, layer.spaces, layer.drivers, layer.takes.tobytes(), layer.second, float(m.cost_m[f])
                layers.setdefault(key, layer).fleets.append((f, float(m.cost_fixed[f] + m.crew_cost[c])))
    return list(layers.values())


def _layer(m: Model, roads: Roads, f: int, c: int) -> Layer:
    """A fleet with a crew, still without its price."""
    drivers, second = int(m.crew_drivers[c]), float(m.cost_s[f])
    drive = m.cost_m[f] * roads.metres + second * (least_elapsed(m.law, roads.seconds, drivers) + m.stop_fixed)
    return Layer([], int(m.room[f] - m.crew_seats[c]), int(m.spaces[f]), drivers, m.takes[f], second, drive)


def manned(m: Model, roads: Roads, layer: Layer) -> Flags:
    """The roads on which a layer may carry people (places x places)."""
    flags: Flags = (roads.metres <= m.law.crew_over_m) | (layer.drivers >= m.law.crew_drivers)
    return flags


def _as_good(m: Model, roads: Roads, other: Layer, layer: Layer) -> bool:
    """Does another crew of the fleet leave as many seats, is it as quick and lasting, and may it go as far?"""
    far = bool((manned(m, roads, other) >= manned(m, roads, layer)).all())
    quick = least_elapsed(m.law, roads.seconds, other.drivers) <= least_elapsed(m.law, roads.seconds, layer.drivers)
    lasting = other.drivers >= layer.drivers or not m.law.on  # a duty is driven for longer than any road takes
    return far and lasting and other.room >= layer.room and bool(quick.all())
