"""No step of the bound proves more than a plan costs around which a tight problem was made.

The plans of ``test_plans_by_hand.py`` were found one by one; these are drawn, so that a step that forgets a way of
travelling is caught by the first seed that travels so.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np
import pytest

from solvers.bounding.alone import by_one_vehicle
from solvers.bounding.bound import by_shares
from solvers.bounding.carriage import by_carriage
from solvers.bounding.chances import with_possible_choices
from solvers.bounding.design import by_circuits
from solvers.bounding.roads import least_roads
from solvers.documents.checking import check_problem
from solvers.judge import judge
from solvers.model import Model, model_of
from solvers.plan import DutyLeg, Itinerary, Plan, ServiceLeg
from solvers.problem import Problem
from tests.solvers.bounding.tight_problems import tight_problem

SECONDS = 0.3
"""For each step; nearly all of them need much less."""
GROUPS = [range(first, first + 80) for first in (100, 180, 260, 340, 740, 1270)]
"""Each of the first four has a seed at which an older version of a step proved too much, the others a seed at which
HiGHS 1.14 did, or HiGHS 1.13 crashed."""


def proofs(problem: Problem, one_duty: bool) -> Iterator[tuple[str, Iterable[float]]]:
    """What each step that may be asked proves, by its name."""
    everything = model_of(problem)
    m, counts = with_possible_choices(everything), np.array([one.count for one in problem.fleets], dtype=np.int64)
    yield "chances", [left_for_lack_of_time(m)]
    yield "shares", by_shares(problem, m, counts, time.monotonic() + SECONDS)
    yield "carriage", by_carriage(m, counts, time.monotonic() + SECONDS)
    if not problem.services:
        yield "circuits", by_circuits(m, counts, time.monotonic() + SECONDS)
        if one_duty:
            yield "alone", by_one_vehicle(m, least_roads(m), math.inf, time.monotonic() + SECONDS)


def left_for_lack_of_time(m: Model) -> float:
    """What it costs to leave the parties for whom all is too late."""
    return float(m.left_cost[np.diff(m.choice_ptr) == 0].sum())


@pytest.mark.parametrize("seeds", GROUPS, ids=str)
def test_nothing_above_a_plan_that_just_fits_is_proved(seeds: range) -> None:
    for seed in seeds:
        case = tight_problem(seed)
        if case is None:
            continue
        problem, made = case
        check_problem(problem)
        assert [violation.text for violation in judge(problem, made).violations] == [], f"seed {seed}"
        for step, values in proofs(problem, len(made.duties) == 1):
            most = max(values, default=0.0)
            cost = made.cost.total
            assert most <= cost * (1 + 1e-5) + 1e-5, f"seed {seed}: {step} proves {most}, the plan costs {cost}"


def test_the_seeds_ask_for_what_is_odd() -> None:
    """Plans of each kind are among them, or the other test would say nothing."""
    plans = [case[1] for case in map(tight_problem, chain(*GROUPS)) if case is not None]
    assert len(plans) >= 0.4 * sum(map(len, GROUPS))
    for kind in (changes_vehicle, boards_it_again, flies_on):
        assert sum(any(map(kind, made.itineraries)) for made in plans) >= 5, kind.__name__
    assert sum(flies(made) for made in plans) >= 50


def changes_vehicle(way: Itinerary) -> bool:
    return len({leg.duty for leg in way.legs if isinstance(leg, DutyLeg)}) > 1


def boards_it_again(way: Itinerary) -> bool:
    duties = [leg.duty for leg in way.legs if isinstance(leg, DutyLeg)]
    return len(set(duties)) < len(duties)


def flies_on(way: Itinerary) -> bool:
    """By one service after another."""
    return sum(isinstance(leg, ServiceLeg) for leg in way.legs) > 1


def flies(made: Plan) -> bool:
    return any(isinstance(leg, ServiceLeg) for way in made.itineraries for leg in way.legs)
