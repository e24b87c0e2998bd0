"""The whole picture: figures, maps, legend, timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from solvers.draw.maps import draw_maps, mark
from solvers.draw.scene import Scene
from solvers.draw.svg import Svg
from solvers.draw.timeline import DRIVER_OPACITY, Timeline, timeline_height
from solvers.plan import Plan
from solvers.problem import Problem

WIDTH, MAP_HEIGHT, MARGIN = 1180, 400, 20

WORDS = {
    "en": {
        "served": "{served} of {people} people · coaches {duties} · flights, rail {services} · {cost:,.0f} {currency}",
        "board": "people board",
        "door": "door pick-up",
        "gate": "factory gate",
        "hub": "airport, station",
        "depot": "depot",
        "change": "vehicles are changed",
        "coach": "a vehicle's way (one colour each)",
        "flight": "flight",
        "rail": "train",
        "drive": "driving, by driver 1, 2, 3",
        "rest": "break",
        "night": "night",
    },
    "zh": {
        "served": "已安排 {served} / {people} 人 · 车辆 {duties} · 航班与列车 {services} · {cost:,.0f} {currency}",
        "board": "上车人数",
        "door": "上门接",
        "gate": "厂门",
        "hub": "机场、车站",
        "depot": "停车场",
        "change": "换乘",
        "coach": "车辆路线（每车一色）",
        "flight": "航班",
        "rail": "列车",
        "drive": "驾驶（驾驶员 1、2、3）",
        "rest": "休息",
        "night": "夜间",
    },
}


def draw_plan(
    problem: Problem,
    plan: Plan,
    *,
    title: str = "",
    names: Mapping[str, str] | None = None,
    language: Literal["zh", "en"] = "en",
) -> str:
    """Draw a plan.

    Parameters
    ----------
    title
        What stands above (empty: the problem's name).
    names
        What places, fleets and services are called, by id, where it is not as the problem says.
    language
        Of the legend.

    Returns
    -------
    An SVG document. Locations without coordinates are not on the maps.
    """
    scene, words = Scene(problem, plan, names or {}), WORDS[language]
    maps, legend = 62, 62 + MAP_HEIGHT + 22
    top = legend + 16
    height = top + timeline_height(scene) + 10
    svg = Svg.document(WIDTH + 2 * MARGIN, height + MARGIN, title or problem.name)
    page = svg.group(transform=f"translate({MARGIN},0)")
    page.write((0, 32), title or problem.name, "ink title")
    figures = words["served"].format(
        served=scene.served,
        people=scene.people,
        duties=len(plan.duties),
        services=len(scene.services),
        cost=plan.cost.total,
        currency=problem.currency,
    )
    page.write((0, 52), figures, "faint")
    if scene.places:
        draw_maps(page, scene, maps, WIDTH, MAP_HEIGHT)
    _legend(page, words, legend)
    Timeline(page, scene, top, WIDTH).draw()
    return svg.xml()


def _legend(page: Svg, words: Mapping[str, str], y: float) -> None:
    x = 0.0
    for key in ("board", "door", "gate", "hub", "depot", "change", "coach", "flight", "rail", "drive", "rest", "night"):
        wide = _sign(page, key, x, y)
        page.write((x + wide + 5, y + 1), words[key], "faint small")
        x += wide + 19 + sum(9.5 if ord(c) > 0x2E80 else 4.7 for c in words[key])


def _sign(page: Svg, key: str, x: float, y: float) -> float:
    """What the legend explains, in small; gives its width."""
    middle = y - 3
    if key in ("board", "door", "gate", "hub", "depot", "change"):
        mark(page, key, (x + 5, middle), 5)
        return 10
    if key in ("flight", "rail", "coach"):
        _line(page, key, x, middle)
        return 22
    if key == "drive":
        for k, opacity in enumerate(DRIVER_OPACITY):
            page.rect((x + 8 * k, middle - 4), 8, 8, "f0", fill_opacity=opacity)
        return 24
    page.rect((x, middle - 4), 14, 8, "rest d0" if key == "rest" else "night")
    return 14


def _line(page: Svg, key: str, x: float, middle: float) -> None:
    if key == "flight":
        page.curve((x, middle + 4), (x + 22, middle + 4), 0.3, "flight")
    elif key == "rail":
        page.line([(x, middle), (x + 22, middle)], "rail")
    else:
        for k in range(3):
            page.line([(x, middle - 4 + 4 * k), (x + 22, middle - 4 + 4 * k)], f"route d{k}")
