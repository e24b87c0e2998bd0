"""PyVRP: shipments, its own kind of visit since 0.14. The only module that knows it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import MaxRuntime

from solvers.bench.peers.program import run
from solvers.bench.statement import Route, Statement

NEIGHBOURS, PERTURBATIONS = 30, 8
"""Its defaults, 50 and 25, were 6 % worse."""
WORST_RATE = 0.01
"""The price of a second is a whole number to the engine, wrong by no more than this share."""


def solve(statement: Statement, seconds: float, seed: int) -> list[Route]:
    """Routes by iterated local search; every load has to be carried, as all can be."""
    params = pyvrp.SolveParams(
        neighbourhood=NeighbourhoodParams(num_neighbours=NEIGHBOURS),
        perturbation=PerturbationParams(max_perturbations=PERTURBATIONS),
    )
    result = pyvrp.solve(
        _data(statement), MaxRuntime(seconds), seed=seed, collect_stats=False, display=False, params=params
    )
    return [_route(route) for route in result.best.routes()] if result.is_feasible() else []


def _data(statement: Statement) -> pyvrp.ProblemData:
    units = _units(statement)
    rates = sorted({kind.cost_m for kind in statement.vans})
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0, name=name) for name in statement.spots],
        clients=[],
        depots=[pyvrp.Depot(spot) for spot in _depots(statement)],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=kind.count,
                capacity=[kind.room],
                start_depot=_depots(statement).index(kind.start),
                end_depot=_depots(statement).index(kind.end),
                fixed_cost=round(units * kind.cost_fixed),
                tw_early=kind.free[0],
                tw_late=kind.free[1],
                unit_distance_cost=1,
                unit_duration_cost=round(units * kind.cost_s),
                profile=rates.index(kind.cost_m),
            )
            for kind in statement.vans
        ],
        distance_matrices=[_table(units * rate * statement.metres) for rate in rates],
        duration_matrices=[_table(statement.arrival_s) for _ in rates],
        shipments=_shipments(statement),
    )


def _units(statement: Statement) -> float:
    """Whole numbers in a unit of money: as coarse as the prices of a second allow, as fine ones end infeasible."""
    prices = [kind.cost_s for kind in statement.vans if kind.cost_s > 0]
    if not prices:
        return 100.0
    for steps in range(1, 11):
        units = steps / min(prices)
        if all(abs(round(units * price) / (units * price) - 1) <= WORST_RATE for price in prices):
            break
    return units


def _table(values: NDArray[Any]) -> Any:
    """Whole numbers, in the type that the library's annotations do not name."""
    return np.rint(values).astype(np.int64)


def _depots(statement: Statement) -> list[int]:
    return sorted({spot for kind in statement.vans for spot in (kind.start, kind.end)})


def _shipments(statement: Statement) -> list[pyvrp.Shipment]:
    """Windows are for the start of a stop; its fixed time is part of the way there."""
    fixed, person = statement.stop_fixed_s, statement.stop_person_s
    return [
        pyvrp.Shipment(
            load.place,
            load.gate,
            pickup_tw_early=load.surely_ready + fixed,
            pickup_service_duration=person * load.people,
            delivery_tw_early=load.opens + fixed,
            delivery_tw_late=load.closes + fixed,
            delivery_service_duration=person * load.people,
            amount=[load.people],
            required=True,
        )
        for load in statement.loads
    ]


def _route(route: pyvrp.Route) -> Route:
    visits = tuple((step.idx, step.is_pickup()) for step in route.schedule() if step.is_shipment())
    return Route(vans=route.vehicle_type(), visits=visits)


if __name__ == "__main__":
    run(solve)
