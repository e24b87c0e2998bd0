"""What every way by road costs at least, in metres and seconds, however many stops it makes.

A road table may break the triangle inequality, so a vehicle may get from one place to another by less than
the direct road: the bound reckons with shortest paths. Among very many places, neighbours become one place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solvers.model import Floats, Ints, Model

Table = NDArray[np.int32]


class Roads(NamedTuple):
    """Least metres and seconds of driving from place to place (n_places x n_places)."""

    metres: Floats
    seconds: Floats


def closure(arcs: Table | Floats) -> Floats:
    """The lengths of shortest paths (Floyd 1962); the diagonal is 0."""
    best = np.array(arcs, dtype=np.float64)
    np.fill_diagonal(best, 0.0)
    through = np.empty_like(best)
    for k in range(len(best)):
        np.add(best[:, k, None], best[None, k, :], out=through)
        np.minimum(best, through, out=best)
    return best


def least_roads(m: Model) -> Roads:
    """Shortest paths in metres and, on their own, in seconds."""
    return Roads(closure(m.metres), closure(m.seconds))


def with_fewer_places(m: Model, most: int, first: Ints | None = None) -> Model:
    """A problem that every plan of ``m`` fits at no higher cost, with at most ``most`` places.

    Places far from each other are picked one after the other (Gonzalez 1985), as long as there are any out of those
    that come ``first``; the others become one with the nearest of them. The road between two groups is the shortest
    between their members.
    """
    if len(m.metres) <= most:
        return m
    group = _groups(m.seconds, most, np.arange(len(m.metres)) if first is None else first)
    opens, closes = np.full(most, np.iinfo(np.int64).max), np.zeros(most, dtype=np.int64)
    np.minimum.at(opens, group, m.opens)
    np.maximum.at(closes, group, m.closes)
    end_at = np.where(m.end_at >= 0, group[m.end_at], -1)
    return m._replace(
        metres=_between(m.metres, group, most), seconds=_between(m.seconds, group, most), opens=opens, closes=closes,
        board_at=group[m.board_at], gate=group[m.gate], start_at=group[m.start_at], end_at=end_at,
        hub_from=group[m.hub_from], hub_to=group[m.hub_to], doors=np.zeros(most, dtype=np.bool_),
    )  # fmt: skip


def _groups(seconds: Table, most: int, first: Ints) -> Ints:
    group = np.zeros(len(seconds), dtype=np.int64)
    away = np.full(len(seconds), np.iinfo(np.int64).max)
    for k in range(most):
        centre = int(first[away[first].argmax()] if k < len(first) else away.argmax())
        nearer = seconds[centre] < away
        group[nearer], away[nearer] = k, seconds[centre][nearer]
        group[centre], away[centre] = k, -1
    return group


def _between(table: Table, group: Ints, n: int) -> Table:
    rows = np.full((n, table.shape[1]), np.iinfo(table.dtype).max, dtype=table.dtype)
    np.minimum.at(rows, group, table)
    both = np.full((n, n), np.iinfo(table.dtype).max, dtype=table.dtype)
    np.minimum.at(both.T, group, rows.T)
    np.fill_diagonal(both, 0)
    return both
