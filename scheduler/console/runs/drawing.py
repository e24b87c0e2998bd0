"""The curve of a run's best cost and proved bound, as lines of an SVG that is drawn into its page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scheduler.plans.curve import Point

WIDTH, HEIGHT = 1000, 300
STEEP = 3.0
"""Costs that fall to less than a third of what they began with are drawn by their logarithm."""
LEAST_BOUND = 0.4
"""A bound below this share of the best cost is left out of the picture until it has risen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What the template draws: points of the two lines, and figures at the sides."""

    cost: str
    bound: str
    high: float
    middle: float
    low: float
    until_s: float


def chart_of(points: Sequence[Point], *, until_s: float) -> Chart | None:
    """The chart of a run's points over the time that it has (None: there is nothing to draw yet)."""
    costs = [(at, cost) for at, cost, _, _ in points if cost is not None]
    if not costs:
        return None
    least = min(cost for _, cost in costs)
    bounds = [(at, bound) for at, _, bound, _ in points if bound is not None and bound >= LEAST_BOUND * least]
    low, high = min([least, *(bound for _, bound in bounds)]), max(cost for _, cost in costs)
    if high - low < 1e-6:
        low, high = low - 1, high + 1
    until_s = max(until_s, costs[-1][0], 1.0)
    is_steep = low > 0 and high / low > STEEP
    place: Callable[[float], float] = math.log if is_steep else float

    def y(value: float) -> float:
        return HEIGHT * (place(high) - place(value)) / (place(high) - place(low))

    def line(values: Sequence[tuple[float, float]]) -> str:
        return _steps([(WIDTH * at / until_s, y(value)) for at, value in values])

    middle = math.sqrt(high * low) if is_steep else (high + low) / 2
    return Chart(cost=line(costs), bound=line(bounds), high=high, middle=middle, low=low, until_s=until_s)


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """A value holds until the next one is told."""
    drawn: list[tuple[float, float]] = []
    for x, y in points:
        if drawn:
            drawn.append((x, drawn[-1][1]))
        drawn.append((x, y))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
