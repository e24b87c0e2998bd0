"""OR-Tools' routing library on the engines' statement, as its own best and not as our planner uses it."""

from __future__ import annotations

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from solvers.bench.peers.program import run
from solvers.bench.statement import Route, Statement

UNITS = 100
"""Whole numbers in a unit of money."""
STARTS = (
    routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION,
    routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC,
)
"""Either may be the better one: the seed says which."""


class Routing:
    """One routing model. Its nodes are the vehicles' starts, their ends, then each load's boarding and alighting."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.owners = [k for k, kind in enumerate(statement.vans) for _ in range(kind.count)]
        vehicles = [statement.vans[k] for k in self.owners]
        self.first = 2 * len(vehicles)
        self.spots = [kind.start for kind in vehicles] + [kind.end for kind in vehicles]
        self.spots += [spot for load in statement.loads for spot in (load.place, load.gate)]
        starts, ends = list(range(len(vehicles))), list(range(len(vehicles), self.first))
        self.manager = pywrapcp.RoutingIndexManager(len(self.spots), len(vehicles), starts, ends)
        self.model = pywrapcp.RoutingModel(self.manager)
        self.vehicles = vehicles

    def solve(self, seconds: float, start: int) -> list[Route]:
        """Guided local search from the given first solution."""
        self._costs()
        self._seats()
        self._times()
        self._pairs()
        options = pywrapcp.DefaultRoutingSearchParameters()
        options.first_solution_strategy = start
        options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        options.time_limit.FromMilliseconds(int(1000 * seconds))
        solution = self.model.SolveWithParameters(options)
        return self._routes(solution) if solution else []

    def _costs(self) -> None:
        tables: dict[float, int] = {}
        for i, kind in enumerate(self.vehicles):
            if kind.cost_m not in tables:
                money = (UNITS * kind.cost_m * self.statement.metres).round().astype(int)
                rows = money[self.spots][:, self.spots].tolist()
                tables[kind.cost_m] = self.model.RegisterTransitMatrix(rows)
            self.model.SetArcCostEvaluatorOfVehicle(tables[kind.cost_m], i)
            self.model.SetFixedCostOfVehicle(round(UNITS * kind.cost_fixed), i)

    def _seats(self) -> None:
        change = [0] * self.first + [x for load in self.statement.loads for x in (load.people, -load.people)]
        evaluator = self.model.RegisterUnaryTransitVector(change)
        rooms = [kind.room for kind in self.vehicles]
        self.model.AddDimensionWithVehicleCapacity(evaluator, 0, rooms, True, "people")

    def _times(self) -> None:
        """Windows are for the start of a stop; its fixed time is part of the way there."""
        asked = self.statement
        table = asked.arrival_s[self.spots][:, self.spots]
        dwell = [0] * self.first + [asked.stop_person_s * load.people for load in asked.loads for _ in range(2)]
        for node, seconds in enumerate(dwell):
            table[node] += seconds
        horizon = max(kind.free[1] for kind in self.vehicles)
        evaluator = self.model.RegisterTransitMatrix(table.tolist())
        self.model.AddDimension(evaluator, horizon, horizon, False, "time")
        time = self.model.GetDimensionOrDie("time")
        for i, kind in enumerate(self.vehicles):
            time.SetSpanCostCoefficientForVehicle(round(UNITS * kind.cost_s), i)
            time.CumulVar(self.model.Start(i)).SetRange(*kind.free)
            time.CumulVar(self.model.End(i)).SetRange(*kind.free)
            self.model.AddVariableMinimizedByFinalizer(time.CumulVar(self.model.End(i)))
            self.model.AddVariableMaximizedByFinalizer(time.CumulVar(self.model.Start(i)))
        for i, load in enumerate(asked.loads):
            board, alight = self._nodes(i)
            time.CumulVar(board).SetMin(load.surely_ready + asked.stop_fixed_s)
            time.CumulVar(alight).SetRange(load.opens + asked.stop_fixed_s, load.closes + asked.stop_fixed_s)

    def _nodes(self, i: int) -> tuple[int, int]:
        return self.manager.NodeToIndex(self.first + 2 * i), self.manager.NodeToIndex(self.first + 2 * i + 1)

    def _pairs(self) -> None:
        solver, time = self.model.solver(), self.model.GetDimensionOrDie("time")
        for i in range(len(self.statement.loads)):
            board, alight = self._nodes(i)
            self.model.AddPickupAndDelivery(board, alight)
            solver.Add(self.model.VehicleVar(board) == self.model.VehicleVar(alight))
            solver.Add(time.CumulVar(board) <= time.CumulVar(alight))

    def _routes(self, solution: pywrapcp.Assignment) -> list[Route]:
        routes = []
        for i, k in enumerate(self.owners):
            visits, index = [], self.model.Start(i)
            while not self.model.IsEnd(index):
                node = self.manager.IndexToNode(index)
                if node >= self.first:
                    visits.append(((node - self.first) // 2, (node - self.first) % 2 == 0))
                index = solution.Value(self.model.NextVar(index))
            routes.append(Route(vans=k, visits=tuple(visits)))
        return [route for route in routes if route.visits]


def solve(statement: Statement, seconds: float, seed: int) -> list[Route]:
    """Routes by guided local search; odd and even seeds start from different first solutions."""
    return Routing(statement).solve(seconds, STARTS[seed % len(STARTS)])


if __name__ == "__main__":
    run(solve)
