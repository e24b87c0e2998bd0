"""What a plan says would have helped, does: the changed problem has a plan that is cheaper by as much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from solvers.plan import WOULD_HELP, Plan, Reason
from solvers.problem import Problem
from tests.builders import at
from tests.solvers.any_problem import near
from tests.solvers.planner.test_any_problem import planned

MINUTE = 60


def changes(plan: Plan) -> list[tuple[str, Mapping[str, Any]]]:
    """Everything that would help anybody: party, change."""
    found = []
    for left in plan.unserved:
        assert left.reason is not Reason.SEARCH
        told = left.meta[WOULD_HELP] if isinstance(left.meta, Mapping) else ()
        assert isinstance(told, Sequence)
        found += [(left.party, one) for one in told if isinstance(one, Mapping)]
    return found


def changed(problem: Problem, plan: Plan, who: str, one: Mapping[str, Any]) -> Problem:
    """The problem with a limit as much wider as was told."""
    kind = one["kind"]
    parties = {p.id: p for p in problem.parties}
    slots = {s.id: s for s in problem.slots}
    if kind in ("ready", "due"):
        mine = parties[who]
        moved = (
            replace(mine, ready=mine.ready - MINUTE * one["minutes"]) if kind == "ready" else replace(mine, due=None)
        )
        return replace(problem, parties=tuple((parties | {who: moved}).values()))
    if kind in ("slot_place", "minimum", "window"):
        mine_slot = slots[one["slot"]]
        if kind == "slot_place":
            mine_slot = replace(mine_slot, capacity=mine_slot.capacity + one["places"])
        elif kind == "minimum":
            mine_slot = replace(mine_slot, min_headcount=mine_slot.min_headcount - one["people"])
        else:
            by = MINUTE * one["minutes"]
            wide = tuple((a - by, b + by) for a, b in mine_slot.windows)
            mine_slot = replace(mine_slot, windows=wide)
        return replace(problem, slots=tuple((slots | {mine_slot.id: mine_slot}).values()))
    fleet = one["fleet"] if kind == "vehicle" else next(d.fleet for d in plan.duties if d.id == one["duty"])
    more = {"seat": ("seats", "seats"), "wheelchair": ("wheelchair_spaces", "spaces"), "vehicle": ("count", "vehicles")}
    field, told = more[kind]
    return replace(
        problem,
        fleets=tuple(
            replace(f, **{field: getattr(f, field) + one[told]}) if f.id == fleet else f for f in problem.fleets
        ),
    )


def fits_all_but_one_seat() -> Problem:
    return near((3, 2, 4), seats=8, vans=1, opens=("05:50", "06:00"))


def no_place_left() -> Problem:
    problem = near((3, 2, 4))
    return replace(problem, slots=tuple(replace(s, capacity=4) for s in problem.slots))


def nobody_ready() -> Problem:
    problem = near((3,))
    return replace(problem, parties=(replace(problem.parties[0], ready=at("09:30")),))


def too_few() -> Problem:
    problem = near((3,))
    return replace(problem, slots=tuple(replace(s, min_headcount=5) for s in problem.slots))


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (fits_all_but_one_seat, "seat"),
        (fits_all_but_one_seat, "vehicle"),
        (no_place_left, "slot_place"),
        (nobody_ready, "ready"),
        (nobody_ready, "window"),
        (too_few, "minimum"),
    ],
)
def test_what_would_help_does(make, kind) -> None:  # type: ignore[no-untyped-def]
    problem = make()
    plan = planned(problem, 1.0)
    found = [(who, one) for who, one in changes(plan) if one["kind"] == kind]
    assert found, plan.unserved
    for who, one in found[:1]:
        then = planned(changed(problem, plan, who, one), 1.0)
        assert then.cost.total <= plan.cost.total - one["saves"] + 0.01 * plan.cost.total


def test_a_party_that_is_too_dear_is_told_by_how_much() -> None:
    problem = near((3,))
    problem = replace(problem, parties=(replace(problem.parties[0], unserved_cost=100.0),))
    plan = planned(problem)
    (left,) = plan.unserved
    assert left.reason is Reason.COST
    (money,) = [one for _, one in changes(plan) if one["kind"] == "money"]
    dearer = replace(problem.parties[0], unserved_cost=100.0 + money["amount"] + 1.0)
    assert not planned(replace(problem, parties=(dearer,))).unserved


def test_the_sentence_names_vehicle_place_and_time() -> None:
    plan = planned(fits_all_but_one_seat(), 1.0)
    (left,) = plan.unserved
    (duty,) = plan.duties
    assert left.detail is not None
    assert f"one more seat on {duty.id}, the van from bp-1 at 05:28 on Sat 20 Feb, would do" in left.detail


def test_nobody_stays_for_want_of_search_where_two_together_pay_for_a_vehicle() -> None:
    problem = near((4, 4, 4), vans=3)
    costly = tuple(replace(f, cost_fixed=3000.0) for f in problem.fleets)
    alike = tuple(replace(p, unserved_cost=2000.0) for p in problem.parties)
    plan = planned(replace(problem, fleets=costly, parties=alike), 1.0)
    assert Reason.SEARCH not in {left.reason for left in plan.unserved}
