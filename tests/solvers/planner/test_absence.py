"""During the search staying at home counts for less or more than it costs; the best plan is told by its cost."""

from __future__ import annotations

import numpy as np
import pytest

from solvers.interchanges import with_own_interchanges
from solvers.model import Model, model_of
from solvers.search.absence import FIRST, RAISED, UNTIL, AbsencePrice
from solvers.search.engine import BEST_COST, COST, refer_model
from solvers.search.searcher import BEST, CURRENT, Searcher, new_searcher
from solvers.search.state import State, price_stays, relief_of, total_cost
from solvers.search.stretch import Halt, Stretch
from tests.solvers.fixed import fixed_problem


def model(parties: int = 40) -> Model:
    return with_own_interchanges(model_of(fixed_problem(parties)))


def searcher_of(m: Model) -> Searcher:
    made = new_searcher(m, refer_model(m), 1)
    made.run(Stretch(Halt(lambda: False), (0.0, UNTIL), 0.0, 100))
    return made


def away(m: Model, state: State) -> float:
    """What those at home cost, by the problem."""
    return float(m.left_cost[state.slot < 0].sum())


def test_the_price_goes_down_while_all_travel_and_up_while_more_stay_than_in_the_best_plan() -> None:
    m, price = model(), AbsencePrice()
    price.adapt(m, 0, 0, 1000.0, 0.0)
    first = price.money
    assert first < FIRST * 1000.0 / m.size.sum()
    assert np.allclose(m.left_cost - m.relief, np.minimum(m.left_cost, first * m.size))
    price.adapt(m, 3, 0, 1000.0, 0.0)
    assert price.money > first
    price.adapt(m, 1, 1, 1000.0, 0.0)
    assert price.money > first * 1.1
    price.adapt(m, 0, 0, 1000.0, 0.0)
    assert price.money < first * 1.1


@pytest.mark.parametrize("many", [False, True])
def test_staying_counts_for_what_it_costs_towards_the_end(many: bool) -> None:
    m, price = model(), AbsencePrice()
    stay = len(m.size) // 2 if many else 0
    price.adapt(m, stay, stay, 1000.0, UNTIL / 2)
    assert m.relief.any()
    price.adapt(m, stay, stay, 1000.0, UNTIL + 0.01)
    assert not m.relief.any()


def test_where_many_stay_it_counts_for_many_times_its_cost_at_first_and_for_less_and_less() -> None:
    m, price = model(), AbsencePrice()
    counted = []
    for share in (0.0, UNTIL / 2, UNTIL):
        price.adapt(m, 20, 20, 1000.0, share)
        counted.append(m.left_cost - m.relief)
    np.testing.assert_allclose(counted[0], RAISED * m.left_cost)
    assert (m.left_cost < counted[1]).all()
    assert (counted[1] < counted[0] / 2).all()
    np.testing.assert_allclose(counted[2], m.left_cost)


def test_three_of_thirty_at_home_are_not_many() -> None:
    m, price = model(), AbsencePrice()
    few = len(m.size) // 10
    assert few > 0
    price.adapt(m, few, few, 1000.0, 0.0)
    assert (m.relief >= 0.0).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_vehicles_are_filled_that_pay_only_once_they_are_full(seed: int) -> None:
    m = model(120)
    m = m._replace(left_cost=0.08 * m.cost_fixed.min() * m.size)  # of nine seats all but one have to be taken
    searcher = new_searcher(m, refer_model(m), seed)
    searcher.run(Stretch(Halt(lambda: False), (0.0, 1.0), 3600.0, 3000))
    cost = float(searcher.figures[BEST_COST])
    assert cost == pytest.approx(total_cost(searcher.model_ref, searcher.refs[BEST], 0.0)[0])
    assert cost < 0.95 * m.left_cost.sum()


def test_the_plan_that_is_changed_counts_less_and_the_best_one_what_it_costs() -> None:
    m = model()
    searcher = searcher_of(m)
    searcher.absence.money = 0.1
    seen = 0
    for _ in range(30):
        searcher.absence.money *= 0.5
        searcher.bear_absence(0.0)
        searcher.rounds(20)
        current, best = searcher.states[CURRENT], searcher.states[BEST]
        seen += int((current.slot < 0).any())
        assert best.aside[best.slot < 0].sum() == pytest.approx(away(m, best))
        figure = float(searcher.figures[COST])
        assert figure == pytest.approx(total_cost(searcher.model_ref, searcher.refs[CURRENT], 0.0)[0])
        relief = relief_of(searcher.model_ref, searcher.refs[CURRENT])
        assert current.aside[current.slot < 0].sum() + relief == pytest.approx(away(m, current))
        assert searcher.figures[BEST_COST] == pytest.approx(total_cost(searcher.model_ref, searcher.refs[BEST], 0.0)[0])
    assert seen > 0
    assert not (searcher.states[BEST].slot < 0).any()


def test_nothing_is_left_out_of_the_count_once_a_stretch_has_ended() -> None:
    m = model()
    searcher = searcher_of(m)
    current = searcher.states[CURRENT]
    assert not m.relief.any()
    assert current.aside[current.slot < 0].sum() == pytest.approx(away(m, current))


def test_a_run_that_is_called_off_leaves_no_vehicle_in_its_best_plan_that_costs_more_than_staying() -> None:
    m = model()
    m = m._replace(left_cost=0.02 * m.cost_fixed.min() * m.size)  # no vehicle is worth it
    searcher = new_searcher(m, refer_model(m), 1)
    m.relief[:] = -99.0 * m.left_cost
    price_stays(searcher.model_ref, searcher.refs[CURRENT], True)
    searcher.take_stock()
    searcher.rounds(100)
    searcher.go_on_with(State._make(array.copy() for array in searcher.states[CURRENT]))
    assert searcher.states[BEST].riders.any()
    called_off = Halt(lambda: True)
    called_off.look_up()
    searcher.run(Stretch(called_off, (0.0, 1.0), 3600.0))
    assert not searcher.states[BEST].riders.any()
    assert searcher.figures[BEST_COST] == pytest.approx(m.left_cost.sum())
