"""Events, the policy for planning anew, the waiting list, approvals and change reports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import Code, Count, Flag, Input, Moment, Money, Output, Page, Positive, Seconds
from api.schemas.people import RequestIn

AlertKind = Literal["connection", "no_show"]
Why = Annotated[str, Field(strict=True, max_length=500)]
Share = Annotated[float, Field(strict=True, ge=0, le=0.9, allow_inf_nan=False)]
Hours = Annotated[float, Field(strict=True, ge=0, le=720, allow_inf_nan=False)]
Factor = Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]
SearchSeconds = Annotated[Positive, Field(le=86_400)]
Codes = Annotated[list[Code], Field(max_length=20_000)]
Numbers = Annotated[dict[Code, Count], Field(max_length=20_000)]


class EventBase(Input):
    """When it happened (null: now), and why."""

    happened_at: Moment | None = None
    reason: Why = ""


class WithdrawalIn(EventBase):
    """A party does not travel."""

    kind: Literal["withdrawal"]
    party: Code


class LateRequestIn(EventBase):
    """A party asks to travel after the plan was made."""

    kind: Literal["late_request"]
    request: RequestIn


class SlotCutIn(EventBase):
    """An employer takes fewer people in a slot."""

    kind: Literal["slot_cut"]
    slot: Code
    capacity: Count


class SlotClosedIn(EventBase):
    """An employer takes nobody in a slot."""

    kind: Literal["slot_closed"]
    slot: Code


class VehicleLostIn(EventBase):
    """A vehicle breaks down, or has no crew. `vehicle` is its number in the published plan; without it an idle one is
    meant, or the one that leaves last."""

    kind: Literal["vehicle_lost", "crew_lost"]
    fleet: Code
    vehicle: Count | None = None


class ServiceLateIn(EventBase):
    """A flight, train or ferry runs at another time."""

    kind: Literal["service_late"]
    service: Code
    departs_at: Moment
    arrives_at: Moment


class ServiceCancelledIn(EventBase):
    """A flight, train or ferry does not run."""

    kind: Literal["service_cancelled"]
    service: Code


class RoadClosedIn(EventBase):
    """The road from a place to another is closed: a detour takes so much more; without one there is no way. It holds
    until `road_opened`, as roads know no hours."""

    kind: Literal["road_closed"]
    origin: Code
    destination: Code
    both_ways: Flag = True
    detour_s: Seconds | None = None
    detour_m: Count = 0


class RoadOpenedIn(EventBase):
    """A closed road is as it was before."""

    kind: Literal["road_opened"]
    origin: Code
    destination: Code
    both_ways: Flag = True


class PlaceClosedIn(EventBase):
    """Nobody boards, alights or is taken in at a place any more."""

    kind: Literal["place_closed"]
    place: Code


EventIn = Annotated[
    WithdrawalIn
    | LateRequestIn
    | SlotCutIn
    | SlotClosedIn
    | VehicleLostIn
    | ServiceLateIn
    | ServiceCancelledIn
    | RoadClosedIn
    | RoadOpenedIn
    | PlaceClosedIn,
    Field(discriminator="kind"),
]


class LocksIn(Input):
    """What of the plan stays, by codes: duties word for word; parties, and everyone of services and slots, with slot,
    boarding place, service and vehicle."""

    parties: Codes = Field(default_factory=list)
    duties: Codes = Field(default_factory=list)
    services: Codes = Field(default_factory=list)
    slots: Codes = Field(default_factory=list)


class ReplanIn(Input):
    """How to plan anew from the published plan; what is left out is as the campaign's planning policy has it."""

    seconds: SearchSeconds | None = None
    locks: LocksIn = Field(default_factory=LocksIn)


class EventsIn(ReplanIn):
    """What happened, all or nothing; without `replan` it waits for the next run, together with what comes after it."""

    events: Annotated[list[EventIn], Field(min_length=1, max_length=2000)]
    replan: Flag = True


class EventOut(Output):
    """Something that happened. `effect` says what was changed and how it was; `run_id` is the run that answers it."""

    id: UUID
    kind: str
    payload: JsonValue
    effect: JsonValue
    reason: str
    happened_at: datetime
    reported_by: UUID | None
    run_id: UUID | None
    run_status: str | None
    created_at: datetime


class EventPage(Page):
    """Events of a campaign, in the order in which they were reported."""

    items: list[EventOut]


class EventsOut(Output):
    """The events that were taken in, and the run that was started (null: none)."""

    events: list[EventOut]
    run_id: UUID | None


class ReserveBody(Input):
    """What is held back for late comers: shares of all places of slots and of all seats, or numbers by code: places of
    a slot, seats of each vehicle of a fleet, seats of a service."""

    slot_share: Share = 0.0
    seat_share: Share = 0.0
    slots: Numbers = Field(default_factory=dict)
    fleets: Numbers = Field(default_factory=dict)
    services: Numbers = Field(default_factory=dict)


class PolicyIn(Input):
    """How a campaign is planned anew.

    What leaves within `freeze_hours` stays. Moving a person to another slot, boarding place or service costs
    `move_cost` three days before departure, and up to `late_factor` times that more at departure. Leaving a person at
    home who was told of a journey costs `drop_cost` besides, which rises likewise, and twice that once they have
    confirmed. Runs after one event search `event_seconds`, after several `wave_seconds`. Alerts of the kinds in
    `replan_on` order a run of `alert_seconds` by themselves; what comes of it is a draft.
    """

    freeze_hours: Hours = 6.0
    move_cost: Money = 200.0
    drop_cost: Money = 1000.0
    late_factor: Factor = 3.0
    event_seconds: SearchSeconds = 6
    wave_seconds: SearchSeconds = 50
    replan_on: list[AlertKind] = Field(default_factory=lambda: list(get_args(AlertKind)), max_length=2)
    alert_seconds: SearchSeconds = 6
    reserve: ReserveBody = Field(default_factory=ReserveBody)


class PolicyOut(PolicyIn):
    """How a campaign is planned anew."""


class WaitingOut(Output):
    """A party without a seat; `reason` and `would_help` are those of the published plan, null where it came later."""

    place: int
    request_id: UUID
    party: str
    people: int
    priority: int
    since: datetime
    reason: str | None
    detail: str | None
    would_help: JsonValue


class WaitingList(Output):
    """Who waits, the first one first: by priority, then by the date of the request."""

    items: list[WaitingOut]


class PromotionOut(Output):
    """A party that left the waiting list for a seat in a published plan; `place` was its place there."""

    id: UUID
    request_id: UUID
    party: str
    plan_id: UUID
    plan_number: int
    place: int
    waited_since: datetime
    promoted_at: datetime


class PromotionPage(Page):
    """Promotions, in the order in which they came."""

    items: list[PromotionOut]


class ApprovalIn(Input):
    """Whom one answers for, by codes, and why."""

    parties: Annotated[list[Code], Field(min_length=1, max_length=20_000)]
    reason: Annotated[Why, Field(min_length=1)]


class ApprovalOut(Output):
    """Who answers for letting a party down with a draft."""

    id: UUID
    party: str
    reason: str
    approved_by: UUID
    approved_by_name: str
    approved_at: datetime


class ApprovalList(Output):
    """The approvals of a draft."""

    items: list[ApprovalOut]


class JourneyOut(Output):
    """Where a party goes, and when it leaves home."""

    slot: str
    leaves_at: datetime | None


class BrokenPromiseOut(Output):
    """A party that was told of a journey which this plan has not: it stays at home, goes to another slot, or leaves on
    another day. `offer` is the next best for it."""

    party: str
    people: int
    confirmed: bool
    what: Literal["left", "slot", "day"]
    before: JourneyOut
    after: JourneyOut | None
    offer: str
    approval: ApprovalOut | None


class BrokenPromises(Output):
    """Whom a plan would let down if it were published."""

    items: list[BrokenPromiseOut]
