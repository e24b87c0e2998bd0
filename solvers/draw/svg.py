"""Elements of a drawing, and how they look."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

Point = tuple[float, float]

HUES = ("#2f7ed8", "#e0662d", "#1a9c6b", "#c23b8f", "#8a63d2", "#b58900", "#0f9bb4", "#d6453d", "#5f8a1f", "#8d6e5a")
"""Colours of duties: they stand out on white and on black alike."""

STYLE = """
text { font: 11px "WenQuanYi Micro Hei", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; }
.title { font-size: 18px; } .small { font-size: 9.5px; }
.paper { fill: #ffffff; } .panel { fill: #f7f8fa; stroke: #d5dae0; }
.ink { fill: #1d2733; } .faint { fill: #66717e; } .halo { stroke: #f7f8fa; stroke-width: 3px; paint-order: stroke; }
.rule { stroke: #d5dae0; } .scale { stroke: #66717e; fill: none; }
.night { fill: #e6eaf2; }
.route { fill: none; stroke-width: 1.8; stroke-linejoin: round; opacity: .85; } .feeder { stroke-width: 1.2; }
.flight { fill: none; stroke: #7b4fc9; stroke-width: 2; }
.rail { fill: none; stroke: #55606c; stroke-width: 2.2; stroke-dasharray: 7 4; }
.board { fill: #12805c; fill-opacity: .75; stroke: #fff; stroke-width: .6; }
.door { fill: #fff; stroke: #12805c; stroke-width: 1.5; }
.gate { fill: #c2410c; fill-opacity: .8; stroke: #fff; stroke-width: .6; }
.hub { fill: #1d2733; stroke: #fff; stroke-width: .6; } .depot { fill: #66717e; }
.change { fill: none; stroke: #1d2733; stroke-width: 1.1; }
.bar-flight { fill: #7b4fc9; } .bar-rail { fill: #55606c; } .wait { opacity: .35; }
.rest { fill: #fff; stroke-width: 1; } .tick { stroke-width: 1.4; }
@media (prefers-color-scheme: dark) {
.paper { fill: #10151b; } .panel { fill: #171d25; stroke: #333d49; }
.ink { fill: #e8edf3; } .faint { fill: #97a3b0; } .halo { stroke: #171d25; }
.rule { stroke: #2c3540; } .scale { stroke: #97a3b0; } .night { fill: #1e2733; }
.flight { stroke: #a98bea; } .rail { stroke: #a5b0bc; } .board { fill: #34c08f; stroke: #10151b; }
.door { fill: #10151b; stroke: #34c08f; } .gate { fill: #f2884b; stroke: #10151b; }
.hub { fill: #e8edf3; stroke: #10151b; } .depot { fill: #97a3b0; } .change { stroke: #e8edf3; }
.bar-flight { fill: #a98bea; } .bar-rail { fill: #a5b0bc; } .rest { fill: #10151b; }
}
"""


class Svg:
    """An element of the drawing to which others are added."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element

    @classmethod
    def document(cls, width: float, height: float, title: str) -> Svg:
        """A new drawing with its style, its title for readers that do not see, and its paper."""
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}"})
        root.set("role", "img")
        ET.SubElement(root, "title").text = title
        ET.SubElement(root, "style").text = STYLE + "".join(
            f".d{k} {{ stroke: {hue}; }} .f{k} {{ fill: {hue}; }}\n" for k, hue in enumerate(HUES)
        )
        svg = cls(root)
        svg.rect((0, 0), width, height, "paper")
        return svg

    def xml(self) -> str:
        """The drawing as text."""
        return ET.tostring(self.element, encoding="unicode") + "\n"

    def add(self, tag: str, css: str, **attributes: float | str) -> Svg:
        """An element within this one; underscores in names are hyphens."""
        texts = {name.replace("_", "-"): text(value) for name, value in attributes.items()}
        return Svg(ET.SubElement(self.element, tag, {"class": css, **texts} if css else texts))

    def group(self, **attributes: float | str) -> Svg:
        """A group of elements."""
        return self.add("g", "", **attributes)

    def rect(self, at: Point, width: float, height: float, css: str, **attributes: float | str) -> Svg:
        """A rectangle by its upper left corner."""
        return self.add("rect", css, x=at[0], y=at[1], width=width, height=height, **attributes)

    def line(self, points: Sequence[Point], css: str) -> None:
        """A line through points."""
        if len(points) > 1:
            self.add("polyline", css, points=" ".join(f"{text(x)},{text(y)}" for x, y in points))

    def polygon(self, points: Sequence[Point], css: str) -> None:
        """A closed shape."""
        self.add("polygon", css, points=" ".join(f"{text(x)},{text(y)}" for x, y in points))

    def curve(self, a: Point, b: Point, lift: float, css: str) -> None:
        """A line from ``a`` to ``b`` that bends off by ``lift`` of its length."""
        x, y = (a[0] + b[0]) / 2 + (b[1] - a[1]) * lift, (a[1] + b[1]) / 2 - (b[0] - a[0]) * lift
        path = f"M{text(a[0])},{text(a[1])} Q{text(x)},{text(y)} {text(b[0])},{text(b[1])}"
        self.add("path", css, d=path)

    def write(self, at: Point, words: str, css: str = "ink", anchor: str = "start") -> None:
        """Words at a point of their base line."""
        self.add("text", css, x=at[0], y=at[1], text_anchor=anchor).element.text = words

    def hint(self, words: str) -> None:
        """What shows when a pointer rests on this element."""
        ET.SubElement(self.element, "title").text = words


def text(value: float | str) -> str:
    """A number to a tenth of a unit, without a needless ``.0``."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
