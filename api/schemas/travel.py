"""What is seen on the road and at the gate."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, JsonValue

from api.schemas.base import Count, Flag, Input, Lat, Lon, Moment, Output, Page, Text
from api.schemas.changes import PeopleChanged

EventKindName = Literal[
    "depart", "arrive", "board", "alight", "no_show", "break_begin", "break_end", "incident", "undo"
]
AlertKindName = Literal["connection", "no_show", "count", "incident", "missing", "stranded"]
ReplanState = Literal["queued", "planning", "ready", "failed", "cancelled", "discarded", "published", "superseded"]
Device = Annotated[str, Field(strict=True, min_length=1, max_length=36)]
Note = Annotated[str, Field(strict=True, max_length=1000)]


class EventIn(Input):
    """Something that was seen. `id` is made by whoever saw it: the same id again changes nothing.

    At a stop (counted from 0) `request` is the party that boards, alights or does not appear, and `people` how many of
    it are there (left out: all); without a party, `people` counts everyone who boards or alights. `undoes` is the id of
    an entry that was a mistake.
    """

    id: UUID
    kind: EventKindName
    at: Moment
    stop: Count | None = None
    request: UUID | None = None
    people: Count | None = None
    undoes: UUID | None = None
    note: Note = ""


class SeenEventsIn(Input):
    """Entries in any order. `sent_at` is the sender's clock now: where it is wrong, the entries are put right."""

    events: Annotated[list[EventIn], Field(min_length=1, max_length=500)]
    device: Device = "api"
    sent_at: Moment | None = None


class VerdictOut(Output):
    """What became of an entry, and why it was refused."""

    id: UUID
    outcome: Literal["kept", "known", "refused"]
    reason: str


class VerdictsOut(Output):
    """What became of each entry, in their order."""

    results: list[VerdictOut]


class TickOut(Output):
    """What was seen of a party at a stop; `people` of it were there."""

    request_id: UUID
    party: str
    kind: Literal["board", "alight", "no_show"]
    people: int
    at: datetime
    event_id: UUID


class StopProgressOut(Output):
    """A stop as planned, as seen, and as expected: the expected times are the actual ones once they were seen."""

    at: str
    planned_arrival: datetime
    planned_departure: datetime
    arrived_at: datetime | None
    departed_at: datetime | None
    expected_arrival: datetime
    expected_departure: datetime
    to_board: int
    boarded: int
    to_alight: int
    alighted: int
    ticks: list[TickOut]


class PositionOut(Output):
    """Where a device was last."""

    device: str
    at: datetime
    lon: float
    lat: float


class DutyProgressOut(Output):
    """A duty under way. Positions are there while it is on the road, if somebody sends them."""

    duty_id: UUID
    duty: str
    has_begun: bool
    has_ended: bool
    aboard: int
    break_since: datetime | None
    stops: list[StopProgressOut]
    positions: list[PositionOut]


class PositionIn(Input):
    """Where a device is: WGS 84, degrees."""

    device: Device
    at: Moment
    lon: Lon
    lat: Lat


class KeptOut(Output):
    """Whether a position was kept: only while the duty is on the road."""

    kept: bool


class LinkOut(Output):
    """A driver's link: whoever has it sees the duty and ticks, until it expires or is revoked."""

    url: str
    expires_at: datetime


class AlertReplanOut(Output):
    """A new plan that an alert has ordered. Ready, it is a draft to be published or discarded; `changes` is its report.

    `told_again` people have to be told, `people` are counted by what happens to them. What is over needs no plan any
    more: `over_why` says why, and what became of it.
    """

    event_id: UUID
    ordered_at: datetime
    state: ReplanState
    run_id: UUID | None
    plan_id: UUID | None
    plan_number: int | None
    changes: str | None
    told_again: int | None
    people: PeopleChanged | None
    error: str
    over_at: datetime | None
    over_why: str


class AlertReplanList(Output):
    """Every new plan that an alert has ordered, the first one first."""

    items: list[AlertReplanOut]


class AlertOut(Output):
    """Something in danger or missing. `payload.replan`, where it is there, is what a new plan has to answer to;
    `replan` is the latest one that was ordered, for the bureau to see."""

    id: UUID
    kind: AlertKindName
    subject: str
    duty_id: UUID | None
    slot_id: UUID | None
    payload: dict[str, JsonValue]
    raised_at: datetime
    updated_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None
    remark: str
    replan: AlertReplanOut | None
    version: int


class AlertPage(Page):
    """Alerts of a campaign, the oldest first."""

    items: list[AlertOut]


class AlertClose(Input):
    """What was done about it."""

    remark: Text


class ReceivedIn(Input):
    """A party at the gate: `people` of it (left out: all but the `missing`); `id` is made by whoever counted."""

    id: UUID
    request: UUID
    people: Count | None = None
    missing: list[UUID] = Field(default=[], max_length=1000)


class ReceptionIn(Input):
    """Who is at the gate: names, or a count that has to be the one expected.

    `duty_id` narrows it to those who come by one duty; with `complete`, whoever is not named is missing.
    """

    at: Moment
    duty_id: UUID | None = None
    received: list[ReceivedIn] = Field(default=[], max_length=5000)
    people: Count | None = None
    complete: Flag = False


class MissingOut(Output):
    """How many of a party are missing."""

    request_id: UUID
    people: int


class ReceptionOut(Output):
    """Parties that are settled now, and who is missing."""

    settled: list[UUID]
    missing: list[MissingOut]


class ReceivedOut(Output):
    """What was last recorded of a party at the gate."""

    request_id: UUID
    people: int
    missing: list[UUID]
    at: datetime


class ReceptionList(Output):
    """Everyone whom an employer has received into a slot."""

    items: list[ReceivedOut]
