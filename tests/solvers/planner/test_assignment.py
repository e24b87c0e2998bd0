"""Slots by min-cost flow, first routes by the routing library."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solvers import minima
from solvers.assignment import assign
from solvers.minima import short_slots
from solvers.model import Model, model_of
from solvers.routing import first_routes
from tests.builders import ok_small
from tests.solvers.fixed import fixed_problem


def test_the_flow_keeps_capacities_and_choices() -> None:
    problem = ok_small()
    m = model_of(problem)
    slot = assign(m)
    for p, k in enumerate(slot):
        assert k == -1 or problem.slots[k].id in {c.slot for c in problem.parties[p].choices}
    for k in range(len(m.gate)):
        assert m.size[slot == k].sum() <= m.capacity[k]


def test_the_flow_prefers_the_wish_when_all_else_is_equal() -> None:
    problem = ok_small()
    slot = replace(problem.slots[0], min_headcount=0)
    slots = (slot, replace(slot, id="twin"))
    party = replace(problem.parties[0], choices=(replace(problem.parties[0].choices[0], cost=40.0),))
    party = replace(party, choices=(*party.choices, replace(party.choices[0], slot="twin", cost=0.0)))
    fleets = tuple(replace(fleet, slots=None) for fleet in problem.fleets)
    m = model_of(replace(problem, parties=(party,), slots=slots, fleets=fleets))
    assert assign(m).tolist() == [1]


def three_people(*minima: int) -> Model:
    """Each would rather go to a slot of his own, and at some cost to the next one; slots want so many people."""
    problem = ok_small()
    wish = problem.parties[0].choices[0]
    names = [f"s{k}" for k in range(len(minima))]
    slots = tuple(
        replace(problem.slots[0], id=name, capacity=3, min_headcount=least)
        for name, least in zip(names, minima, strict=True)
    )
    parties = tuple(
        replace(
            problem.parties[0], id=f"p{k}", size=1, unserved_cost=50_000.0,
            choices=(replace(wish, slot=names[k], cost=0.0), replace(wish, slot=names[(k + 1) % 3], cost=10.0)),
        )
        for k in range(3)
    )  # fmt: skip
    return model_of(replace(problem, parties=parties, slots=slots, fleets=ok_small().fleets[:0]))


def test_people_are_gathered_so_that_no_slot_is_short_of_its_minimum() -> None:
    assert assign(three_people(0, 1, 1)).tolist() == [0, 1, 2]
    m = three_people(0, 2, 2)
    found = assign(m)
    assert len(short_slots(m, found)) == 0
    assert (found >= 0).all()  # one goes to the first slot, two to another


def test_somebody_stays_where_minima_cannot_be_met_otherwise() -> None:
    m = three_people(0, 3, 3)
    found = assign(m)
    assert found.tolist() == [0, -1, 0]


def test_of_very_many_choices_the_first_guess_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minima, "MOST_CHOICES", 5)
    assert assign(three_people(0, 2, 2)).tolist() == [0, 1, 2]


def test_first_routes_pick_up_before_they_set_down_within_the_seats() -> None:
    problem = ok_small()
    near = replace(problem.slots[0], gate="gate-3", windows=((problem.horizon[0], problem.horizon[1]),))
    parties = tuple(replace(p, choices=(replace(problem.parties[0].choices[0]),)) for p in problem.parties)
    m = model_of(replace(problem, slots=(near, problem.slots[1]), parties=parties))
    loads, routes = first_routes(m, np.where(m.size > 0, 0, -1), 0.5)
    assert routes
    for route in routes:
        aboard: list[int] = []
        for i, up in route.visits:
            if up:
                aboard.append(i)
            else:
                aboard.remove(i)
            assert sum(loads[j].people for j in aboard) <= m.room[route.fleet]
        assert not aboard


def test_without_a_time_the_same_routes_are_found_twice() -> None:
    m = model_of(fixed_problem(40))
    slot = assign(m)
    (loads, routes), again = first_routes(m, slot, None), first_routes(m, slot, None)
    assert (loads, routes) == again
    assert routes
