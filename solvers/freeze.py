"""What has begun stays as it is: the duties and journeys of an earlier plan that a new one has to repeat word for word.

Duties that depart before a moment, all duties of parties that leave home before it, and duties that are locked are
frozen with everyone on them. Who rides a frozen duty and another one that is not (to the same flight, say) is *pinned*:
it keeps slot, service and seat, while the other duty may still be changed around it. So is, on all its duties, a party
that is locked, and whoever goes by a locked service or to a locked slot. What the judge says can be no longer is let
go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace

from solvers.judge import Rule, Violation, judge
from solvers.layout import way_of
from solvers.plan import AccessLeg, Cost, Duty, DutyLeg, Itinerary, Plan, Reason, ServiceLeg, Stop, Unserved
from solvers.problem import Problem

NEVER = -1
"""A moment before everything."""
FREE = Cost(total=0.0, duties=0.0, services=0.0, choices=0.0, time=0.0, unserved=0.0)
_OF_THE_REST = {Rule.PROBLEM, Rule.EVERYONE, Rule.COST, Rule.BOUND, Rule.MIN_LOAD, Rule.MIN_HEADCOUNT}
"""Rules that the share alone may break: the rest of the plan makes up for it."""
_EITHER_WAY = {Rule.CONNECTION, Rule.JOURNEY, Rule.HORIZON}
_ON_THE_WAY_TO_A_SERVICE = _EITHER_WAY | {Rule.READY, Rule.ACCESS_TIME, Rule.CHECK_IN}
_ON_THE_WAY_FROM_A_SERVICE = _EITHER_WAY | {Rule.WINDOW, Rule.DUE}
"""Rules that the search sees to on a duty which is not frozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locks:
    """What is to stay, by the names of an earlier plan, whenever it begins.

    Locked duties stay word for word. A locked party, and everyone of a locked service or slot, keeps its slot, boarding
    place, service and vehicles; these may be timed anew, and others may come aboard or leave.
    """

    parties: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.parties or self.duties or self.services or self.slots)

    def __or__(self, other: Locks) -> Locks:
        """What is to stay by one or the other."""
        return Locks(**{one.name: getattr(self, one.name) | getattr(other, one.name) for one in fields(self)})

    def hold(self, one: Itinerary) -> bool:
        """Whether a party keeps its journey for other reasons than a locked duty."""
        return (
            one.party in self.parties
            or one.slot in self.slots
            or any(isinstance(leg, ServiceLeg) and leg.service in self.services for leg in one.legs)
        )


NO_LOCKS = Locks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Duties to be repeated word for word, and the itineraries of everyone on them.

    ``pinned`` are those of them that also, or only, ride duties which are not frozen.
    """

    duties: tuple[Duty, ...] = ()
    itineraries: tuple[Itinerary, ...] = ()
    pinned: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.itineraries)

    def without(self, parties: Iterable[str]) -> Frozen:
        """The same without some parties; vehicles drive on without them, unless they carry nobody then."""
        gone = set(parties)
        kept = tuple(one for one in self.itineraries if one.party not in gone)
        duties = only_with(self.duties, {one.party for one in kept})
        return Frozen(duties=duties, itineraries=kept, pinned=self.pinned - gone)


def only_with(duties: Iterable[Duty], parties: set[str]) -> tuple[Duty, ...]:
    """The duties with these parties aboard only; those with nobody are left out."""
    carrying = (duty for duty in duties if any(party in parties for stop in duty.stops for party in stop.board))
    return tuple(replace(duty, stops=tuple(_only(stop, parties) for stop in duty.stops)) for duty in carrying)


def _only(stop: Stop, parties: set[str]) -> Stop:
    if parties.issuperset(stop.board) and parties.issuperset(stop.alight):
        return stop
    board, alight = (tuple(party for party in side if party in parties) for side in (stop.board, stop.alight))
    return replace(stop, board=board, alight=alight)


@dataclass(slots=True)
class Choosing:
    """Finds what is frozen; ``firm`` duties are so in any case, barred duties and parties never."""

    problem: Problem
    plan: Plan
    until: int = NEVER
    locks: Locks = NO_LOCKS
    firm: set[str] = field(default_factory=set)
    barred_duties: set[str] = field(default_factory=set)
    barred_parties: set[str] = field(default_factory=set)

    def frozen(self) -> Frozen:
        """What begins before the moment or is locked, and can still be."""
        while True:
            found = self._chosen()
            broken = [one for one in judge(self.problem, self._share(found)).violations if self._counts(one, found)]
            if not broken or not found:
                return found
            self._bar(broken, found)

    def hold(self, party: str) -> None:
        """A pinned party's free duty cannot be laid out: it is to stay as it is too, or the party is let go."""
        rides = _duties_of(next(one for one in self.plan.itineraries if one.party == party))
        if rides & self.barred_duties or rides <= self.firm:
            self.barred_parties.add(party)
        self.firm |= rides

    def _chosen(self) -> Frozen:
        known = {party.id for party in self.problem.parties} - self.barred_parties
        first: dict[str, Itinerary] = {}
        for one in self.plan.itineraries:
            if one.party in known:
                first.setdefault(one.party, one)
        begun = [
            one for one in first.values() if _begins(one) < self.until and not _duties_of(one) & self.barred_duties
        ]
        names = {duty.id for duty in self.plan.duties if duty.stops and duty.stops[0].depart < self.until}
        names = (names | self.firm | self.locks.duties).union(*map(_duties_of, begun)) - self.barred_duties
        locked = [one for one in first.values() if self.locks.hold(one) and not _duties_of(one) & self.barred_duties]
        for one in (*locked, *(one for one in first.values() if _duties_of(one) & names)):
            way = way_of(one)
            if way is None or way.changes:  # the search would find no seat of theirs, or not another in time
                names |= _duties_of(one) - self.barred_duties
        riders = [one for one in first.values() if _duties_of(one) & names]
        mine = {one.party: one for one in (*begun, *locked, *riders)}
        pinned = frozenset(party for party, one in mine.items() if not _duties_of(one) <= names)
        duties = only_with((duty for duty in self.plan.duties if duty.id in names), set(mine))
        return Frozen(duties=duties, itineraries=tuple(mine.values()), pinned=pinned)

    def _share(self, found: Frozen) -> Plan:
        """A plan of the frozen share alone, with the other duties of those who are pinned."""
        frozen = {duty.id for duty in found.duties}
        others = [duty for duty in self.plan.duties if duty.id not in frozen]
        there = {one.party for one in found.itineraries}
        left = tuple(Unserved(party=p.id, reason=Reason.SEARCH) for p in self.problem.parties if p.id not in there)
        return Plan(
            problem=self.problem.name, duties=found.duties + only_with(others, set(found.pinned)),
            itineraries=found.itineraries, unserved=left, cost=FREE,
        )  # fmt: skip

    def _counts(self, one: Violation, found: Frozen) -> bool:
        """Does a violation concern what is frozen? Free duties of those who are pinned are timed anew."""
        if one.rule in _OF_THE_REST:
            return False
        kind, _, name = one.subject.partition(" ")
        if kind == "duty":
            return any(_is_of(name, duty.id) for duty in found.duties)
        if kind != "party":
            return True
        party = next((i for i in found.itineraries if i.party in found.pinned and _is_of(name, i.party)), None)
        way = None if party is None else way_of(party)
        if way is None:
            return True
        to, away = (leg is not None and all(leg.duty != duty.id for duty in found.duties) for leg in way.rides)
        excused = (_ON_THE_WAY_TO_A_SERVICE if to else set()) | (
            _ON_THE_WAY_FROM_A_SERVICE if away or way.service is None else set()
        )
        return one.rule not in excused

    def _bar(self, broken: list[Violation], found: Frozen) -> None:
        """Let go of what is broken: a duty, a party, or whoever leaves last for a slot or service that is too full."""
        bad = [one.subject.partition(" ")[2] for one in broken if one.subject.startswith("party ")]
        parties = {i.party for i in found.itineraries if any(_is_of(name, i.party) for name in bad)}
        bad = [one.subject.partition(" ")[2] for one in broken if one.subject.startswith("duty ")]
        duties = {duty.id for duty in found.duties if any(_is_of(name, duty.id) for name in bad)}
        if parties:
            self.barred_parties |= parties
        elif duties:
            self.barred_duties |= duties
        else:
            self.barred_parties.add(self._last_of(broken[0], found))

    def _last_of(self, broken: Violation, found: Frozen) -> str:
        kind, _, name = broken.subject.partition(" ")
        group = {service.id for service in self.problem.services if kind == "group" and service.group == name} | {name}
        concerned = [
            one
            for one in found.itineraries
            if one.slot == name or any(isinstance(leg, ServiceLeg) and leg.service in group for leg in one.legs)
        ]
        return max(concerned or found.itineraries, key=_begins).party


def _is_of(name: str, thing: str) -> bool:
    """Is a violation's subject, such as ``d1 stop 3``, this thing or of it?"""
    return name == thing or name.startswith(f"{thing} ")


def _begins(itinerary: Itinerary) -> int:
    """When the party leaves home; an itinerary that does not say so never begins."""
    first = itinerary.legs[0] if itinerary.legs else None
    return first.depart if isinstance(first, AccessLeg) else 1 << 60


def _duties_of(itinerary: Itinerary) -> set[str]:
    return {leg.duty for leg in itinerary.legs if isinstance(leg, DutyLeg)}
