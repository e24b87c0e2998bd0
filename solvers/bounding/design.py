"""Solving the flow of :mod:`solvers.bounding.circuits`: with more and more cuts, then with whole numbers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from solvers.bounding.circuits import Circuits, Cut
from solvers.bounding.roads import least_roads, with_fewer_places
from solvers.model import Flags, Floats, Ints, Model

PLACES = 20, 36, 64
"""Among more places than these neighbours become one; the time of the linear program grows with their cube."""
NEXT_TAKES = 12
"""The next number of places is tried if there is time for so many times what this one took."""
FEW_PLACES = 20
"""Among so few, whole vehicles are tried."""
SMALL_GAIN = 2e-4
CUTS_AT_ONCE = 120
LARGEST_CUT = 12
VIOLATED = 0.02


def by_circuits(m: Model, counts: Ints, until: float) -> float:
    """The best bound by ``until`` (of ``time.monotonic``), over as many places as there is time for."""
    best = 0.0
    for most in PLACES:
        began = time.monotonic()
        fewer = with_fewer_places(m, most)
        flow = Circuits(fewer, least_roads(fewer), counts)
        if not flow.solve(until):
            break
        best = max(best, flow.linear.value())
        took = time.monotonic() - began
        if len(m.metres) <= most or time.monotonic() + NEXT_TAKES * took > until or most == PLACES[-1]:
            return max(best, _improved(flow, until))
    return best


def _improved(flow: Circuits, until: float) -> float:
    """With cuts, then with whole numbers of vehicles or duties."""
    now = time.monotonic()
    best = _tightened(flow, now + 0.5 * (until - now))
    if len(flow.m.metres) <= FEW_PLACES:
        return max(best, _with_whole_vehicles(flow, until))
    return max(best, _with_whole_duties(flow, until))


def _with_whole_duties(flow: Circuits, until: float) -> float:
    """Either no more duties than the linear program has, or one more: the lesser bound of the two."""
    fewer = math.floor(flow.duties + 1e-6)
    flow.count.SetUb(float(fewer))
    few = _tightened(flow, until) if flow.solve(until) else 0.0
    flow.count.SetBounds(float(fewer + 1), flow.linear.solver.infinity())
    many = _tightened(flow, until) if flow.solve(until) else 0.0
    return min(few, many)


def _with_whole_vehicles(flow: Circuits, until: float) -> float:
    """By branch and bound, with the cuts found so far."""
    whole = Circuits(flow.m, flow.roads, flow.counts, whole=True)
    for cut in flow.cuts:
        whole.add_cut(cut)
    return whole.linear.bound(until)


def _tightened(flow: Circuits, until: float) -> float:
    """The value of the solved linear program, and of what it becomes with cuts, as far as there is time."""
    best = flow.linear.value()
    while time.monotonic() < until and _cut(flow) and flow.solve(until):
        value = flow.linear.value()
        if value < best + SMALL_GAIN * abs(best):
            return max(best, value)
        best = value
    return best


def _cut(flow: Circuits) -> int:
    """Add the most violated cuts found; how many there were."""
    calls = np.zeros((len(flow.layers), flow.n, flow.n))
    for (t, i, j), variable in flow.roads_of.items():
        calls[t, i, j] = variable.solution_value()
    chosen = np.array([variable.solution_value() for variable in flow.choices])
    found: dict[bytes, tuple[float, Cut]] = {}
    for inside in _sets(flow, calls.sum(axis=0)):
        for violated in (_full(flow, calls, chosen, inside), *_reached(flow, calls, chosen, inside)):
            if violated is not None:
                _, cut = violated
                found[cut.kind.encode() + inside.tobytes() + cut.parties.tobytes()] = violated
    best = sorted(found.values(), key=lambda violated: -violated[0])[:CUTS_AT_ONCE]
    for _, cut in best:
        flow.add_cut(cut)
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


def _full(flow: Circuits, calls: Floats, chosen: Floats, inside: Flags) -> tuple[float, Cut] | None:
    """By how much the most violated capacity cut of one set is violated, if any is."""
    m = flow.m
    leaves = chosen * flow.meant("ride", inside)
    there = np.bincount(flow.of_party, weights=leaves, minlength=len(m.size))
    out = calls[:, inside][:, :, ~inside].sum(axis=(1, 2))
    best = None
    rooms = np.array([layer.room for layer in flow.layers], dtype=np.float64)
    for room in np.unique(rooms):
        weight = np.ceil(rooms / room)
        for sure in (0.95, 0.6):
            parties = np.flatnonzero((there >= sure) & (m.size <= room))
            least = math.ceil(m.size[parties].sum() / room - 1e-9)
            short = least - float((weight * out).sum()) - float((1 - there[parties]).sum())
            if short > VIOLATED and (best is None or short > best[0]):
                best = short, Cut("ride", inside, weight, parties, float(least))
    return best


def _reached(flow: Circuits, calls: Floats, chosen: Floats, inside: Flags) -> Iterator[tuple[float, Cut]]:
    """Cuts by which duties begin before anybody boards and end after all have alighted."""
    out = float(calls[:, inside][:, :, ~inside].sum())
    for kind in ("begin", "end"):
        wanted = np.bincount(flow.of_party, weights=chosen * flow.meant(kind, inside), minlength=len(flow.m.size))
        party = int(wanted.argmax())
        short = float(wanted[party]) - out
        if short > VIOLATED:
            short -= sum(variable.solution_value() for variable in flow.helping(kind, inside))
        if short > VIOLATED:
            yield short, Cut(kind, inside, np.ones(len(flow.layers)), np.array([party]), 1.0)
