"""A plan that was taken apart is put together: what was touched as it is timed now, all else word for word."""

from __future__ import annotations

from dataclasses import replace

from solvers.editing.open_plan import OpenPlan, Seat, Timed, Trip
from solvers.plan import AccessLeg, DutyLeg, Itinerary, Leg, Plan, ServiceLeg
from solvers.problem import Service


def closed(opened: OpenPlan, timed: Timed) -> Plan:
    """The plan as it is now; ``timed`` are the duties that were touched. Its cost is not counted yet."""
    duties = (timed.get(duty) or duty.was for duty in opened.duties.values())
    return replace(
        opened.plan,
        duties=tuple(duty for duty in duties if duty is not None),
        itineraries=tuple(_itinerary(trip, timed) for trip in opened.trips.values()),
        unserved=tuple(opened.left.values()),
        bound=None,
        meta=None,
    )


def _itinerary(trip: Trip, timed: Timed) -> Itinerary:
    was = trip.was
    if was is not None and not trip.touched and not any(seat.duty in timed for _, seat in trip.seats()):
        return was
    legs = (_access(trip, timed), *(_leg(ride, _old(trip, i + 1)) for i, ride in enumerate(trip.rides)))
    return Itinerary(party=trip.party.id, slot=trip.slot.id, legs=legs, meta=None if was is None else was.meta)


def _old(trip: Trip, number: int) -> Leg | None:
    """The leg as it was, where the party travels as before."""
    return None if trip.was is None or trip.touched else trip.was.legs[number]


def _leg(ride: Seat | Service, old: Leg | None) -> Leg:
    meta = None if old is None else old.meta
    if isinstance(ride, Service):
        return ServiceLeg(service=ride.id, meta=meta)
    stops = ride.duty.stops
    return DutyLeg(duty=ride.duty.id, from_stop=stops.index(ride.board), to_stop=stops.index(ride.alight), meta=meta)


def _access(trip: Trip, timed: Timed) -> AccessLeg:
    """As late as whatever comes next allows; as it was, where that is as it was."""
    first, old = (trip.rides[0] if trip.rides else None), _old(trip, 0)
    if isinstance(old, AccessLeg) and not (isinstance(first, Seat) and first.duty in timed):
        return old
    there = _arrives(trip, first, timed)
    meta = None if old is None else old.meta
    return AccessLeg(to=trip.boarding, depart=there - trip.access_s, arrive=there, meta=meta)


def _arrives(trip: Trip, first: Seat | Service | None, timed: Timed) -> int:
    """When a party is where its first ride begins, or at its gate."""
    ready = trip.party.ready + trip.access_s
    if isinstance(first, Service):
        return max(ready, first.depart - first.check_in_s)
    if isinstance(first, Seat):
        duty = timed.get(first.duty) or first.duty.was
        return ready if duty is None else duty.stops[first.duty.stops.index(first.board)].start
    opens = (max(ready, begins) for begins, ends in sorted(trip.slot.windows) if ends >= ready)
    return next(opens, ready)
