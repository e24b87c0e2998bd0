"""Events in words: what happened, by names."""

from __future__ import annotations

from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from scheduler.campaigns.names import Names
from scheduler.replanning.models import Event


def event_words(event: Event, names: Names) -> str:
    """What an event is about, in a line."""
    told: dict[str, Any] = event.payload
    if "party" in told:
        return str(told["party"])
    if "duty" in told:
        return f"{told['duty']} → {names.services.get(told['of'], told['of'])}"
    if "slot" in told:
        return _slot(told, names)
    if "fleet" in told:
        number = event.effect.get("vehicle", told.get("vehicle"))
        return (
            names.fleets.get(told["fleet"], told["fleet"]) if number is None else names.vehicle(told["fleet"], number)
        )
    if "service" in told:
        times = " → ".join(filter(None, (_time(told.get(name)) for name in ("departs_at", "arrives_at"))))
        return " · ".join(filter(None, (names.services.get(told["service"], told["service"]), times)))
    if "origin" in told:
        return _road(told, names)
    return names.places.get(told.get("place", ""), told.get("place", ""))


def _slot(told: dict[str, Any], names: Names) -> str:
    slot = f"{told['slot']} {names.slots.get(told['slot'], '')}".strip()
    return f"{slot}: {told['capacity']}" if told["capacity"] else slot


def _road(told: dict[str, Any], names: Names) -> str:
    way = " ↔ " if told.get("both_ways") else " → "
    road = way.join(names.places.get(told[end], told[end]) for end in ("origin", "destination"))
    if told.get("detour_s") is None:
        return road
    return _("%(road)s, %(min)s min more") % {"road": road, "min": round(told["detour_s"] / 60)}


def _time(text: str | None) -> str:
    moment = parse_datetime(text) if text else None
    return f"{localtime(moment):%m-%d %H:%M}" if moment else ""
