"""Feasible plans whose vehicles go out more than once, which a step of the bound once was above: see
``test_plans_by_hand.py``.
"""

from __future__ import annotations

from dataclasses import replace

from solvers.plan import Plan, Reason
from solvers.problem import Crew, Party, Problem
from tests.builders import CHINESE_LAW, at, duty, fleet, itinerary, ok_small, on_a_line, party, plan, slot

Case = tuple[Problem, Plan]


def dear(name: str, size: int, board: str, choices: dict[str, float], ready: str = "00:00") -> Party:
    """A party that it costs much to leave."""
    return replace(party(name, size, {board: 0}, choices, ready), unserved_cost=20_000.0)


def plain(**places: float) -> Problem:
    """Two days without law, a line of places, and nobody."""
    matrix, locations = on_a_line(**places)
    small = ok_small()
    return replace(
        small, horizon=(at("00:00"), at("2d00:00")), travel=matrix, locations=locations, services=(),
        rules=replace(small.rules, driver_hours=None),
    )  # fmt: skip


def along_across_and_back() -> Case:
    """Many ride along while the coach goes across, back for somebody, and across again."""
    base = plain(bp_9=-29.94, bp_0=0, bp_1=0.12, gate_1=270.06, bp_2=570.06, gate_2=840.00, gate_3=840.12)
    idle = tuple(party(f"x{i}", 1, {"bp-9": 0}, {"s1": 0.0}, "00:00") for i in range(45))
    problem = replace(
        base, parties=(
            dear("p", 39, "bp-1", {"s2": 0.0}), dear("q", 1, "bp-0", {"s1": 0.0}), dear("r", 1, "bp-2", {"s3": 0.0}),
            *(replace(one, unserved_cost=0.0) for one in idle),
        ),
        slots=tuple(slot(f"s{i}", f"gate-{i}", 99, ("00:00", "2d00:00")) for i in (1, 2, 3)),
        fleets=(replace(fleet("coach", "bp-0", None, 41), cost_fixed=0.0, cost_per_hour=0.0, cost_per_km=1.0),),
        rules=replace(base.rules, stop_fixed_s=0, stop_per_person_s=0, transfer_s=86400, time_cost_per_hour=3.0),
    )  # fmt: skip
    sheet = """
      bp-0 00:00 00:00 00:00 +q
      bp-1 00:00:07 00:00:07 00:00:07 +p
      gate-1 04:30:03 04:30:03 04:30:03 -q
      bp-2 09:30:03 09:30:03 09:30:03 +r
      gate-2 13:59:59 13:59:59 13:59:59 -p
      gate-3 14:00:06 14:00:06 14:00:06 -r
    """
    ways = [
        itinerary("p", "s2", "home 00:00:07 bp-1 00:00:07", "d1 1 4"),
        itinerary("q", "s1", "home 00:00 bp-0 00:00", "d1 0 2"),
        itinerary("r", "s3", "home 09:30:03 bp-2 09:30:03", "d1 3 5"),
    ]
    left = {one.id: Reason.COST for one in idle}
    return problem, plan(problem, [duty(problem, "d1", "coach", sheet)], ways, left)


def two_drivers_for_many_ways(until: str) -> Case:
    """No way is too long for one driver, but all three together are."""
    base = plain(bp_1=0, gate_1=240)
    crews = Crew(drivers=1, cost=0.0, seats=0), Crew(drivers=2, cost=1.0, seats=0)
    problem = replace(
        base, parties=tuple(dear(p, 10, "bp-1", {"s1": 0.0}) for p in "pq"),
        slots=(slot("s1", "gate-1", 99, ("00:00", until)),),
        fleets=(replace(fleet("coach", "bp-1", None, 11), crews=crews, cost_fixed=0.0),),
        rules=replace(
            base.rules, time_cost_per_hour=0.0,
            driver_hours=replace(CHINESE_LAW, min_drivers=None, night=None, night_stop=None),
        ),
    )  # fmt: skip
    sheet = """
      bp-1 00:00 00:00 00:04:30 +p
      | 0 00:04:30 04:04:30
      gate-1 04:04:30 04:04:30 04:09:30 -p
      | 1 04:09:30 08:09:30
      bp-1 08:09:30 08:09:30 08:14:30 +q
      | 0 08:14:30 12:14:30
      gate-1 12:14:30 12:14:30 12:19:30 -q
    """
    ways = [
        itinerary("p", "s1", "home 00:00 bp-1 00:00", "d1 0 1"),
        itinerary("q", "s1", "home 08:09:30 bp-1 08:09:30", "d1 2 3"),
    ]
    return problem, plan(problem, [duty(problem, "d1", "coach", sheet, crew=1)], ways, {})


def two_drivers_until_two() -> Case:
    return two_drivers_for_many_ways("14:00")


def two_drivers_at_leisure() -> Case:
    return two_drivers_for_many_ways("2d00:00")


def round_for_a_later_window(each: int, per_km: float, wish: float) -> Case:
    """Some alight while one slot is open, the van turns at a place where nobody does, and others when theirs is."""
    base = plain(bp_1=0, gate_1=60, depot_2=65)
    first, second = [f"p{i}" for i in range(each)], [f"q{i}" for i in range(each)]
    size = 2 if each == 1 else 1
    problem = replace(
        base, parties=(
            *(dear(p, size, "bp-1", {"s1": 0.0}, "04:00") for p in first),
            *(dear(q, size, "bp-1", {"s2": 0.0, "s1": wish}, "04:00") for q in second),
        ),
        slots=(slot("s1", "gate-1", 99, ("05:30", "06:10")), slot("s2", "gate-1", 99, ("06:35", "07:30"))),
        fleets=(replace(fleet("van", "bp-1", None, 20), cost_per_km=per_km, cost_per_hour=360.0),),
        rules=replace(base.rules, stop_fixed_s=1200, stop_per_person_s=0, time_cost_per_hour=0.0),
    )  # fmt: skip
    sheet = f"""
      bp-1 04:45 04:45 05:05 {" ".join(f"+{one}" for one in first + second)}
      gate-1 06:05 06:05 06:25 {" ".join(f"-{one}" for one in first)}
      depot-2 06:30
      gate-1 06:35 06:35 06:55 {" ".join(f"-{one}" for one in second)}
    """
    ways = [itinerary(one, "s1", "home 04:45 bp-1 04:45", "d1 0 1") for one in first]
    ways += [itinerary(one, "s2", "home 04:45 bp-1 04:45", "d1 0 3") for one in second]
    return problem, plan(problem, [duty(problem, "d1", "van", sheet)], ways, {})


def turning_where_nobody_alights() -> Case:
    return round_for_a_later_window(1, 1.0, 130.0)


def turning_with_eight() -> Case:
    return round_for_a_later_window(4, 0.0, 60.0)


def at_the_moment_between_two_windows() -> Case:
    """One slot closes as the other one opens, and all alight at that moment."""
    base = plain(bp_1=0, gate_1=60)
    problem = replace(
        base, parties=(dear("p", 2, "bp-1", {"s1": 0.0}, "05:00"), dear("q", 2, "bp-1", {"s2": 0.0}, "05:00")),
        slots=(slot("s1", "gate-1", 99, ("05:30", "06:10")), slot("s2", "gate-1", 99, ("06:10", "06:30"))),
        fleets=(fleet("van", "bp-1", None, 20),),
    )  # fmt: skip
    sheet = """
      bp-1 05:07 05:07 05:10 +p +q
      gate-1 06:10 06:10 06:13 -p -q
    """
    ways = [itinerary(p, s, "home 05:07 bp-1 05:07", "d1 0 1") for p, s in (("p", "s1"), ("q", "s2"))]
    return problem, plan(problem, [duty(problem, "d1", "van", sheet)], ways, {})
