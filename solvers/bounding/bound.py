"""A cost that no plan can be below: read this first.

Roads become shortest paths; a person's rides cost at least a seat's share of the vehicle and his own time;
for each slot the cheapest ways there are found from everywhere; a linear program lets parties share slots,
vehicles and services. For jobs near home, where vehicles make many stops, their flow from stop to stop, and all that
a single one can do, prove more; for few parties with far to go, whole vehicles with everybody's journey on them. Each
step only leaves out rules or costs, so what it ends with no feasible plan is below.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np

from solvers.bounding.carriage import by_carriage
from solvers.bounding.chances import with_possible_choices
from solvers.bounding.columns import columns_of
from solvers.bounding.design import by_circuits
from solvers.bounding.linear import SAFETY
from solvers.bounding.program import Program, by_prices, by_whole, program_of
from solvers.bounding.rides import Span, kinds_of, short_rides, sides_of, spans_of, trunk_rides
from solvers.bounding.roads import least_roads, with_fewer_places
from solvers.bounding.ways import network_of
from solvers.model import Ints, Model
from solvers.problem import Problem

MOST_PLACES, FEWEST_PLACES = 500, 80
"""Among more places, neighbours become one."""
WORK = 1.5e9
"""Slots times kinds of vehicles times pairs of places, of which some hundred millions take a second."""
FEW_COLUMNS = 30_000
"""As many can be tried with whole vehicles and parties."""
MANY_PARTIES = 1000
"""More are too many for the flow of vehicles, and to be asked one by one where they can be in time."""


def bound_of(problem: Problem, model: Model, seconds: float) -> float:
    """No feasible plan costs less than this; see :func:`bounds_of`."""
    return max([0.0, *bounds_of(problem, model, seconds)])


def bounds_of(problem: Problem, model: Model, seconds: float) -> Iterator[float]:
    """One cost after the other that no feasible plan is below.

    Parameters
    ----------
    problem, model
        A checked problem and its arrays (:func:`solvers.model.model_of`).
    seconds
        Wall-clock time to spend; some proofs take a little more.
    """
    began = time.monotonic()
    until = began + seconds
    if len(model.size) <= MANY_PARTIES:
        model = with_possible_choices(model)
    counts = np.array([fleet.count for fleet in problem.fleets], dtype=np.int64)
    many = len(model.metres) > FEWEST_PLACES
    if many:  # roughly first, as there may not be time for more
        yield from by_shares(problem, with_fewer_places(model, FEWEST_PLACES), counts, began + 0.4 * seconds)
    if not many or time.monotonic() < until:
        yield from by_shares(problem, with_fewer_places(model, _most_places(model)), counts, until)
    if _near_home(model):
        yield from by_circuits(model, counts, until)
    else:
        yield from by_carriage(model, counts, until)


def _near_home(m: Model) -> bool:
    """Whether people ride short ways, by road only, and are not too many for the flow of vehicles."""
    if len(m.hub_to) or not 0 < len(m.size) <= MANY_PARTIES or not kinds_of(m):
        return False
    few = with_fewer_places(m, FEWEST_PLACES)
    return sides_of(few, least_roads(few)) is None


def _most_places(m: Model) -> int:
    """So many that all slots' ways over them take some seconds."""
    slots = len({*zip(m.gate.tolist(), m.window_class.tolist(), strict=True)})
    each = math.sqrt(WORK / max(1, slots * len(kinds_of(m))))
    return max(FEWEST_PLACES, min(MOST_PLACES, int(each)))


def by_shares(problem: Problem, m: Model, counts: Ints, until: float) -> Iterator[float]:
    """Everybody pays a share of what he rides in."""
    roads = least_roads(m)
    sides = sides_of(m, roads)

    def program(spans: tuple[Span, ...] = (), *, whole: bool = True) -> Program:
        short = short_rides(m, roads, sides, problem.rules.transfer_s, beside_whole=whole)
        trunk = trunk_rides(m, roads, sides, counts, spans)
        return program_of(m, trunk, columns_of(network_of(m, short, trunk), until))

    whenever = program(whole=False)
    yield by_prices(whenever, until)[0] * (1 - SAFETY)
    if len(whenever.room) == 1 or len(whenever.columns.party) > FEW_COLUMNS:
        return
    if time.monotonic() < until:
        yield by_whole(program(), until) * (1 - SAFETY)
    if time.monotonic() < until:
        yield by_whole(program(spans_of(m)), until) * (1 - SAFETY)
