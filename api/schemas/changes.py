"""What one version of a plan does otherwise than another."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Output

Kind = Literal["served", "left", "gone", "moved", "shifted"]


class VehicleName(Output):
    """A vehicle by its fleet and number."""

    fleet: str
    vehicle: int


class JourneyDetail(Output):
    """A party's journey in one of the two plans; `changes` are the places where it changes from vehicle to vehicle."""

    slot: str
    boarding: str | None
    services: list[str]
    vehicles: list[VehicleName]
    changes: list[str] = Field(default_factory=list)
    leaves: datetime | None
    arrives: datetime | None


class PartyChange(Output):
    """A party whose journey differs, in what, and by how many seconds it leaves and arrives later.

    `served`: it travels now and did not; `left`: the other way round; `gone`: it is in the campaign's plan no more;
    `moved`: it travels otherwise; `shifted`: at another time only. `tell`: it has to be told.
    """

    party: str
    people: int
    what: Kind
    otherwise: list[str]
    tell: bool
    leaves_later_s: int | None
    arrives_later_s: int | None
    before: JourneyDetail | None
    after: JourneyDetail | None
    reason: str | None


class SlotChange(Output):
    """A slot to which others go: people before and after, parties that joined and that are gone."""

    slot: str
    before: int
    after: int
    joined: list[str]
    gone: list[str]


class VehicleChange(Output):
    """A vehicle that carries others: people before and after, parties that joined and that are gone."""

    fleet: str
    vehicle: int
    before: int
    after: int
    joined: list[str]
    gone: list[str]


class PeopleChanged(Output):
    """People by what happens to them."""

    served: int
    left: int
    gone: int
    moved: int
    shifted: int


class ChangesOut(Output):
    """What a plan does otherwise than one before; `told_again` counts the people who have to be told."""

    plan_id: UUID
    before_id: UUID
    people: PeopleChanged
    told_again: int
    cost_before: float
    cost_after: float
    km_before: float | None
    km_after: float | None
    parties: list[PartyChange]
    slots: list[SlotChange]
    vehicles: list[VehicleChange]
