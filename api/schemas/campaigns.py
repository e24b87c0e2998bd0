"""Campaigns: their horizon, roads and rules, who takes part, and whom to call."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.base import (
    Code,
    Count,
    Input,
    Kept,
    Metres,
    Moment,
    Money,
    Output,
    Page,
    Phone,
    Positive,
    Remark,
    Seconds,
    Text,
    TimeOfDay,
)
from api.schemas.organisations import OrganisationOut

Speed = Annotated[float, Field(strict=True, ge=1, le=1000, allow_inf_nan=False)]


class Tier(Input):
    """Metres of a road up to ``upto_m`` are driven at ``kmh``; the last tier has no ``upto_m``."""

    kmh: Speed
    upto_m: Metres | None = None
    meta: Kept | None = None


class Haversine(Input):
    """Roads as great circles times ``detour``."""

    kind: Literal["haversine"]
    detour: Annotated[float, Field(strict=True, ge=1, le=100, allow_inf_nan=False)]
    tiers: Annotated[list[Tier], Field(min_length=1, max_length=20)]
    meta: Kept | None = None


class MinDrivers(Input):
    """A duty with people aboard for more than ``over_m`` has at least ``drivers``."""

    over_m: Metres
    drivers: Annotated[int, Field(strict=True, ge=1, le=20)]
    meta: Kept | None = None


class TimesOfDay(Input):
    """From one time of day to another, over midnight where the first is later."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Annotated[TimeOfDay, Field(alias="from")]
    to: TimeOfDay
    meta: Kept | None = None


class Night(TimesOfDay):
    """Between two times of day a spell of driving is shorter."""

    max_continuous_drive_s: Seconds


class NightStop(TimesOfDay):
    """Duties longer than ``over_m`` stand between two times of day."""

    over_m: Metres


class DriverHours(Input):
    """The driver law; a rule that is null does not hold."""

    max_continuous_drive_s: Seconds
    min_break_s: Seconds
    swap_s: Seconds
    max_drive_24h_s: Seconds
    max_drive_7d_s: Seconds | None = None
    min_drivers: MinDrivers | None = None
    night: Night | None = None
    night_stop: NightStop | None = None
    meta: Kept | None = None


class Rules(Input):
    """What holds for every duty, service and party, as in the transfer format."""

    stop_fixed_s: Seconds
    stop_per_person_s: Seconds
    transfer_s: Seconds
    max_journey_s: Seconds
    max_load_factor: Annotated[float, Field(strict=True, ge=0, le=2, allow_inf_nan=False)]
    escort_seats: Count
    time_cost_per_hour: Money
    driver_hours: DriverHours | None
    meta: Kept | None = None


class CampaignIn(Input):
    """A new campaign. Local time is the offset of ``horizon_start``."""

    name: Text
    title: Remark = ""
    title_en: Remark = ""
    currency: Annotated[str, Field(strict=True, min_length=1, max_length=20)] = "CNY"
    horizon_start: Moment
    horizon_end: Moment
    travel: Haversine
    rules: Rules
    unserved_cost_first: Annotated[Money | None, Field(description="Of one who stays at home.")] = None
    unserved_cost_more: Annotated[Money | None, Field(description="Of each further one of a party.")] = None
    priority_factor: Annotated[float, Field(strict=True, ge=0.1, le=100, allow_inf_nan=False)] | None = None
    meta: Kept | None = None


class CampaignPatch(Input):
    """Changes of a campaign; what is left out stays."""

    name: Text | None = None
    title: Remark | None = None
    title_en: Remark | None = None
    horizon_start: Moment | None = None
    horizon_end: Moment | None = None
    travel: Haversine | None = None
    rules: Rules | None = None
    unserved_cost_first: Money | None = None
    unserved_cost_more: Money | None = None
    priority_factor: Annotated[float, Field(strict=True, ge=0.1, le=100, allow_inf_nan=False)] | None = None


class CampaignOut(Output):
    """A campaign."""

    id: UUID
    name: str
    title: str
    title_en: str
    currency: str
    horizon_start: datetime
    horizon_end: datetime
    bureau: OrganisationOut
    travel: dict[str, Any]
    rules: dict[str, Any]
    unserved_cost_first: float
    unserved_cost_more: float
    priority_factor: float
    meta: JsonValue
    version: int
    created_at: datetime
    updated_at: datetime


class CampaignSummary(Output):
    """A campaign in a list."""

    id: UUID
    name: str
    title: str
    title_en: str
    currency: str
    horizon_start: datetime
    horizon_end: datetime
    created_at: datetime


class CampaignPage(Page):
    """Campaigns, oldest first."""

    items: list[CampaignSummary]


class CampaignMade(Output):
    """The id of a campaign just taken in."""

    id: UUID


class ParticipationIn(Input):
    """Who is invited."""

    organisation: Annotated[Code, Field(description="The organisation's code.")]


class ParticipationOut(Output):
    """An organisation that takes part."""

    id: UUID
    organisation: OrganisationOut
    created_at: datetime


class ParticipationPage(Page):
    """Who takes part, in order of invitation."""

    items: list[ParticipationOut]


ContactRole = Literal["desk", "liaison", "organisation"]


class ContactIn(Input):
    """Whom to call about a campaign; an employer's or operator's own contact has the role ``organisation``."""

    role: ContactRole
    name: Text
    phone: Annotated[Phone, Field(min_length=1)]


class ContactOut(Output):
    """Whom to call."""

    id: UUID
    role: ContactRole
    name: str
    phone: str
    organisation_id: UUID | None


class ContactPage(Page):
    """Whom to call about a campaign."""

    items: list[ContactOut]


class AccessRule(Input):
    """Places of ``place_kinds`` up to ``reach_m`` straight metres from home can be reached by ``means``."""

    means: Literal["walk", "cycle", "ride"]
    place_kinds: Annotated[
        list[Literal["boarding_point", "home", "hub", "gate", "depot"]], Field(min_length=1, max_length=5)
    ]
    reach_m: Annotated[Metres, Field(ge=1)]
    kmh: Speed
    extra_s: Seconds = 0
    detour: Annotated[float, Field(strict=True, ge=1, le=100, allow_inf_nan=False)] = 1.4
    nearest: Annotated[Positive, Field(le=1000)] = 3


class AccessRules(Input):
    """All the access rules of a campaign."""

    rules: Annotated[list[AccessRule], Field(max_length=50)]


class AccessRuleOut(Output):
    """Which places can be reached, by which means, how fast."""

    means: str
    place_kinds: list[str]
    reach_m: int
    kmh: float
    extra_s: int
    detour: float
    nearest: int


class AccessRulesOut(Output):
    """All the access rules of a campaign."""

    rules: list[AccessRuleOut]
