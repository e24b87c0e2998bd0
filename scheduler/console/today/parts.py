"""The parts of the board, each with a mark of what it says: a browser that has it is not sent it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.travel.board import Flight, Run, Today
from scheduler.travel.models import Alert, AlertKind

NAMES = ("tally", "risks", "alerts", "departures", "road", "gates")
MOST_ROWS = 20
_FIRST = (AlertKind.STRANDED, AlertKind.MISSING, AlertKind.INCIDENT, AlertKind.NO_SHOW, AlertKind.COUNT)
"""What is looked at first, of what is no connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the board as HTML; ``mark`` is another when it says something else."""

    name: str
    html: SafeString
    mark: str


def parts_of(visit: Visit, campaign: Campaign, board: Today, alerts: Sequence[Alert]) -> list[Part]:
    """All parts, the most urgent of each first."""
    risks = [alert for alert in alerts if alert.kind == AlertKind.CONNECTION]
    others = [alert for alert in alerts if alert.kind != AlertKind.CONNECTION]
    leaving = sorted((run for run in board.runs if run.is_waiting), key=_urgency)
    late, waiting = ([run for run in leaving if run.is_late is so] for so in (True, False))
    flights = [flight for flight in board.flights if flight.leaves_at > board.now]
    coming: list[Run | Flight] = sorted([*waiting, *flights], key=_due)
    room = max(0, MOST_ROWS - len(late))
    road = sorted((run for run in board.runs if run.is_on_the_road), key=_urgency)
    context: dict[str, Any] = {
        "campaign": campaign,
        "board": board,
        "places": {stop.place.code: stop.place for run in board.runs for stop in run.stops},
        "risks": sorted(risks, key=lambda alert: (alert.acknowledged_at is not None, alert.payload["latest"])),
        "alerts": sorted(others, key=_weight),
        "late": late,
        "coming": [(isinstance(one, Flight), one) for one in coming[:room]],
        "coming_more": len(coming) - room,
        "road": road[:MOST_ROWS],
        "road_more": len(road) - MOST_ROWS,
    }
    return [_part(name, context, visit) for name in NAMES]


def without(parts: Sequence[Part], seen: Collection[str]) -> list[Part]:
    """Those that the browser does not have; ``seen`` are marks."""
    return [part for part in parts if part.mark not in seen]


def _part(name: str, context: dict[str, Any], visit: Visit) -> Part:
    html = render_to_string(f"console/today/{name}.html", context, request=visit)
    return Part(name=name, html=html, mark=f"{name}:{sha256(html.encode()).hexdigest()[:16]}")


def _urgency(run: Run) -> tuple[float, float, str]:
    """Late ones first, the latest of them on top; then by when something is due."""
    due = run.next_stop.starts_at if run.is_on_the_road and run.next_stop else run.leaves_at
    return -run.behind.total_seconds() if run.is_late else 0, due.timestamp(), run.duty.code


def _weight(alert: Alert) -> tuple[bool, int, float]:
    kind = AlertKind(alert.kind)
    return alert.acknowledged_at is not None, _FIRST.index(kind), alert.raised_at.timestamp()


def _due(one: Run | Flight) -> float:
    """When a vehicle leaves, or people have to be there for a service."""
    return (one.closes_at if isinstance(one, Flight) else one.leaves_at).timestamp()
