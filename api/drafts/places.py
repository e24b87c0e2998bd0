"""Places that clients send."""

from __future__ import annotations

from api.schemas.base import Hours, seconds_of_day
from api.schemas.places import PlaceIn
from scheduler.places.services import NewPlace
from solvers.problem import Location


def new_place(place: PlaceIn) -> NewPlace:
    """A place to add."""
    return NewPlace(
        location=Location(
            id=place.code,
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            name=place.name,
            hours=hours_s(place.hours),
            meta=place.meta,
        ),
        name_en=place.name_en,
    )


def hours_s(hours: Hours | None) -> tuple[int, int] | None:
    """From and until as seconds of the day."""
    return None if hours is None else (seconds_of_day(hours[0]), seconds_of_day(hours[1]))
