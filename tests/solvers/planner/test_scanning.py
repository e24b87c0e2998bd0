"""Which vehicles are looked at for somebody who changes from one to another."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from solvers.interchanges import SPARE, set_interchange
from solvers.layout import Layout, with_changes_of
from solvers.model import model_of
from solvers.search.engine import refer_model
from solvers.search.finish import ANYHOW
from solvers.search.insertion import BLINK
from solvers.search.rng import new_rng
from solvers.search.scanning import scan
from solvers.search.state import new_state, refer_state
from solvers.search.task import Task, add_from, add_to, begin_task, new_task
from solvers.search.timeline import new_sheet
from tests.builders import HOUR
from tests.solvers.planner.test_interchanges import crossed, crossing

HARDLY = 1e-12
"""A share of vehicles overlooked that never comes up, by which the search is told from the last look at everything."""


@pytest.mark.parametrize(
    ("others_change", "blink", "all_looked_at"), [(2, HARDLY, False), (2, 0.0, True), (0, HARDLY, True)]
)
def test_who_joins_a_change_rides_with_who_stops_there(others_change: int, blink: float, all_looked_at: bool) -> None:
    """From a village where one van stops and the other does not: once others change there, only the first will do, but
    all are looked at before anybody is left behind."""
    m = with_changes_of(model_of(crossing()), crossed(), SPARE)
    m_ref, s = refer_model(m), new_state(m)
    s_ref = refer_state(s)
    Layout(m, m_ref, crossing(), new_sheet()).fill(s, s_ref, crossed())
    used = {d for d in range(len(s.riders)) if s.riders[d]}
    village = next(p for p in range(len(m.metres)) if len({d for d in used if p in s.place[d, : s.stops[d]]}) == 1)
    there = {d for d in used if village in s.place[d, : s.stops[d]]}
    v = len(m.hub_to) - 1
    assert not s.seated[v]
    set_interchange(m, v, village, 6 * HOUR)
    s.seated[v] = others_change
    task, knobs = new_task(m), ANYHOW.copy()
    knobs[BLINK] = blink
    begin_task(task, 0, 1, v)
    slot = int(m.choice_slot[m.choice_ptr[0]])
    add_to(task, m.gate[slot], slot, 0.0)
    add_from(task, village, 6 * HOUR, -1)
    scan(m_ref, s_ref, task, np.inf, knobs, new_rng(1))
    found = Task(*cast(Any, task).values)
    assert {int(d) for d in found.pick[np.isfinite(found.key), 0]} == (used if all_looked_at else there)
