"""What map and timeline draw, as one small JSON document: places, duties, services and trips, by their positions.

Times are seconds since ``from``, the beginning of the horizon. Nobody is named in it but by the codes of parties.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from scheduler.plans.models import Plan
from scheduler.plans.seen import DutySeen, Name, Overview, ServiceSeen, Spot, Trip
from scheduler.sheets.datum import Datum, from_wgs84

Json = dict[str, Any]


def document_of(plan: Plan, seen: Overview) -> bytes:
    """The document of a plan."""
    places = {spot.code: k for k, spot in enumerate(seen.spots)}
    units = {("duty", one.code): k for k, one in enumerate(seen.duties)}
    units |= {("service", one.code): k for k, one in enumerate(seen.services)}
    law = seen.law
    document = {
        "from": seen.begins,
        "until": seen.ends - seen.begins,
        "offset": plan.campaign.utc_offset_s,
        "night": list(law.night.span) if law and law.night else None,
        "nightStop": list(law.night_stop.span) if law and law.night_stop else None,
        "places": [_place(spot) for spot in seen.spots],
        "duties": [_duty(one, seen, places) for one in seen.duties],
        "services": [_service(one, seen, places) for one in seen.services],
        "slots": [
            {"code": one.code, "at": places.get(one.gate), "name": _name(one.employer), "people": one.people}
            for one in seen.slots
        ],
        "trips": [_trip(one, seen.begins, places, units) for one in seen.trips],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _name(name: Name) -> list[str]:
    return [name.own, name.english] if name.english else [name.own]


def _place(spot: Spot) -> list[Any]:
    """Code, kind, names, longitude, latitude, people. The point is in the datum of the map behind it."""
    if spot.lon is None or spot.lat is None:
        return [spot.code, spot.kind, _name(spot.name), None, None, spot.people]
    lon, lat = from_wgs84(spot.lon, spot.lat, Datum(settings.MENLU_TILE_DATUM))
    return [spot.code, spot.kind, _name(spot.name), round(lon, 5), round(lat, 5), spot.people]


def _duty(one: DutySeen, seen: Overview, places: dict[str, int]) -> Json:
    """Stops: place, arrival, start, departure, on, off, load after. Drives: driver, start, end, leg."""
    base = seen.begins
    return {
        "code": one.code,
        "name": _name(seen.names.get(one.fleet, Name(one.fleet))),
        "kind": one.carrier,
        "drivers": one.drivers,
        "people": one.people,
        "most": one.most,
        "room": one.room,
        "stops": [
            [places[h.at], h.arrive - base, h.start - base, h.depart - base, h.on, h.off, h.load] for h in one.halts
        ],
        "drives": [[drive.driver, drive.start - base, drive.end - base, drive.leg] for drive in one.drives],
    }


def _service(one: ServiceSeen, seen: Overview, places: dict[str, int]) -> Json:
    return {
        "code": one.code,
        "name": _name(seen.names.get(one.code, Name(one.code))),
        "kind": one.mode,
        "people": one.people,
        "most": one.people,
        "room": one.room,
        "at": [places[one.origin], places[one.destination]],
        "times": [one.leaves - one.check_in_s - seen.begins, one.leaves - seen.begins, one.ends - seen.begins],
    }


def _trip(one: Trip, base: int, places: dict[str, int], units: dict[tuple[str, str], int]) -> list[Any]:
    """Party, size, slot, boarding place, leaves, arrives, rides: by a service [-1 - k], by a duty [k, from, to]."""
    rides = [
        [-1 - units["service", ride.unit]]
        if ride.is_service
        else [units["duty", ride.unit], ride.from_stop, ride.to_stop]
        for ride in one.rides
    ]
    return [one.party, one.size, one.slot, places[one.boards_at], one.leaves - base, one.arrives - base, rides]
