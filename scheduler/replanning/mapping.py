"""Happenings as an event keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scheduler.replanning.happenings import (
    DutyLate,
    Happening,
    LateRequest,
    NoShow,
    PlaceClosed,
    RoadClosed,
    RoadOpened,
    Seen,
    ServiceCancelled,
    ServiceLate,
    SlotCut,
    VehicleLost,
    Withdrawal,
)
from scheduler.replanning.models import EventKind

KINDS: Mapping[type[Happening], EventKind] = {
    Withdrawal: EventKind.WITHDRAWAL,
    LateRequest: EventKind.LATE_REQUEST,
    SlotCut: EventKind.SLOT_CUT,
    VehicleLost: EventKind.VEHICLE_LOST,
    ServiceLate: EventKind.SERVICE_LATE,
    ServiceCancelled: EventKind.SERVICE_CANCELLED,
    RoadClosed: EventKind.ROAD_CLOSED,
    RoadOpened: EventKind.ROAD_OPENED,
    PlaceClosed: EventKind.PLACE_CLOSED,
    DutyLate: EventKind.DUTY_LATE,
    NoShow: EventKind.NO_SHOW,
}


def kind_of(happening: Happening) -> EventKind:
    """The kind of event that this is."""
    match happening:
        case SlotCut(capacity=0):
            return EventKind.SLOT_CLOSED
        case VehicleLost(for_crew=True):
            return EventKind.CREW_LOST
    return KINDS[type(happening)]


def payload_of(happening: Happening) -> dict[str, Any]:
    """What an event keeps of it; of a late request its code alone, as the request has a row of its own."""
    if isinstance(happening, LateRequest):
        return {"party": happening.request.code}
    values = asdict(happening)
    values.pop("for_crew", None)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def seen_of(alert: Mapping[str, Any]) -> Seen:
    """What an alert that a new plan has to answer tells of the road, from its payload."""
    if alert["replan"]["kind"] == "no_show":
        return NoShow(party=alert["replan"]["party"], people=alert["people"])
    names = ("duty", "stop", "awaits", "of", "latest", "expected")
    return DutyLate(**{name: alert[name] for name in names}, parties=tuple(alert["parties"]))
