"""People under way who miss what comes next: they are planned on from where they are set down.

For the planner a journey is cut in two there. What is left as it is becomes a journey of its own, of a party that goes
to that place and no further; the party itself sets out from the place at the moment when it can go on. Afterwards the
two are one again, in a plan of the problem as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from solvers.costing import cost_of
from solvers.freeze import only_with
from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Leg, Plan, Reason, ServiceLeg, Stop, Unserved
from solvers.problem import Boarding, Choice, Party, Problem, Service, Slot
from solvers.travel import road_of

SO_FAR = " (so far)"
"""What the names of parties and slots end with that stand for what is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A journey that is cut: ``kept`` as it was up to ``place``, and ``ahead`` from there, from a ``moment`` on."""

    kept: Itinerary
    ahead: Itinerary
    place: str
    moment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """A problem and the plan to begin with, in which journeys are cut, by party; ``whole`` is the problem itself."""

    whole: Problem
    problem: Problem
    base: Plan
    cuts: Mapping[str, Cut]

    @property
    def duties(self) -> frozenset[str]:
        """The duties that are left as they are, because somebody was or will be set down by them."""
        legs = (leg for cut in self.cuts.values() for leg in cut.kept.legs)
        return frozenset(leg.duty for leg in legs if isinstance(leg, DutyLeg))

    def joined(self, plan: Plan) -> Plan:
        """A plan of the problem with cuts as one of the whole; what was proved of the one says nothing of the other."""
        if not self.cuts:
            return plan
        there = {one.party: one.legs for one in plan.itineraries}
        ours = {cut.kept.party: party for party, cut in self.cuts.items()}
        astray = {party for kept, party in ours.items() if there.get(kept) != self.cuts[party].kept.legs}
        passed = {*ours, *astray}
        journeys = tuple(self._joined(one) for one in plan.itineraries if one.party not in passed)
        duties = only_with((_renamed(duty, ours) for duty in plan.duties), {one.party for one in journeys})
        lost = tuple(Unserved(party=party, reason=Reason.TIME) for party in sorted(astray))
        unserved = (*(one for one in plan.unserved if one.party not in passed), *lost)
        cost = cost_of(self.whole, road_of(self.whole), duties, journeys, unserved)
        return replace(plan, duties=duties, itineraries=journeys, unserved=unserved, cost=cost, bound=None)

    def _joined(self, one: Itinerary) -> Itinerary:
        cut = self.cuts.get(one.party)
        return one if cut is None else replace(one, legs=(*cut.kept.legs, *one.legs[1:]))


def onward(problem: Problem, base: Plan, under_way: Collection[str], *, now: int) -> Onward:
    """Cut the journeys of those ``under_way`` who miss what comes next by the times of ``base``."""
    known = _Known(problem, base, now)
    cuts = {one.party: cut for one in base.itineraries if one.party in under_way and (cut := known.cut(one))}
    if not cuts:
        return Onward(whole=problem, problem=problem, base=base, cuts={})
    parties = [part for party in problem.parties for part in _parts(party, cuts.get(party.id), problem)]
    slots = [_slot(place, parties, problem) for place in sorted({cut.place for cut in cuts.values()})]
    return Onward(
        whole=problem,
        problem=replace(problem, parties=tuple(parties), slots=(*problem.slots, *slots)),
        base=_with_cuts(base, cuts),
        cuts=cuts,
    )


def happened(problem: Problem, plan: Plan, one: Itinerary, *, now: int) -> tuple[DutyLeg, ...]:
    """The rides of somebody under way that have begun; what they miss by the plan's times has not."""
    return tuple(leg for leg in _Known(problem, plan, now).begun(one) if isinstance(leg, DutyLeg))


class _Known:
    """The plan's duties and the problem's services by their names."""

    def __init__(self, problem: Problem, plan: Plan, now: int) -> None:
        self.now, self.transfer_s = now, problem.rules.transfer_s
        self.duties = {duty.id: duty for duty in plan.duties}
        self.services = {service.id: service for service in problem.services}

    def begun(self, one: Itinerary) -> Iterator[Leg]:
        """The legs that have begun; the first ride of who is under way has."""
        for k, leg in enumerate(one.legs[: self._missed(one)]):
            if k > 1 and self._begins(leg) > self.now:
                return
            yield leg

    def cut(self, one: Itinerary) -> Cut | None:
        """Where a journey breaks (None: nowhere)."""
        k = self._missed(one)
        if k is None:
            return None
        last = one.legs[k - 1]
        place, moment = self._end(last)
        moment = max(moment + (self.transfer_s if isinstance(last, DutyLeg) else 0), self.now)
        first = AccessLeg(to=place, depart=moment, arrive=moment)
        return Cut(
            kept=Itinerary(party=_so_far(one.party), slot=_so_far(place), legs=one.legs[:k]),
            ahead=replace(one, legs=(first, *one.legs[k:])),
            place=place,
            moment=moment,
        )

    def _missed(self, one: Itinerary) -> int | None:
        """The first leg that leaves before they come to it, or not at all (None: there is none)."""
        return next((k for k in range(1, len(one.legs)) if not self._connects(one.legs[k - 1], one.legs[k])), None)

    def _connects(self, before: Leg, leg: Leg) -> bool:
        _, ready = self._end(before)
        if isinstance(leg, ServiceLeg):
            service = self.services.get(leg.service)
            return service is not None and self._runs(service) and ready <= service.depart - service.check_in_s
        if not isinstance(leg, DutyLeg) or leg.duty not in self.duties:
            return False
        return ready + (self.transfer_s if isinstance(before, DutyLeg) else 0) <= self._stop(leg, leg.from_stop).start

    def _runs(self, service: Service) -> bool:
        return service.seats > 0 or service.depart <= self.now

    def _begins(self, leg: Leg) -> int:
        if isinstance(leg, DutyLeg):
            return self._stop(leg, leg.from_stop).depart
        return self.services[leg.service].depart if isinstance(leg, ServiceLeg) else leg.depart

    def _end(self, leg: Leg) -> tuple[str, int]:
        """Where somebody is after a leg, and from when on."""
        if isinstance(leg, DutyLeg):
            stop = self._stop(leg, leg.to_stop)
            return stop.at, stop.depart
        if isinstance(leg, ServiceLeg):
            service = self.services[leg.service]
            return service.destination, service.arrive + service.exit_s
        return leg.to, leg.arrive

    def _stop(self, leg: DutyLeg, k: int) -> Stop:
        return self.duties[leg.duty].stops[k]


def _so_far(name: str) -> str:
    return name + SO_FAR


def _parts(party: Party, cut: Cut | None, problem: Problem) -> Iterator[Party]:
    """A party; where its journey is cut, what it has done and what is ahead of it as two."""
    if cut is None:
        yield party
        return
    yield replace(
        party,
        id=cut.kept.party,
        due=None,
        choices=(Choice(slot=cut.kept.slot, cost=0.0),),
        unserved_cost=0.0,  # nobody else can do what it has done
    )
    home = cut.kept.legs[0]
    assert isinstance(home, AccessLeg), "an itinerary opens with an access leg"
    latest = home.depart + problem.rules.max_journey_s
    yield replace(
        party,
        ready=cut.moment,
        due=latest if party.due is None else min(party.due, latest),
        boarding=(Boarding(at=cut.place, access_s=0),),
    )


def _slot(place: str, parties: Collection[Party], problem: Problem) -> Slot:
    """What takes in those who are set down at a place."""
    name = _so_far(place)
    people = sum(party.size for party in parties if any(choice.slot == name for choice in party.choices))
    return Slot(id=name, gate=place, capacity=people, min_headcount=0, windows=(problem.horizon,))


def _with_cuts(plan: Plan, cuts: Mapping[str, Cut]) -> Plan:
    """The plan in which the journeys that are cut are two each."""
    aboard: dict[str, dict[str, str]] = {}
    for party, cut in cuts.items():
        for leg in cut.kept.legs:
            if isinstance(leg, DutyLeg):
                aboard.setdefault(leg.duty, {})[party] = cut.kept.party
    pairs = ((cuts[one.party].kept, cuts[one.party].ahead) if one.party in cuts else (one,) for one in plan.itineraries)
    return replace(
        plan,
        duties=tuple(_renamed(duty, aboard.get(duty.id, {})) for duty in plan.duties),
        itineraries=tuple(one for pair in pairs for one in pair),
    )


def _renamed(duty: Duty, names: Mapping[str, str]) -> Duty:
    """The duty with other names for parties aboard."""
    if not names:
        return duty
    return replace(
        duty,
        stops=tuple(
            replace(
                stop,
                board=tuple(names.get(party, party) for party in stop.board),
                alight=tuple(names.get(party, party) for party in stop.alight),
            )
            for stop in duty.stops
        ),
    )
