"""What a carrier offers: vehicles with their free dates, and options that it holds for the bureau."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import CARRIERS, campaign_page, zone_of
from scheduler.console.operators.forms import ChangedFleetForm, HoldForm, NewFleetForm
from scheduler.console.records.choosing import slots_known
from scheduler.console.records.forms.carriers import CrewFormSet, crews_told, fleet_initial, fleet_told
from scheduler.console.refusals import refuse, words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError, NotFound
from scheduler.fleet.selectors import fleet_get, fleet_list, service_get, service_list
from scheduler.fleet.services import fleet_update, fleets_add, service_update
from scheduler.places.models import PlaceKind
from scheduler.places.selectors import place_list


@screen(roles=CARRIERS)
def fleets(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The carrier's fleets and services, with what has run out."""
    campaign, carrier = campaign_get(campaign_id=campaign_id), visit.membership.organisation
    context: dict[str, Any] = {
        "fleets": fleet_list(campaign=campaign).filter(operator=carrier),
        "services": service_list(campaign=campaign).filter(operator=carrier),
        "now": clock.now(),
    }
    return campaign_page(visit, "console/operators/fleets.html", campaign=campaign, here="vehicles", **context)


@screen(roles=CARRIERS, methods=("GET", "POST"))
def fleet_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Offer a fleet."""
    campaign, carrier = campaign_get(campaign_id=campaign_id), visit.membership.organisation
    places = place_list(campaign=campaign).exclude(kind__in=[PlaceKind.HOME, PlaceKind.BOARDING_POINT])
    with timezone.override(zone_of(campaign)):
        form = NewFleetForm(
            visit.POST if visit.method == "POST" else None,
            places=list(places),
            known={"slots": slots_known(campaign)},
            initial={
                "code": f"{carrier.code}-{fleet_list(campaign=campaign).filter(operator=carrier).count() + 1}",
                "available_from": campaign.horizon_start,
                "available_until": campaign.horizon_end,
            },
        )
        is_sound = form.is_valid()
    if is_sound:
        try:
            new = fleets_add(campaign=campaign, fleets=[form.fleet()], operator=carrier).only()
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("%(name)s is offered. The next plan can use it.") % {"name": new.name})
            return redirect("vehicles", campaign_id)
    return _form(visit, campaign, form=form)


@screen(roles=CARRIERS, methods=("GET", "POST"))
def fleet_change(visit: Visit, campaign_id: UUID, fleet_id: UUID) -> HttpResponse:
    """Change how many vehicles there are, when they are free, what they cost, and until when they are held."""
    campaign, fleet = campaign_get(campaign_id=campaign_id), fleet_get(fleet_id=fleet_id)
    if fleet.operator_id != visit.membership.organisation_id:
        raise NotFound(f"no fleet {fleet_id} of yours")
    with timezone.override(zone_of(campaign)):
        sent = visit.POST if visit.method == "POST" else None
        form = ChangedFleetForm(sent, initial=fleet_initial(fleet), known={"slots": slots_known(campaign)})
        crews = CrewFormSet(sent, initial=list(fleet.crews.values("drivers", "cost", "seats")), prefix="crews")
        is_sound = all([form.is_valid(), crews.is_valid()])
    if is_sound:
        try:
            fleet_update(fleet=fleet, crews=crews_told(crews), **fleet_told(form.cleaned_data))
        except DomainError as error:
            refuse(form, error)
        else:
            told = _("%(name)s is changed. Plans that are made from now on keep to it.")
            messages.success(visit, told % {"name": fleet.name or fleet.code})
            return redirect("vehicles", campaign_id)
    return _form(visit, campaign, form=form, fleet=fleet, crews=crews)


@screen(roles=CARRIERS, methods=("POST",))
def service_hold(visit: Visit, campaign_id: UUID, service_id: UUID) -> HttpResponse:
    """Hold a flight or rail block for the bureau until a moment, or offer it firmly."""
    campaign, service = campaign_get(campaign_id=campaign_id), service_get(service_id=service_id)
    with timezone.override(zone_of(campaign)):
        form = HoldForm(visit.POST)
        if not form.is_valid():
            messages.error(visit, _("Give the moment as date and time."))
            return redirect("vehicles", campaign_id)
    try:
        changes = {"hold_until": form.cleaned_data["hold_until"]}
        service_update(service=service, version=form.cleaned_data["version"], changes=changes)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        messages.success(visit, _("Until when %(code)s is held is changed.") % {"code": service.code})
    return redirect("vehicles", campaign_id)


def _form(visit: Visit, campaign: Campaign, *, form: NewFleetForm | ChangedFleetForm, **more: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = "console/operators/fleet.html"
    return campaign_page(visit, template, campaign=campaign, here="vehicles", status=status, form=form, **more)
