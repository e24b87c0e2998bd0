"""Places, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.base import time_of_day
from api.schemas.places import PlaceKind, PlaceOut

if TYPE_CHECKING:
    from scheduler.places.models import Place


def place_out(place: Place) -> PlaceOut:
    """A place."""
    hours = None
    if place.opens_s is not None and place.closes_s is not None:
        hours = [time_of_day(place.opens_s), time_of_day(place.closes_s)]
    return PlaceOut(
        id=place.id,
        code=place.code,
        kind=cast("PlaceKind", place.kind),
        name=place.name,
        name_en=place.name_en,
        lon=place.point.x if place.point else None,
        lat=place.point.y if place.point else None,
        hours=hours,
        owner_id=place.owner_id,
        meta=place.meta,
        version=place.version,
    )
