"""Writing a request down: for somebody who is not registered yet, or for whom the survey knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import REGISTRARS
from scheduler.console.records.asking import boarding_lines, boards, choice_lines, chosen, columns_of, known_of
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.fields import Known
from scheduler.console.records.forms.requests import KnownPersonForm, NewRequestForm
from scheduler.console.screen import screen
from scheduler.people.desk import code_suggested, request_write_down
from scheduler.people.models import DepartureRequest, Worker
from scheduler.people.selectors import worker_get
from scheduler.people.services import NewRequest, NewWorker, requests_add
from scheduler.people.survey import ready_when, survey

Keep = Callable[[NewRequest], DepartureRequest]


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def request_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Write a request down for somebody."""
    campaign = campaign_get(campaign_id=campaign_id)
    known, usual = known_of(campaign), {"size": 1, "ready_at": campaign.horizon_start}
    form = NewRequestForm(visit.POST or None, initial=usual | _code(campaign), known=known)

    def keep(new: NewRequest) -> DepartureRequest:
        told = form.cleaned_data
        person = NewWorker(
            name=told["name"], phone=told["phone"], id_number=told["id_number"] or None, town=told["town"]
        )
        return request_write_down(campaign=campaign, request=new, person=person if told["name"] else None)

    return _page(visit, campaign, form, known, keep, title=_("New request"), back="requests")


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def request_of_worker(visit: Visit, campaign_id: UUID, worker_id: UUID) -> HttpResponse:
    """Write a request down for somebody whom the survey knows, with what it knows."""
    campaign, worker = campaign_get(campaign_id=campaign_id), worker_get(worker_id=worker_id)
    known = known_of(campaign)
    form = KnownPersonForm(visit.POST or None, initial=_surveyed(campaign, worker) | _code(campaign), known=known)

    def keep(new: NewRequest) -> DepartureRequest:
        return requests_add(campaign=campaign, requests=[new]).only()

    title = _("Request of %(name)s") % {"name": worker.name}
    return _page(visit, campaign, form, known, keep, title=title, back="survey", members=(worker.id,))


def _page(
    visit: Visit,
    campaign: Campaign,
    form: KnownPersonForm,
    known: Known,
    keep: Keep,
    *,
    title: str,
    back: str,
    members: tuple[UUID, ...] = (),
) -> HttpResponse:
    choices, boarding = choice_lines(visit, known, []), boarding_lines(visit, known, [])

    def save() -> str:
        told = form.cleaned_data
        columns = columns_of(campaign, told) | {"home": None if told["lon"] is None else (told["lon"], told["lat"])}
        new = NewRequest(
            code=told["code"],
            members=members,
            choices=tuple(chosen(choices)),
            boarding=tuple(boards(boarding)) or None,
            **columns,
        )
        return reverse("request", args=[keep(new).id])

    editing = Editing(
        campaign=campaign,
        here=back,
        title=title,
        back=reverse(back, args=[campaign.id]),
        form=form,
        lists=(
            (_("Slots that they may be placed in"), choices),
            (_("Where they can board (none: found from the home)"), boarding),
        ),
        known=known,
    )
    return edited(visit, editing, save, _("The request is taken in."))


def _code(campaign: Campaign) -> dict[str, Any]:
    return {"code": code_suggested(campaign=campaign)}


def _surveyed(campaign: Campaign, worker: Worker) -> dict[str, Any]:
    """What the survey says, as the form begins with it."""
    one = survey(campaign=campaign, workers=[worker.id])[worker.id]
    wishes = {name: getattr(one.wishes, name) for name in ("jobs", "places", "pay_from", "not_employers")}
    return wishes | {
        "size": 1,
        "wheelchairs": int(one.wheelchair),
        "town": one.town,
        "ready_at": ready_when(campaign, [one]),
    }
