"""Solving the flow of :mod:`solvers.bounding.circuits`: with more and more cuts, then with whole numbers."""

from __future__ import annotations

import math
import time

import numpy as np

from solvers.bounding.circuits import Circuits, Cut
from solvers.bounding.roads import least_roads, with_fewer_places
from solvers.model import Flags, Floats, Ints, Model

MOST_PLACES = 36
"""More places than these are drawn together: the time of the linear program grows with their square."""
FEW_PLACES = 20
"""Among so few, whole vehicles are tried."""
SMALL_GAIN = 2e-4
CUTS_AT_ONCE = 40
LARGEST_CUT = 12


def by_circuits(m: Model, counts: Ints, until: float) -> float:
    """The best bound by ``until`` (of ``time.monotonic``)."""
    m = with_fewer_places(m, MOST_PLACES)
    flow = Circuits(m, least_roads(m), counts)
    spent = time.monotonic()
    best = _tightened(flow, spent + 0.5 * (until - spent))
    if best is None:
        return 0.0
    if len(m.metres) <= FEW_PLACES:
        return max(best, _with_whole_vehicles(flow, until))
    return max(best, _with_whole_duties(flow, until))


def _with_whole_duties(flow: Circuits, until: float) -> float:
    """Either no more duties than the linear program has, or one more: the lesser bound of the two."""
    fewer = math.floor(flow.duties + 1e-6)
    flow.count.SetUb(float(fewer))
    few = _tightened(flow, time.monotonic() + 0.4 * (until - time.monotonic()))
    flow.count.SetBounds(float(fewer + 1), flow.solver.infinity())
    many = _tightened(flow, until)
    return min(few or 0.0, many or 0.0)


def _with_whole_vehicles(flow: Circuits, until: float) -> float:
    """By branch and bound, with the cuts found so far."""
    whole = Circuits(flow.m, flow.roads, flow.counts, whole=True)
    for cut in flow.cuts:
        whole.add_cut(cut)
    return whole.bound(until)


def _tightened(flow: Circuits, until: float) -> float | None:
    """The value of the linear program with all roads and as many cuts as there was time for."""
    best = None
    while time.monotonic() < until and flow.solve(until):
        value = float(flow.objective.Value())
        if best is not None and value < best + SMALL_GAIN * abs(best):
            return max(best, value)
        best = value
        if not _cut(flow):
            break
    return best


def _cut(flow: Circuits) -> int:
    """Add the most violated capacity cuts found; how many there were."""
    calls = np.zeros((len(flow.layers), flow.n, flow.n))
    for (t, i, j), variable in flow.roads_of.items():
        calls[t, i, j] = variable.solution_value()
    chosen = np.array([variable.solution_value() for variable in flow.choices])
    found: dict[bytes, tuple[float, Cut]] = {}
    for inside in _sets(flow, calls.sum(axis=0)):
        cut = _violated(flow, calls, chosen, inside)
        if cut is not None:
            found[inside.tobytes() + cut[1].parties.tobytes()] = cut
    best = sorted(found.values(), key=lambda cut: -cut[0])[:CUTS_AT_ONCE]
    for _, found_cut in best:
        flow.add_cut(found_cut)
    return len(best)


def _sets(flow: Circuits, calls: Floats) -> list[Flags]:
    """Sets of places grown along busy roads, from each place; those around gates are left by nobody."""
    both = calls + calls.T
    found = []
    for seed in range(flow.n):
        inside = np.zeros(flow.n, dtype=np.bool_)
        inside[seed] = True
        for _ in range(LARGEST_CUT):
            found.append(inside.copy())
            found.append(~inside)
            pull = both[inside].sum(axis=0)
            pull[inside] = 0.0
            if pull.max() <= 0:
                break
            inside[int(pull.argmax())] = True
    return found


def _violated(flow: Circuits, calls: Floats, chosen: Floats, inside: Flags) -> tuple[float, Cut] | None:
    """By how much the most violated cut of one set is violated, if any is."""
    m = flow.m
    leaves = flow.rides & inside[flow.from_place] & ~inside[flow.to_place]
    there = np.bincount(flow.of_party, weights=chosen * leaves, minlength=len(m.size))
    out = calls[:, inside][:, :, ~inside].sum(axis=(1, 2))
    best = None
    rooms = np.array([layer.room for layer in flow.layers], dtype=np.float64)
    for room in np.unique(rooms):
        weight = np.ceil(rooms / room)
        for sure in (0.95, 0.6):
            parties = np.flatnonzero((there >= sure) & (m.size <= room))
            least = math.ceil(m.size[parties].sum() / room - 1e-9)
            short = least - float((weight * out).sum()) - float((1 - there[parties]).sum())
            if short > 0.02 and (best is None or short > best[0]):
                best = short, Cut(inside, weight, parties, float(least))
    return best
