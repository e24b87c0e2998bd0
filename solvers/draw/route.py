"""The way of one duty: all of it, or one leg of it, in black on white or white on black.

Everything is drawn in ``currentColor`` with attributes of its own, so that it prints, shows in the dark, and needs
neither a style sheet nor the network.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from solvers.draw.maps import PADDING, Frame, frame_of
from solvers.draw.svg import Point, Svg
from solvers.in_a_row import runs_of

KM_PER_DEGREE = 111.195
LINE: dict[str, float | str] = {
    "fill": "none",
    "stroke": "currentColor",
    "stroke_width": 1.6,
    "stroke_linejoin": "round",
}
FAINT: dict[str, float | str] = {**LINE, "stroke_width": 0.8, "stroke_dasharray": "3 3"}
DOT, DIGIT, ARROW = 7.5, 5.0, 6.0
SPANS = 3
"""Runs of numbers that a mark shows."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint:
    """A stop of the way: its place, what that is called, and its longitude and latitude, if they are known."""

    id: str
    name: str
    at: Point | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A place of the way: the numbers of all stops there, what it is called, and where it is."""

    numbers: tuple[int, ...]
    name: str
    spot: Point


def draw_route(
    stops: Sequence[Waypoint], *, leg: int | None = None, width: int = 520, height: int = 240, ground: str = "#fff"
) -> str:
    """Draw the way through ``stops``, or its leg from stop ``leg`` (from 0) to the next.

    Parameters
    ----------
    ground
        The colour that the drawing lies on.

    Returns
    -------
    An SVG element, or nothing where fewer than two of the places have coordinates.
    """
    shown = stops if leg is None else stops[leg : leg + 2]
    spots = _spots(stops)
    if len({spots[s.id] for s in shown if s.id in spots}) < 2:
        return ""
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}"})
    root.set("role", "img")
    svg = Svg(root)
    frame = frame_of(
        [spots[s.id] for s in shown if s.id in spots], 0, 0, width, height, padding=min(PADDING, height / 5)
    )
    known = [(k, stop) for k, stop in enumerate(stops) if stop.id in spots]
    for (k, a), (_, b) in pairwise(known):
        ahead = leg is None or k == leg
        _way(svg, frame.at(spots[a.id]), frame.at(spots[b.id]), faint=not ahead)
    halts = _halts(known, spots)
    taken = [_north(svg, frame)] if leg is None else []
    named = halts if leg is None else [h for h in halts if {leg + 1, leg + 2} & {*h.numbers}]
    _labels(svg, frame, ground, named, taken)
    _scale(svg, frame)
    return ET.tostring(root, encoding="unicode")


def _spots(stops: Iterable[Waypoint]) -> dict[str, Point]:
    """Kilometres east and south of the zero of degrees, by place."""
    known = [(stop.id, *stop.at) for stop in stops if stop.at]
    middle = math.cos(math.radians(sum(lat for _, _, lat in known) / max(1, len(known))))
    return {place: (lon * KM_PER_DEGREE * middle, -lat * KM_PER_DEGREE) for place, lon, lat in known}


def _halts(known: Sequence[tuple[int, Waypoint]], spots: Mapping[str, Point]) -> list[Halt]:
    numbers: dict[str, list[int]] = {}
    for k, stop in known:
        numbers.setdefault(stop.id, []).append(k + 1)
    called = {stop.id: stop.name for _, stop in known}
    return [Halt(numbers=tuple(ns), name=called[place], spot=spots[place]) for place, ns in numbers.items()]


def _way(svg: Svg, a: Point, b: Point, *, faint: bool) -> None:
    """A line with an arrow in its middle."""
    svg.add("line", "", x1=a[0], y1=a[1], x2=b[0], y2=b[1], **(FAINT if faint else LINE))
    length = math.dist(a, b)
    if faint or length < 5 * ARROW:
        return
    dx, dy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    x, y = (a[0] + b[0]) / 2 + dx * ARROW / 2, (a[1] + b[1]) / 2 + dy * ARROW / 2
    corners = [(x, y)]
    corners += [(x - dx * ARROW - side * dy * ARROW / 2, y - dy * ARROW + side * dx * ARROW / 2) for side in (1, -1)]
    svg.add("polygon", "", points=" ".join(f"{px:.1f},{py:.1f}" for px, py in corners), fill="currentColor")


def _labels(svg: Svg, frame: Frame, ground: str, halts: Sequence[Halt], taken: list[Box]) -> None:
    """A mark with its numbers for each place; those too near for marks of their own share one. Names where there is
    room."""
    marks = _marks(frame, (*halts[:1], *halts[-1:], *halts[1:-1]) if len(halts) > 1 else halts)
    boxes = [_box(frame, mark) for mark in marks]
    taken += boxes
    for mark in marks:
        for halt in mark[1:]:
            x, y = frame.at(halt.spot)
            svg.add("circle", "", cx=x, cy=y, r=2.2, fill="currentColor")
    for mark, (left, top, right, bottom) in zip(marks, boxes, strict=True):
        x, y, text = (left + right) / 2, (top + bottom) / 2, _numbers(mark)
        svg.add("rect", "", x=left, y=top, width=right - left, height=bottom - top, rx=DOT, fill="currentColor")
        svg.add("text", "", fill=ground, x=x, y=y + 3.2, text_anchor="middle", font_size=9).element.text = text
        more = f" +{len(mark) - 1}" if len(mark) > 1 else ""
        _name(svg, frame, ground, mark[0].name + more, (x, y), (right - left) / 2, taken)


def _marks(frame: Frame, halts: Sequence[Halt]) -> list[list[Halt]]:
    """Places that share a mark, which lies on the first of them; one of more numbers is wider, and may meet more."""
    marks: list[list[Halt]] = []
    for halt in halts:
        mark = [halt]
        while near := [other for other in marks if _meet(_box(frame, other), _box(frame, mark))]:
            mark = sorted([*chain.from_iterable(near), *mark], key=halts.index)
            marks = [other for other in marks if other not in near]
        marks.append(mark)
    return sorted(marks, key=lambda mark: halts.index(mark[0]))


def _box(frame: Frame, mark: Sequence[Halt]) -> Box:
    x, y = frame.at(mark[0].spot)
    half = max(DOT, (DIGIT * len(_numbers(mark)) + 5) / 2)
    return x - half, y - DOT, x + half, y + DOT


def _numbers(mark: Sequence[Halt]) -> str:
    """The numbers of the stops at a mark; three and more in a row as a span."""
    runs = runs_of(sorted(n for halt in mark for n in halt.numbers))
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else "·".join(map(str, run)) for run in runs]
    return "·".join(parts[:SPANS]) + ("…" if len(parts) > SPANS else "")


def _name(svg: Svg, frame: Frame, ground: str, name: str, at: Point, half: float, taken: list[Box]) -> None:
    """A name above, below or beside a mark that is ``half`` as wide to either side."""
    x, y = at
    wide = sum(10.5 if ord(c) > 0x2E80 else 5.8 for c in name)
    places = [
        ((x, y - DOT - 4), "middle", (x - wide / 2, y - DOT - 16, x + wide / 2, y - DOT - 2)),
        ((x, y + DOT + 12), "middle", (x - wide / 2, y + DOT + 2, x + wide / 2, y + DOT + 15)),
        ((x + half + 3, y + 4), "start", (x + half + 2, y - 7, x + half + 4 + wide, y + 6)),
        ((x - half - 3, y + 4), "end", (x - half - 4 - wide, y - 7, x - half - 2, y + 6)),
    ]
    for spot, anchor, box in places:
        inside = box[0] >= 0 and box[2] <= frame.width and box[1] >= 0 and box[3] <= frame.height
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            look: dict[str, float | str] = {"x": spot[0], "y": spot[1], "text_anchor": anchor, "font_size": 10.5}
            svg.add("text", "", fill=ground, stroke=ground, stroke_width=3, **look).element.text = name
            svg.add("text", "", fill="currentColor", **look).element.text = name
            return


def _scale(svg: Svg, frame: Frame) -> None:
    """A bar of a round number of kilometres."""
    length = 0.25 * frame.width / frame.px_per_km
    unit = 10 ** math.floor(math.log10(length))
    km = max(u * unit for u in (1, 2, 5) if u * unit <= length)
    x, y, px = 8.0, frame.height - 8, km * frame.px_per_km
    svg.add(
        "polyline",
        "",
        points=f"{x},{y - 4} {x},{y} {x + px:.1f},{y} {x + px:.1f},{y - 4}",
        **{**LINE, "stroke_width": 1},
    )
    svg.add("text", "", x=x + px + 5, y=y, font_size=9, fill="currentColor").element.text = f"{km:g} km"


def _north(svg: Svg, frame: Frame) -> Box:
    """Where north is: above, on legs too. Returns where that is said."""
    north = frame.width - 12
    svg.add("polygon", "", points=f"{north},6 {north - 4},18 {north},15 {north + 4},18", fill="currentColor")
    svg.add("text", "", x=north, y=28, font_size=9, text_anchor="middle", fill="currentColor").element.text = "N"
    return north - 6, 4, north + 6, 30


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
