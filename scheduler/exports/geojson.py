"""A plan as GeoJSON (RFC 7946): a line for each duty and service, a point for each place that they touch."""

from __future__ import annotations

from collections import Counter
from typing import Any

from scheduler.exports.timetable import Halt, Run, runs_of
from scheduler.plans.models import Plan


def plan_geojson(*, plan: Plan) -> dict[str, Any]:
    """The features of a plan; places without coordinates are not in it, and nobody is named."""
    runs = runs_of(plan)
    lines = [line for line in map(_line, runs) if line is not None]
    return {"type": "FeatureCollection", "features": [*lines, *_points(runs)]}


def _line(run: Run) -> dict[str, Any] | None:
    known = [halt for halt in run.halts if halt.spot]
    if len(known) < 2:
        return None
    return {
        "type": "Feature",
        "id": str(run.id),
        "geometry": {"type": "LineString", "coordinates": [list(halt.spot or ()) for halt in known]},
        "properties": {
            "kind": run.kind,
            "code": run.code,
            "name": run.name,
            "operator": run.operator,
            "departs_at": run.halts[0].depart.isoformat(),
            "arrives_at": run.halts[-1].arrive.isoformat(),
            "people": sum(halt.boards for halt in run.halts),
            "stops": [_stop(halt) for halt in run.halts],
        },
    }


def _stop(halt: Halt) -> dict[str, Any]:
    return {
        "at": halt.code,
        "arrives_at": halt.arrive.isoformat(),
        "departs_at": halt.depart.isoformat(),
        "boards": halt.boards,
        "alights": halt.alights,
    }


def _points(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    boards, alights = Counter[str](), Counter[str]()
    places: dict[str, Halt] = {}
    for halt in (halt for run in runs for halt in run.halts):
        places.setdefault(halt.code, halt)
        boards[halt.code] += halt.boards
        alights[halt.code] += halt.alights
    return [
        {
            "type": "Feature",
            "id": str(halt.place_id),
            "geometry": {"type": "Point", "coordinates": list(halt.spot)},
            "properties": {
                "kind": "place",
                "code": code,
                "name": halt.name,
                "boards": boards[code],
                "alights": alights[code],
            },
        }
        for code, halt in sorted(places.items())
        if halt.spot
    ]
