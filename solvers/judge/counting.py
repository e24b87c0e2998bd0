"""What a plan costs, counted from its duties and itineraries alone."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum

from solvers.judge.case import Case, Journey, Work
from solvers.plan import Cost


def count_cost(case: Case, journeys: Iterable[Journey], works: Iterable[Work]) -> Cost:
    """The costs of the format, in the problem's currency."""
    journeys = list(journeys)
    parts = {
        "duties": fsum(map(_duty, works)),
        "services": fsum(_service(case, name) for name in case.passengers),
        "choices": fsum(map(_choice, journeys)),
        "time": fsum(_time(case, journey) for journey in journeys),
        "unserved": fsum(
            case.parties[left.party].unserved_cost for left in case.plan.unserved if left.party in case.parties
        ),
    }
    return Cost(total=fsum(parts.values()), **parts)


def _duty(work: Work) -> float:
    fleet, stops = work.fleet, work.duty.stops
    hours = (stops[-1].arrive - stops[0].depart) / 3600
    kilometres = fleet.cost_per_km * work.road_m / 1000
    return fleet.cost_fixed + work.crew.cost + kilometres + fleet.cost_per_hour * hours


def _service(case: Case, name: str) -> float:
    service = case.services[name]
    return service.cost_fixed + service.cost_per_seat * sum(p.size for p in case.passengers[name])


def _choice(journey: Journey) -> float:
    party = journey.party
    return next(c.cost for c in party.choices if c.slot == journey.slot.id) * party.size


def _time(case: Case, journey: Journey) -> float:
    travels = journey.arrival - journey.access.depart
    return case.rules.time_cost_per_hour * journey.party.size * travels / 3600
