"""Who may go to which slot by which way, and what each pays himself."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np

from solvers.bounding.ways import Network, Ways, ways_to, windows_of
from solvers.model import Flags, Floats, Ints, Model

MANY_COLUMNS = 8e6
"""If there may be more, ways are not told apart."""


class Columns(NamedTuple):
    """One entry for each party, choice and way that may be feasible; ``way`` -1 is short rides alone,
    then come the trunk's kinds, then the services."""

    party: Ints
    slot: Ints
    way: Ints
    cost: Floats


def columns_of(net: Network, until: float) -> Columns:
    """All columns; services and trunk rides at what they cost beyond what is shared.

    Slots that there is no time for by ``until`` (of ``time.monotonic``) are reached at no cost.
    """
    m = net.m
    found = []
    merged = len(m.choice_slot) * (1 + len(net.least_ride) + len(m.hub_to)) > MANY_COLUMNS
    by_slot = _choices_by_slot(m)
    seen: dict[tuple[int, int], Ways] = {}
    for k, entries in enumerate(by_slot):
        if len(entries) == 0 or not _has_people(m, k, entries):
            continue
        if time.monotonic() > until:
            found.append(_at_once(m, k, entries))
            continue
        key = int(m.gate[k]), int(m.window_class[k])
        if key not in seen:
            seen[key] = ways_to(net, key[0], windows_of(m, k))
        found.append((_merged if merged else _of_slot)(net, k, entries, seen[key]))
    if not found:
        empty = np.empty(0, dtype=np.int64)
        return Columns(empty, empty, empty, np.empty(0))
    return Columns(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _choices_by_slot(m: Model) -> list[Ints]:
    order = np.argsort(m.choice_slot, kind="stable")
    return np.split(order, np.searchsorted(m.choice_slot[order], np.arange(1, len(m.gate))))


def _has_people(m: Model, k: int, entries: Ints) -> bool:
    """Whether enough people want the slot for its minimum."""
    owner = np.searchsorted(m.choice_ptr, entries, side="right") - 1
    return int(m.size[np.unique(owner)].sum()) >= int(m.minimum[k])


def _at_once(m: Model, k: int, entries: Ints) -> Columns:
    owner = np.searchsorted(m.choice_ptr, entries, side="right") - 1
    alone = np.full(len(entries), -1, dtype=np.int64)
    return Columns(owner, np.full(len(entries), k), alone, m.choice_cost[entries] * m.size[owner])


def _merged(net: Network, k: int, entries: Ints, ways: Ways) -> Columns:
    """One column each for all who may choose slot ``k``, the cheapest way with its share of vehicle or service."""
    m, best = net.m, ways.short
    if net.trunk is not None:
        for kind, base, money in zip(net.trunk.kinds, net.trunk.base, ways.trunk, strict=True):
            best = np.minimum(best, money + base / kind.room) if m.takes[kind.fleet, k] else best
    if len(ways.service):
        fare = m.service_fixed / np.maximum(1, m.service_room)
        best = np.minimum(best, (ways.service + fare[:, None]).min(axis=0))
    owner, entry, board = _pairs(m, entries)
    cost = np.full(len(entries), np.inf)
    np.minimum.at(cost, entry, best[m.board_at[board]] + m.person_s * m.board_access[board])
    cost = (cost + m.choice_cost[entries]) * m.size[owner]
    kept = (cost < m.left_cost[owner]) & (m.size[owner] <= m.capacity[k])
    alone = np.full(int(kept.sum()), -1, dtype=np.int64)
    return Columns(owner[kept], np.full(len(alone), k), alone, cost[kept])


def _pairs(m: Model, entries: Ints) -> tuple[Ints, Ints, Ints]:
    """The party of each entry of the choice list; and all pairs of such an entry and a boarding place of its party."""
    owner = np.searchsorted(m.choice_ptr, entries, side="right") - 1
    boards = np.diff(m.board_ptr)[owner]
    entry = np.repeat(np.arange(len(entries)), boards)
    board = np.arange(len(entry)) - np.repeat(np.cumsum(boards) - boards, boards) + m.board_ptr[owner[entry]]
    return owner, entry, board


def _of_slot(net: Network, k: int, entries: Ints, ways: Ways) -> Columns:
    """Columns of all who may choose slot ``k``."""
    m = net.m
    owner, entry, board = _pairs(m, entries)
    party, place = owner[entry], m.board_at[board]
    begin = m.ready[party] + m.board_access[board]
    last = np.minimum(m.due[party], _last_arrival(m, k))
    kinds, services = len(ways.trunk), len(ways.service)
    cost = np.empty((1 + kinds + services, len(entry)))
    most = m.max_journey - m.board_access[board]
    cost[0] = np.where(ways.short_s[place] <= np.minimum(most, last - begin), ways.short[place], np.inf)
    cost[1 : 1 + kinds] = np.where(ways.trunk_s[place] <= np.minimum(most, last - begin), ways.trunk[:, place], np.inf)
    for v in range(services):
        catches = (begin + net.short.seconds[place, m.hub_from[v]] <= m.check_in[v]) & (m.arrives[v] <= last)
        cost[1 + kinds + v] = np.where(catches, ways.service[v, place], np.inf)
    cost += m.person_s * m.board_access[board]
    best = np.full((len(cost), len(entries)), np.inf)
    for row, money in zip(best, cost, strict=True):
        np.minimum.at(row, entry, money)
    best = (best + m.choice_cost[entries]) * m.size[owner]
    way, entry = np.nonzero(_allowed(net, k, owner) & (best < m.left_cost[owner]))
    return Columns(owner[entry], np.full(len(entry), k), way - 1, best[way, entry])


def _last_arrival(m: Model, k: int) -> int:
    w = m.window_class[k]
    return int(m.window_to[m.window_ptr[w] : m.window_ptr[w + 1]].max(initial=-1))


def _allowed(net: Network, k: int, owner: Ints) -> Flags:
    """Which ways take which parties at all: 1 + kinds + services x parties."""
    m, size, wheels = net.m, net.m.size[owner], net.m.wheels[owner]
    fits = size <= m.capacity[k]
    rows = [fits]
    for kind in net.trunk.kinds if net.trunk is not None else ():
        rows.append(fits & m.takes[kind.fleet, k] & (size <= kind.room) & (wheels <= m.spaces[kind.fleet]))
    for v in range(len(m.hub_to)):
        rows.append(fits & (size <= m.service_room[v]) & (wheels <= m.service_spaces[v]))
    return np.array(rows)
