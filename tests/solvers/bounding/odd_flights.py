"""Feasible plans with services that a step of the bound once was above: see ``test_plans_by_hand.py``."""

from __future__ import annotations

from dataclasses import replace

from solvers.plan import Plan
from solvers.problem import DriverHours, Fleet, Matrix, Problem, Service
from tests.builders import DAY, HOUR, at, duty, fleet, itinerary, ok_small, on_a_line, party, plan, service, slot

Case = tuple[Problem, Plan]


def flight(name: str, origin: str, target: str, depart: str, arrive: str, least: int = 0) -> Service:
    """One that costs nothing and needs no time before or after."""
    plain = service(name, origin, target, depart, arrive, seats=12, least=least)
    return replace(plain, group=None, check_in_s=0, exit_s=0, cost_fixed=0.0, cost_per_seat=0.0)


def flying(*services: Service, **places: float) -> Problem:
    """Two days without law, a line of places and nothing to drive."""
    matrix, locations = on_a_line(**places)
    small = ok_small()
    return replace(
        small, horizon=(at("00:00"), at("2d00:00")), travel=matrix, locations=locations, services=services, fleets=(),
        rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


def away_to_fill_a_flight() -> Case:
    """Too early at the gate, somebody fills another flight meanwhile, and comes back by van."""
    flights = flight("f1", "hub-1", "gate-1", "06:00", "07:00"), flight("f2", "gate-1", "gate-2", "08:00", "09:00", 2)
    base = flying(*flights, hub_1=0, gate_1=1000, gate_2=1300)
    van = replace(fleet("van", "gate-2", None, 20), cost_fixed=0.0, cost_per_hour=0.0, cost_per_km=1.0)
    problem = replace(
        base, fleets=(van,),
        parties=(
            replace(party("p", 1, {"hub-1": 0}, {"s1": 0.0}, "00:00"), unserved_cost=20_000.0),
            replace(party("q", 1, {"gate-1": 0}, {"s2": 0.0}, "08:00"), unserved_cost=20_000.0),
        ),
        slots=(slot("s1", "gate-1", 99, ("14:03", "20:00")), slot("s2", "gate-2", 99, ("08:30", "09:30"))),
        rules=replace(base.rules, stop_fixed_s=0, stop_per_person_s=0, time_cost_per_hour=120.0, transfer_s=0),
    )  # fmt: skip
    sheet = """
      gate-2 09:03 09:03 09:03 +p
      gate-1 14:03 14:03 14:03 -p
    """
    ways = [
        itinerary("p", "s1", "home 06:00 hub-1 06:00", "f1", "f2", "d1 0 1"),
        itinerary("q", "s2", "home 08:00 gate-1 08:00", "f2"),
    ]
    return problem, plan(problem, [duty(problem, "d1", "van", sheet)], ways, {})


def across_back_by_ferry_and_across() -> Case:
    """By coach across, by ferry to another near place, and by coach across again."""
    kilometres = {"bp-1": 0, "hub-1": 300, "gate-2": 301, "bp-2": 3299, "hub-2": 3300, "gate-1": 3600}
    base = flying(
        flight("f1", "hub-1", "hub-2", "06:00", "07:00"), **{k.replace("-", "_"): v for k, v in kilometres.items()}
    )
    problem = replace(
        base, fleets=(fleet("a", "bp-1", None, 20), fleet("b", "bp-2", None, 20)),
        parties=(
            replace(party("p", 2, {"bp-1": 0}, {"s1": 0.0}, "00:00"), unserved_cost=20_000.0),
            replace(party("q", 1, {"bp-1": 0}, {"s2": 0.0}, "00:00"), unserved_cost=2_000.0),
            replace(party("r", 1, {"bp-2": 0}, {"s1": 0.0}, "00:00"), unserved_cost=2_000.0),
        ),
        slots=(slot("s1", "gate-1", 99, ("00:00", "2d00:00")), slot("s2", "gate-2", 99, ("00:00", "2d00:00"))),
    )  # fmt: skip
    first = """
      bp-1 00:00 00:00 00:03 +p +q
      hub-1 05:03 05:03 05:06 -p
      gate-2 05:07 05:07 05:10 -q
    """
    second = """
      bp-2 06:00 06:00 06:03 +r
      hub-2 06:04 07:00 07:03 +p
      gate-1 12:03 12:03 12:06 -p -r
    """
    ways = [
        itinerary("p", "s1", "home 00:00 bp-1 00:00", "d1 0 1", "f1", "d2 1 2"),
        itinerary("q", "s2", "home 00:00 bp-1 00:00", "d1 0 2"),
        itinerary("r", "s1", "home 06:00 bp-2 06:00", "d2 0 2"),
    ]
    duties = [duty(problem, "d1", "a", first), duty(problem, "d2", "b", second)]
    return problem, plan(problem, duties, ways, {})


def boarding_through_the_drivers_rest() -> Case:
    """It takes sixteen hours to board and as long to alight, four times, while drivers rest anyway."""
    one_way = {"depot-1": 0, "bp-1": 480, "hub-1": 960, "depot-2": 1440}
    other_way = {"depot-3": 9000, "hub-2": 9480, "gate-1": 9960, "depot-4": 10440}
    at_km = one_way | other_way
    base = flying(
        flight("f1", "hub-1", "hub-2", "2d00:00", "2d01:00"), **{k.replace("-", "_"): v for k, v in at_km.items()}
    )
    ahead = [[(b - a) * (1 if b >= a else -9) for b in at_km.values()] for a in at_km.values()]  # back it is far
    law = DriverHours(max_continuous_drive_s=8 * HOUR, min_break_s=1200, swap_s=300, max_drive_24h_s=8 * HOUR)
    problem = replace(
        base, horizon=(at("00:00"), at("5d00:00")), fleets=(_by_hour("a", 1), _by_hour("b", 3)),
        travel=Matrix(
            locations=tuple(at_km), distance_m=tuple(tuple(1000 * x for x in row) for row in ahead),
            duration_s=tuple(tuple(60 * x for x in row) for row in ahead),
        ),
        parties=(replace(party("p", 10, {"bp-1": 0}, {"s1": 0.0}, "08:00"), unserved_cost=90_000.0),),
        slots=(slot("s1", "gate-1", 99, ("2d00:00", "4d00:00")),),
        rules=replace(
            base.rules, driver_hours=law, stop_fixed_s=0, stop_per_person_s=600, time_cost_per_hour=0.0,
            max_journey_s=5 * DAY,
        ),
    )  # fmt: skip
    first = """
      depot-1 00:00
      bp-1 08:00 08:00 1d00:00 +p
      hub-1 1d08:00 1d08:00 2d00:00 -p
      depot-2 2d08:00
    """
    second = """
      depot-3 1d08:00
      hub-2 1d16:00 2d01:00 2d08:00 +p
      gate-1 2d16:00 2d16:00 3d08:00 -p
      depot-4 3d16:00
    """
    way = itinerary("p", "s1", "home 08:00 bp-1 08:00", "d1 1 2", "f1", "d2 1 2")
    duties = [duty(problem, "d1", "a", first), duty(problem, "d2", "b", second)]
    return problem, plan(problem, duties, [way], {})


def _by_hour(name: str, number: int) -> Fleet:
    """From one depot to the next one; only its hours cost something."""
    vehicle = fleet(name, f"depot-{number}", f"depot-{number + 1}", 11)
    return replace(vehicle, cost_fixed=0.0, cost_per_km=0.0, available=(at("00:00"), at("5d00:00")))


def by_two_flights_only() -> Case:
    """Nobody rides in anything that drives."""
    flights = flight("f1", "hub-1", "hub-2", "06:00", "07:00"), flight("f2", "hub-2", "gate-1", "08:00", "09:00")
    return _flown(flying(*flights, hub_1=0, hub_2=1000, gate_1=1500, depot_1=300), "06:00")


def by_two_flights_in_no_time() -> Case:
    """The second one, which is stated first, leaves as the first one comes, which takes no time either."""
    flights = flight("f2", "hub-2", "gate-1", "08:00", "08:00"), flight("f1", "hub-1", "hub-2", "08:00", "08:00")
    return _flown(flying(*flights, hub_1=0, hub_2=1000, gate_1=2000, depot_1=300), "08:00")


def _flown(base: Problem, leaves: str) -> Case:
    problem = replace(
        base, fleets=(fleet("a", "depot-1", None, 20),),
        parties=(replace(party("p", 2, {"hub-1": 0}, {"s1": 0.0}, "00:00"), unserved_cost=20_000.0),),
        slots=(slot("s1", "gate-1", 99, ("06:00", "12:00")),),
    )  # fmt: skip
    return problem, plan(problem, [], [itinerary("p", "s1", f"home {leaves} hub-1 {leaves}", "f1", "f2")], {})
