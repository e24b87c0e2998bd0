"""One departure request: what it asks for, what happened to it, and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.records.choosing import places_known, slots_known
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.fields import Known
from scheduler.console.records.forms.requests import (
    ACTIONS,
    ActForm,
    BoardingFormSet,
    ChoiceFormSet,
    NewRequestForm,
    RequestForm,
)
from scheduler.console.screen import screen
from scheduler.matching.selectors import OPEN_STATES, proposal_of
from scheduler.matching.services import why
from scheduler.people.desk import request_write_down
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import request_act
from scheduler.people.selectors import request_head, request_moves
from scheduler.people.services import NewRequest, NewWorker, request_update, unserved_cost
from scheduler.people.states import BY_HAND, Action, RequestState
from scheduler.people.wishes import wishes_of
from scheduler.places.mapping import point_of


@screen(roles=OFFICE)
def request(visit: Visit, request_id: UUID) -> HttpResponse:
    """A departure request with its people, its slots and why, and its history."""
    return _page(visit, request_head(request_id=request_id), ActForm())


@screen(roles=COORDINATORS, methods=("POST",))
def request_move(visit: Visit, request_id: UUID) -> HttpResponse:
    """Hand in, verify, send back, withdraw or reopen it."""
    found, form = request_head(request_id=request_id), ActForm(visit.POST)
    if not form.is_valid():
        return _page(visit, found, form, status=422)
    action = Action(form.cleaned_data["action"])
    request_act(
        request=found,
        version=form.cleaned_data["version"],
        action=action,
        by=visit.user,
        why=form.cleaned_data["why"],
    )
    messages.success(visit, _("%(request)s: %(action)s, done.") % {"request": found.code, "action": ACTIONS[action]})
    return redirect("request", found.id)


def _page(visit: Visit, found: DepartureRequest, form: ActForm, *, status: int = 200) -> HttpResponse:
    return campaign_page(
        visit,
        "console/records/request.html",
        campaign=found.campaign,
        here="requests",
        status=status,
        found=found,
        members=found.members.select_related("worker"),
        moves=request_moves(request=found),
        choices=found.choices.select_related("slot__gate", "slot__job_post__employer", "slot__employer"),
        boarding=found.boarding_options.select_related("place"),
        is_open=found.state in OPEN_STATES,
        actions=[(one, words) for one, words in ACTIONS.items() if RequestState(found.state) in BY_HAND[one]],
        form=form,
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=OFFICE)
def request_ruled_out(visit: Visit, request_id: UUID) -> HttpResponse:
    """Why the other slots are not proposed to it."""
    found = request_head(request_id=request_id)
    ruled_out = [(one, why(one)) for one in proposal_of(request=found).ruled_out]
    return campaign_page(
        visit,
        "console/records/ruled_out.html",
        campaign=found.campaign,
        here="requests",
        found=found,
        ruled_out=ruled_out,
    )


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def request_edit(visit: Visit, request_id: UUID) -> HttpResponse:
    """Change what it asks for; lists that were not touched stay as they are, with their whys."""
    found = request_head(request_id=request_id)
    known = _known(found.campaign)
    form = RequestForm(visit.POST or None, initial=_initial(found), known=known)
    chosen, boards = found.choices.select_related("slot"), found.boarding_options.select_related("place")
    choices = _choices(visit, known, [{"slot": one.slot.code, "cost": one.cost} for one in chosen])
    boarding = _boarding(visit, known, [{"place": one.place.code, "minutes": one.access_s // 60} for one in boards])

    def save() -> str:
        request_update(
            request=found,
            version=form.cleaned_data["version"],
            changes=_changes(found.campaign, form.cleaned_data),
            choices=_chosen(choices) if choices.has_changed() else None,
            boarding=_boards(boarding) if boarding.has_changed() else None,
        )
        return reverse("request", args=[found.id])

    editing = Editing(
        campaign=found.campaign,
        here="requests",
        title=_("Change request %(code)s") % {"code": found.code},
        back=reverse("request", args=[found.id]),
        form=form,
        record=found,
        lists=((_("Slots that they may be placed in"), choices), (_("Where they can board"), boarding)),
        known=known,
    )
    return edited(visit, editing, save, _("The request is changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def request_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Write a request down for somebody."""
    campaign = campaign_get(campaign_id=campaign_id)
    known = _known(campaign)
    form = NewRequestForm(visit.POST or None, initial={"size": 1, "ready_at": campaign.horizon_start}, known=known)
    choices, boarding = _choices(visit, known, []), _boarding(visit, known, [])

    def save() -> str:
        told = form.cleaned_data
        columns = _changes(campaign, told) | {"code": told["code"], "home": _home(told)}
        new = NewRequest(
            choices=tuple(_chosen(choices)),
            boarding=tuple(_boards(boarding)) or None,
            **columns,
        )
        person = NewWorker(
            name=told["name"], phone=told["phone"], id_number=told["id_number"] or None, town=told["town"]
        )
        row = request_write_down(campaign=campaign, request=new, person=person if told["name"] else None)
        return reverse("request", args=[row.id])

    editing = Editing(
        campaign=campaign,
        here="requests",
        title=_("New request"),
        back=reverse("requests", args=[campaign.id]),
        form=form,
        lists=(
            (_("Slots that they may be placed in"), choices),
            (_("Where they can board (none: found from the home)"), boarding),
        ),
        known=known,
    )
    return edited(visit, editing, save, _("The request is taken in."))


def _known(campaign: Campaign) -> Known:
    return {"slots": slots_known(campaign), "places": places_known(campaign)}


def _choices(visit: Visit, known: Known, there: list[dict[str, Any]]) -> Any:
    return ChoiceFormSet(visit.POST or None, initial=there, prefix="choices", form_kwargs={"known": known})


def _boarding(visit: Visit, known: Known, there: list[dict[str, Any]]) -> Any:
    return BoardingFormSet(visit.POST or None, initial=there, prefix="boarding", form_kwargs={"known": known})


def _chosen(lines: Any) -> list[tuple[str, float]]:
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("slot")]
    return [(one["slot"], one["cost"] or 0.0) for one in told]


def _boards(lines: Any) -> list[tuple[str, int]]:
    told = [line.cleaned_data for line in lines if line.cleaned_data.get("place")]
    return [(one["place"], one["minutes"] * 60) for one in told]


def _initial(found: DepartureRequest) -> dict[str, Any]:
    wishes = wishes_of(found.wishes)
    usual = unserved_cost(found.campaign, size=found.size, priority=found.priority)
    return {
        "version": found.version,
        "size": found.size,
        "wheelchairs": found.wheelchairs,
        "town": found.town,
        "ready_at": found.ready_at,
        "due_at": found.due_at,
        "priority": bool(found.priority),
        "unserved_cost": None if found.unserved_cost == usual else found.unserved_cost,
        "together": found.together,
        "lon": found.home.x if found.home else None,
        "lat": found.home.y if found.home else None,
        "jobs": wishes.jobs,
        "places": wishes.places,
        "pay_from": wishes.pay_from,
        "not_employers": wishes.not_employers,
    }


def _changes(campaign: Campaign, told: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the form says."""
    columns = {name: told[name] for name in ("size", "wheelchairs", "town", "ready_at", "due_at", "together")}
    priority, price = int(told["priority"]), told["unserved_cost"]
    usual = unserved_cost(campaign, size=told["size"], priority=priority)
    return columns | {
        "priority": priority,
        "unserved_cost": usual if price is None else price,
        "wishes": {name: told[name] for name in ("jobs", "places", "pay_from", "not_employers") if told[name]},
        "home": point_of(told["lon"], told["lat"]),
    }


def _home(told: Mapping[str, Any]) -> tuple[float, float] | None:
    return None if told["lon"] is None else (told["lon"], told["lat"])
