"""Changing fleets and services, and entering new ones for carriers who do not do so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler import clock
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS
from scheduler.console.records.choosing import places_known, slots_known
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.carriers import (
    CrewFormSet,
    FleetForm,
    NewFleetForm,
    NewServiceForm,
    ServiceForm,
    crews_told,
    fleet_initial,
    fleet_told,
)
from scheduler.console.records.words import MEANS
from scheduler.console.screen import screen
from scheduler.fleet.selectors import fleet_get, service_get
from scheduler.fleet.services import (
    NewFleet,
    NewService,
    fleet_update,
    fleets_add,
    service_update,
    services_add,
)
from solvers.problem import Fleet, Service

MINUTE = 60


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def fleet_edit(visit: Visit, fleet_id: UUID) -> HttpResponse:
    """Change a fleet."""
    found = fleet_get(fleet_id=fleet_id)
    form = FleetForm(visit.POST or None, initial=fleet_initial(found), known={"slots": slots_known(found.campaign)})
    crews = CrewFormSet(
        visit.POST or None, initial=list(found.crews.values("drivers", "cost", "seats")), prefix="crews"
    )

    def save() -> str:
        fleet_update(fleet=found, crews=crews_told(crews), **fleet_told(form.cleaned_data))
        return reverse("fleet", args=[found.id])

    editing = Editing(
        campaign=found.campaign,
        here="carriers",
        title=_("Change fleet %(code)s") % {"code": found.code},
        back=reverse("fleet", args=[found.id]),
        form=form,
        record=found,
        lists=((_("Ways to man a vehicle (one that is there stays: plans may go by it)"), crews),),
        means=MEANS,
    )
    return edited(visit, editing, save, _("The fleet is changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def service_edit(visit: Visit, service_id: UUID) -> HttpResponse:
    """Change a service."""
    found = service_get(service_id=service_id)
    there = {name: getattr(found, name) for name in ServiceForm.base_fields if hasattr(found, name)}
    minutes = {"check_in": found.check_in_s // MINUTE, "exit": found.exit_s // MINUTE}
    form = ServiceForm(visit.POST or None, initial=there | minutes)

    def save() -> str:
        told = form.cleaned_data
        columns = {name: value for name, value in _columns(told).items() if name not in minutes}
        seconds = {f"{name}_s": told[name] * MINUTE for name in minutes if told[name] != minutes[name]}
        service_update(service=found, version=told["version"], changes=columns | seconds)
        return reverse("service", args=[found.id])

    editing = Editing(
        campaign=found.campaign,
        here="carriers",
        title=_("Change service %(code)s") % {"code": found.code},
        back=reverse("service", args=[found.id]),
        form=form,
        record=found,
        means=MEANS,
    )
    return edited(visit, editing, save, _("The service is changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def fleet_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Enter a fleet."""
    campaign = campaign_get(campaign_id=campaign_id)
    known = {"places": places_known(campaign)}
    whole = {"available_from": campaign.horizon_start, "available_until": campaign.horizon_end, "count": 1}
    form = NewFleetForm(visit.POST or None, initial=whole, known={**known, "slots": slots_known(campaign)})
    crews = CrewFormSet(visit.POST or None, initial=[{"drivers": 1}], prefix="crews")

    def save() -> str:
        new = _new_fleet(form.cleaned_data, crews)
        return reverse("fleet", args=[fleets_add(campaign=campaign, fleets=[new]).only().id])

    editing = Editing(
        campaign=campaign,
        here="carriers",
        title=_("New fleet"),
        back=reverse("carriers", args=[campaign.id]),
        form=form,
        lists=((_("Ways to man a vehicle"), crews),),
        known=known,
    )
    return edited(visit, editing, save, _("The fleet is entered."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def service_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Enter a service."""
    campaign = campaign_get(campaign_id=campaign_id)
    known = {"places": places_known(campaign)}
    form = NewServiceForm(visit.POST or None, known=known)

    def save() -> str:
        new = _new_service(form.cleaned_data)
        return reverse("service", args=[services_add(campaign=campaign, services=[new]).only().id])

    editing = Editing(
        campaign=campaign,
        here="carriers",
        title=_("New service"),
        back=reverse("services", args=[campaign.id]),
        form=form,
        known=known,
    )
    return edited(visit, editing, save, _("The service is entered."))


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "version"}


def _new_fleet(told: Mapping[str, Any], crews: Any) -> NewFleet:
    fleet = Fleet(
        id=told["code"],
        count=told["count"],
        seats=told["seats"],
        wheelchair_spaces=told["wheelchair_spaces"],
        crews=crews_told(crews),
        start=told["start"],
        end=told["end"] or None,
        available=(clock.seconds(told["available_from"]), clock.seconds(told["available_until"])),
        cost_fixed=told["cost_fixed"],
        cost_per_km=told["cost_per_km"],
        cost_per_hour=told["cost_per_hour"],
        slots=tuple(told.get("only_slots", ())) or None,
    )
    return NewFleet(fleet=fleet, name=told["name"], name_en=told["name_en"], hold_until=told["hold_until"])


def _new_service(told: Mapping[str, Any]) -> NewService:
    service = Service(
        id=told["code"],
        mode=told["mode"],
        origin=told["origin"],
        destination=told["destination"],
        depart=clock.seconds(told["departs_at"]),
        arrive=clock.seconds(told["arrives_at"]),
        seats=told["seats"],
        wheelchair_spaces=told["wheelchair_spaces"],
        cost_fixed=told["cost_fixed"],
        cost_per_seat=told["cost_per_seat"],
        min_load=told["min_load"],
        check_in_s=told["check_in"] * MINUTE,
        exit_s=told["exit"] * MINUTE,
        group=told["group"] or None,
    )
    return NewService(service=service, name=told["name"], name_en=told["name_en"], hold_until=told["hold_until"])
