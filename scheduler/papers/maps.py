"""Maps of a duty's way, whole and leg by leg, as SVG that needs neither tiles nor the network."""

from __future__ import annotations

from scheduler.papers.route_sheet import RouteSheet
from solvers.draw.route import Waypoint, draw_route

Size = tuple[int, int]

WHOLE: Size = (560, 170)
LEG: Size = (240, 88)
TELEPHONE: Size = (360, 190)


def whole_map(sheet: RouteSheet, *, size: Size = WHOLE, ground: str = "#fff") -> str:
    """The way of all stops; nothing where it is not known where they are."""
    return draw_route(_waypoints(sheet), width=size[0], height=size[1], ground=ground)


def leg_maps(sheet: RouteSheet) -> list[str]:
    """A map of each leg, with the rest of the way around it."""
    stops = _waypoints(sheet)
    return [draw_route(stops, leg=k, width=LEG[0], height=LEG[1]) for k in range(len(stops) - 1)]


def _waypoints(sheet: RouteSheet) -> list[Waypoint]:
    return [Waypoint(id=stop.code, name=stop.place, at=stop.spot) for stop in sheet.stops]
