"""Places <-> locations of the transfer format."""

from __future__ import annotations

from django.contrib.gis.geos import Point

from scheduler.campaigns.models import Campaign
from scheduler.places.models import Place
from solvers.problem import Location

SRID = 4326


def point_of(lon: float | None, lat: float | None) -> Point | None:
    """WGS 84 degrees as a point; None where they are not both known."""
    return None if lon is None or lat is None else Point(lon, lat, srid=SRID)


def place_row(campaign: Campaign, location: Location, position: int) -> Place:
    """A new place of a campaign."""
    opens_s, closes_s = location.hours or (None, None)
    return Place(
        campaign=campaign,
        code=location.id,
        position=position,
        kind=location.kind,
        name=location.name,
        point=point_of(location.lon, location.lat),
        opens_s=opens_s,
        closes_s=closes_s,
        meta=location.meta,
    )


def location_of(place: Place) -> Location:
    """The location that a place is in the format."""
    hours = None if place.opens_s is None or place.closes_s is None else (place.opens_s, place.closes_s)
    return Location(
        id=place.code,
        kind=place.kind,  # type: ignore[arg-type]  # one of PlaceKind, by a constraint
        lon=None if place.point is None else place.point.x,
        lat=None if place.point is None else place.point.y,
        name=place.name,
        hours=hours,
        meta=place.meta,
    )
