"""Plants: where employers' people work, the gates that they have in a campaign, and who receives people there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import EMPLOYER, HOSTS, campaign_page
from scheduler.console.records.choosing import employers_known, plants_known
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.places import GateForm, NewPlantForm, PlantForm
from scheduler.console.screen import screen
from scheduler.console.templatetags.named import named
from scheduler.intake.selectors import gate_list, gates_at_hand, plant_get, plants_with_gates
from scheduler.intake.services import gate_set, plant_add, plant_update
from scheduler.organisations.selectors import organisation_get
from scheduler.places.mapping import point_of
from scheduler.places.models import PlaceKind
from scheduler.places.selectors import place_get, place_list

MEANS = gettext_lazy("Plans stay as they are. Papers and messages that are made from now on carry it.")


@screen(roles=HOSTS)
def plants(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The plants with their gates in the campaign, and the gates that belong to no plant yet."""
    campaign = campaign_get(campaign_id=campaign_id)
    if visit.role in EMPLOYER:
        gates = gates_at_hand(campaign=campaign, employer=visit.membership.organisation)
    else:
        gates = list(place_list(campaign=campaign).filter(kind=PlaceKind.GATE))
    found = list(plants_with_gates(campaign=campaign))
    known = {gate.place_id for plant in found for gate in plant.gates.all()}
    return campaign_page(
        visit,
        "console/records/plants.html",
        campaign=campaign,
        here=_here(visit),
        plants=found,
        others=[gate for gate in gates if gate.id not in known],
    )


@screen(roles=HOSTS, methods=("GET", "POST"))
def plant_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Name a plant: an employer its own, a bureau that of an employer who does not do so."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = NewPlantForm(visit.POST or None, employers=_employers(visit, campaign))

    def save() -> str:
        told = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "employer")}
        plant_add(employer=organisation_get(organisation_id=form.cleaned_data["employer"]), **told)
        return _list(campaign)

    return _edited(visit, campaign, form, save, title=_("New plant"), done=_("The plant is named."))


@screen(roles=HOSTS, methods=("GET", "POST"))
def plant_edit(visit: Visit, campaign_id: UUID, plant_id: UUID) -> HttpResponse:
    """Change what a plant is called and where it is."""
    campaign, plant = campaign_get(campaign_id=campaign_id), plant_get(plant_id=plant_id)
    there = {name: getattr(plant, name) for name in ("version", "name", "name_en", "city", "address")}
    point = {"lon": plant.point.x, "lat": plant.point.y} if plant.point else {}
    form = PlantForm(visit.POST or None, initial=there | point)

    def save() -> str:
        told = dict(form.cleaned_data)
        place = {"point": point_of(told.pop("lon"), told.pop("lat"))}
        plant_update(plant=plant, version=told.pop("version"), changes=told | place)
        return _list(campaign)

    title = _("Change plant %(name)s") % {"name": named(plant)}
    return _edited(visit, campaign, form, save, title=title, done=_("The plant is changed."), record=plant)


@screen(roles=HOSTS, methods=("GET", "POST"))
def place_gate(visit: Visit, place_id: UUID) -> HttpResponse:
    """Say which plant a gate is of, and who receives people there."""
    found = place_get(place_id=place_id)
    gate = gate_list(campaign=found.campaign).filter(place=found).first()
    names = ("plant_id", "contact_name", "contact_phone")
    there = {name.removesuffix("_id"): getattr(gate, name) for name in names} if gate else {}
    form = GateForm(visit.POST or None, initial=there, plants=plants_known())

    def save() -> str:
        told = dict(form.cleaned_data)
        gate_set(place=found, plant=plant_get(plant_id=told.pop("plant")), **told)
        return _list(found.campaign)

    title = _("Who receives people at %(place)s") % {"place": named(found)}
    return _edited(visit, found.campaign, form, save, title=title, done=_("The gate has its contact."))


def _edited(
    visit: Visit, campaign: Campaign, form: Any, save: Any, *, title: str, done: str, **more: Any
) -> HttpResponse:
    editing = Editing(
        campaign=campaign, here=_here(visit), title=title, back=_list(campaign), form=form, means=MEANS, **more
    )
    return edited(visit, editing, save, done)


def _employers(visit: Visit, campaign: Campaign) -> list[tuple[UUID, str]]:
    """Whose plant it may be."""
    own = visit.membership.organisation
    return [(own.id, named(own))] if visit.role in EMPLOYER else employers_known(campaign)


def _here(visit: Visit) -> str:
    """The tab under which plants stand: an employer's offers, or a bureau's places."""
    return "offers" if visit.role in EMPLOYER else "places"


def _list(campaign: Campaign) -> str:
    return reverse("plants", args=[campaign.id])
