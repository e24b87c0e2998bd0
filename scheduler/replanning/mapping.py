"""Happenings as an event keeps them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from scheduler.replanning.happenings import (
    Happening,
    LateRequest,
    PlaceClosed,
    RoadClosed,
    RoadOpened,
    ServiceCancelled,
    ServiceLate,
    SlotCut,
    VehicleLost,
    Withdrawal,
)
from scheduler.replanning.models import EventKind


def kind_of(happening: Happening) -> EventKind:
    """The kind of event that this is."""
    match happening:
        case Withdrawal():
            return EventKind.WITHDRAWAL
        case LateRequest():
            return EventKind.LATE_REQUEST
        case SlotCut(capacity=0):
            return EventKind.SLOT_CLOSED
        case SlotCut():
            return EventKind.SLOT_CUT
        case VehicleLost(for_crew=True):
            return EventKind.CREW_LOST
        case VehicleLost():
            return EventKind.VEHICLE_LOST
        case ServiceLate():
            return EventKind.SERVICE_LATE
        case ServiceCancelled():
            return EventKind.SERVICE_CANCELLED
        case RoadClosed():
            return EventKind.ROAD_CLOSED
        case RoadOpened():
            return EventKind.ROAD_OPENED
        case PlaceClosed():
            return EventKind.PLACE_CLOSED


def payload_of(happening: Happening) -> dict[str, Any]:
    """What an event keeps of it; of a late request its code alone, as the request has a row of its own."""
    if isinstance(happening, LateRequest):
        return {"party": happening.request.code}
    values = asdict(happening)
    values.pop("for_crew", None)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
