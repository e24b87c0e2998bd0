"""When vehicles cross, by whom, and whom they can carry: each of these makes the bound dearer, none too dear."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from solvers.bounding.bound import bound_of
from solvers.bounding.carriage import Carriage, by_carriage
from solvers.bounding.chances import earliest_at, with_possible_choices
from solvers.bounding.journeys import Scene, journeys_of, options_of
from solvers.bounding.layers import layers_of
from solvers.bounding.roads import least_roads
from solvers.model import model_of
from solvers.problem import Fleet, Problem
from tests.builders import CHINESE_LAW, DAY, at, fleet, ok_long, ok_small, on_a_line, party, slot

TOLERANCE = 1e-5


def bound(problem: Problem) -> float:
    counts = np.array([fleet.count for fleet in problem.fleets], dtype=np.int64)
    return max(by_carriage(model_of(problem), counts, time.monotonic() + 20))


def program(problem: Problem, *, apart: bool = False) -> Carriage:
    m, counts = model_of(problem), np.array([fleet.count for fleet in problem.fleets], dtype=np.int64)
    roads = least_roads(m)
    layers, options = layers_of(m, roads, counts), options_of(m, roads, counts)
    return Carriage(Scene(m, roads, counts, layers, journeys_of(m, roads, layers, options)), apart=apart)


def far_apart(*fleets: Fleet, second_opens: str = "06:00") -> Problem:
    """Two parties of five from one village to two gates 700 km away, one open on the first day only."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=710)
    closes = second_opens.replace("06:00", "20:00")
    parties = (party("p1", 5, {"bp-1": 0}, {"s1": 0.0}, "00:30"), party("p2", 5, {"bp-1": 0}, {"s2": 0.0}, "00:30"))
    return replace(
        ok_long(), travel=matrix, locations=locations, fleets=fleets, services=(),
        slots=(slot("s1", "gate-1", 9, ("06:00", "20:00")), slot("s2", "gate-1", 9, (second_opens, closes))),
        parties=tuple(replace(one, unserved_cost=30_000.0) for one in parties),
        rules=replace(ok_long().rules, driver_hours=None, max_journey_s=DAY),
    )  # fmt: skip


def test_who_crosses_with_an_earlier_party_waits_until_a_later_gate_opens() -> None:
    coach = fleet("coach", "depot-1", None, 49)
    together, apart = bound(far_apart(coach)), bound(far_apart(coach, second_opens="1d06:00"))
    hour = 5 * ok_long().rules.time_cost_per_hour
    assert together + 9.9 * hour <= apart  # ten hours, less what boarding takes


def test_who_waits_may_as_well_come_later_by_another_vehicle() -> None:
    coaches = fleet("coach", "depot-1", None, 49, count=2)
    one_each = 2 * bound(far_apart(coaches)) + 1.0
    assert bound(far_apart(coaches, second_opens="1d06:00")) <= one_each


def test_a_vehicle_with_time_for_one_crossing_takes_whole_parties() -> None:
    """Nine seats and two parties of five: one stays, where half of it might have ridden with the other."""
    van = fleet("van", "depot-1", None, 9)
    problem = far_apart(van)
    alone = replace(problem, parties=problem.parties[:1])
    assert bound(problem) == pytest.approx(bound(alone) + 30_000.0, rel=TOLERANCE)


def test_a_person_rides_as_long_as_the_crew_takes_that_drives() -> None:
    """1,200 km take one crew a day and a half, the other, which costs more than anybody's time, 20 hours."""
    law = ok_long().rules.driver_hours
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=1210)
    base = far_apart(fleet("coach", "depot-1", None, 49, drivers=(2,)))
    slow = replace(
        base, travel=matrix, locations=locations, horizon=(at("00:00"), at("3d00:00")),
        slots=tuple(replace(one, windows=((at("06:00"), at("2d20:00")),)) for one in base.slots),
        rules=replace(base.rules, driver_hours=law, max_journey_s=2 * DAY),
    )  # fmt: skip
    crews = slow.fleets[0].crews
    dear = replace(crews[0], drivers=3, cost=20_000.0)
    either = replace(slow, fleets=(replace(slow.fleets[0], crews=(*crews, dear)),))
    assert bound(either) == pytest.approx(bound(slow), rel=TOLERANCE)


def test_who_crosses_for_a_morning_gate_stands_through_the_night_with_all_who_wait() -> None:
    """Of eleven hours until eight in the morning three are the night stop, also for those whose gate opens at six
    in the evening.
    """
    base = far_apart(fleet("coach", "depot-1", None, 49))
    free = replace(
        base, horizon=(at("00:00"), at("2d00:00")),
        slots=(
            slot("s1", "gate-1", 9, ("1d06:00", "1d08:00")), slot("s2", "gate-1", 9, ("1d18:00", "1d20:00")),
        ),
        rules=replace(base.rules, max_journey_s=2 * DAY),
    )  # fmt: skip
    by_night = replace(
        CHINESE_LAW,
        max_continuous_drive_s=2 * DAY,
        max_drive_24h_s=DAY,
        max_drive_7d_s=None,
        min_drivers=None,
        night=None,
    )
    stopped = replace(free, rules=replace(free.rules, driver_hours=by_night))
    ten_people = 10 * base.rules.time_cost_per_hour
    assert bound(stopped) == pytest.approx(bound(free) + 3 * ten_people, abs=0.2 * ten_people)  # but for stops


def test_a_duty_of_several_long_drives_has_the_days_of_rest_that_all_of_them_take() -> None:
    """Twice seven hours with one driver, who may drive for eight a day."""
    matrix, locations = on_a_line(depot_1=0, bp_1=0, gate_1=420, gate_2=840)
    base = far_apart(fleet("coach", "depot-1", None, 49))
    law = replace(CHINESE_LAW, min_drivers=None, night=None, night_stop=None)
    cheap = replace(
        base, travel=matrix, locations=locations, horizon=(at("00:00"), at("2d00:00")),
        slots=(
            slot("s1", "gate-1", 9, ("06:00", "2d00:00")), slot("s2", "gate-2", 9, ("06:00", "2d00:00")),
        ),
        rules=replace(base.rules, driver_hours=law, max_journey_s=2 * DAY),
    )  # fmt: skip
    dear = replace(cheap, fleets=tuple(replace(one, cost_per_hour=one.cost_per_hour + 100) for one in cheap.fleets))
    day_and_rest = 3 * 14 - 16
    assert bound(dear) == pytest.approx(bound(cheap) + 100 * day_and_rest, rel=0.01)


def test_vehicles_told_apart_by_road_are_no_use_to_who_goes_elsewhere() -> None:
    """Two gates far from each other; one vehicle goes to each on the first day, and somebody to one on the second.

    The first party might go on the second day, too, if it cost less.
    """
    matrix, locations = on_a_line(bp_1=0, gate_1=700, gate_2=-700, depot_1=10)
    days = ("06:00", "20:00"), ("1d06:00", "1d20:00")
    base = far_apart(fleet("coach", "depot-1", None, 49, count=3))
    problem = replace(
        base, travel=matrix, locations=locations, horizon=(at("00:00"), at("2d00:00")),
        slots=(slot("s1", "gate-1", 9, days[0]), slot("s2", "gate-2", 9, days[0]), slot("s3", "gate-1", 9, days[1])),
        parties=tuple(
            replace(party(name, 5, {"bp-1": 0}, choices, ready), unserved_cost=30_000.0)
            for name, choices, ready in (
                ("p1", {"s1": 0.0, "s3": 2_000.0}, "00:30"), ("p2", {"s2": 0.0}, "00:30"), ("p3", {"s3": 0.0}, "22:00"),
            )
        ),
    )  # fmt: skip
    together, apart = (program(problem, apart=apart) for apart in (False, True))
    assert all(one.linear.solve(time.monotonic() + 20) for one in (together, apart))
    assert apart.linear.value > together.linear.value + 1_000.0


def test_a_wheelchair_needs_one_of_the_vehicles_with_a_space() -> None:
    coach = replace(fleet("coach", "depot-1", None, 49), wheelchair_spaces=0)
    lift = replace(fleet("lift", "depot-1", None, 9), cost_fixed=9_000.0)
    problem = far_apart(coach, lift)
    first, second = problem.parties
    seated = bound(problem)
    wheelchair = bound(replace(problem, parties=(first, replace(second, wheelchairs=1))))
    assert seated < 9_000.0 < wheelchair


def test_a_slot_that_opens_after_somebody_is_due_is_no_choice() -> None:
    problem = far_apart(fleet("coach", "depot-1", None, 49), second_opens="1d06:00")
    first, second = problem.parties
    late = replace(problem, parties=(first, replace(second, due=at("1d05:00"))))
    assert len(with_possible_choices(model_of(late)).choice_slot) == 1
    alone = replace(problem, parties=(first,))
    assert bound_of(late, model_of(late), 20.0) == pytest.approx(
        bound_of(alone, model_of(alone), 20.0) + second.unserved_cost, rel=TOLERANCE
    )


def test_somebody_can_be_at_the_gate_after_flights_only_when_they_have_come() -> None:
    problem = ok_small()
    m, names = model_of(problem), [place.id for place in problem.locations]
    first = earliest_at(m)[0]
    arrives = at("08:00") - problem.horizon[0]
    assert first[names.index("bp-1")] < first[names.index("hub-1")] < first[names.index("gate-1")]
    assert first[names.index("gate-1")] > arrives


def test_without_sides_nothing_crosses() -> None:
    """People live where the gates are: the program is the same, but for rows that nothing is in."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, gate_1=20)
    base = far_apart(fleet("van", "depot-1", None, 49))
    near = replace(base, travel=matrix, locations=locations)
    assert not program(near).crossings.crosses.any()
    assert 0 < bound(near) < bound(base)
