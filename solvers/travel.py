"""Roads: metres and seconds from one location to another, exactly as the transfer format counts them.

A problem states its roads as great circles or as tables. :class:`Road` answers for both, one pair at a time
(:meth:`Road.leg`) or as matrices (:meth:`Road.matrices`); the two agree to the last metre and second. Roads
of a service such as OSRM come from a :class:`RoadProvider` that is passed in: :func:`with_roads` turns them
into the tables of a problem, so that the planner, the judge and whoever reads the plan count alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from solvers.problem import Haversine, InvalidProblem, Location, Matrix, Problem, Tier, Travel

EARTH_RADIUS_M = 6_371_008.8
LONGEST = 2**31 - 1
"""Matrices hold 32 bits: a drive of 68 years or more counts as this long."""

_BLOCK = 256
"""Rows of a matrix that are worked out at once; it bounds the memory for temporaries."""
_DOUBT_M = 1e-5
"""numpy's sines differ from the C library's in the last digits: closer to a half than this is asked twice."""

LonLat = tuple[float, float]
Table = NDArray[np.int32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadTable:
    """Metres and seconds, row = from, column = to."""

    distance_m: Table
    duration_s: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadLine:
    """A drive through several points: metres, seconds, and the line to draw, ``(lon, lat)``."""

    distance_m: int
    duration_s: int
    geometry: tuple[LonLat, ...]


class RoadsUnavailable(Exception):
    """The provider of roads does not answer, or not with roads."""


class NoRoad(RoadsUnavailable):
    """The provider knows no road between two points."""


class RoadProvider(Protocol):
    """Where roads come from when the problem does not state them. Points are ``(lon, lat)``, WGS 84."""

    def table(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> RoadTable:
        """Every road from a source to a target; raises RoadsUnavailable."""

    def route(self, points: Sequence[LonLat]) -> RoadLine:
        """The road through the points in order; raises RoadsUnavailable."""


class Road:
    """The roads of one problem.

    Attributes
    ----------
    index
        The place of each location id in ``problem.locations``.
    """

    def __init__(self, travel: Travel, locations: Sequence[Location]) -> None:
        self.index = {place.id: i for i, place in enumerate(locations)}
        self._memo: dict[tuple[str, str], tuple[int, int]] = {}
        self._roads = _GreatCircles(travel, locations) if isinstance(travel, Haversine) else _Tables(travel)

    def leg(self, a: str, b: str) -> tuple[int, int]:
        """Metres and seconds from location ``a`` to ``b``; 0 and 0 from a place to itself."""
        if a == b:
            return 0, 0
        found = self._memo.get((a, b))
        if found is None:
            found = self._memo[a, b] = self._roads.leg(a, b)
        return found

    def matrices(self, ids: Sequence[str]) -> tuple[Table, Table]:
        """Metres and seconds between all of ``ids``: two int32 arrays of shape (n, n), row = from."""
        distance, duration = self._roads.matrices(ids)
        same = np.array([self.index[name] for name in ids])[:, None] == [self.index[name] for name in ids]
        distance[same] = duration[same] = 0
        return distance, duration


def road_of(problem: Problem, provider: RoadProvider | None = None) -> Road:
    """The roads that a problem states, or, with a provider, the provider's between the same places."""
    stated = problem if provider is None else with_roads(problem, provider)
    return Road(stated.travel, stated.locations)


def with_roads(problem: Problem, provider: RoadProvider) -> Problem:
    """The same problem with the provider's roads as its matrix.

    Raises
    ------
    InvalidProblem
        A location has no coordinates.
    RoadsUnavailable
        The provider does not answer, or knows no road between two of the places.
    """
    points = [_point(place, f"locations[{i}]") for i, place in enumerate(problem.locations)]
    table = provider.table(points, points)
    matrix = Matrix(
        locations=tuple(place.id for place in problem.locations),
        distance_m=tuple(map(tuple, table.distance_m.tolist())),
        duration_s=tuple(map(tuple, table.duration_s.tolist())),
        meta=problem.travel.meta,
    )
    return replace(problem, travel=matrix)


def drive_time_s(metres: int, tiers: Iterable[Tier]) -> int:
    """Seconds of driving ``metres`` through the tiers in order."""
    done, hours = 0, 0.0
    for tier in tiers:
        upto = metres if tier.upto_m is None else min(metres, tier.upto_m)
        if upto > done:
            hours += (upto - done) / 1000 / tier.kmh
            done = upto
    return math.ceil(hours * 3600 - 1e-6)


class _GreatCircles:
    def __init__(self, travel: Haversine, locations: Sequence[Location]) -> None:
        self.detour, self.tiers = travel.detour, travel.tiers
        self.points = {place.id: _point(place, f"locations[{i}]") for i, place in enumerate(locations)}

    def leg(self, a: str, b: str) -> tuple[int, int]:
        metres = self.metres(self.points[a], self.points[b])
        return metres, drive_time_s(metres, self.tiers)

    def metres(self, a: LonLat, b: LonLat) -> int:
        lat1, lat2 = math.radians(a[1]), math.radians(b[1])
        dlat, dlon = lat2 - lat1, math.radians(b[0] - a[0])
        h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
        return round(self.detour * 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h))))

    def matrices(self, ids: Sequence[str]) -> tuple[Table, Table]:
        points = [self.points[name] for name in ids]
        distance = np.empty((len(ids), len(ids)), np.int32)
        duration = np.empty_like(distance)
        for first in range(0, len(ids), _BLOCK):
            metres = self._metres_from(points[first : first + _BLOCK], points)
            distance[first : first + _BLOCK] = metres
            duration[first : first + _BLOCK] = self._drive_times_s(metres)
        return distance, duration

    def _metres_from(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> Floats:
        """Whole metres as floats; the few that lie next to a half, or across the globe, by the scalar way."""
        lon1, lat1 = np.array(sources).reshape(-1, 2).T
        lon2, lat2 = np.array(targets).reshape(-1, 2).T
        dlat = np.radians(lat2)[None, :] - np.radians(lat1)[:, None]
        dlon = np.radians(lon2[None, :] - lon1[:, None])
        cosines = np.cos(np.radians(lat1))[:, None] * np.cos(np.radians(lat2))[None, :]
        h = np.sin(dlat / 2) ** 2 + cosines * np.sin(dlon / 2) ** 2
        exact = self.detour * 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))
        metres: Floats = np.rint(exact)
        doubtful = (np.abs(exact - np.floor(exact) - 0.5) < _DOUBT_M) | (h > 0.99)
        for i, j in np.argwhere(doubtful):
            metres[i, j] = self.metres(sources[i], targets[j])
        return metres

    def _drive_times_s(self, metres: Floats) -> Floats:
        done, hours = np.zeros_like(metres), np.zeros_like(metres)
        for tier in self.tiers:
            upto = metres if tier.upto_m is None else np.minimum(metres, float(tier.upto_m))
            hours += np.maximum(upto - done, 0.0) / 1000 / tier.kmh
            done = np.maximum(done, upto)
        seconds: Floats = np.minimum(np.ceil(hours * 3600 - 1e-6), LONGEST)
        return seconds


class _Tables:
    def __init__(self, travel: Matrix) -> None:
        self.row = {name: i for i, name in enumerate(travel.locations)}
        self.travel = travel

    def leg(self, a: str, b: str) -> tuple[int, int]:
        i, j = self.row[a], self.row[b]
        return self.travel.distance_m[i][j], self.travel.duration_s[i][j]

    def matrices(self, ids: Sequence[str]) -> tuple[Table, Table]:
        rows = [self.row[name] for name in ids]
        distance, duration = (
            np.array([[table[i][j] for j in rows] for i in rows], np.int32).reshape(len(ids), len(ids))
            for table in (self.travel.distance_m, self.travel.duration_s)
        )
        return distance, duration


def _point(place: Location, where: str) -> LonLat:
    if place.lon is None or place.lat is None:
        raise InvalidProblem(where, f"location {place.id!r} has no lon and lat, which its road needs")
    return place.lon, place.lat
