"""What there is to draw: who goes through which place, and by what."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from solvers.draw.svg import Point
from solvers.plan import Plan, ServiceLeg
from solvers.problem import Location, Party, Problem, Service

KM_PER_DEGREE = 111.195
APART = 5
"""Places further from each other than this part of the whole are of different regions."""
FAR = 6
"""Two regions get maps of their own when they lie this many times their reach apart."""


@dataclass(frozen=True)
class Scene:
    """A plan with its problem, and the counts that the drawing needs. ``names`` are by location, fleet or service."""

    problem: Problem
    plan: Plan
    names: Mapping[str, str]

    @cached_property
    def places(self) -> dict[str, Location]:
        """Locations with coordinates that a duty or a service in use touches."""
        used = {stop.at for duty in self.plan.duties for stop in duty.stops}
        used |= {end for service in self.services for end in (service.origin, service.destination)}
        return {p.id: p for p in self.problem.locations if p.id in used and p.lon is not None and p.lat is not None}

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Parties by id."""
        return {p.id: p for p in self.problem.parties}

    @cached_property
    def riders(self) -> Counter[str]:
        """People on each service, and the most who are aboard each duty at once."""
        people: Counter[str] = Counter()
        for itinerary in self.plan.itineraries:
            for leg in itinerary.legs:
                if isinstance(leg, ServiceLeg):
                    people[leg.service] += self.parties[itinerary.party].size
        for duty in self.plan.duties:
            changes = (self._size(stop.board) - self._size(stop.alight) for stop in duty.stops)
            people[duty.id] = max(accumulate(changes))
        return people

    def _size(self, parties: Iterable[str]) -> int:
        return sum(self.parties[p].size for p in parties)

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Services in use, by departure."""
        used = {leg.service for i in self.plan.itineraries for leg in i.legs if isinstance(leg, ServiceLeg)}
        return tuple(sorted((s for s in self.problem.services if s.id in used), key=lambda s: (s.depart, s.id)))

    @cached_property
    def changing(self) -> Counter[str]:
        """People who change from one vehicle to another at each place, with no service in between."""
        stops = {duty.id: duty.stops for duty in self.plan.duties}
        return self._count(
            (stops[leg.duty][leg.to_stop].at, one.party) for one in self.plan.itineraries for leg, _ in one.changes
        )

    @cached_property
    def boarding(self) -> Counter[str]:
        """People who get on at each place, but for those who change there."""
        stops = (stop for duty in self.plan.duties for stop in duty.stops)
        return self._count((stop.at, party) for stop in stops for party in stop.board) - self.changing

    @cached_property
    def alighting(self) -> Counter[str]:
        """People who get off at each place, but for those who change there."""
        stops = (stop for duty in self.plan.duties for stop in duty.stops)
        return self._count((stop.at, party) for stop in stops for party in stop.alight) - self.changing

    @cached_property
    def served(self) -> int:
        """People with an itinerary."""
        return sum(self.parties[i.party].size for i in self.plan.itineraries)

    @cached_property
    def people(self) -> int:
        """People of the problem."""
        return sum(p.size for p in self.problem.parties)

    def name(self, thing: str) -> str:
        """What a place, fleet or service is called in the picture."""
        place = self.places.get(thing)
        return self.names.get(thing) or (place.name if place and place.name else thing)

    def spot(self, place: str) -> Point | None:
        """Kilometres east and south of the zero of degrees, at the latitude of the scene's middle."""
        found = self.places.get(place)
        if found is None or found.lon is None or found.lat is None:
            return None
        return found.lon * KM_PER_DEGREE * math.cos(math.radians(self.middle_lat)), -found.lat * KM_PER_DEGREE

    @cached_property
    def middle_lat(self) -> float:
        """The latitude at which kilometres east are true."""
        lats = [p.lat for p in self.places.values() if p.lat is not None]
        return (min(lats) + max(lats)) / 2 if lats else 0.0

    @cached_property
    def regions(self) -> tuple[frozenset[str], ...]:
        """Places that lie together, the region where most people get on first. Places join over short gaps."""
        spots = {p: s for p in self.places if (s := self.spot(p)) is not None}
        gap = max((math.dist(a, b) for a in spots.values() for b in spots.values()), default=0.0) / APART
        left, regions = set(spots), []
        while left:
            region, fresh = set(), [min(left)]
            while fresh:
                place = fresh.pop()
                region.add(place)
                left.discard(place)
                near = [p for p in left if math.dist(spots[p], spots[place]) < gap]
                left.difference_update(near)
                fresh += near
            regions.append(frozenset(region))
        return tuple(sorted(regions, key=lambda r: (-self._weight(r, self.boarding), sorted(r))))

    @cached_property
    def home_and_goal(self) -> tuple[frozenset[str], frozenset[str]] | None:
        """The regions where most people get on and off, where they are two."""
        if len(self.regions) < 2:
            return None
        home = self.regions[0]
        goal = max(self.regions[1:], key=lambda r: (self._weight(r, self.alighting), sorted(r)))
        apart = math.dist(self._middle(home), self._middle(goal))
        return (home, goal) if apart > FAR * max(self._reach(home), self._reach(goal)) else None

    def _middle(self, region: frozenset[str]) -> Point:
        spots = [s for p in region if (s := self.spot(p)) is not None]
        return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)

    def _reach(self, region: frozenset[str]) -> float:
        """How far the region's places are from its middle, at most."""
        middle = self._middle(region)
        return max(math.dist(middle, s) for p in region if (s := self.spot(p)) is not None)

    def _weight(self, region: frozenset[str], people: Counter[str]) -> int:
        return sum(people[p] for p in region)

    def _count(self, pairs: Iterable[tuple[str, str]]) -> Counter[str]:
        people: Counter[str] = Counter()
        for place, party in pairs:
            people[place] += self.parties[party].size
        return people
