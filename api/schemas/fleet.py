"""What can carry people: fleets with their crews, and timed services."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import Code, Count, Input, Kept, Moment, Money, Output, Page, Remark, Seconds, Text
from api.schemas.bulk import BulkIn

Seats = Annotated[Count, Field(le=10_000)]


class CrewIn(Input):
    """A way to man a vehicle: drivers, what they cost besides, the seats that relief drivers take."""

    drivers: Annotated[Count, Field(ge=1, le=20)]
    cost: Money = 0.0
    seats: Annotated[Count, Field(le=20)] = 0


class CrewOut(Output):
    """A way to man a vehicle."""

    drivers: int
    cost: float
    seats: int


class FleetIn(Input):
    """``count`` equal vehicles, each good for one duty; costs in the campaign's currency.

    An option is held until ``hold_until`` (null: it is firm); one that is not booked by then is planned with no more.
    """

    code: Code
    name: Remark = ""
    name_en: Remark = ""
    count: Annotated[Count, Field(le=10_000)]
    seats: Seats
    wheelchair_spaces: Seats = 0
    crews: Annotated[list[CrewIn], Field(min_length=1, max_length=10)]
    start: Annotated[Code, Field(description="The place's code.")]
    end: Annotated[Code | None, Field(description="The place's code; null: where the last stop is.")] = None
    available_from: Moment
    available_until: Moment
    cost_fixed: Money
    cost_per_km: Money
    cost_per_hour: Money
    only_slots: Annotated[
        list[Code] | None, Field(max_length=10_000, description="The only slots whose parties may ride.")
    ] = None
    hold_until: Moment | None = None
    meta: Kept | None = None


class FleetPatch(Input):
    """Changes of a fleet; what is left out or null stays, but for a null ``hold_until``: it is firm."""

    name: Remark | None = None
    name_en: Remark | None = None
    count: Annotated[Count | None, Field(le=10_000)] = None
    seats: Seats | None = None
    wheelchair_spaces: Seats | None = None
    available_from: Moment | None = None
    available_until: Moment | None = None
    cost_fixed: Money | None = None
    cost_per_km: Money | None = None
    cost_per_hour: Money | None = None
    hold_until: Moment | None = None


class FleetOut(Output):
    """A fleet."""

    id: UUID
    code: str
    operator_id: UUID | None
    name: str
    name_en: str
    count: int
    seats: int
    wheelchair_spaces: int
    crews: list[CrewOut]
    start: str
    end: str | None
    available_from: datetime
    available_until: datetime
    cost_fixed: float
    cost_per_km: float
    cost_per_hour: float
    only_slots: list[str] | None
    hold_until: datetime | None
    booked_at: datetime | None
    booked_by: UUID | None
    meta: JsonValue
    version: int


class FleetPage(Page):
    """Fleets of a campaign, by code."""

    items: list[FleetOut]


class FleetBulk(BulkIn[FleetIn]):
    """Fleets to take in."""


class ServiceIn(Input):
    """A flight, a rail block, a ferry. Of one ``group`` at most one carries anyone.

    An option is held until ``hold_until`` (null: it is firm); one that is not booked by then is planned with no more.
    """

    code: Code
    name: Remark = ""
    name_en: Remark = ""
    mode: Annotated[Text, Field(max_length=50)]
    origin: Annotated[Code, Field(description="The place's code.")]
    destination: Annotated[Code, Field(description="The place's code.")]
    departs_at: Moment
    arrives_at: Moment
    seats: Seats
    wheelchair_spaces: Seats = 0
    cost_fixed: Money
    cost_per_seat: Money
    min_load: Seats = 0
    check_in_s: Seconds = 0
    exit_s: Seconds = 0
    group: Code | None = None
    hold_until: Moment | None = None
    meta: Kept | None = None


class ServicePatch(Input):
    """Changes of a service; what is left out or null stays, but for a null ``hold_until``: it is firm."""

    name: Remark | None = None
    name_en: Remark | None = None
    departs_at: Moment | None = None
    arrives_at: Moment | None = None
    seats: Seats | None = None
    wheelchair_spaces: Seats | None = None
    cost_fixed: Money | None = None
    cost_per_seat: Money | None = None
    min_load: Seats | None = None
    check_in_s: Seconds | None = None
    exit_s: Seconds | None = None
    hold_until: Moment | None = None


class ServiceOut(Output):
    """A timed service."""

    id: UUID
    code: str
    operator_id: UUID | None
    name: str
    name_en: str
    mode: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime
    seats: int
    wheelchair_spaces: int
    cost_fixed: float
    cost_per_seat: float
    min_load: int
    check_in_s: int
    exit_s: int
    group: str | None
    hold_until: datetime | None
    booked_at: datetime | None
    booked_by: UUID | None
    meta: JsonValue
    version: int


class ServicePage(Page):
    """Services of a campaign, by code."""

    items: list[ServiceOut]


class ServiceBulk(BulkIn[ServiceIn]):
    """Services to take in."""
