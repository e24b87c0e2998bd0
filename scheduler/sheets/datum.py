"""GCJ-02, the datum of Chinese web maps, to WGS 84 and back.

Chinese maps shift every point by some hundred metres; the shift is a smooth known function on the Krasovsky 1940
ellipsoid, and is undone by fixed-point iteration to a few centimetres. Outside of China nothing is shifted.
"""

from __future__ import annotations

from enum import StrEnum
from math import cos, pi, sin, sqrt

SEMI_MAJOR_M = 6_378_245.0
ECCENTRICITY_2 = 0.006_693_421_622_965_943
ROUNDS = 5
"""Each takes the error to about a thousandth of what it was."""
WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271


class Datum(StrEnum):
    """Which coordinates are meant."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


def to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """A point in degrees of ``datum`` as WGS 84, to seven decimals (a centimetre)."""
    if datum == Datum.WGS84 or not (WEST < lon < EAST and SOUTH < lat < NORTH):
        return lon, lat
    x, y = lon, lat
    for _ in range(ROUNDS):
        east, north = _shift(x, y)
        x, y = lon - east, lat - north
    return round(x, 7), round(y, 7)


def from_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """A point of WGS 84 in degrees of ``datum``, to be drawn on a map of that datum."""
    if datum == Datum.WGS84 or not (WEST < lon < EAST and SOUTH < lat < NORTH):
        return lon, lat
    east, north = _shift(lon, lat)
    return round(lon + east, 7), round(lat + north, 7)


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """By how many degrees GCJ-02 lies east and north of a point of WGS 84."""
    x, y, phi = lon - 105.0, lat - 35.0, lat * pi / 180
    ripple = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east_m += _waves(x, (20, 1.0), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north_m += _waves(y, (20, 1.0), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    flat = 1 - ECCENTRICITY_2 * sin(phi) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_2) / flat**1.5
    east = east_m * 180 / (SEMI_MAJOR_M / sqrt(flat) * cos(phi) * pi)
    return east, north_m * 180 / (meridian_m * pi)


def _waves(along: float, *waves: tuple[float, float]) -> float:
    return sum(height * sin(along * frequency * pi) for height, frequency in waves) * 2 / 3
