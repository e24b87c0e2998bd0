"""Roads: the arithmetic of the format, one pair at a time and as matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.problem import Haversine, InvalidProblem, Location, Tier
from solvers.travel import Road, drive_time_s, road_of
from tests.builders import ok_small

TIERS = (Tier(upto_m=15_000, kmh=35), Tier(upto_m=80_000, kmh=55), Tier(kmh=80))

points = st.tuples(st.floats(-180, 180), st.floats(-90, 90)) | st.tuples(st.floats(108, 109), st.floats(29, 30))
tiers = st.lists(st.tuples(st.integers(0, 10**6), st.floats(1, 120)), max_size=3).map(
    lambda drawn: (*(Tier(upto_m=upto, kmh=kmh) for upto, kmh in sorted(drawn)), Tier(kmh=77.7))
)


def _road(travel: Haversine, points: list[tuple[float, float]]) -> Road:
    places = [Location(id=str(i), kind="hub", lon=lon, lat=lat) for i, (lon, lat) in enumerate(points)]
    return Road(travel, places)


@pytest.mark.parametrize(
    ("metres", "seconds"),
    [(0, 0), (1, 1), (35_000 // 3, 1200), (15_000, 1543), (15_001, 1543), (80_000, 5798), (160_000, 9398)],
)
def test_each_tier_is_driven_at_its_own_speed(metres: int, seconds: int) -> None:
    # 15 km at 35 km/h are 1,542.86 s, the next 65 km at 55 km/h 4,254.55 s, and 80 km at 80 km/h an hour more
    assert drive_time_s(metres, TIERS) == seconds


def test_a_whole_second_is_not_rounded_up() -> None:
    """18 km at 54 km/h are 1,200 s, though floating point may make a little more of it."""
    assert drive_time_s(18_000, (Tier(kmh=54),)) == 1200
    assert drive_time_s(18_001, (Tier(kmh=54),)) == 1201


def test_a_degree_of_latitude_is_111_km() -> None:
    road = _road(Haversine(detour=1.0, tiers=(Tier(kmh=60),)), [(108.0, 29.0), (108.0, 30.0)])
    assert road.leg("0", "1") == (111_195, 6672)
    assert road.leg("0", "0") == (0, 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(points, min_size=1, max_size=8), st.floats(0.01, 3), tiers)
def test_matrices_agree_with_legs_to_the_last_metre(
    points: list[tuple[float, float]], detour: float, tiers: tuple[Tier, ...]
) -> None:
    road = _road(Haversine(detour=detour, tiers=tiers), points)
    ids = list(road.index)
    distance, duration = road.matrices(ids)
    assert distance.dtype == duration.dtype == np.int32
    assert [[road.leg(a, b) for b in ids] for a in ids] == [
        list(zip(*rows, strict=True)) for rows in zip(distance.tolist(), duration.tolist(), strict=True)
    ]


@settings(max_examples=100, deadline=None)
@given(points, points, st.integers(0, 10**6))
def test_a_distance_next_to_a_half_is_rounded_alike(a: tuple[float, float], b: tuple[float, float], metre: int) -> None:
    """The detour is chosen so that the road is a half-metre, as exactly as floating point can."""
    one = _road(Haversine(detour=1.0, tiers=TIERS), [a, b])
    metres = one.leg("0", "1")[0]
    if metres < 1000:
        return
    road = _road(Haversine(detour=(metre + 0.5) / metres, tiers=TIERS), [a, b])
    assert road.matrices(["0", "1"])[0][0, 1] == road.leg("0", "1")[0]


def test_a_matrix_is_taken_as_it_is_but_for_its_diagonal() -> None:
    problem = ok_small()
    road = road_of(problem)
    assert road.leg("bp-1", "hub-1") == (50_000, 3000)
    distance, duration = road.matrices(["hub-1", "bp-1", "hub-1"])
    assert distance.tolist() == [[0, 50_000, 0], [50_000, 0, 50_000], [0, 50_000, 0]]
    assert duration.tolist() == [[0, 3000, 0], [3000, 0, 3000], [0, 3000, 0]]
    assert road.index["bp-1"] == 1


def test_no_places_make_an_empty_matrix() -> None:
    for road in (road_of(ok_small()), _road(Haversine(detour=1.0, tiers=TIERS), [])):
        assert [m.shape for m in road.matrices([])] == [(0, 0), (0, 0)]


def test_a_place_without_coordinates_has_no_great_circles() -> None:
    with pytest.raises(InvalidProblem, match=r"^locations\[0\]: location 'x' has no lon and lat"):
        Road(Haversine(detour=1.0, tiers=TIERS), [Location(id="x", kind="hub")])
