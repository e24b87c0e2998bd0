"""Who goes where if slots want a minimum of people: parties to slots by constraint programming (OR-Tools CP-SAT)."""

from __future__ import annotations

import numpy as np
from ortools.sat.python import cp_model

from solvers.model import Floats, Ints, Model

CENT = 100
"""Both engines count whole cents."""
MOST_CHOICES = 600
"""More choices take too long."""
EFFORT, EFFORT_SHARE = 0.1, 0.01
"""As much, or this part of the seconds of a run, in the engine's own measure, so that the same problem always ends the
same way; one of it takes some seconds."""


def short_slots(m: Model, slot: Ints) -> Ints:
    """Slots that have people, but fewer than their minimum."""
    taken = np.bincount(slot[slot >= 0], m.size[slot >= 0], len(m.gate))
    return np.flatnonzero((taken > 0) & (taken < m.minimum))


def with_minima(m: Model, cost: Floats, slot: Ints, seconds: float | None) -> Ints:
    """The cheapest slot for each party (-1: at home) such that none is short, from a first guess.

    Parameters
    ----------
    cost
        Money a head for each entry of the choice list (inf: it cannot be).
    slot
        Slots to begin with; they come back where there is too much to choose from, or no better is found.
    seconds
        The run's wall-clock time (None: it is counted in rounds).
    """
    owner = np.repeat(np.arange(len(m.size)), np.diff(m.choice_ptr))
    usable = np.flatnonzero(np.isfinite(cost))
    if len(usable) > MOST_CHOICES:
        return slot
    model = cp_model.CpModel()
    goes = {int(i): model.new_bool_var("") for i in usable}
    stays = [model.new_bool_var("") for _ in m.size]
    for p, stay in enumerate(stays):
        model.add_exactly_one([stay, *(goes[i] for i in range(m.choice_ptr[p], m.choice_ptr[p + 1]) if i in goes)])
    for k in range(len(m.gate)):
        here = [i for i in goes if m.choice_slot[i] == k]
        people, is_open = sum(int(m.size[owner[i]]) * goes[i] for i in here), model.new_bool_var("")
        model.add(people <= int(m.capacity[k]) * is_open)
        model.add(people >= int(m.minimum[k]) * is_open)
    money = [int(m.left_cost[p] * CENT) * stay for p, stay in enumerate(stays)]
    money += [int(m.size[owner[i]] * cost[i] * CENT) * go for i, go in goes.items()]
    model.minimize(sum(money))
    for i, go in goes.items():
        model.add_hint(go, bool(slot[owner[i]] == m.choice_slot[i]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT if seconds is None else min(EFFORT, EFFORT_SHARE * seconds)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return slot
    found = np.full(len(m.size), -1, dtype=np.int64)
    for i, go in goes.items():
        if solver.boolean_value(go):
            found[owner[i]] = m.choice_slot[i]
    return found
