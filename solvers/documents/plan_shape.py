"""The shape of a plan document: which keys, of which kind. Whether it is a good plan is the judge's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from solvers.documents.shapes import Id, Integer, Moment, Number, Shape, Text
from solvers.plan import Reason


class StopShape(Shape):
    at: Text
    arrive: Moment
    start: Moment
    depart: Moment
    board: tuple[Text, ...]
    alight: tuple[Text, ...]


class DriveShape(Shape):
    leg: Integer
    driver: Integer
    start: Moment
    end: Moment


class DutyShape(Shape):
    id: Id
    fleet: Text
    vehicle: Integer
    crew: Integer
    stops: tuple[StopShape, ...]
    drives: tuple[DriveShape, ...]


class AccessLegShape(Shape):
    mode: Literal["access"]
    to: Text
    depart: Moment
    arrive: Moment


class DutyLegShape(Shape):
    mode: Literal["duty"]
    duty: Text
    from_stop: Integer
    to_stop: Integer


class ServiceLegShape(Shape):
    mode: Literal["service"]
    service: Text


LegShape = Annotated[AccessLegShape | DutyLegShape | ServiceLegShape, Field(discriminator="mode")]


class ItineraryShape(Shape):
    party: Text
    slot: Text
    legs: tuple[LegShape, ...]


class UnservedShape(Shape):
    party: Text
    reason: Reason
    detail: Text | None = None


class CostShape(Shape):
    total: Number
    duties: Number
    services: Number
    choices: Number
    time: Number
    unserved: Number


class PlanShape(Shape):
    """A whole plan document, ``transfer-plan/1``."""

    format: Literal["transfer-plan/1"]
    problem: Text
    duties: tuple[DutyShape, ...]
    itineraries: tuple[ItineraryShape, ...]
    unserved: tuple[UnservedShape, ...]
    cost: CostShape
    bound: Number | None = None
