"""The picture of a plan."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest

from solvers.draw import draw_plan
from solvers.draw.route import Waypoint, draw_route
from solvers.plan import Plan
from solvers.problem import Problem
from tests.builders import ok_long, ok_long_plan, ok_near, ok_near_plan, ok_small, ok_small_plan

SVG = "{http://www.w3.org/2000/svg}"


def drawn(xml: str) -> ET.Element:
    return ET.fromstring(xml)


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def bars(root: ET.Element, css: str) -> list[ET.Element]:
    return [r for r in root.iter(f"{SVG}rect") if css in (r.get("class") or "").split()]


@pytest.mark.parametrize("made", [(ok_small, ok_small_plan), (ok_long, ok_long_plan)])
def test_every_drive_is_a_bar_of_the_timeline(made: tuple[Callable[[], Problem], Callable[[], Plan]]) -> None:
    problem, plan = made[0](), made[1]()
    root = drawn(draw_plan(problem, plan))
    timeline = [r for k in range(10) for r in bars(root, f"f{k}") if r.get("height") == "8"]
    signs_of_the_legend = 3
    assert len(timeline) - signs_of_the_legend == sum(len(duty.drives) for duty in plan.duties)


def test_every_duty_and_every_service_in_use_has_a_row_with_its_load() -> None:
    words = texts(drawn(draw_plan(ok_small(), ok_small_plan())))
    assert {"d1", "d2", "f1"} <= set(words)
    assert "f2" not in words
    assert {"5/9", "5/20", "5/12"} <= set(words)


def test_the_figures_stand_under_the_title() -> None:
    words = texts(drawn(draw_plan(ok_small(), ok_small_plan(), title="A day")))
    assert words[0] == "A day"
    assert words[1].startswith("6 of 9 people")


def test_a_night_stop_is_drawn_as_a_rest_and_a_change_of_drivers_is_not() -> None:
    rests = bars(drawn(draw_plan(ok_long(), ok_long_plan())), "rest")
    legend, night_stop = (float(r.get("width", 0)) for r in rests)
    hours_drawn = 17
    assert night_stop == pytest.approx((1180 - 172 - 44) * 3 / hours_drawn, abs=0.1)
    assert legend == 14


def test_people_who_change_vehicles_are_ringed_on_the_map_and_joined_on_the_timeline() -> None:
    """p1, two people, leave the van at bp-2, where the three of p2 board the bus first."""
    root = drawn(draw_plan(ok_near(), ok_near_plan()))
    rings = [e for e in root.iter(f"{SVG}circle") if e.get("class") == "change"]
    lines = [e for e in root.iter(f"{SVG}polyline") if e.get("class") == "change"]
    legend = 1
    assert (len(rings) - legend, len(lines)) == (1, 1)
    assert "bp-2: 3 ⇄ 2" in [e.text for e in root.iter(f"{SVG}title")]


def test_hostile_names_are_escaped() -> None:
    problem, plan = ok_small(), ok_small_plan()
    named = replace(
        problem,
        name='</svg><script>alert("1")</script>',
        locations=tuple(replace(p, name="<b>&") for p in problem.locations),
    )
    xml = draw_plan(named, plan)
    assert "<script" not in xml
    assert "<b>" not in xml
    assert "<b>&" in "".join(e.text or "" for e in drawn(xml).iter(f"{SVG}title"))


def test_places_without_coordinates_and_plans_without_duties_are_drawn_too() -> None:
    problem, plan = ok_small(), ok_small_plan()
    nowhere = replace(problem, locations=tuple(replace(p, lon=None, lat=None) for p in problem.locations))
    assert "d1" in texts(drawn(draw_plan(nowhere, plan)))
    nobody = replace(plan, duties=(), itineraries=())
    assert texts(drawn(draw_plan(problem, nobody)))[1].startswith("0 of 9 people")


def test_home_and_goal_far_apart_get_maps_of_their_own_and_the_way_between() -> None:
    far, near = ok_small(), ok_small()
    close = replace(near, locations=tuple(replace(p, lon=108.0 + i / 100) for i, p in enumerate(near.locations)))
    assert len(bars(drawn(draw_plan(far, ok_small_plan())), "panel")) == 3
    assert len(bars(drawn(draw_plan(close, ok_small_plan())), "panel")) == 1


def test_the_same_plan_gives_the_same_picture() -> None:
    assert draw_plan(ok_small(), ok_small_plan()) == draw_plan(ok_small(), ok_small_plan())


def test_the_legend_is_in_the_language_asked_for() -> None:
    assert "厂门" in texts(drawn(draw_plan(ok_small(), ok_small_plan(), language="zh")))
    assert "factory gate" in texts(drawn(draw_plan(ok_small(), ok_small_plan(), language="en")))


def test_on_a_duty_s_way_places_too_near_for_marks_of_their_own_share_one_that_has_all_their_numbers() -> None:
    far, near, nearer = (108.0, 29.0), (109.0, 29.5), (109.002, 29.5)
    names = {far: "Depot", near: "Village", nearer: "Village door"}
    way = [far, near, nearer, near, far, near]
    stops = [Waypoint(id=names[at], name=names[at], at=at) for at in way]
    shown = texts(drawn(draw_route(stops)))
    assert "1·5" in shown
    assert "2–4·6" in shown
    assert {"Depot", "Village door +1"} <= set(shown)
    assert "Village door" in texts(drawn(draw_route(stops, leg=1))), "a leg between the two tells them apart"


def test_marks_on_a_duty_s_way_never_lie_on_one_another_though_they_widen() -> None:
    beside = 0.0365  # far enough for two marks of one number each, not for one of two
    way = [(108.0 + east, 0.0) for east in (0.0, beside, 0.002, 1.0)]
    shown = drawn(draw_route([Waypoint(id=str(k), name="", at=at) for k, at in enumerate(way)]))
    apart = drawn(draw_route([Waypoint(id=str(k), name="", at=way[k]) for k in (0, 1, 3)]))
    assert {"1", "2", "3"} <= set(texts(apart))
    assert {"1–3", "4"} <= set(texts(shown))


@pytest.mark.parametrize("north", [0.0068, 0.007, 0.0072])
def test_no_name_on_a_duty_s_way_lies_on_the_sign_of_north(north: float) -> None:
    way = [Waypoint(id="a", name="", at=(108.0, 0.0)), Waypoint(id="b", name="Long name", at=(108.04, north))]
    root = drawn(draw_route(way, width=560, height=140))
    sign, name = (next(t for t in root.iter(f"{SVG}text") if t.text == text) for text in ("N", "Long name"))
    half = 5.8 * len("Long name") / 2 if name.get("text-anchor") == "middle" else 0.0
    right, top = float(name.get("x", 0)) + half, float(name.get("y", 0)) - 10
    assert right <= float(sign.get("x", 0)) - 5 or top >= float(sign.get("y", 0))
