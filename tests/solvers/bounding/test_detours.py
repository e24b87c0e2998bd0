"""What everybody's way costs beyond the shortest one is proved by prices, and is no more than it is."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.bounding.design import Proof
from solvers.bounding.detours import Detours, place_prices
from solvers.bounding.linear import Linear
from solvers.model import Floats, model_of
from solvers.solve import solve
from solvers.travel import road_of
from tests.solvers.any_problem import near

N, MOST = 5, 9.0
PARTS = st.sampled_from([0.0, 0.25, 0.5, 1.0])
TABLES = st.lists(PARTS, min_size=N * N, max_size=N * N)


def least_flow(holds: Floats, cost: Floats, supply: Floats, demand: Floats) -> float:
    """By a linear program; what cannot flow for less costs ``MOST``."""
    program = Linear()
    balance = [program.row(float(want - have), float(want - have)) for have, want in zip(supply, demand, strict=True)]
    for i, j in np.ndindex(N, N):
        if i != j:
            road = program.row(None, float(holds[i, j]))
            program.variable(float(cost[i, j]), [(balance[i], -1.0), (balance[j], 1.0), (road, 1.0)])
        if supply[i] and demand[j]:
            program.variable(MOST, [(balance[i], -1.0), (balance[j], 1.0)])
    assert program.solve(time.monotonic() + 10)
    return program.value


@given(holds=TABLES, lengths=st.lists(st.integers(1, 6), min_size=N * N, max_size=N * N), shares=st.data())
@settings(max_examples=200, deadline=None)
def test_prices_prove_what_the_cheapest_flow_costs(
    holds: list[float], lengths: list[int], shares: st.DataObject
) -> None:
    room, cost = np.array(holds).reshape(N, N), np.array(lengths, dtype=np.float64).reshape(N, N)
    np.fill_diagonal(room, 0.0)
    supply, demand = np.zeros(N), np.zeros(N)
    supply[:2] = shares.draw(st.sampled_from([(1.0, 0.0), (0.5, 0.5), (0.25, 0.5)]))
    demand[3:] = shares.draw(st.sampled_from([(1.0, 0.0), (0.5, 0.5), (0.0, 1.0)]))
    demand *= supply.sum()
    price = place_prices(room, cost, supply, demand, MOST)
    scarce = np.maximum(0.0, price[None, :] - price[:, None] - cost)
    np.fill_diagonal(scarce, 0.0)
    proved = demand @ price - supply @ price - (scarce * room).sum()
    assert proved == pytest.approx(least_flow(room, cost, supply, demand), abs=1e-6)


@pytest.mark.parametrize("sizes", [(1, 2, 1), (3, 1, 2, 2, 1)])
def test_detours_make_it_dearer_and_no_dearer_than_a_plan(
    sizes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = near(sizes, seats=5, vans=1)
    model, counts = model_of(problem, road_of(problem)), np.array([fleet.count for fleet in problem.fleets])
    with_them = Proof(model, counts, time.monotonic() + 20)
    dearer = with_them.between(0, math.inf)
    monkeypatch.setattr(Detours, "add", lambda self: 0)
    assert Proof(model, counts, time.monotonic() + 20).between(0, math.inf) < dearer - 1e-3
    assert with_them.flow.linear.values[with_them.flow.detours].sum() > 0
    assert dearer <= solve(problem, seconds=1.0, workers=1).cost.total + 1e-6


def test_before_it_is_solved_the_flow_uses_no_vehicle() -> None:
    problem = near((1, 2), seats=5, vans=1)
    model, counts = model_of(problem, road_of(problem)), np.array([fleet.count for fleet in problem.fleets])
    assert Proof(model, counts, time.monotonic()).flow.duties == 0
