"""Events, locks and policies that clients send."""

from __future__ import annotations

from api.drafts.people import new_request
from api.schemas.replanning import (
    EventIn,
    LateRequestIn,
    LocksIn,
    PlaceClosedIn,
    ReserveBody,
    RoadClosedIn,
    RoadOpenedIn,
    ServiceCancelledIn,
    ServiceLateIn,
    SlotClosedIn,
    SlotCutIn,
    VehicleLostIn,
    WithdrawalIn,
)
from scheduler.replanning import happenings as has
from scheduler.replanning.services import NewEvent
from solvers.freeze import Locks
from solvers.reserve import Reserve


def new_event(event: EventIn) -> NewEvent:
    """Something that happened."""
    return NewEvent(happening=_happening(event), happened_at=event.happened_at, reason=event.reason)


def locks_of(locks: LocksIn) -> Locks:
    """What is to stay."""
    return Locks(**{name: frozenset(codes) for name, codes in locks.model_dump().items()})


def reserve_of(reserve: ReserveBody) -> Reserve:
    """What is to be held back."""
    return Reserve(**reserve.model_dump())


def _happening(event: EventIn) -> has.Happening:
    match event:
        case WithdrawalIn():
            return has.Withdrawal(party=event.party)
        case LateRequestIn():
            return has.LateRequest(request=new_request(event.request))
        case SlotCutIn():
            return has.SlotCut(slot=event.slot, capacity=event.capacity)
        case SlotClosedIn():
            return has.SlotCut(slot=event.slot, capacity=0)
        case VehicleLostIn():
            return has.VehicleLost(fleet=event.fleet, vehicle=event.vehicle, for_crew=event.kind == "crew_lost")
        case ServiceLateIn():
            return has.ServiceLate(service=event.service, departs_at=event.departs_at, arrives_at=event.arrives_at)
        case ServiceCancelledIn():
            return has.ServiceCancelled(service=event.service)
        case RoadClosedIn():
            return has.RoadClosed(
                origin=event.origin,
                destination=event.destination,
                both_ways=event.both_ways,
                detour_s=event.detour_s,
                detour_m=event.detour_m,
            )
        case RoadOpenedIn():
            return has.RoadOpened(origin=event.origin, destination=event.destination, both_ways=event.both_ways)
        case PlaceClosedIn():
            return has.PlaceClosed(place=event.place)
