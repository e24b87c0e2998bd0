"""Whatever is written is read back as it was."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.documents import parse, read_plan, read_problem, write_plan, write_problem
from solvers.documents.shapes import MOST_MONEY, MOST_WHOLE
from solvers.plan import Plan, Unserved
from solvers.problem import Crew, Haversine, Party, Problem, Tier
from tests.builders import CHINA_S, MIDNIGHT, ok_long, ok_long_plan, ok_small, ok_small_plan

INSTANCES = [(ok_small(), ok_small_plan()), (ok_long(), ok_long_plan())]

metas = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
money = st.floats(0, MOST_MONEY) | st.integers(0, 10**6).map(float)
whole = st.integers(0, MOST_WHOLE)
moments = st.integers(MIDNIGHT - 10**9, MIDNIGHT + 10**9)
ids = st.text(st.characters(codec="utf-8"), min_size=1)


@pytest.mark.parametrize(("problem", "plan"), INSTANCES, ids=["small", "long"])
def test_the_named_instances_are_read_back(problem: Problem, plan: Plan) -> None:
    assert read_problem(write_problem(problem)) == problem
    assert read_plan(write_plan(plan, problem)) == plan


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(INSTANCES))
def test_meta_is_kept_wherever_it_stands(data: st.DataObject, instance: tuple[Problem, Plan]) -> None:
    problem, plan = (_with_metas(thing, data) for thing in instance)
    problem = replace(problem, horizon_meta=data.draw(metas))
    assert read_problem(write_problem(problem)) == problem
    assert read_plan(write_plan(plan, problem)) == plan


def _with_metas(thing: Any, data: st.DataObject) -> Any:
    """The dataclass with something drawn in every ``meta``."""
    if isinstance(thing, tuple):
        return tuple(_with_metas(entry, data) for entry in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    inner = {f.name: _with_metas(getattr(thing, f.name), data) for f in fields(thing) if "meta" not in f.name}
    return replace(thing, **inner, meta=data.draw(metas))


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Party,
        id=ids,
        size=st.integers(2, MOST_WHOLE),
        wheelchairs=st.integers(0, 2),
        ready=moments,
        due=st.none() | moments,
        boarding=st.just(()),
        choices=st.just(()),
        unserved_cost=money,
        meta=metas,
    ),
    st.builds(Crew, drivers=st.integers(1, 9), cost=money, seats=whole),
    st.integers(-14, 14).map(lambda quarters: quarters * 900 + CHINA_S),
    st.text(st.characters(codec="utf-8")),
)
def test_drawn_values_are_read_back_through_json(party: Party, crew: Crew, offset: int, name: str) -> None:
    small = ok_small()
    problem = replace(
        small,
        name=name,
        utc_offset_s=offset,
        parties=(party,),
        fleets=(replace(small.fleets[0], crews=(crew,), cost_per_km=party.unserved_cost),),
        travel=Haversine(detour=1.4, tiers=(Tier(upto_m=15_000, kmh=35.5), Tier(kmh=80.0))),
    )
    assert read_problem(write_problem(problem)) == problem


def test_text_goes_through_a_file_as_it_is() -> None:
    cost = b'{"total": 1, "duties": 0, "services": 0, "choices": 0, "time": 0, "unserved": 1.0}'
    left = b'{"party": "p\xc3\xa9", "reason": "time", "detail": "\xe8\xbf\x9f"}'
    head = rb'"format": "transfer-plan/1", "problem": "\u95e8\u8def", "duties": [], "itineraries": []'
    document = b'{%s, "unserved": [%s], "cost": %s}' % (head, left, cost)
    plan = read_plan(parse(document))
    assert plan.problem == "\u95e8\u8def"
    assert plan.unserved == (Unserved(party="p\u00e9", reason=plan.unserved[0].reason, detail="\u8fdf"),)
    assert write_plan(plan, ok_small())["cost"]["total"] == 1  # type: ignore[call-overload,index]
