"""Where everyone goes: maps of the regions, and the long way between them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from solvers.draw.scene import Scene
from solvers.draw.svg import HUES, Point, Svg

PADDING = 26
LABELS = 12
"""Boarding places with the most people that get their names written, at most."""
MARKS = {"boarding_point": "board", "home": "door", "gate": "gate", "hub": "hub", "depot": "depot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle of the paper that shows a rectangle of the earth."""

    x: float
    y: float
    width: float
    height: float
    middle: Point
    px_per_km: float

    def at(self, spot: Point) -> Point:
        """A spot in kilometres on the paper."""
        return (
            self.x + self.width / 2 + (spot[0] - self.middle[0]) * self.px_per_km,
            self.y + self.height / 2 + (spot[1] - self.middle[1]) * self.px_per_km,
        )


def frame_of(
    spots: Sequence[Point], x: float, y: float, width: float, height: float, *, padding: float = PADDING
) -> Frame:
    """The frame at ``x, y`` into which all spots fit."""
    left, right = min(s[0] for s in spots), max(s[0] for s in spots)
    top, bottom = min(s[1] for s in spots), max(s[1] for s in spots)
    scale = min((width - 2 * padding) / max(right - left, 0.5), (height - 2 * padding) / max(bottom - top, 0.5))
    middle = ((left + right) / 2, (top + bottom) / 2)
    return Frame(x=x, y=y, width=width, height=height, middle=middle, px_per_km=scale)


def draw_maps(svg: Svg, scene: Scene, y: float, width: float, height: float) -> None:
    """One map, or, where home and goal lie far apart, both of them with the way between."""
    ends = scene.home_and_goal
    if ends is None:
        _region(svg, scene, frozenset(scene.places), 0, y, width, height)
        return
    side = round(width * 0.385)
    _region(svg, scene, ends[0], 0, y, side, height)
    _region(svg, scene, ends[1], width - side, y, side, height)
    _overview(svg, scene, side + 8, y, width - 2 * side - 16, height)


def _panel(svg: Svg, frame: Frame) -> Svg:
    """The frame's ground, and a group that is cut off at its edges."""
    name = f"panel-at-{frame.x:.0f}"
    svg.rect((frame.x, frame.y), frame.width, frame.height, "panel", rx=6)
    svg.add("clipPath", "", id=name).rect((frame.x, frame.y), frame.width, frame.height, "", rx=6)
    return svg.group(clip_path=f"url(#{name})")


def _region(svg: Svg, scene: Scene, region: frozenset[str], x: float, y: float, width: float, height: float) -> None:
    spots = [s for p in sorted(region) if (s := scene.spot(p)) is not None]
    if not spots:
        return
    frame = frame_of(spots, x, y, width, height)
    panel = _panel(svg, frame)
    for k, duty in enumerate(scene.plan.duties):
        points = [frame.at(s) for stop in duty.stops if (s := scene.spot(stop.at)) is not None]
        route = panel.group()
        route.hint(f"{duty.id}: {scene.name(duty.fleet)}")
        route.line(points, f"route d{k % len(HUES)}")
    _services(panel, scene, frame)
    for place in sorted(region):
        _place(panel, scene, frame, place)
    _labels(panel, scene, frame, region)
    _scale(panel, frame)


def _overview(svg: Svg, scene: Scene, x: float, y: float, width: float, height: float) -> None:
    """The legs that go from one region to another, side by side."""
    spots = [s for p in sorted(scene.places) if (s := scene.spot(p)) is not None]
    frame = frame_of(spots, x, y, width, height)
    panel = _panel(svg, frame)
    region_of = {p: k for k, region in enumerate(scene.regions) for p in region}
    trunks = [
        (k, a.at, b.at)
        for k, duty in enumerate(scene.plan.duties)
        for a, b in pairwise(duty.stops)
        if region_of.get(a.at) != region_of.get(b.at)
    ]
    for n, (k, a, b) in enumerate(trunks):
        ends = scene.spot(a), scene.spot(b)
        if ends[0] and ends[1]:
            lift = 0.035 * (n - (len(trunks) - 1) / 2) / max(1, len(trunks) / 4)
            panel.curve(frame.at(ends[0]), frame.at(ends[1]), lift, f"route d{k % len(HUES)}")
    _services(panel, scene, frame)
    for region in scene.regions:
        near = [s for p in region if (s := scene.spot(p)) is not None]
        middle = frame.at((sum(s[0] for s in near) / len(near), sum(s[1] for s in near) / len(near)))
        panel.add("circle", "hub", cx=middle[0], cy=middle[1], r=4)
    _scale(panel, frame)


def _services(panel: Svg, scene: Scene, frame: Frame) -> None:
    for n, service in enumerate(scene.services):
        a, b = scene.spot(service.origin), scene.spot(service.destination)
        if a is None or b is None:
            continue
        line = panel.group()
        line.hint(f"{scene.name(service.id)}: {scene.riders[service.id]}")
        if service.mode == "flight":
            line.curve(frame.at(a), frame.at(b), 0.16 + 0.03 * n, "flight")
        else:
            line.curve(frame.at(a), frame.at(b), -0.1 - 0.03 * n, "rail")


def _place(panel: Svg, scene: Scene, frame: Frame, place: str) -> None:
    """A mark by the kind of the place, as large as many people use it."""
    spot, kind = scene.spot(place), scene.places[place].kind
    if spot is None:
        return
    people = scene.alighting[place] if kind == "gate" else scene.boarding[place]
    changing = scene.changing[place]
    counts = " ".join(text for text, number in ((f"{people}", people), (f"⇄ {changing}", changing)) if number)
    sign = panel.group()
    sign.hint(f"{scene.name(place)}: {counts}" if counts else scene.name(place))
    size = 2.2 + 0.85 * math.sqrt(people) if kind in ("boarding_point", "gate") else 5
    mark(sign, MARKS[kind], frame.at(spot), size)
    if changing:
        mark(sign, "change", frame.at(spot), size + 3.5)


def mark(svg: Svg, css: str, at: Point, r: float) -> None:
    """The sign of a place; ``css`` says which."""
    x, y = at
    if css == "gate":
        svg.rect((x - r, y - r), 2 * r, 2 * r, css)
    elif css == "depot":
        svg.rect((x - 2, y - 2), 4, 4, css)
    elif css == "hub":
        svg.polygon([(x, y - 7), (x - 6.5, y + 5), (x + 6.5, y + 5)], css)
    elif css == "door":
        svg.polygon([(x, y - r - 1), (x + r, y - 1), (x + r, y + r), (x - r, y + r), (x - r, y - 1)], css)
    else:
        svg.add("circle", css, cx=x, cy=y, r=r)


def _labels(panel: Svg, scene: Scene, frame: Frame, region: Iterable[str]) -> None:
    """Names of hubs and of the busiest places, where there is room for them."""
    kinds = {p: scene.places[p].kind for p in region}
    hubs = sorted(p for p, kind in kinds.items() if kind == "hub")
    busy = sorted((p for p, kind in kinds.items() if kind == "boarding_point"), key=lambda p: (-scene.boarding[p], p))
    gates = sorted((p for p, kind in kinds.items() if kind == "gate"), key=lambda p: (-scene.alighting[p], p))
    taken: list[tuple[float, float, float, float]] = []
    for place in hubs + busy[:LABELS] + gates[:LABELS]:
        spot, words = scene.spot(place), scene.name(place)
        if spot is None:
            continue
        x, y = frame.at(spot)
        wide = sum(10 if ord(c) > 0x2E80 else 5.6 for c in words)
        left = x + wide + 12 > frame.x + frame.width
        box = (x - wide - 9, y - 7, x - 7, y + 5) if left else (x + 7, y - 7, x + wide + 9, y + 5)
        if any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
            continue
        taken.append(box)
        panel.write((x - 8 if left else x + 8, y + 4), words, "ink small halo", "end" if left else "start")


def _scale(panel: Svg, frame: Frame) -> None:
    """A bar of a round number of kilometres."""
    length = 0.28 * frame.width / frame.px_per_km
    unit = 10 ** math.floor(math.log10(length))
    km = max(u * unit for u in (1, 2, 5) if u * unit <= length)
    x, y, px = frame.x + 12, frame.y + frame.height - 12, km * frame.px_per_km
    panel.line([(x, y - 4), (x, y), (x + px, y), (x + px, y - 4)], "scale")
    panel.write((x + px + 5, y + 2), f"{km:g} km", "faint small halo")
