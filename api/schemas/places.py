"""Places: wherever a vehicle may stop."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import JsonValue, model_validator

from api.schemas.base import Code, Hours, Input, Kept, Lat, Lon, Output, Page, Remark
from api.schemas.bulk import BulkIn

PlaceKind = Literal["boarding_point", "home", "hub", "gate", "depot"]


class PlaceIn(Input):
    """A new place. Employers and operators add their own gates and depots."""

    code: Code
    kind: PlaceKind
    name: Remark | None = None
    name_en: Remark = ""
    lon: Lon
    lat: Lat
    hours: Hours | None = None
    meta: Kept | None = None


class PlacePatch(Input):
    """Changes of a place; what is left out stays, and null ``hours`` mean always."""

    kind: PlaceKind | None = None
    name: Remark | None = None
    name_en: Remark | None = None
    lon: Lon | None = None
    lat: Lat | None = None
    hours: Hours | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> PlacePatch:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat are changed together")
        return self


class PlaceOut(Output):
    """A place."""

    id: UUID
    code: str
    kind: PlaceKind
    name: str | None
    name_en: str
    lon: float | None
    lat: float | None
    hours: list[str] | None
    owner_id: UUID | None
    meta: JsonValue
    version: int


class PlacePage(Page):
    """Places of a campaign."""

    items: list[PlaceOut]


class PlaceBulk(BulkIn[PlaceIn]):
    """Places to take in."""
