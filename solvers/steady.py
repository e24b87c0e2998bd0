"""A new plan with as much of the old one's timetable as holds: the search times every duty anew, at no price.

Where a vehicle carries nobody but who rode together before, between the same places, they get their old vehicle, stops
and times back, unless the new ones save more than telling everyone aboard is worth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from solvers.costing import cost_of
from solvers.freeze import only_with
from solvers.judge import Violation, judge
from solvers.plan import AccessLeg, Duty, DutyLeg, Itinerary, Plan
from solvers.problem import Problem
from solvers.travel import Road, road_of

Kept = tuple[Duty, dict[str, Itinerary]]
"""A duty as it was, under its new name, and the journeys of everyone aboard with it."""


def steadied(plan: Plan, base: Plan, problem: Problem, prices: Mapping[str, float]) -> Plan:
    """The plan with the old times of every duty for which that is worth it; the judge has nothing against them.

    Parameters
    ----------
    prices
        What telling a person of each party anew is worth (left out: nothing).
    """
    road = road_of(problem)
    kept = {duty.id: found for duty in plan.duties if (found := _kept(duty, plan, base)) is not None}
    kept = {name: one for name, one in kept.items() if _pays(one, name, plan, problem, road, prices)}
    while kept := _apart(plan, kept):
        made = _with(plan, kept, problem, road)
        broken = _concerned(judge(problem, made).violations, kept)
        if broken is None:
            return made
        kept = {name: one for name, one in kept.items() if name not in broken}
    return plan


def _apart(plan: Plan, kept: dict[str, Kept]) -> dict[str, Kept]:
    """The kept duties without those whose vehicle another duty has, too."""
    while True:
        now = [kept[duty.id][0] if duty.id in kept else duty for duty in plan.duties]
        vehicles = Counter((one.fleet, one.vehicle) for one in now)
        clear = {name: one for name, one in kept.items() if vehicles[one[0].fleet, one[0].vehicle] == 1}
        if len(clear) == len(kept):
            return kept
        kept = clear


def _kept(duty: Duty, plan: Plan, base: Plan) -> Kept | None:
    """An old duty with today's riders on its own vehicle (None: they were not together)."""
    riders = {party for stop in duty.stops for party in stop.board}
    for old in base.duties:
        together = riders <= {party for stop in old.stops for party in stop.board}
        found = _on(old, duty, riders, plan, base) if together else None
        if found is not None:
            return found
    return None


def _on(old: Duty, duty: Duty, riders: set[str], plan: Plan, base: Plan) -> Kept | None:
    """The riders of a duty on an old one (None: it led elsewhere, or nothing differs)."""
    before = {one.party: one for one in base.itineraries if one.party in riders}
    mine = {}
    for one in plan.itineraries:
        if one.party in riders:
            journey = _as_before(one, before.get(one.party), duty, old)
            if journey is None:
                return None
            mine[one.party] = journey
    [same] = only_with([old], riders)
    same = replace(same, id=duty.id)
    return None if same == duty else (same, mine)


def _as_before(one: Itinerary, was: Itinerary | None, duty: Duty, old: Duty) -> Itinerary | None:
    """A journey with its ride on a duty as it was on the old one (None: it was between other places)."""
    k = next(i for i, leg in enumerate(one.legs) if isinstance(leg, DutyLeg) and leg.duty == duty.id)
    leg = one.legs[k]
    then = next((x for x in was.legs if isinstance(x, DutyLeg) and x.duty == old.id), None) if was else None
    if was is None or then is None or not isinstance(leg, DutyLeg):
        return None
    now = duty.stops[leg.from_stop].at, duty.stops[leg.to_stop].at
    if now != (old.stops[then.from_stop].at, old.stops[then.to_stop].at):
        return None
    legs = list(one.legs)
    legs[k] = replace(then, duty=duty.id)
    if k == 1:
        first = was.legs[0]
        if not isinstance(first, AccessLeg) or was.legs[1] != then:
            return None
        legs[0] = first
    return replace(one, legs=tuple(legs))


def _pays(kept: Kept, name: str, plan: Plan, problem: Problem, road: Road, prices: Mapping[str, float]) -> bool:
    """Whether new times save no more than telling everyone aboard is worth."""
    duty, journeys = kept
    now = [one for one in plan.itineraries if one.party in journeys]
    duties = {one.id: one for one in plan.duties}
    size = {party.id: party.size for party in problem.parties}
    saved = (
        cost_of(problem, road, (duties | {name: duty}).values(), journeys.values(), ()).total
        - cost_of(problem, road, duties.values(), now, ()).total
    )
    return saved <= sum(prices.get(party, 0.0) * size[party] for party in journeys) + 1e-6


def _with(plan: Plan, kept: Mapping[str, Kept], problem: Problem, road: Road) -> Plan:
    itineraries = {one.party: one for one in plan.itineraries}
    for name, (_, journeys) in kept.items():
        for party, mine in journeys.items():
            itineraries[party] = _merged(itineraries[party], mine, name)
    duties = tuple(kept[duty.id][0] if duty.id in kept else duty for duty in plan.duties)
    made = tuple(itineraries.values())
    cost = cost_of(problem, road, duties, made, plan.unserved)
    return replace(plan, duties=duties, itineraries=made, cost=cost)


def _merged(one: Itinerary, mine: Itinerary, name: str) -> Itinerary:
    """A journey with the ride on one more duty as it was; whoever rides two has both."""
    k = next(i for i, leg in enumerate(mine.legs) if isinstance(leg, DutyLeg) and leg.duty == name)
    legs = list(one.legs)
    legs[k] = mine.legs[k]
    if k == 1:
        legs[0] = mine.legs[0]
    return replace(one, legs=tuple(legs))


def _concerned(violations: tuple[Violation, ...], kept: Mapping[str, Kept]) -> set[str] | None:
    """The kept duties that rules are broken by (None: no rule is broken); all, where it cannot be told."""
    if not violations:
        return None
    words = [one.subject.split() for one in violations]
    things = {(word[0], word[1]) for word in words if len(word) > 1}
    found = {
        name
        for name, (_, journeys) in kept.items()
        if ("duty", name) in things or any(("party", party) in things for party in journeys)
    }
    return found or set(kept)
