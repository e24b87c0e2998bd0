"""Roads of a provider: kept once asked for, and taken over into a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_noop

from scheduler import clock
from scheduler.campaigns.mapping import campaign_values
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_update
from scheduler.errors import Conflict, Invalid
from scheduler.organisations.tenancy import acting_as_system
from scheduler.roads.models import RoadPair
from solvers.problem import InvalidProblem
from solvers.travel import LonLat, RoadLine, RoadProvider, RoadsUnavailable, RoadTable, with_roads

KEPT_FOR = timedelta(days=30)
BATCH = 5000
Pairs = dict[tuple[str, str], tuple[int, int]]


class RoadsAway(Conflict):
    """The provider of roads does not answer, or knows no road between two places."""

    code = "roads_unavailable"
    title = gettext_noop("There are no roads to be had now")


def key_of(point: LonLat) -> str:
    """A point to about a metre, as it is kept."""
    lon, lat = point
    return f"{lon:.5f},{lat:.5f}"


class KeptRoads:
    """The roads of ``provider``, kept in the database under ``name`` for thirty days.

    Tables are asked for by whole rows: the sources of which some target is not kept. Lines to draw are not kept.
    """

    def __init__(self, provider: RoadProvider, name: str) -> None:
        self._provider, self._name = provider, name

    def route(self, points: Sequence[LonLat]) -> RoadLine:
        """The road through the points in order; raises RoadsUnavailable."""
        return self._provider.route(points)

    def table(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> RoadTable:
        """Every road from a source to a target; raises RoadsUnavailable."""
        rows, columns = [key_of(point) for point in sources], [key_of(point) for point in targets]
        kept = self._kept(rows, columns)
        missing = [i for i, a in enumerate(rows) if any((a, b) not in kept for b in columns)]
        if missing:
            asked = self._provider.table([sources[i] for i in missing], targets)
            fresh = {
                (rows[i], b): (int(asked.distance_m[k, j]), int(asked.duration_s[k, j]))
                for k, i in enumerate(missing)
                for j, b in enumerate(columns)
            }
            self._keep(fresh)
            kept |= fresh
        cells = np.array([kept[a, b] for a in rows for b in columns], dtype=np.int32)
        both = cells.reshape(len(rows), len(columns), 2)
        return RoadTable(distance_m=both[:, :, 0].copy(), duration_s=both[:, :, 1].copy())

    def _kept(self, rows: Sequence[str], columns: Sequence[str]) -> Pairs:
        with acting_as_system():
            pairs = RoadPair.objects.filter(
                provider=self._name, a__in=set(rows), b__in=set(columns), fetched_at__gt=clock.now() - KEPT_FOR
            )
            return {(a, b): (m, s) for a, b, m, s in pairs.values_list("a", "b", "distance_m", "duration_s")}

    def _keep(self, pairs: Pairs) -> None:
        at = clock.now()
        rows = [
            RoadPair(provider=self._name, a=a, b=b, distance_m=distance_m, duration_s=duration_s, fetched_at=at)
            for (a, b), (distance_m, duration_s) in pairs.items()
        ]
        with acting_as_system():
            RoadPair.objects.bulk_create(
                rows,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["provider", "a", "b"],
                update_fields=["distance_m", "duration_s", "fetched_at"],
            )


@transaction.atomic
def campaign_roads_take(*, campaign: Campaign, provider: RoadProvider, version: int | None = None) -> Campaign:
    """Make a provider's roads between the campaign's places its own, as a matrix.

    From then on plans, checks and the exported problem all speak of the same roads. A place added later has
    none until this is done again.

    Raises
    ------
    RoadsAway
        The provider does not answer, or knows no road between two of the places.
    Invalid
        A place has no coordinates.
    StaleVersion
        Somebody else changed the campaign.
    """
    try:
        problem = with_roads(campaign_problem(campaign), provider)
    except RoadsUnavailable as error:
        raise RoadsAway(str(error)) from None
    except InvalidProblem as error:
        raise Invalid(error.what, where=error.where) from None
    travel = campaign_values(replace(problem, parties=()))["travel"]
    return campaign_update(campaign=campaign, version=version, changes={"travel": travel})
