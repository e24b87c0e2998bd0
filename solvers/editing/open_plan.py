"""A plan taken apart, to be changed: stops and seats are things, not numbers, so that nothing shifts while one works.

What nobody touches is given back word for word when the plan is closed again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from solvers.editing.edits import CannotEdit, Why
from solvers.plan import (
    LEFT_OUT,
    AccessLeg,
    Duty,
    DutyLeg,
    Itinerary,
    LeftOut,
    Leg,
    Plan,
    Reason,
    ServiceLeg,
    Stop,
    Unserved,
)
from solvers.problem import Fleet, Party, Problem, Service, Slot
from solvers.travel import Road, road_of


@dataclass(slots=True, eq=False)
class OpenStop:
    """A halt; ``was`` is how it was in the plan (None: it is new)."""

    at: str
    board: list[str] = field(default_factory=list)
    alight: list[str] = field(default_factory=list)
    was: Stop | None = None

    @property
    def busy(self) -> bool:
        """Does anybody board or alight?"""
        return bool(self.board or self.alight)


@dataclass(slots=True, eq=False)
class OpenDuty:
    """A duty. ``leaves`` is a departure that is asked for, ``hold`` are moments at which stops are to begin, and
    ``hurry`` those from which on they may, should somebody not be ready by then."""

    id: str
    fleet: Fleet
    vehicle: int
    crew: int
    stops: list[OpenStop]
    was: Duty | None = None
    touched: bool = False
    crew_fixed: bool = False
    leaves: int | None = None
    hold: dict[OpenStop, int] = field(default_factory=dict)
    hurry: dict[OpenStop, int] = field(default_factory=dict)

    @property
    def carries(self) -> bool:
        """Does anybody ride?"""
        return any(stop.board for stop in self.stops)

    def stop(self, number: int) -> OpenStop:
        """A stop by its number in the plan before the edit."""
        if not 0 <= number < len(self.stops):
            raise CannotEdit(f"duty {self.id} has no stop {number}: its stops are 0 to {len(self.stops) - 1}")
        return self.stops[number]

    def drop_if_idle(self, stop: OpenStop) -> None:
        """A stop on the way at which nobody moves any more is not made."""
        if stop in self.stops[1:] and not stop.busy and not self._is_end(stop):
            self.stops.remove(stop)

    def _is_end(self, stop: OpenStop) -> bool:
        return stop is self.stops[-1] and stop.at == self.fleet.end


@dataclass(slots=True, eq=False)
class Seat:
    """A ride of a trip on a duty."""

    duty: OpenDuty
    board: OpenStop
    alight: OpenStop


@dataclass(slots=True, eq=False)
class Trip:
    """A journey: the boarding place with the time to it, then seats and services in turn."""

    party: Party
    slot: Slot
    boarding: str
    access_s: int
    rides: list[Seat | Service]
    was: Itinerary | None = None
    touched: bool = False

    def seats(self) -> Iterator[tuple[int, Seat]]:
        """The rides by vehicle, with their numbers among all rides."""
        return ((i, ride) for i, ride in enumerate(self.rides) if isinstance(ride, Seat))

    def seats_on(self, duty: OpenDuty) -> list[Seat]:
        """The rides on one duty, in turn."""
        return [seat for _, seat in self.seats() if seat.duty is duty]


Timed = Mapping[OpenDuty, Duty]
"""Duties that were touched, as they are timed now."""


class OpenPlan:
    """A plan of a problem, to be changed."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.parties = {one.id: one for one in problem.parties}
        self.slots = {one.id: one for one in problem.slots}
        self.fleets = {one.id: one for one in problem.fleets}
        self.services = {one.id: one for one in problem.services}
        self.places = {one.id for one in problem.locations}
        self.road: Road = road_of(problem)
        self.duties = {duty.id: self._open(duty) for duty in plan.duties}
        self.trips = {one.party: self._trip(one) for one in plan.itineraries if one.party in self.parties}
        self.left = {one.party: one for one in plan.unserved if one.party in self.parties}
        self._account_for_all()

    def _account_for_all(self) -> None:
        """The campaign may have changed: who is not in it any more lets go, who is new stays at home for now."""
        for duty in self.duties.values():
            for stop in duty.stops:
                for side in (stop.board, stop.alight):
                    if any(party not in self.parties for party in side):
                        side[:] = [party for party in side if party in self.parties]
                        duty.touched = True
        for party in self.parties:
            if party not in self.trips and party not in self.left:
                self.stay_home(party, LeftOut.CAME_LATER, "came after the plan was made")

    def duty(self, name: str) -> OpenDuty:
        """The duty of this name, which is touched from now on."""
        if name not in self.duties:
            raise CannotEdit(f"the plan has no duty {name!r}: its duties are {_some(self.duties)}")
        duty = self.duties[name]
        duty.touched = True
        return duty

    def party(self, name: str) -> Party:
        """The party of this name."""
        if name not in self.parties:
            raise CannotEdit(f"there is no party {name!r} in this campaign")
        return self.parties[name]

    def fleet(self, name: str) -> Fleet:
        """The fleet of this name."""
        if name not in self.fleets:
            raise CannotEdit(f"there is no fleet {name!r}: the fleets are {_some(self.fleets)}")
        return self.fleets[name]

    def begin_duty(self, fleet: Fleet) -> OpenDuty:
        """An idle vehicle of a fleet, ready to be used."""
        if not fleet.crews:
            raise CannotEdit(f"fleet {fleet.id} has no crew")
        vehicle = self.idle_vehicle(fleet)
        name = next(name for name in (f"d{i}" for i in itertools.count(1)) if name not in self.duties)
        ends = [OpenStop(fleet.start)] + ([OpenStop(fleet.end)] if fleet.end is not None else [])
        self.duties[name] = OpenDuty(name, fleet, vehicle, 0, ends, touched=True)
        return self.duties[name]

    def idle_vehicle(self, fleet: Fleet) -> int:
        """The first vehicle of a fleet that has no duty."""
        busy = {duty.vehicle for duty in self.duties.values() if duty.fleet.id == fleet.id}
        vehicle = next((number for number in range(fleet.count) if number not in busy), None)
        if vehicle is None:
            raise CannotEdit(
                f"all {fleet.count} vehicles of fleet {fleet.id} have duties: name one to swap with", Why.NO_VEHICLE
            )
        return vehicle

    def take_out(self, party: str) -> None:
        """Let a party's journey go."""
        trip = self.trips.pop(party, None)
        if trip is not None:
            self.vacate(trip)

    def vacate(self, trip: Trip) -> None:
        """Let the seats of a trip go; stops on the way are not made where nobody else needs them."""
        for _, seat in trip.seats():
            seat.board.board.remove(trip.party.id)
            seat.alight.alight.remove(trip.party.id)
            seat.duty.touched = True
            seat.duty.drop_if_idle(seat.board)
            seat.duty.drop_if_idle(seat.alight)

    def join_neighbours(self, duty: OpenDuty) -> None:
        """Two stops at one place, one after the other, are one; a vehicle that does nothing keeps its two ends."""
        kept: list[OpenStop] = []
        joined: dict[OpenStop, OpenStop] = {}
        for stop in duty.stops:
            if kept and kept[-1].at == stop.at and (len(kept) > 1 or stop is not duty.stops[-1]):
                joined[stop] = kept[-1]
                kept[-1].board += stop.board
                kept[-1].alight += stop.alight
            else:
                kept.append(stop)
        duty.stops = kept
        for trip in self.trips.values() if joined else ():
            for _, seat in trip.seats():
                seat.board, seat.alight = joined.get(seat.board, seat.board), joined.get(seat.alight, seat.alight)

    def stay_home(self, party: str, how: LeftOut, detail: str) -> None:
        """A party that has no journey stays at home."""
        self.left[party] = Unserved(party=party, reason=Reason.SEARCH, detail=detail, meta={LEFT_OUT: how.value})

    def _open(self, duty: Duty) -> OpenDuty:
        stops = [OpenStop(stop.at, list(stop.board), list(stop.alight), stop) for stop in duty.stops]
        if duty.fleet not in self.fleets:
            raise CannotEdit(f"duty {duty.id} is of fleet {duty.fleet}, which the campaign has no more: plan anew")
        return OpenDuty(duty.id, self.fleets[duty.fleet], duty.vehicle, duty.crew, stops, duty)

    def _trip(self, one: Itinerary) -> Trip:
        access = one.legs[0] if one.legs else None
        if one.slot not in self.slots or not isinstance(access, AccessLeg):
            raise CannotEdit(f"party {one.party} goes to slot {one.slot}, which the campaign has no more: plan anew")
        rides = [self._ride(one.party, leg) for leg in one.legs[1:]]
        lasts = access.arrive - access.depart
        return Trip(self.parties[one.party], self.slots[one.slot], access.to, lasts, rides, one)

    def _ride(self, party: str, leg: Leg) -> Seat | Service:
        if isinstance(leg, ServiceLeg) and leg.service in self.services:
            return self.services[leg.service]
        if isinstance(leg, DutyLeg) and leg.duty in self.duties:
            duty = self.duties[leg.duty]
            return Seat(duty, duty.stop(leg.from_stop), duty.stop(leg.to_stop))
        raise CannotEdit(f"party {party} rides what the campaign has no more: plan anew")

    def riders(self) -> dict[OpenDuty, list[tuple[Trip, int, Seat]]]:
        """Who rides each duty: the trip, the number of the ride in it, and the seat."""
        found: dict[OpenDuty, list[tuple[Trip, int, Seat]]] = {duty: [] for duty in self.duties.values()}
        for trip in self.trips.values():
            for number, seat in trip.seats():
                found[seat.duty].append((trip, number, seat))
        return found


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:8]) + (", …" if len(listed) > 8 else "") if listed else "none"
