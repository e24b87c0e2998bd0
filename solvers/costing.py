"""What a plan costs, by the transfer format's definition."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from solvers.plan import AccessLeg, Cost, Duty, DutyLeg, Itinerary, ServiceLeg, Unserved
from solvers.problem import Problem
from solvers.travel import Road

HOUR_S = 3600


def cost_of(
    problem: Problem, road: Road, duties: Iterable[Duty], itineraries: Iterable[Itinerary], unserved: Iterable[Unserved]
) -> Cost:
    """Every item and their sum, in the problem's currency."""
    by_id = {duty.id: duty for duty in duties}
    itineraries = tuple(itineraries)
    stay = {party.id: party.unserved_cost for party in problem.parties}
    items = {
        "duties": sum(duty_cost(problem, road, duty) for duty in by_id.values()),
        "services": _service_cost(problem, itineraries),
        "choices": _choice_cost(problem, itineraries),
        "time": _time_cost(problem, by_id, itineraries),
        "unserved": float(sum(stay[left.party] for left in unserved)),
    }
    return Cost(total=sum(items.values()), **items)


def duty_cost(problem: Problem, road: Road, duty: Duty) -> float:
    """The vehicle, its crew, its kilometres and its hours."""
    fleet = next(fleet for fleet in problem.fleets if fleet.id == duty.fleet)
    metres = sum(road.leg(a.at, b.at)[0] for a, b in pairwise(duty.stops))
    hours = (duty.stops[-1].arrive - duty.stops[0].depart) / HOUR_S
    crew = fleet.crews[duty.crew].cost
    return fleet.cost_fixed + crew + fleet.cost_per_km * metres / 1000 + fleet.cost_per_hour * hours


def _service_cost(problem: Problem, itineraries: Iterable[Itinerary]) -> float:
    size = {party.id: party.size for party in problem.parties}
    riders: dict[str, int] = {}
    for itinerary in itineraries:
        for leg in itinerary.legs:
            if isinstance(leg, ServiceLeg):
                riders[leg.service] = riders.get(leg.service, 0) + size[itinerary.party]
    return sum(s.cost_fixed + s.cost_per_seat * riders[s.id] for s in problem.services if s.id in riders)


def _choice_cost(problem: Problem, itineraries: Iterable[Itinerary]) -> float:
    price = {(p.id, c.slot): c.cost * p.size for p in problem.parties for c in p.choices}
    return sum(price[i.party, i.slot] for i in itineraries)


def _time_cost(problem: Problem, duties: dict[str, Duty], itineraries: Iterable[Itinerary]) -> float:
    size = {party.id: party.size for party in problem.parties}
    seconds = sum(size[i.party] * travel_time_s(problem, duties, i) for i in itineraries)
    return problem.rules.time_cost_per_hour * seconds / HOUR_S


def travel_time_s(problem: Problem, duties: dict[str, Duty], itinerary: Itinerary) -> int:
    """Seconds from leaving home to arrival at the gate."""
    first, last = itinerary.legs[0], itinerary.legs[-1]
    assert isinstance(first, AccessLeg), "an itinerary opens with an access leg"
    if isinstance(last, AccessLeg):
        return last.arrive - first.depart
    if isinstance(last, DutyLeg):
        return duties[last.duty].stops[last.to_stop].start - first.depart
    arrive = next(s.arrive for s in problem.services if s.id == last.service)
    return arrive - first.depart
