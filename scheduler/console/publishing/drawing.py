"""What the map of two plans shows, for its script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from scheduler.campaigns.names import names_of
from scheduler.console.publishing.words import STOPS
from scheduler.places.models import Place, PlaceKind
from scheduler.plans.models import Plan, Stop
from scheduler.plans.stops import Halt, StopChange, stop_changes


def map_of(before: Plan, plan: Plan, document: dict[str, Any], *, english: bool) -> dict[str, Any]:
    """What there is to draw.

    ``places`` by code with ``[lat, lon]`` and whether people board there, ``stops`` that differ, and ``moves`` between
    boarding places.
    """
    names = names_of(campaign=plan.campaign, english=english)
    changed = stop_changes(before=before, plan=plan)
    moves = _moves(document)
    stopped_at = Stop.objects.filter(plan__in=[before, plan]).order_by().values("place")
    used = Q(id__in=stopped_at) | Q(code__in={code for pair in moves for code in pair})
    rows = Place.objects.filter(used, campaign=plan.campaign, point__isnull=False)
    words = {what: str(told[0]) for what, told in STOPS.items()}
    homely = (PlaceKind.BOARDING_POINT, PlaceKind.HOME)
    places = {
        code: {"at": [point.y, point.x], "name": names.places.get(code, code), "boards": kind in homely}
        for code, point, kind in rows.values_list("code", "point", "kind")
        if point is not None
    }
    return {
        "places": places,
        "stops": [
            {"place": one.place, "what": one.what, "text": _text(one, names.vehicle(one.fleet, one.vehicle), words)}
            for one in changed
            if one.place in places
        ],
        "moves": [
            {"from": origin, "to": to, "people": people}
            for (origin, to), people in moves.most_common()
            if origin in places and to in places
        ],
    }


def _moves(document: dict[str, Any]) -> Counter[tuple[str, str]]:
    """How many people board somewhere else, by both places."""
    found = Counter[tuple[str, str]]()
    for one in document["parties"]:
        origin, to = (one[when] and one[when]["boarding"] for when in ("before", "after"))
        if origin and to and origin != to:
            found[origin, to] += one["people"]
    return found


def _text(one: StopChange, vehicle: str, words: Mapping[str, str]) -> str:
    was, now = (_time(halt) for halt in (one.before, one.after))
    times = was if was == now else " → ".join(filter(None, (was, now)))
    return f"{vehicle}: {words[one.what]} · {times}"


def _time(halt: Halt | None) -> str:
    return f"{localtime(halt.at):%m-%d %H:%M}" if halt else ""
