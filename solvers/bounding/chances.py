"""Choices for which it is too late, whatever drives: they are left out before anything is proved."""

from __future__ import annotations

import numpy as np

from solvers.bounding.roads import least_roads
from solvers.bounding.ways import windows_of
from solvers.model import Flags, Floats, Ints, Model


def with_possible_choices(m: Model) -> Model:
    """The problem without the slots that a party cannot be at, by shortest ways and services, while they are open."""
    parties = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
    kept = _in_time(m, earliest_at(m)[parties, m.gate[m.choice_slot]], m.due[parties])
    ptr = np.concatenate([[0], np.cumsum(np.bincount(parties[kept], minlength=len(m.size)))])
    return m._replace(choice_ptr=ptr.astype(np.int64), choice_slot=m.choice_slot[kept], choice_cost=m.choice_cost[kept])


def only_by_several_services(m: Model) -> Flags:
    """Parties that no vehicle and no service can bring to any gate of theirs in time, but several services can."""
    parties = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
    flags = [np.zeros(len(m.size), dtype=np.bool_) for _ in range(2)]
    for reached, chained in zip(flags, (True, False), strict=True):
        there = earliest_at(m, chained=chained)[parties, m.gate[m.choice_slot]]
        reached[parties[_in_time(m, there, m.due[parties])]] = True
    return flags[0] & ~flags[1]


def earliest_at(m: Model, *, chained: bool = True) -> Floats:
    """When each party can be at each place first (parties x places); not ``chained``: by one service at most."""
    seconds, n = least_roads(m).seconds, len(m.metres)
    if m.first_duty[-1] == 0:  # there is nothing to drive
        seconds = np.where(np.eye(n, dtype=np.bool_), 0.0, np.inf)
    first = np.full((len(m.size), n), np.inf)
    parties = np.repeat(np.arange(len(m.size)), np.diff(m.board_ptr))
    np.minimum.at(first, (parties, m.board_at), m.ready[parties] + m.board_access.astype(np.float64))
    for place in np.unique(m.board_at):
        np.minimum(first, first[:, place, None] + seconds[place], out=first)
    before = first if chained else first.copy()
    for v in _in_order(m):
        catches = before[:, m.hub_from[v]] <= m.check_in[v]
        there = min(m.arrives[v], m.exits[v]) + seconds[m.hub_to[v]]
        first[catches] = np.minimum(first[catches], there)
    return first


def _in_order(m: Model) -> list[int]:
    """Services by when they leave; as often as some take no time, so that those follow each other in any order."""
    check_in, there = m.check_in[: m.first_interchange], np.minimum(m.arrives, m.exits)[: m.first_interchange]
    at_once = int((there <= check_in).sum())
    order: list[int] = np.argsort(check_in, kind="stable").tolist()
    return order * (1 + at_once)


def _in_time(m: Model, first: Floats, due: Ints) -> Flags:
    """By choice: whether a window of its slot is open at a moment that is neither too early nor too late."""
    kept = np.zeros(len(m.choice_slot), dtype=np.bool_)
    last = np.minimum(due, m.horizon)
    for k in np.unique(m.choice_slot):
        of_slot = m.choice_slot == k
        for opens, closes in zip(*windows_of(m, int(k)), strict=True):
            kept |= of_slot & (np.maximum(first, opens) <= np.minimum(last, closes))
    return kept
