"""Parties as groups that one vehicle carries: for :mod:`solvers.bounding.alone`.

A group of several is a relaxation: it boards, rides and stays as each of its parties could at the least cost a person,
and its dwelling takes nobody's time. All of them are alike then, and may as well travel together.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from solvers.bounding.roads import Roads
from solvers.model import Floats, Model


class Group(NamedTuple):
    """Parties that travel together or stay. Money is of all; ``sure`` is what they pay besides in any case."""

    people: int
    dwell: float
    due: float
    stay: float
    sure: float
    ready: Floats  # by place, infinite where they cannot board
    board: Floats  # by place
    slots: Floats  # by slot, infinite where they cannot go
    walks: Floats  # by slot, infinite where they cannot walk
    several: bool

    def alone(self) -> float:
        """What it costs not to ride."""
        return min(self.stay, float(self.walks.min(initial=np.inf)))


def alone_of(m: Model) -> Floats:
    """What each party costs that no vehicle carries: it stays, or walks to a gate."""
    alone = m.left_cost.copy()
    for p in range(len(m.size)):
        for k, choice in _choices(m, p):
            for place, access in _boards(m, p):
                if place == m.gate[k]:
                    alone[p] = min(alone[p], m.size[p] * (choice + m.person_s * access))
    return alone


def grouped(m: Model, f: int, parties: list[int], most: int) -> tuple[list[Group], list[int]]:
    """At most so many groups, made of those that are alike; the smallest parties may be in none, and come second."""
    groups = [[p] for p in parties]
    while len(groups) > most:
        pairs = [(_loss(m, a, b), i, j) for j, b in enumerate(groups) for i, a in enumerate(groups[:j])]
        loss, i, j = min(pairs)
        if loss == math.inf:
            break
        groups[i] += groups.pop(j)
    groups.sort(key=lambda group: -int(m.size[group].sum()))
    return [group_of(m, f, group) for group in groups[:most]], [p for group in groups[most:] for p in group]


def _loss(m: Model, a: list[int], b: list[int]) -> float:
    """How much is lost by making two groups one: they should board at one place, for the same gates."""
    if _place(m, a[0]) != _place(m, b[0]):
        return math.inf
    gates = [{int(m.gate[k]) for p in group for k, _ in _choices(m, p)} for group in (a, b)]
    people = min(int(m.size[group].sum()) for group in (a, b))
    return people * (1.0 + len(gates[0] ^ gates[1]))


def _place(m: Model, p: int) -> int:
    return min(_boards(m, p), key=lambda board: board[1])[0]


def group_of(m: Model, f: int, parties: list[int]) -> Group:
    """Parties as one that boards, rides or stays as each of them could at the least cost a person."""
    n, people, one = len(m.metres), int(m.size[parties].sum()), len(parties) == 1
    ready, board = np.full((2, n), np.inf)
    slots, to_walk = np.full((2, len(m.gate)), np.inf)
    stays, sure = np.inf, 0.0
    for p in parties:
        walks = min((m.person_s * access for _, access in _boards(m, p)), default=0.0)
        wish = min((cost for _, cost in _choices(m, p)), default=0.0)
        for place, access in _boards(m, p):
            ready[place] = min(ready[place], m.ready[p] + access)
            board[place] = min(board[place], m.person_s * access - walks)
        for k, cost in _choices(m, p):
            if m.takes[f, k]:
                slots[k] = min(slots[k], cost - wish)
            for place, access in _boards(m, p):
                if place == m.gate[k]:
                    to_walk[k] = min(to_walk[k], cost + m.person_s * access - walks - wish)
        stays = min(stays, float(m.left_cost[p]) / m.size[p] - walks - wish)
        sure += m.size[p] * (walks + wish)
    if not one:  # dwelling takes none of the others' time, so that it does not matter who boards with whom
        second, least = float(m.cost_s[f] * m.stop_person), int(m.size[parties].min())
        board += least * m.person_s * m.stop_person + np.where(np.arange(n) == m.start_at[f], 0.0, second)
        slots += np.where((m.gate == m.end_at[f]) | (m.end_at[f] < 0), 0.0, second)
    dwell = float(m.stop_person * people) if one else 0.0
    return Group(
        people, dwell, float(m.due[parties].max()), people * stays, sure, ready,
        people * board, people * slots, people * to_walk, not one,
    )  # fmt: skip


def least_of(m: Model, roads: Roads, group: Group) -> float:
    rides = rides_of(m, roads, group).min(initial=np.inf)
    return group.sure + min(group.alone(), float(rides))


def rides_of(m: Model, roads: Roads, group: Group) -> Floats:
    """By place and slot: what boarding, riding by the shortest way and the slot cost a group."""
    rides = m.person_s * group.people * (m.stop_fixed + group.dwell + roads.seconds[:, m.gate])
    money: Floats = group.board[:, None] + rides + group.slots[None, :]
    return money


def _choices(m: Model, p: int) -> list[tuple[int, float]]:
    entries = slice(m.choice_ptr[p], m.choice_ptr[p + 1])
    pairs = zip(m.choice_slot[entries].tolist(), m.choice_cost[entries].tolist(), strict=True)
    return [(k, cost) for k, cost in pairs if m.size[p] <= m.capacity[k]]


def _boards(m: Model, p: int) -> list[tuple[int, int]]:
    entries = slice(m.board_ptr[p], m.board_ptr[p + 1])
    return list(zip(m.board_at[entries].tolist(), m.board_access[entries].tolist(), strict=True))
