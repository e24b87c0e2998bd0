"""Cuts for the flow of :mod:`solvers.bounding.circuits`, and where the solution violates them.

Out of any set of places as many vehicles must drive as carry the people who leave it, wherever they change
(rounded capacity cuts; Laporte & Nobert 1983); and duties lead from where they begin to who boards, and end after
all have alighted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from solvers.bounding.circuits import Circuits
from solvers.model import Flags, Floats, Ints

AT_ONCE = 150
LARGEST = 12
"""Sets are grown up to so many places."""
VIOLATED = 0.02
STARTS, SHAKEN, CLIMB = 400, (0.0, 0.05, 0.15, 0.4), 40
"""Better sets are looked for from so many, of which such parts are changed at first, in so many steps at most."""
ALMOST = 0.05
SURE = 0.95, 0.6
"""Parties that leave a set to such a part are counted in its cut."""


class Cut(NamedTuple):
    """Ways out of a set of places, by layer weight, are ``least``, less ``each`` of those of ``parties`` not meant.

    ``kind`` says who is meant: ``ride``, those who leave the set; ``begin``, those who board outside of it, where
    duties that begin there count as well; ``end``, those whose gate is inside, with duties that end there.
    """

    kind: str
    inside: Flags
    weight: Floats
    parties: Ints
    each: Floats  # the vehicles that a party fills by itself
    least: float


class Fractions(NamedTuple):
    """A solution: ways by layer (layers x places x places), options, duties that begin and end at places."""

    ways: Floats
    chosen: Floats
    begins: Floats
    finishes: Floats


def fractions_of(flow: Circuits) -> Fractions:
    values, roads = flow.linear.values, flow.ways
    ways, begins, finishes = np.zeros((len(flow.layers), flow.n, flow.n)), np.zeros(flow.n), np.zeros(flow.n)
    ways[roads.layer, roads.source, roads.target] = values[roads.variable]
    np.add.at(begins, flow.begins.place, values[flow.begins.variable])
    np.add.at(finishes, flow.finishes.place, values[flow.finishes.variable])
    return Fractions(ways, values[flow.choices], begins, finishes)


def meant(flow: Circuits, kind: str, inside: Flags) -> Flags:
    """By set (along the first axis) and option, whether a cut of the kind is about it."""
    there, here = inside[..., flow.from_place], inside[..., flow.to_place]
    which: Flags = flow.rides & {"ride": there & ~here, "begin": ~there, "end": here}[kind]
    return which


def violated_cuts(flow: Circuits, *, closely: bool) -> list[Cut]:
    """The most violated cuts found; ``closely`` looks at better sets of places, which takes longer."""
    if not flow.options:
        return []
    now = fractions_of(flow)
    sets = _sets(flow, now)
    if closely and len(sets):
        sets = np.unique(np.concatenate([sets, *_better(flow, now, sets)]), axis=0)
    found = [*_full(flow, now, sets), *_reached(flow, now, sets, "begin"), *_reached(flow, now, sets, "end")]
    found.sort(key=lambda violated: -violated[0])
    return [cut for _, cut in found[:AT_ONCE]]


def add_cut(flow: Circuits, cut: Cut) -> None:
    roads = flow.ways
    out = cut.inside[roads.source] & ~cut.inside[roads.target]
    helps = _helping(flow, cut)
    each = np.zeros(len(flow.m.size))
    each[cut.parties] = cut.each
    who = np.flatnonzero(meant(flow, cut.kind, cut.inside) & (each[flow.of_party] > 0))
    variables = np.concatenate([roads.variable[out], helps, flow.choices[who]])
    amounts = np.concatenate([cut.weight[roads.layer[out]], np.ones(len(helps)), -each[flow.of_party[who]]])
    flow.linear.row_of(cut.least - cut.each.sum(), None, variables, amounts)


def _helping(flow: Circuits, cut: Cut) -> Ints:
    """First or last calls that count for a cut as a way out does."""
    if cut.kind == "ride":
        return np.empty(0, dtype=np.int64)
    calls = flow.begins if cut.kind == "begin" else flow.finishes
    helping: Ints = calls.variable[cut.inside[calls.place] == (cut.kind == "end")]
    return helping


def _sets(flow: Circuits, now: Fractions) -> Flags:
    """Sets of places (sets x places), grown from each place along busy roads, and what lies outside of them."""
    ways = now.ways.sum(axis=0)
    both = ways + ways.T
    grown, inside = [], np.eye(flow.n, dtype=np.bool_)
    for _ in range(min(LARGEST, flow.n - 1)):
        grown.append(inside.copy())
        gain = inside @ both
        gain[inside] = -np.inf
        inside[np.arange(flow.n), gain.argmax(axis=1)] = True
    if not grown:
        return inside[:0]
    found = np.concatenate(grown)
    sets: Flags = np.unique(np.concatenate([found, ~found]), axis=0)
    return sets


def _better(flow: Circuits, now: Fractions, sets: Flags) -> Iterator[Flags]:
    """Sets on the way from some to those that ask most for more vehicles than leave them, place by place."""
    draw = np.random.default_rng(len(sets))
    some = sets[draw.choice(len(sets), min(STARTS, len(sets)), replace=False)]
    some = some ^ (draw.random(some.shape) < draw.choice(SHAKEN, size=(len(some), 1)))
    leave = np.zeros((flow.n, flow.n))
    people = now.chosen * flow.m.size[flow.of_party] * flow.rides
    np.add.at(leave, (flow.from_place, flow.to_place), people)
    np.fill_diagonal(leave, 0.0)
    rooms = np.array([layer.room for layer in flow.layers], dtype=np.float64)
    for k, room in enumerate(np.unique(rooms)):
        ways = np.tensordot(np.ceil(rooms / room), now.ways, 1)
        yield from _climbed(some[k :: len(np.unique(rooms))], leave / room, ways)


def _climbed(inside: Flags, leave: Floats, ways: Floats) -> Iterator[Flags]:
    """Step by step, with the one place more or less that helps each set most."""
    each, moving = np.arange(len(inside)), inside.copy()
    for _ in range(CLIMB):
        here, there = moving.astype(np.float64), (~moving).astype(np.float64)
        loads, out = ((here @ leave) * there).sum(axis=1), ((here @ ways) * there).sum(axis=1)
        turn = np.where(moving, -1.0, 1.0)
        after = _lack(loads[:, None] + turn * (there @ leave.T - here @ leave),
                      out[:, None] + turn * (there @ ways.T - here @ ways))  # fmt: skip
        best = after.argmax(axis=1)
        gains = after[each, best] > _lack(loads, out) + 1e-9
        if not gains.any():
            return
        moving[gains, best[gains]] ^= True
        yield moving.copy()


def _lack(loads: Floats, out: Floats) -> Floats:
    """How many vehicles more ought to leave, and a little for how full the last one is."""
    full = np.ceil(loads - 1e-6)
    lack: Floats = full - out + ALMOST * (loads - full)
    return lack


def _there(flow: Circuits, now: Fractions, kind: str, sets: Flags) -> Floats:
    """By set and party: to what part a cut of the kind is about it."""
    there = np.zeros((len(flow.m.size), len(sets)))
    np.add.at(there, flow.of_party, (meant(flow, kind, sets) * now.chosen).T)
    return there.T


def _full(flow: Circuits, now: Fractions, sets: Flags) -> list[tuple[float, Cut]]:
    """Capacity cuts, by how much they are violated: one a set at most."""
    there = _there(flow, now, "ride", sets)
    out = np.array([((sets @ ways) * ~sets).sum(axis=1) for ways in now.ways])
    rooms = np.array([layer.room for layer in flow.layers], dtype=np.float64)
    best, which = np.full(len(sets), VIOLATED), np.full(len(sets), -1)
    choices = [(room, sure) for room in np.unique(rooms) for sure in SURE]
    for c, (room, sure) in enumerate(choices):
        counted = there >= sure
        least = np.ceil((counted @ flow.m.size) / room - 1e-9)
        short = least - np.ceil(rooms / room) @ out - (counted * (1 - there)) @ np.ceil(flow.m.size / room)
        which[short > best], best = c, np.maximum(best, short)
    found = []
    for s in np.flatnonzero(which >= 0):
        room, sure = choices[which[s]]
        parties = np.flatnonzero(there[s] >= sure)
        filled = flow.m.size[parties] / room
        least = float(np.ceil(filled.sum() - 1e-9))
        cut = Cut("ride", sets[s], np.ceil(rooms / room), parties, np.ceil(filled), least)
        found.append((float(best[s]), cut))
    return found


def _reached(flow: Circuits, now: Fractions, sets: Flags, kind: str) -> list[tuple[float, Cut]]:
    """Cuts by which duties begin before anybody boards and end after all have alighted."""
    wanted = _there(flow, now, kind, sets)
    party = wanted.argmax(axis=1)
    out = ((sets @ now.ways.sum(axis=0)) * ~sets).sum(axis=1)
    helps = ~sets @ now.begins if kind == "begin" else sets @ now.finishes
    short = wanted[np.arange(len(sets)), party] - out - helps
    alike, one = np.ones(len(flow.layers)), np.ones(1)
    return [
        (float(short[s]), Cut(kind, sets[s], alike, party[s : s + 1], one, 1.0))
        for s in np.flatnonzero(short > VIOLATED)
    ]
