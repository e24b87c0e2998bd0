"""First routes by OR-Tools' routing library: pick-ups and deliveries with several kinds of vehicles.

Parties of one boarding place and one slot make loads; a load is a pick-up and a delivery on one vehicle.
Driver hours are beyond the library: long legs are slowed down by a factor instead, and the search times
every route under the law before it believes it. This is the only module that knows the routing library.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from solvers.model import DAY_S, FAR, Ints, Model

MAX_LOADS = 150
"""Above this the library is slower than building routes by insertion."""
MAX_VEHICLES = 60
LOAD_PEOPLE = 10
"""Parties of one place and slot are put together up to this many people."""
LONG_DRIVE_S = 4 * 3600
REST_FACTOR = 1.3
"""Drives longer than ``LONG_DRIVE_S`` take this much longer, for rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Parties picked up at one place for one slot."""

    place: int
    slot: int
    parties: tuple[int, ...]
    people: int
    wheels: int
    ready: int
    stay_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A fleet's vehicle and its visits in order: (load, picked up here rather than set down)."""

    fleet: int
    visits: tuple[tuple[int, bool], ...]


def loads_of(m: Model, slot: Ints) -> list[Load]:
    """Loads of all parties with a slot, at the boarding place nearest to home."""
    groups: dict[tuple[int, int], list[int]] = {}
    for p in np.flatnonzero(slot >= 0):
        boards = range(m.board_ptr[p], m.board_ptr[p + 1])
        board = min(boards, key=lambda b: int(m.board_access[b]), default=None)
        if board is not None and m.board_at[board] != m.gate[slot[p]]:
            groups.setdefault((int(m.board_at[board]), int(slot[p])), []).append(int(p))
    return [load for (place, k), parties in groups.items() for load in _loads(m, place, k, parties)]


def _loads(m: Model, place: int, k: int, parties: list[int]) -> list[Load]:
    loads: list[list[int]] = []
    for p in parties:
        if loads and sum(int(m.size[q]) for q in loads[-1]) + int(m.size[p]) <= LOAD_PEOPLE:
            loads[-1].append(p)
        else:
            loads.append([p])
    return [
        Load(
            place=place,
            slot=k,
            parties=tuple(group),
            people=int(m.size[group].sum()),
            wheels=int(m.wheels[group].sum()),
            ready=max(int(m.ready[p] + _access(m, p, place)) for p in group),
            stay_cost=float(m.left_cost[group].sum()),
        )
        for group in loads
    ]


def _access(m: Model, p: int, place: int) -> int:
    boards = slice(m.board_ptr[p], m.board_ptr[p + 1])
    return int(m.board_access[boards][m.board_at[boards] == place].min())


class Routing:
    """One routing model: nodes are starts, ends, then each load's pick-up and delivery."""

    def __init__(self, m: Model, loads: list[Load]) -> None:
        self.m, self.loads = m, loads
        self.vehicles = self._vehicles()
        n, v = len(loads), len(self.vehicles)
        starts, ends = list(range(v)), list(range(v, 2 * v))
        self.first = 2 * v
        self.places = np.array(
            [m.start_at[f] for f in self.vehicles]
            + [m.end_at[f] for f in self.vehicles]
            + [place for load in loads for place in (load.place, int(m.gate[load.slot]))],
            dtype=np.int64,
        )
        self.manager = pywrapcp.RoutingIndexManager(2 * v + 2 * n, v, starts, ends)
        self.model = pywrapcp.RoutingModel(self.manager)
        self.unit = max(1e-6, sum(load.stay_cost for load in loads) / 1e9)

    def _vehicles(self) -> list[int]:
        """Fleet of each vehicle, the fleets in turn, no more than the library can take."""
        m = self.m
        counts = np.diff(m.first_duty)
        turns = [f for turn in range(int(counts.max(initial=0))) for f in range(len(counts)) if turn < counts[f]]
        return [f for f in turns if m.room[f] > 0][:MAX_VEHICLES]

    def solve(self, seconds: float | None) -> list[Route]:
        """Routes found within ``seconds``, or by descent to where no move helps (None); loads that cost more than
        staying are left out.

        A guided search ends by the clock alone, which would not give the same routes twice.
        """
        if not self.loads or not self.vehicles:
            return []
        self._costs()
        self._seats()
        self._times()
        self._pairs()
        options = pywrapcp.DefaultRoutingSearchParameters()
        options.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        if seconds is None:
            options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
        else:
            options.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
            options.time_limit.FromMilliseconds(max(100, int(1000 * seconds)))
        solution = self.model.SolveWithParameters(options)
        return self._routes(solution) if solution else []

    def _money(self, amount: float) -> int:
        return int(amount / self.unit)

    def _table(self, values: Ints) -> list[list[int]]:
        """Place-by-place values for nodes; nothing leads to an end that is wherever the last stop was."""
        place = np.where(self.places < 0, 0, self.places)
        table = values[np.ix_(place, place)].astype(np.int64)
        table[:, self.places < 0] = 0
        rows: list[list[int]] = table.tolist()
        return rows

    def _costs(self) -> None:
        m = self.m
        evaluators = {
            f: self.model.RegisterTransitMatrix(
                self._table(((m.cost_m[f] * m.metres + m.cost_s[f] * m.seconds) / self.unit).astype(np.int64))
            )
            for f in set(self.vehicles)
        }
        for i, f in enumerate(self.vehicles):
            crew = float(m.crew_cost[m.crew_ptr[f] : m.crew_ptr[f + 1]].min(initial=0))
            self.model.SetArcCostEvaluatorOfVehicle(evaluators[f], i)
            self.model.SetFixedCostOfVehicle(self._money(float(m.cost_fixed[f]) + crew), i)

    def _seats(self) -> None:
        m = self.m
        for name, sizes, limits in (
            ("people", [load.people for load in self.loads], [int(m.room[f]) for f in self.vehicles]),
            ("wheels", [load.wheels for load in self.loads], [int(m.spaces[f]) for f in self.vehicles]),
        ):
            change = [0] * self.first + [x for size in sizes for x in (size, -size)]
            evaluator = self.model.RegisterUnaryTransitVector(change)
            self.model.AddDimensionWithVehicleCapacity(evaluator, 0, limits, True, name)

    def _times(self) -> None:
        m = self.m
        drive = m.seconds.astype(np.float64)
        if m.law.on:
            drive = np.where(drive > LONG_DRIVE_S, drive * REST_FACTOR, drive)
        table = np.array(self._table(drive.astype(np.int64)))
        dwell = [0] * self.first + [m.stop_fixed + m.stop_person * x.people for x in self.loads for _ in range(2)]
        table += np.array(dwell)[:, None]
        evaluator = self.model.RegisterTransitMatrix(table.tolist())
        self.model.AddDimension(evaluator, m.horizon, m.horizon, False, "time")
        time = self.model.GetDimensionOrDie("time")
        time.SetGlobalSpanCostCoefficient(0)
        for i, load in enumerate(self.loads):
            board, gate = self._ends(i)
            time.CumulVar(board).SetMin(min(load.ready, m.horizon))
            self._open(time, board, self._hours(load.place))
            w = m.window_class[load.slot]
            windows = range(m.window_ptr[w], m.window_ptr[w + 1])
            self._open(time, gate, [(int(m.window_from[k]), int(m.window_to[k])) for k in windows])
        for i, f in enumerate(self.vehicles):
            time.CumulVar(self.model.Start(i)).SetRange(
                int(m.free_from[f]), max(int(m.free_from[f]), int(m.free_to[f]))
            )

    def _hours(self, place: int) -> list[tuple[int, int]]:
        """The moments at which a place is open, a span a day."""
        m = self.m
        if m.closes[place] > DAY_S:
            return [(0, FAR)]
        days = range(-1, m.horizon // DAY_S + 2)
        return [(d * DAY_S - m.clock0 + int(m.opens[place]), d * DAY_S - m.clock0 + int(m.closes[place])) for d in days]

    def _open(self, time: pywrapcp.RoutingDimension, index: int, spans: list[tuple[int, int]]) -> None:
        """Keep a visit within spans in rising order."""
        cumul, closed = time.CumulVar(index), 0
        for opens, closes in spans:
            if opens > closed and closed <= self.m.horizon:
                cumul.RemoveInterval(closed, min(opens - 1, self.m.horizon))
            closed = max(closed, closes + 1)
        if closed <= self.m.horizon:
            cumul.RemoveInterval(closed, self.m.horizon)

    def _ends(self, i: int) -> tuple[int, int]:
        return self.manager.NodeToIndex(self.first + 2 * i), self.manager.NodeToIndex(self.first + 2 * i + 1)

    def _pairs(self) -> None:
        solver = self.model.solver()
        time = self.model.GetDimensionOrDie("time")
        for i, load in enumerate(self.loads):
            board, gate = self._ends(i)
            self.model.AddPickupAndDelivery(board, gate)
            solver.Add(self.model.VehicleVar(board) == self.model.VehicleVar(gate))
            solver.Add(time.CumulVar(board) <= time.CumulVar(gate))
            self.model.AddDisjunction([board], self._money(load.stay_cost))
            self.model.AddDisjunction([gate], 0)
            solver.Add(self.model.ActiveVar(board) == self.model.ActiveVar(gate))
            allowed = [v for v, f in enumerate(self.vehicles) if self.m.takes[f, load.slot]]
            if len(allowed) < len(self.vehicles):
                self.model.VehicleVar(board).SetValues([-1, *allowed])

    def _routes(self, solution: pywrapcp.Assignment) -> list[Route]:
        routes = []
        for v, f in enumerate(self.vehicles):
            visits, index = [], self.model.Start(v)
            while not self.model.IsEnd(index):
                node = self.manager.IndexToNode(index)
                if node >= self.first:
                    visits.append(((node - self.first) // 2, (node - self.first) % 2 == 0))
                index = solution.Value(self.model.NextVar(index))
            if visits:
                routes.append(Route(fleet=f, visits=tuple(visits)))
        return routes


def first_routes(m: Model, slot: Ints, seconds: float | None) -> tuple[list[Load], list[Route]]:
    """Loads and routes for parties with these slots (no routes where there are too many loads)."""
    loads = loads_of(m, slot)
    if len(loads) > MAX_LOADS:
        return loads, []
    return loads, Routing(m, loads).solve(seconds)
