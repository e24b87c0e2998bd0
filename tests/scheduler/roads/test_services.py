"""Roads are asked for once."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
import time_machine

from scheduler import clock
from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import StaleVersion
from scheduler.organisations.tenancy import acting_as_system
from scheduler.roads.models import RoadPair
from scheduler.roads.services import KeptRoads, RoadsAway, campaign_roads_take
from solvers.problem import Matrix
from solvers.travel import LonLat, RoadLine, RoadsUnavailable, RoadTable
from tests.cast import Cast

A, B, C = (108.0, 29.0), (108.1, 29.0), (108.2, 29.0)


class Surveyor:
    """Knows every road, a hundred kilometres a degree, and counts how often it was asked."""

    def __init__(self, *, away: bool = False) -> None:
        self.asked: list[tuple[int, int]] = []
        self.away = away

    def table(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> RoadTable:
        if self.away:
            raise RoadsUnavailable("the surveyor is ill")
        self.asked.append((len(sources), len(targets)))
        metres = np.array([[round(abs(a[0] - b[0]) * 1e5) for b in targets] for a in sources], dtype=np.int32)
        return RoadTable(distance_m=metres, duration_s=metres // 10)

    def route(self, points: Sequence[LonLat]) -> RoadLine:
        return RoadLine(distance_m=1, duration_s=1, geometry=tuple(points))


@pytest.mark.django_db
def test_a_table_is_asked_for_once_and_only_for_the_rows_that_are_new() -> None:
    surveyor = Surveyor()
    roads = KeptRoads(surveyor, "surveyor")
    first = roads.table([A, B], [A, B])
    assert first.distance_m.tolist() == [[0, 10_000], [10_000, 0]]
    assert first.duration_s.dtype == np.int32
    assert np.array_equal(roads.table([A, B], [A, B]).duration_s, first.duration_s)
    assert surveyor.asked == [(2, 2)]
    roads.table([A, C], [A, B])
    assert surveyor.asked == [(2, 2), (1, 2)]
    assert roads.route([A, B]).geometry == (A, B)


@pytest.mark.django_db
def test_providers_do_not_share_their_roads_and_old_ones_are_asked_for_again() -> None:
    surveyor = Surveyor()
    KeptRoads(surveyor, "one").table([A], [B])
    KeptRoads(surveyor, "two").table([A], [B])
    with time_machine.travel(clock.now() + timedelta(days=31)):
        KeptRoads(surveyor, "one").table([A], [B])
    assert len(surveyor.asked) == 3
    with acting_as_system():
        assert RoadPair.objects.count() == 2


@pytest.mark.django_db
def test_nothing_is_kept_when_the_provider_is_away() -> None:
    with pytest.raises(RoadsUnavailable, match="ill"):
        KeptRoads(Surveyor(away=True), "surveyor").table([A], [B])
    with acting_as_system():
        assert not RoadPair.objects.exists()


def test_a_campaign_takes_a_providers_roads_over_as_its_own(cast: Cast) -> None:
    with cast.coordinator.acting():
        changed = campaign_roads_take(campaign=cast.campaign, provider=Surveyor(), version=1)
        travel = campaign_problem(changed).travel
        assert isinstance(travel, Matrix)
        assert travel.distance_m[0][1] == 10_000
        with pytest.raises(StaleVersion):
            campaign_roads_take(campaign=changed, provider=Surveyor(), version=1)
        with pytest.raises(RoadsAway, match="ill"):
            campaign_roads_take(campaign=changed, provider=Surveyor(away=True))
