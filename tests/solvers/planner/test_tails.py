"""Vehicles exchange what they do after a moment at which both are empty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from solvers.model import Model, model_of
from solvers.search.engine import refer_model
from solvers.search.searcher import BEST, CURRENT, TRIAL, Searcher, new_searcher
from solvers.search.state import total_cost
from solvers.search.stretch import Halt, Stretch
from solvers.search.tails import swap_tails
from tests.builders import fleet, on_a_line, party, slot
from tests.solvers.fixed import fixed_problem

WEST, EAST = 0, 1
"""Fleets of one van each at the two ends of a road, a party of five beside each, too little time for one van."""


def two_ends() -> Model:
    base = fixed_problem(1)
    matrix, locations = on_a_line(depot_1=0, bp_1=2, gate_1=15, bp_2=28, depot_2=30)
    return model_of(replace(
        base, travel=matrix, locations=locations,
        parties=tuple(party(f"p{n}", 5, {f"bp-{n}": 300}, {f"s{n}": 0.0}, "05:00") for n in (1, 2)),
        slots=tuple(slot(f"s{n}", "gate-1", 9, ("06:30", "06:35")) for n in (1, 2)),
        fleets=tuple(
            replace(fleet(f"van-{n}", f"depot-{n}", f"depot-{n}", 9, count=1), available=base.fleets[0].available)
            for n in (1, 2)
        ),
    ))  # fmt: skip


def crossed(m: Model) -> Searcher:
    """Each van has fetched the party at the other end, as it may carry no other."""
    cross = m._replace(takes=np.array([[0, 1], [1, 0]], dtype=m.takes.dtype))
    made = new_searcher(cross, refer_model(cross), 1)
    made.run(Stretch(Halt(lambda: False), (0.0, 1.0), 3600.0, 100))
    assert made.states[BEST].slot.tolist() == [0, 1]
    assert made.states[BEST].duty[[0, 2]].tolist() == [EAST, WEST]
    made.go_on_from(made.states[BEST])
    return made


def test_two_vehicles_of_different_depots_exchange_all_that_they_do() -> None:
    m = two_ends()
    searcher = crossed(m)
    ref, refs = refer_model(m), searcher.refs
    before = total_cost(ref, refs[CURRENT], 0.0)[0]
    swapped = [swap_tails(ref, refs[CURRENT], searcher.sheet, refs[TRIAL], 0.0, searcher.rng) for _ in range(20)]
    assert any(swapped)
    assert searcher.states[CURRENT].duty[[0, 2]].tolist() == [WEST, EAST]
    assert searcher.states[CURRENT].used.tolist() == [1, 1]
    assert total_cost(ref, refs[CURRENT], 0.0)[0] < before


def test_an_exchange_that_costs_more_than_allowed_is_undone() -> None:
    m = two_ends()
    searcher = crossed(m)
    ref, refs = refer_model(m), searcher.refs
    for _ in range(20):
        swap_tails(ref, refs[CURRENT], searcher.sheet, refs[TRIAL], 0.0, searcher.rng)
    cost = total_cost(ref, refs[CURRENT], 0.0)[0]
    swapped = [swap_tails(ref, refs[CURRENT], searcher.sheet, refs[TRIAL], 0.0, searcher.rng) for _ in range(20)]
    assert not any(swapped)
    assert total_cost(ref, refs[CURRENT], 0.0)[0] == cost
    assert searcher.states[CURRENT].duty[[0, 2]].tolist() == [WEST, EAST]
