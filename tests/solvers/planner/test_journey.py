"""How long a journey may take is asked of both its rides together, not of each alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.interchanges import set_interchange, with_interchanges
from solvers.judge import judge
from solvers.layout import way_of
from solvers.model import model_of
from solvers.plan import Plan, ServiceLeg
from solvers.problem import Matrix, Problem
from solvers.search.engine import refer_model
from solvers.search.journey import most_after, most_before
from solvers.solve import solve
from tests.builders import HOUR, fleet, ok_small, on_a_line, party, service, slot
from tests.solvers.planner.test_interchanges import ENDS, MIDDLE, crossing

MINUTE_KM_S = 60


def planned(problem: Problem) -> Plan:
    plan = solve(problem, seconds=5, workers=1, rounds=2000)
    assert judge(problem, plan).feasible
    return plan


def flying(opens: str, closes: str, longest_h: float) -> Problem:
    """A walk to the airport, a flight from 08:00 to 09:30, and a shuttle to a gate with this window."""
    matrix, locations = on_a_line(hub_1=0, hub_2=1000, depot_2=1000, gate_1=1030)
    return replace(
        ok_small(), travel=matrix, locations=locations, fleets=(fleet("shuttle", "depot-2", None, 20),),
        services=(service("f1", "hub-1", "hub-2", "08:00", "09:30", seats=12, least=0),),
        slots=(slot("s1", "gate-1", 6, (opens, closes)),),
        parties=(replace(party("p1", 2, {"hub-1": 600}, {"s1": 0.0}, "05:00"), unserved_cost=20_000.0),),
        rules=replace(ok_small().rules, max_journey_s=round(longest_h * HOUR)),
    )  # fmt: skip


def test_who_flies_may_wait_for_the_gate_as_long_as_the_whole_journey_allows() -> None:
    leaves, opens = 6.5 - 600 / HOUR, 18.0
    there = planned(flying("18:00", "20:00", opens - leaves + 0.1))
    assert [leg.service for leg in there.itineraries[0].legs if isinstance(leg, ServiceLeg)] == ["f1"]
    assert planned(flying("18:00", "20:00", opens - leaves - 0.1)).unserved


def far_crossing(longest_h: float) -> Problem:
    """The crossing, but that one of its villages is 300 km away, and that its vehicle is dear to drive."""
    km = np.array([300 if place == "bp-1" else 20 for place in ENDS] + [0])
    roads = np.where(np.eye(len(km), dtype=bool), 0, km[:, None] + km[None, :])
    metres, seconds = (tuple(tuple(int(x) for x in row) for row in roads * each) for each in (1000, MINUTE_KM_S))
    base = crossing()
    return replace(
        base, travel=Matrix(locations=(*ENDS, MIDDLE), distance_m=metres, duration_s=seconds),
        parties=tuple(replace(p, ready=p.ready - 6 * HOUR) for p in base.parties),
        fleets=tuple(replace(x, cost_per_km=5.0 if x.id == "van-1" else 1.0) for x in base.fleets),
        rules=replace(base.rules, max_journey_s=round(longest_h * HOUR)),
    )  # fmt: skip


@pytest.mark.parametrize("longest_h", [48.0, 7.0])
def test_people_change_near_the_end_of_a_long_way(longest_h: float) -> None:
    plan = planned(far_crossing(longest_h))
    ways = {one.party: way_of(one) for one in plan.itineraries}
    assert any(way is not None and way.changes for party, way in ways.items() if party in ("p1", "p2"))


def test_each_part_keeps_its_share_wherever_the_moment_of_a_change_is_put() -> None:
    m = with_interchanges(model_of(far_crossing(7.0)), 1)
    set_interchange(m, m.first_interchange, ENDS.index("bp-2"), 7 * HOUR)
    before = most_before(refer_model(m), 0, m.first_interchange, 0)
    for moments in (m.check_in, m.exits):
        moments[m.first_interchange] += HOUR
    assert most_before(refer_model(m), 0, m.first_interchange, 0) == before


@given(longest_h=st.floats(1.0, 60.0), opens=st.integers(10, 22))
@settings(deadline=None)
def test_both_parts_get_what_they_take_at_least_if_there_is_as_much(longest_h: float, opens: int) -> None:
    problem = flying(f"{opens}:00", "23:00", longest_h)
    m = refer_model(model_of(problem))
    before, after = (int(part(m, 0, 0, 0)) for part in (most_before, most_after))
    assert before + after == problem.rules.max_journey_s
    least_before, least_after = 600 + 5400, max(opens * HOUR, round(10.5 * HOUR)) - 8 * HOUR
    if problem.rules.max_journey_s >= least_before + least_after:
        assert before >= least_before
        assert after >= least_after
