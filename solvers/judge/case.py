"""A problem and a plan laid side by side: what the rules look up."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Plan, ServiceLeg, Stop
from solvers.problem import Crew, Fleet, Party, Problem, Service, Slot
from solvers.travel import road_of

DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One ride of an itinerary, by duty or service.

    The party stands at ``origin`` by ``latest``, alights at ``arrival`` and is free to go on from ``free``.
    """

    number: int
    leg: DutyLeg | ServiceLeg
    origin: str
    destination: str
    latest: int
    arrival: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """An itinerary whose names all stand for something."""

    party: Party
    slot: Slot
    access: AccessLeg
    access_s: int
    steps: tuple[Step, ...]

    @property
    def arrival(self) -> int:
        """When the party is at the gate."""
        return self.steps[-1].arrival if self.steps else self.access.arrive


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A duty whose names all stand for something; ``people`` and ``wheelchairs`` leave each stop aboard."""

    duty: Duty
    fleet: Fleet
    crew: Crew
    roads: tuple[tuple[int, int], ...]
    people: tuple[int, ...]
    wheelchairs: tuple[int, ...]

    @property
    def road_m(self) -> int:
        """Metres of all legs."""
        return sum(metres for metres, _ in self.roads)

    @property
    def loaded_m(self) -> int:
        """Metres of the legs with people aboard."""
        return sum(metres for (metres, _), people in zip(self.roads, self.people, strict=False) if people > 0)


class Case:
    """A problem and a plan, with everything findable by its id."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan, self.rules = problem, plan, problem.rules
        self.road = road_of(problem)
        self.locations = {x.id: x for x in problem.locations}
        self.parties: Mapping[str, Party] = {x.id: x for x in problem.parties}
        self.slots: Mapping[str, Slot] = {x.id: x for x in problem.slots}
        self.fleets: Mapping[str, Fleet] = {x.id: x for x in problem.fleets}
        self.services: Mapping[str, Service] = {x.id: x for x in problem.services}
        self.duties: Mapping[str, Duty] = {x.id: x for x in plan.duties}
        self.fleet_slots = {x.id: frozenset(x.slots) for x in problem.fleets if x.slots is not None}

    def room(self, seats: int) -> int:
        """How many of ``seats`` are for passengers, crews aside."""
        return math.floor(self.rules.max_load_factor * seats + 1e-9) - self.rules.escort_seats

    def ride(self, leg: DutyLeg) -> tuple[Stop, Stop] | None:
        """The stops of a duty leg; None where the plan has no such ride."""
        duty = self.duties.get(leg.duty)
        if duty is None or not 0 <= leg.from_stop < leg.to_stop < len(duty.stops):
            return None
        return duty.stops[leg.from_stop], duty.stops[leg.to_stop]

    @cached_property
    def boarding(self) -> dict[tuple[str, int], set[str]]:
        """(duty, stop) -> the parties that an itinerary boards there."""
        return self._manifest[0]

    @cached_property
    def alighting(self) -> dict[tuple[str, int], set[str]]:
        """(duty, stop) -> the parties that an itinerary lets alight there."""
        return self._manifest[1]

    @cached_property
    def carrying(self) -> frozenset[str]:
        """The duties that an itinerary rides on."""
        return frozenset(duty for duty, _ in self.boarding)

    @cached_property
    def _manifest(self) -> tuple[dict[tuple[str, int], set[str]], dict[tuple[str, int], set[str]]]:
        boarding, alighting = defaultdict(set), defaultdict(set)
        for itinerary in self.plan.itineraries:
            for leg in itinerary.legs:
                if isinstance(leg, DutyLeg) and self.ride(leg):
                    boarding[leg.duty, leg.from_stop].add(itinerary.party)
                    alighting[leg.duty, leg.to_stop].add(itinerary.party)
        return boarding, alighting

    @cached_property
    def passengers(self) -> dict[str, list[Party]]:
        """Service -> the parties aboard, for the services that carry anyone."""
        aboard = defaultdict(list)
        for itinerary in self.plan.itineraries:
            for leg in itinerary.legs:
                if isinstance(leg, ServiceLeg) and leg.service in self.services and itinerary.party in self.parties:
                    aboard[leg.service].append(self.parties[itinerary.party])
        return aboard

    @cached_property
    def headcount(self) -> dict[str, int]:
        """Slot -> the people placed in it, for the slots that take in anyone."""
        people: dict[str, int] = defaultdict(int)
        for itinerary in self.plan.itineraries:
            if itinerary.slot in self.slots and itinerary.party in self.parties:
                people[itinerary.slot] += self.parties[itinerary.party].size
        return people

    def journey(self, itinerary: Itinerary) -> Journey:
        """The itinerary, looked up; its party, slot, access leg and rides have to exist."""
        party, access = self.parties[itinerary.party], itinerary.legs[0]
        if not isinstance(access, AccessLeg):
            raise TypeError(f"{access!r} is no access leg")
        return Journey(
            party=party,
            slot=self.slots[itinerary.slot],
            access=access,
            access_s=next(b.access_s for b in party.boarding if b.at == access.to),
            steps=tuple(
                self._step(number, leg) for number, leg in enumerate(itinerary.legs) if not isinstance(leg, AccessLeg)
            ),
        )

    def _step(self, number: int, leg: DutyLeg | ServiceLeg) -> Step:
        if isinstance(leg, DutyLeg):
            stops = self.duties[leg.duty].stops
            first, last = stops[leg.from_stop], stops[leg.to_stop]
            places, times = (first.at, last.at), (first.start, last.start, last.depart)
        else:
            service = self.services[leg.service]
            places = service.origin, service.destination
            times = service.depart - service.check_in_s, service.arrive, service.arrive + service.exit_s
        return Step(
            number=number,
            leg=leg,
            origin=places[0],
            destination=places[1],
            latest=times[0],
            arrival=times[1],
            free=times[2],
        )

    def work(self, duty: Duty) -> Work:
        """The duty, looked up; its fleet, crew and places have to exist."""
        fleet = self.fleets[duty.fleet]
        people, wheelchairs = [0], [0]
        for stop in duty.stops:
            aboard = [self.parties[p] for p in set(stop.board) if p in self.parties]
            leaving = [self.parties[p] for p in set(stop.alight) if p in self.parties]
            people.append(people[-1] + sum(p.size for p in aboard) - sum(p.size for p in leaving))
            wheelchairs.append(
                wheelchairs[-1] + sum(p.wheelchairs for p in aboard) - sum(p.wheelchairs for p in leaving)
            )
        return Work(
            duty=duty,
            fleet=fleet,
            crew=fleet.crews[duty.crew],
            roads=tuple(self.road.leg(a.at, b.at) for a, b in zip(duty.stops, duty.stops[1:], strict=False)),
            people=tuple(people[1:]),
            wheelchairs=tuple(wheelchairs[1:]),
        )
