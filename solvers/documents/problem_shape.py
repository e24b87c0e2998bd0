"""The shape of a problem document: which keys, of which kind. How its parts fit is checked elsewhere."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from solvers.documents.shapes import Clock, Count, Id, LocalMoment, Moment, Money, Shape, Text, Whole
from solvers.problem import LocationKind

_LONGEST = 2**31 - 1
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]


def _row(value: Any) -> Any:
    """A table's row, checked at once: cell by cell takes minutes where a table has millions."""
    if not isinstance(value, list) or (
        set(map(type, value)) <= {int} and (not value or (min(value) >= 0 and max(value) <= _LONGEST))
    ):
        return value
    for i, cell in enumerate(value):
        whole = type(cell) is int or (type(cell) is float and cell.is_integer())
        if not whole or not 0 <= cell <= _LONGEST:
            what = f"cell {i} is {cell!r:.60}, not a whole number from 0 to {_LONGEST}"
            raise PydanticCustomError("text", "{what}", {"what": what})
    return list(map(int, value))


Row = Annotated[tuple[int, ...], BeforeValidator(_row)]


class HorizonShape(Shape):
    start: LocalMoment
    end: Moment


class TierShape(Shape):
    kmh: Annotated[Positive, Field(ge=0.001, le=10_000)]
    upto_m: Whole | None = None

    @field_validator("upto_m", mode="before")
    @classmethod
    def _left_out_or_a_number(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError(
                "text", "{what}", {"what": "null is no distance; the last tier has no upto_m at all"}
            )
        return value


class HaversineShape(Shape):
    kind: Literal["haversine"]
    detour: Annotated[Positive, Field(le=100)]
    tiers: tuple[TierShape, ...]


class MatrixShape(Shape):
    kind: Literal["matrix"]
    locations: tuple[Id, ...]
    distance_m: tuple[Row, ...]
    duration_s: tuple[Row, ...]


class LocationShape(Shape):
    id: Id
    kind: LocationKind
    lon: Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)] | None = None
    lat: Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)] | None = None
    name: Text | None = None
    hours: tuple[Clock, Clock] | None = None


class BoardingShape(Shape):
    at: Id
    access_s: Whole


class ChoiceShape(Shape):
    slot: Id
    cost: Money


class PartyShape(Shape):
    id: Id
    size: Count
    wheelchairs: Whole
    ready: Moment
    due: Moment | None
    boarding: tuple[BoardingShape, ...]
    choices: tuple[ChoiceShape, ...]
    unserved_cost: Money


class SlotShape(Shape):
    id: Id
    gate: Id
    capacity: Whole
    min_headcount: Whole
    windows: tuple[tuple[Moment, Moment], ...]


class CrewShape(Shape):
    drivers: Count
    cost: Money
    seats: Whole


class FleetShape(Shape):
    id: Id
    count: Whole
    seats: Whole
    wheelchair_spaces: Whole
    crews: tuple[CrewShape, ...]
    start: Id
    end: Id | None
    available: tuple[Moment, Moment]
    cost_fixed: Money
    cost_per_km: Money
    cost_per_hour: Money
    slots: tuple[Id, ...] | None


class ServiceShape(Shape):
    id: Id
    mode: Text
    origin: Id = Field(alias="from")
    destination: Id = Field(alias="to")
    depart: Moment
    arrive: Moment
    seats: Whole
    wheelchair_spaces: Whole
    cost_fixed: Money
    cost_per_seat: Money
    min_load: Whole
    check_in_s: Whole
    exit_s: Whole
    group: Text | None


class MinDriversShape(Shape):
    over_m: Whole
    drivers: Whole


class NightShape(Shape):
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    max_continuous_drive_s: Whole


class NightStopShape(Shape):
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    over_m: Whole


class DriverHoursShape(Shape):
    max_continuous_drive_s: Whole
    min_break_s: Whole
    swap_s: Whole
    max_drive_24h_s: Whole
    max_drive_7d_s: Whole | None = None
    min_drivers: MinDriversShape | None = None
    night: NightShape | None = None
    night_stop: NightStopShape | None = None


class RulesShape(Shape):
    stop_fixed_s: Whole
    stop_per_person_s: Whole
    transfer_s: Whole
    max_journey_s: Whole
    max_load_factor: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]
    escort_seats: Whole
    time_cost_per_hour: Money
    driver_hours: DriverHoursShape | None


class ProblemShape(Shape):
    """A whole problem document, ``transfer-problem/1``."""

    format: Literal["transfer-problem/1"]
    name: Text
    currency: Text
    horizon: HorizonShape
    travel: Annotated[HaversineShape | MatrixShape, Field(discriminator="kind")]
    locations: tuple[LocationShape, ...]
    parties: tuple[PartyShape, ...]
    slots: tuple[SlotShape, ...]
    fleets: tuple[FleetShape, ...]
    services: tuple[ServiceShape, ...]
    rules: RulesShape
