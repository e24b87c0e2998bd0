"""A plan laid out as a state of the search: what still fits the problem is taken up, the rest is named and left out.

The plan may be one of an earlier problem: every ride is looked at anew, by name, and each duty is timed under the law.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

import numpy as np

from solvers.interchanges import set_interchange, with_interchanges
from solvers.model import Model
from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Problem
from solvers.search.by_service import service_open
from solvers.search.duties import retime, settle
from solvers.search.ends import slot_open
from solvers.search.journey import in_window, most_before
from solvers.search.recreate import choice_money
from solvers.search.state import State, aside_cost, evict
from solvers.search.timeline import MAX_RIDERS, MAX_STOPS, Sheet

Vehicle = tuple[int, dict[int, int]]
"""A duty of the state, and where it has the plan's stops."""


@dataclass(frozen=True, slots=True)
class Way:
    """An itinerary as the search has it: to its service by one vehicle at most, and on from there by one."""

    access: AccessLeg
    before: DutyLeg | None
    service: str | None
    after: DutyLeg | None

    @property
    def changes(self) -> bool:
        """Whether the party changes from one vehicle to another where no service is."""
        return self.service is None and self.after is not None

    @property
    def rides(self) -> tuple[DutyLeg | None, DutyLeg | None]:
        """The two vehicles, in the order of the search's pieces."""
        return self.before, self.after


def with_changes_of(m: Model, plan: Plan | None, spare: int = 0) -> Model:
    """The model with an interchange for each party of a plan that changes vehicles, and some to spare."""
    ways = () if plan is None else map(way_of, plan.itineraries)
    return with_interchanges(m, spare + sum(1 for way in ways if way is not None and way.changes))


class Unfit(Exception):
    """Something of the plan that cannot be taken up, in words."""


def way_of(itinerary: Itinerary) -> Way | None:
    """The itinerary in the search's shape (None: it has another)."""
    if not itinerary.legs or not isinstance(itinerary.legs[0], AccessLeg):
        return None
    rides: list[DutyLeg | None] = [None, None]
    service = None
    for leg in itinerary.legs[1:]:
        onward = service is not None or rides[0] is not None
        if isinstance(leg, ServiceLeg) and service is None and rides[1] is None:
            service = leg.service
        elif isinstance(leg, DutyLeg) and rides[onward] is None:
            rides[onward] = leg
        else:
            return None
    return Way(itinerary.legs[0], rides[0], service, rides[1])


@dataclass(frozen=True, slots=True)
class Indices:
    """Where a problem has the things that plans name."""

    place: dict[str, int]
    party: dict[str, int]
    slot: dict[str, int]
    fleet: dict[str, int]
    service: dict[str, int]

    def board(self, m: Model, p: int, access: AccessLeg) -> int:
        """The party's boarding entry for an access leg, of several the one that takes as long (-1: none)."""
        here = [b for b in range(m.board_ptr[p], m.board_ptr[p + 1]) if m.board_at[b] == self.place.get(access.to, -1)]
        return min(here, key=lambda b: abs(int(m.board_access[b]) - (access.arrive - access.depart)), default=-1)


def indices_of(problem: Problem) -> Indices:
    """The places of all names of a problem."""
    return Indices(
        {one.id: i for i, one in enumerate(problem.locations)},
        {one.id: i for i, one in enumerate(problem.parties)},
        {one.id: i for i, one in enumerate(problem.slots)},
        {one.id: i for i, one in enumerate(problem.fleets)},
        {one.id: i for i, one in enumerate(problem.services)},
    )


@dataclass(slots=True)
class Layout:
    """Fills a state of the search from a plan.

    ``reserved`` are vehicles that are spoken for; ``left_out`` says what was not taken up.
    """

    m: Model
    m_ref: Model
    problem: Problem
    sheet: Sheet
    reserved: Container[int] = ()
    left_out: list[str] = field(default_factory=list)
    names: Indices = field(init=False)
    _duties: dict[str, Duty] = field(default_factory=dict)
    _held: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = indices_of(self.problem)

    def fill(self, s: State, ref: State, plan: Plan, pinned: Sequence[Itinerary] = ()) -> None:
        """Write down what fits of a plan's duties and itineraries, besides what the state has; all duties are timed.

        Those who are ``pinned`` are in the state already, but for a ride of theirs or two.
        """
        s.offered[:] = 1
        self._duties = {duty.id: duty for duty in plan.duties}
        vehicles: dict[str, Vehicle] = {}
        for duty in plan.duties:
            try:
                vehicles[duty.id] = self._duty(s, duty)
            except Unfit as why:
                self.left_out.append(f"duty {duty.id}: {why}")
        self._held = {self.names.party[itinerary.party] for itinerary in pinned}
        for itinerary in pinned:
            try:
                self._pin(s, itinerary, vehicles)
            except Unfit as why:
                self.left_out.append(f"party {itinerary.party}: {why}")
        for itinerary in plan.itineraries:
            try:
                self._itinerary(s, ref, itinerary, vehicles)
            except Unfit as why:
                self.left_out.append(f"party {itinerary.party}: {why}")
        for d, _ in vehicles.values():
            self._time(s, ref, d)
        settle(self.m_ref, ref, self.sheet)
        s.offered[:] = 0

    def _duty(self, s: State, duty: Duty) -> Vehicle:
        """Its stops on a vehicle of its fleet, on its own one if that is free."""
        m, fleet = self.m, self.names.fleet.get(duty.fleet)
        if fleet is None or not duty.stops:
            raise Unfit("there is no such fleet" if fleet is None else "it has no stops")
        vehicles = range(m.first_duty[fleet], m.first_duty[fleet + 1])
        own = int(m.first_duty[fleet]) + duty.vehicle
        order = [own, *vehicles] if own in vehicles else list(vehicles)
        d = next((d for d in order if s.dirty[d] == 0 and s.riders[d] == 0 and d not in self.reserved), None)
        if d is None:
            raise Unfit("its fleet has no vehicle left")
        places, where = self._stops(duty, fleet)
        if len(places) > MAX_STOPS or sum(len(stop.board) for stop in duty.stops) > MAX_RIDERS:
            raise Unfit("it is longer than the search's duties may be")
        s.place[d, : len(places)] = places
        s.stops[d] = len(places)
        if 0 <= duty.crew < m.crew_ptr[fleet + 1] - m.crew_ptr[fleet]:
            s.crew[d] = m.crew_ptr[fleet] + duty.crew
        s.depart[d] = max(0, duty.stops[0].depart - self.problem.horizon[0])
        s.used[fleet] += 1
        s.dirty[d] = 1
        return d, where

    def _stops(self, duty: Duty, fleet: int) -> tuple[list[int], dict[int, int]]:
        """Places from where the fleet starts to where it ends, and where each stop of the plan is among them."""
        start, end = int(self.m.start_at[fleet]), int(self.m.end_at[fleet])
        places, where = [start], {}
        for k, stop in enumerate(duty.stops):
            place = self.names.place.get(stop.at, -1)
            if place < 0 or not (stop.board or stop.alight):
                continue
            if place != places[-1]:
                places.append(place)
            where[k] = len(places) - 1
        if end >= 0 and (places[-1] != end or len(places) == 1):
            places.append(end)
        return places, where

    def _itinerary(self, s: State, ref: State, itinerary: Itinerary, vehicles: dict[str, Vehicle]) -> None:
        """Write a party's journey down, if all of it still holds but for what is known once its duties are timed."""
        m, p, way = self.m, self.names.party.get(itinerary.party, -1), way_of(itinerary)
        k = self.names.slot.get(itinerary.slot, -1)
        if p < 0 or s.slot[p] >= 0:
            raise Unfit("it is no more" if p < 0 else "it has a journey already")
        if way is None:
            raise Unfit("it changes vehicles more often than the search plans")
        if k not in m.choice_slot[m.choice_ptr[p] : m.choice_ptr[p + 1]] or not slot_open(
            self.m_ref, ref, k, m.size[p]
        ):
            raise Unfit("its slot is none of its choices any more, or full")
        board = self.names.board(m, p, way.access)
        via = self._via(s, way)
        if board < 0 or via == -2 or (via >= 0 and not service_open(self.m_ref, ref, via, p)):
            raise Unfit("its boarding place is no more" if board < 0 else "its service is no more, or full")
        self._check_on_foot(p, k, board, via, way)
        ends = self._ends(k, board, via)
        rides = [
            None if leg is None else self._ride(s, k, leg, vehicles, pair)
            for leg, pair in zip(way.rides, ends, strict=True)
        ]
        self._take_in(s, p, k, board, via, way)
        for piece, ride in zip((2 * p, 2 * p + 1), rides, strict=True):
            if ride is not None:
                _seat(s, piece, ride)

    def _via(self, s: State, way: Way) -> int:
        """The service, or the interchange, of a journey (-1: it has none, -2: there is none such any more)."""
        if not way.changes or way.before is None or way.after is None:
            return -1 if way.service is None else self.names.service.get(way.service, -2)
        first, second = (self._duties.get(leg.duty) for leg in (way.before, way.after))
        if first is None or second is None:
            raise Unfit("its vehicle does not come")
        m, alights, boards = self.m, first.stops[way.before.to_stop], second.stops[way.after.from_stop]
        place, moment = self.names.place.get(alights.at, -1), alights.depart - self.problem.horizon[0]
        if place < 0 or boards.start < alights.depart + m.change_s:
            raise Unfit("it cannot change vehicles where it did, or not in time")
        free = np.flatnonzero(s.seated[m.first_interchange :] == 0)
        if not len(free):
            raise Unfit("it changes vehicles on the way, which is not planned for so many people")
        via = m.first_interchange + int(free[0])
        set_interchange(m, via, place, moment)
        return via

    def _pin(self, s: State, itinerary: Itinerary, vehicles: dict[str, Vehicle]) -> None:
        """Put a party that the state has already on those of its duties that are laid out here."""
        p, way = self.names.party[itinerary.party], way_of(itinerary)
        if way is None:
            raise Unfit("it changes vehicles more often than the search plans")
        k, ends = int(s.slot[p]), self._ends(int(s.slot[p]), int(s.board[p]), int(s.via[p]))
        for piece, leg, pair in zip((2 * p, 2 * p + 1), way.rides, ends, strict=True):
            if leg is not None and leg.duty in vehicles:
                _seat(s, piece, self._ride(s, k, leg, vehicles, pair))

    def _ends(self, k: int, board: int, via: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where each of a party's two pieces goes from and to."""
        m, home, gate = self.m, int(self.m.board_at[board]), int(self.m.gate[k])
        if via < 0:
            return (home, gate), (home, gate)
        return (home, int(m.hub_from[via])), (int(m.hub_to[via]), gate)

    def _ride(
        self, s: State, k: int, leg: DutyLeg, vehicles: dict[str, Vehicle], ends: tuple[int, int]
    ) -> tuple[int, int, int]:
        """The state's duty and stops of a leg that joins two places."""
        d, where = vehicles.get(leg.duty, (-1, {}))
        source, target = where.get(leg.from_stop, -1), where.get(leg.to_stop, -1)
        if d < 0 or not 0 <= source < target:
            raise Unfit("its vehicle does not come")
        if (int(s.place[d, source]), int(s.place[d, target])) != ends or not self.m.takes[self.m.fleet_of[d], k]:
            raise Unfit("its vehicle does not join its places, or is not for its slot")
        if s.riders[d] >= MAX_RIDERS:
            raise Unfit("its vehicle has too many riders for the search")
        return d, source, target

    def _check_on_foot(self, p: int, k: int, board: int, via: int, way: Way) -> None:
        """What is not done by vehicle has to hold by itself."""
        m, gate = self.m, int(self.m.gate[k])
        there = int(m.ready[p] + m.board_access[board])
        if via < 0:
            if way.before is None:
                arrival = int(in_window(self.m_ref, k, there))
                late = arrival < 0 or arrival > min(int(m.due[p]), m.horizon) or m.board_access[board] > m.max_journey
                if m.board_at[board] != gate or late:
                    raise Unfit("it cannot walk to its gate in time")
            return
        most = int(most_before(self.m_ref, p, via, k))
        waits = m.departs[via] - m.check_in[via] + m.board_access[board]
        if way.before is None and (m.board_at[board] != m.hub_from[via] or there > m.check_in[via] or waits > most):
            raise Unfit("it cannot walk to its service in time")
        arrives = int(m.arrives[via])
        in_time = int(in_window(self.m_ref, k, arrives)) == arrives <= m.due[p]
        in_time = in_time and arrives - m.departs[via] <= m.max_journey - most
        if way.after is None and (m.hub_to[via] != gate or not in_time):
            raise Unfit("its service does not bring it to its gate in time")

    def _take_in(self, s: State, p: int, k: int, board: int, via: int, way: Way) -> None:
        """Write a party's slot, boarding place and service down."""
        m = self.m
        s.slot[p], s.board[p], s.via[p] = k, board, via
        s.headcount[k] += m.size[p]
        if via >= 0:
            s.seated[via] += m.size[p]
            s.chairs[via] += m.wheels[p]
        s.aside[p] = aside_cost(
            self.m_ref, p, k, choice_money(self.m_ref, p, k), board, via, via < 0 and way.before is None,
            via >= 0 and way.before is None, via >= 0 and way.after is None,
        )  # fmt: skip

    def _time(self, s: State, ref: State, d: int) -> None:
        """Time a duty; where all its riders are too many or cannot be in time together, those who can stay."""
        if s.riders[d] == 0 or retime(self.m_ref, ref, self.sheet, d, False):
            s.dirty[d] = 1
            return
        riders = [int(q) for q in s.rider[d, : s.riders[d]]]
        s.riders[d] = 0
        # those who may not be left behind come first
        for piece in sorted(riders, key=lambda q: (q // 2 not in self._held, int(s.source[q]), q)):
            if s.slot[piece // 2] < 0:  # left behind with the other ride
                continue
            s.rider[d, s.riders[d]] = piece
            s.riders[d] += 1
            if retime(self.m_ref, ref, self.sheet, d, False):
                continue
            s.riders[d] -= 1
            s.duty[piece] = -1
            evict(self.m_ref, ref, piece // 2)
            self.left_out.append(f"party {self.problem.parties[piece // 2].id}: its vehicle cannot take it in time")
        s.dirty[d] = 1


def _seat(s: State, piece: int, ride: tuple[int, int, int]) -> None:
    """Put a piece on a duty, from one of its stops to another."""
    d, source, target = ride
    s.duty[piece], s.source[piece], s.target[piece] = d, source, target
    s.rider[d, s.riders[d]] = piece
    s.riders[d] += 1
