"""VROOM, by its Python binding. The only module that knows it."""

from __future__ import annotations

from datetime import timedelta

import vroom

from solvers.bench.peers.program import run
from solvers.bench.statement import Route, Statement

THOROUGH = 5
"""Its highest level of exploration."""
UNITS = 100
"""Whole numbers in a unit of money."""
FOREVER = 2**31


def solve(statement: Statement, seconds: float, seed: int) -> list[Route]:
    """Routes; VROOM ends by itself, and it has no seed: ``seed`` is not used."""
    question = vroom.Input()
    question.set_durations_matrix("car", statement.arrival_s)
    question.set_distances_matrix("car", statement.metres)
    owners = [k for k, kind in enumerate(statement.vans) for _ in range(kind.count)]
    question.add_vehicle([_vehicle(statement, number, k) for number, k in enumerate(owners)])
    question.add_job([_shipment(statement, number) for number in range(len(statement.loads))])
    solution = question.solve(exploration_level=THOROUGH, nb_threads=1, timeout=timedelta(seconds=seconds))
    visits: dict[int, list[tuple[int, bool]]] = {}
    for step in solution.routes.to_dict("records"):
        if step["type"] in ("pickup", "delivery"):
            visits.setdefault(int(step["vehicle_id"]), []).append((int(step["id"]), step["type"] == "pickup"))
    return [Route(vans=owners[number], visits=tuple(steps)) for number, steps in visits.items()]


def _vehicle(statement: Statement, number: int, k: int) -> vroom.Vehicle:
    kind = statement.vans[k]
    costs = vroom.VehicleCosts(
        fixed=round(UNITS * kind.cost_fixed),
        per_hour=round(UNITS * kind.cost_s * 3600),
        per_km=round(UNITS * kind.cost_m * 1000),
    )
    return vroom.Vehicle(
        number,
        start=kind.start,
        end=kind.end,
        capacity=[kind.room],
        time_window=vroom.TimeWindow(*kind.free),
        costs=costs,
    )


def _shipment(statement: Statement, number: int) -> vroom.Shipment:
    """Windows are for the start of a stop; its fixed time is part of the way there."""
    load, fixed = statement.loads[number], statement.stop_fixed_s
    boarding = vroom.TimeWindow(load.surely_ready + fixed, FOREVER)
    alighting = vroom.TimeWindow(load.opens + fixed, load.closes + fixed)
    pickup, delivery = (
        vroom.ShipmentStep(number, spot, default_service=statement.stop_person_s * load.people, time_windows=[window])
        for spot, window in ((load.place, boarding), (load.gate, alighting))
    )
    return vroom.Shipment(pickup, delivery, amount=[load.people])


if __name__ == "__main__":
    run(solve)
