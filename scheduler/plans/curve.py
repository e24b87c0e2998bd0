"""How a run's best cost and proved bound went: few enough points to be kept in its row, and drawn by whoever looks."""

from __future__ import annotations

from solvers.progress import Progress

MOST = 200
"""Points that are kept; a longer run has them further apart."""
FINEST_S = 1.0

Point = tuple[float, float | None, float | None, int]
"""Seconds since the start, best cost, proved bound, people served."""


class Curve:
    """Grows with each progress that is told; the latest one is always its last point."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._apart_s = FINEST_S

    def add(self, progress: Progress) -> None:
        """Take down how things stand."""
        point = (round(progress.elapsed_s, 1), progress.best_cost, progress.bound, progress.served)
        if len(self.points) > 1 and point[0] - self.points[-2][0] < self._apart_s:
            self.points[-1] = point
        else:
            self.points.append(point)
        if len(self.points) > MOST:
            self.points = [*self.points[:-1:2], self.points[-1]]
            self._apart_s *= 2
