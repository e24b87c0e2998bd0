"""Places: the table with its map, one of them, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.language import language
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.records.editing import Editing, edited, removed, sent_version
from scheduler.console.records.forms.places import NewPlaceForm, PlaceForm
from scheduler.console.records.lists.places import places_table
from scheduler.console.screen import screen
from scheduler.intake.selectors import gate_list
from scheduler.places.mapping import point_of
from scheduler.places.models import Place
from scheduler.places.selectors import place_get
from scheduler.places.services import NewPlace, place_delete, place_update, places_add
from scheduler.plans.spots import spots
from scheduler.sheets.datum import Datum, to_wgs84
from solvers.problem import Location

DAY_S = 86_400


@screen(roles=OFFICE)
def places(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The places of a campaign, beside a map of them."""
    campaign = campaign_get(campaign_id=campaign_id)
    return campaign_page(
        visit,
        "console/records/places.html",
        campaign=campaign,
        here="places",
        table=places_table(visit, campaign),
        tiles=settings.MENLU_TILE_URL,
        credit=settings.MENLU_TILE_CREDIT,
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=OFFICE)
def spots_json(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Where a campaign's places and homes are, in the datum of the map's background."""
    datum = Datum(settings.MENLU_TILE_DATUM) if settings.MENLU_TILE_URL else Datum.WGS84
    found = spots(campaign=campaign_get(campaign_id=campaign_id), datum=datum, language=language())
    return JsonResponse({"spots": found})


@screen(roles=OFFICE)
def place(visit: Visit, place_id: UUID) -> HttpResponse:
    """A place."""
    found = place_get(place_id=place_id)
    return campaign_page(
        visit,
        "console/records/place.html",
        campaign=found.campaign,
        here="places",
        found=found,
        slots=found.intake_slots.order_by("position", "code"),
        gate=gate_list(campaign=found.campaign).filter(place=found).first(),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def place_edit(visit: Visit, place_id: UUID) -> HttpResponse:
    """Change what a place is, where it is, and when it is open."""
    found = place_get(place_id=place_id)
    there = {name: getattr(found, name) for name in ("version", "name", "name_en", "kind")}
    point = {"lon": found.point.x, "lat": found.point.y} if found.point else {}
    hours = {"opens": _clock(found.opens_s), "closes": _clock(found.closes_s)}
    form = PlaceForm(visit.POST or None, initial=there | point | hours)

    def save() -> str:
        told = form.cleaned_data
        columns = {name: told[name] for name in ("name", "name_en", "kind")}
        lon, lat = _point(told)
        opens_s, closes_s = _hours(told) or (None, None)
        changes = {**columns, "point": point_of(lon, lat), "opens_s": opens_s, "closes_s": closes_s}
        place_update(place=found, version=told["version"], changes=changes)
        return reverse("place", args=[found.id])

    editing = Editing(
        campaign=found.campaign,
        here="places",
        title=_("Change place %(code)s") % {"code": found.code},
        back=reverse("place", args=[found.id]),
        form=form,
        record=found,
    )
    return edited(visit, editing, save, _("The place is changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def place_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Add a place."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = NewPlaceForm(visit.POST or None)

    def save() -> str:
        told = form.cleaned_data
        lon, lat = _point(told)
        location = Location(
            id=told["code"], kind=told["kind"], lon=lon, lat=lat, name=told["name"] or None, hours=_hours(told)
        )
        new = NewPlace(location=location, name_en=told["name_en"])
        return reverse("place", args=[places_add(campaign=campaign, places=[new]).only().id])

    editing = Editing(
        campaign=campaign,
        here="places",
        title=_("New place"),
        back=reverse("places", args=[campaign.id]),
        form=form,
    )
    return edited(visit, editing, save, _("The place is added."))


@screen(roles=COORDINATORS, methods=("POST",))
def place_remove(visit: Visit, place_id: UUID) -> HttpResponse:
    """Remove a place that nothing uses."""
    found: Place = place_get(place_id=place_id)
    return removed(
        visit,
        lambda: place_delete(place=found, version=sent_version(visit)),
        done=_("Place %(code)s is removed.") % {"code": found.code},
        there=reverse("places", args=[found.campaign_id]),
        back=reverse("place", args=[found.id]),
    )


def _point(told: Mapping[str, Any]) -> tuple[float | None, float | None]:
    if told["lon"] is None:
        return None, None
    return to_wgs84(told["lon"], told["lat"], Datum(told["datum"]))


def _hours(told: Mapping[str, Any]) -> tuple[int, int] | None:
    return None if told["opens"] is None else (_seconds(told["opens"]), _seconds(told["closes"]))


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second


def _clock(seconds: int | None) -> time | None:
    if seconds is None:
        return None
    seconds = min(seconds, DAY_S - 60)  # midnight at the end of a day is no time of day
    return time(seconds // 3600, seconds // 60 % 60)
