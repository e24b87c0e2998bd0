"""Where a campaign's places and homes are, for a map: plain figures, thousands in two queries."""

from __future__ import annotations

from typing import TypedDict

from django.contrib.gis.geos import Point

from scheduler.campaigns.models import Campaign
from scheduler.papers.wording import Language
from scheduler.people.models import DepartureRequest
from scheduler.people.states import PLANNABLE_STATES
from scheduler.places.models import Place
from scheduler.sheets.datum import Datum, from_wgs84


class Spot(TypedDict):
    """A place, or (kind ``party``) the home of a party; ``at`` is latitude and longitude, as maps want them."""

    id: str
    kind: str
    name: str
    at: tuple[float, float]
    people: int


def spots(*, campaign: Campaign, datum: Datum, language: Language) -> list[Spot]:
    """What of a campaign stands on a map: homes of those who may be planned first, so that places lie on top."""
    return [*_homes(campaign, datum), *_places(campaign, datum, language)]


def _homes(campaign: Campaign, datum: Datum) -> list[Spot]:
    known = DepartureRequest.objects.filter(campaign=campaign, home__isnull=False, state__in=PLANNABLE_STATES)
    rows = known.order_by("position").values_list("id", "code", "home", "size")
    return [
        Spot(id=str(id_), kind="party", name=code, at=_at(home, datum), people=size) for id_, code, home, size in rows
    ]


def _places(campaign: Campaign, datum: Datum, language: Language) -> list[Spot]:
    known = Place.objects.filter(campaign=campaign, point__isnull=False).order_by("position")
    rows = known.values_list("id", "code", "kind", "name", "name_en", "point")
    return [
        Spot(
            id=str(id_),
            kind=kind,
            name=(language == "en" and name_en) or name or code,
            at=_at(point, datum),
            people=0,
        )
        for id_, code, kind, name, name_en, point in rows
    ]


def _at(point: Point | None, datum: Datum) -> tuple[float, float]:
    assert point is not None  # it was asked for
    lon, lat = from_wgs84(point.x, point.y, datum)
    return lat, lon
