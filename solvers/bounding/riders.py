"""Parties as one vehicle that does everything meets them: for :mod:`solvers.bounding.alone`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solvers.bounding.roads import Roads
from solvers.model import Floats, Model


class Rider(NamedTuple):
    """A party that rides, walks or stays. Money is of all its people; ``sure`` is what they pay besides in any case."""

    people: int
    dwell: float
    due: float
    stay: float
    sure: float
    ready: Floats  # by place, infinite where they cannot board
    board: Floats  # by place
    slots: Floats  # by slot, infinite where they cannot go
    walks: Floats  # by slot, infinite where they cannot walk

    def alone(self) -> float:
        """What it costs not to ride."""
        return min(self.stay, float(self.walks.min(initial=np.inf)))


def rider_of(m: Model, f: int, p: int) -> Rider:
    """Party ``p``, for a vehicle of fleet ``f``."""
    n, size = len(m.metres), int(m.size[p])
    ready, board = np.full((2, n), np.inf)
    slots, to_walk = np.full((2, len(m.gate)), np.inf)
    choices, boards = _choices(m, p), _boards(m, p)
    walk = min((m.person_s * access for _, access in boards), default=0.0)
    wish = min((cost for _, cost in choices), default=0.0)
    for place, access in boards:
        ready[place] = min(ready[place], m.ready[p] + access)
        board[place] = min(board[place], m.person_s * access - walk)
    for k, cost in choices:
        if m.takes[f, k]:
            slots[k] = min(slots[k], cost - wish)
        for place, access in boards:
            if place == m.gate[k]:
                to_walk[k] = min(to_walk[k], cost + m.person_s * access - walk - wish)
    sure = size * (walk + wish)
    return Rider(
        size, float(m.stop_person * size), float(m.due[p]), float(m.left_cost[p]) - sure, sure, ready,
        size * board, size * slots, size * to_walk,
    )  # fmt: skip


def alone_of(m: Model) -> Floats:
    """What each party costs that no vehicle carries: it stays, or walks to a gate."""
    alone = m.left_cost.copy()
    for p in range(len(m.size)):
        for k, choice in _choices(m, p):
            for place, access in _boards(m, p):
                if place == m.gate[k]:
                    alone[p] = min(alone[p], m.size[p] * (choice + m.person_s * access))
    return alone


def rides_of(m: Model, roads: Roads, rider: Rider) -> Floats:
    """By place and slot: what boarding, riding by the shortest way and the slot cost a party."""
    rides = m.person_s * rider.people * (m.stop_fixed + rider.dwell + roads.seconds[:, m.gate])
    money: Floats = rider.board[:, None] + rides + rider.slots[None, :]
    return money


def _choices(m: Model, p: int) -> list[tuple[int, float]]:
    entries = slice(m.choice_ptr[p], m.choice_ptr[p + 1])
    pairs = zip(m.choice_slot[entries].tolist(), m.choice_cost[entries].tolist(), strict=True)
    return [(k, cost) for k, cost in pairs if m.size[p] <= m.capacity[k]]


def _boards(m: Model, p: int) -> list[tuple[int, int]]:
    entries = slice(m.board_ptr[p], m.board_ptr[p + 1])
    return list(zip(m.board_at[entries].tolist(), m.board_access[entries].tolist(), strict=True))
