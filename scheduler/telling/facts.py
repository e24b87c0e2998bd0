"""What there is to tell: of a trip, of an intake, of duties. Plain data that is kept and compared with the next plan's.

Times are minutes since the epoch: nobody is told of seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from scheduler import clock
from scheduler.papers.seats import Seats
from solvers.changes import BOARDING, SERVICE, SLOT, TIME, VEHICLE
from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Json, Problem

SEAT = "seat"
What = dict[str, Json]
"""What somebody was told."""


class Teller:
    """Says of each party, employer and operator what the plan has for them."""

    def __init__(self, problem: Problem, plan: Plan, seats: Mapping[str, Mapping[str, Seats]]) -> None:
        self.problem, self.plan, self.seats = problem, plan, seats
        self.duties = {duty.id: duty for duty in plan.duties}
        self.services = {service.id: service for service in problem.services}
        self.sizes = {party.id: party.size for party in problem.parties}

    def trip(self, itinerary: Itinerary) -> What:
        """What a party is told: the names are those in which journeys differ."""
        duties = [leg.duty for leg in itinerary.legs if isinstance(leg, DutyLeg)]
        return {
            SLOT: itinerary.slot,
            BOARDING: next((leg.to for leg in itinerary.legs if isinstance(leg, AccessLeg)), None),
            SERVICE: [leg.service for leg in itinerary.legs if isinstance(leg, ServiceLeg)],
            VEHICLE: [*([duty, self.duties[duty].fleet] for duty in duties), *self._changes(itinerary)],
            TIME: [_minute(moment) for moment in chain.from_iterable(map(self._times, itinerary.legs))],
            SEAT: [list(self.seats.get(duty, {}).get(itinerary.party, ())) for duty in duties],
        }

    def _changes(self, itinerary: Itinerary) -> Iterator[str]:
        """Where it changes from one vehicle to another."""
        return (self.duties[leg.duty].stops[leg.to_stop].at for leg, _ in itinerary.changes)

    def intakes(self, employer_of: Mapping[str, str]) -> dict[str, What]:
        """What each employer is told: whom it takes in, by the codes of the parties; ``employer_of`` is by slot."""
        found: dict[str, What] = defaultdict(dict)
        for one in self.plan.itineraries:
            if one.slot in employer_of:
                coming: Json = [one.slot, _minute(self._times(one.legs[-1])[-1]), self._last(one)]
                found[employer_of[one.slot]][one.party] = coming
        return dict(found)

    def duties_of(self, operator_of: Mapping[str, str]) -> dict[str, What]:
        """What each operator is told: its duties by code; ``operator_of`` is by fleet."""
        found: dict[str, What] = defaultdict(dict)
        for duty in self.plan.duties:
            if duty.fleet in operator_of:
                found[operator_of[duty.fleet]][duty.id] = self.duty(duty)
        return dict(found)

    def duty(self, duty: Duty) -> What:
        """A duty: its vehicle and crew, and each stop with its times and how many board and alight."""
        return {
            VEHICLE: [duty.fleet, duty.vehicle, duty.crew],
            "stops": [
                [
                    stop.at,
                    _minute(stop.start),
                    _minute(stop.depart),
                    self._people(stop.board),
                    self._people(stop.alight),
                ]
                for stop in duty.stops
            ],
        }

    def _people(self, parties: tuple[str, ...]) -> int:
        return sum(self.sizes.get(party, 0) for party in parties)

    def _times(self, leg: AccessLeg | DutyLeg | ServiceLeg) -> tuple[int, int]:
        """When a leg begins for who travels, and when it ends."""
        if isinstance(leg, AccessLeg):
            return leg.depart, leg.arrive
        if isinstance(leg, ServiceLeg):
            return self.services[leg.service].depart, self.services[leg.service].arrive
        stops = self.duties[leg.duty].stops
        return stops[leg.from_stop].start, stops[leg.to_stop].start

    def _last(self, itinerary: Itinerary) -> str | None:
        last = itinerary.legs[-1]
        return last.duty if isinstance(last, DutyLeg) else last.service if isinstance(last, ServiceLeg) else None


def differs(before: What, now: What) -> tuple[str, ...]:
    """In what somebody's part has changed: keys whose values are not the same."""
    return tuple(key for key in dict.fromkeys((*before, *now)) if before.get(key) != now.get(key))


def leaves_at(trip: What) -> datetime:
    """When a party was told to leave home."""
    times = trip[TIME]
    assert isinstance(times, list)
    return clock.moment(int(str(times[0])) * 60)


def _minute(moment: int) -> int:
    return moment // 60
