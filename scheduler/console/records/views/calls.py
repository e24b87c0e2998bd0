"""People of name lists whom staff phone: the list, what came of a call, and the request that is made of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.calls.models import Call
from scheduler.calls.outcomes import Outcome
from scheduler.calls.selectors import call_get
from scheduler.calls.services import call_note, call_request
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import REGISTRARS, TOWNS, campaign_page
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.calls import CallForm, CallRequestForm
from scheduler.console.records.lists.calls import calls_table
from scheduler.console.screen import screen
from scheduler.people.desk import code_suggested
from scheduler.people.services import NewRequest, NewWorker


@screen(roles=REGISTRARS)
def calls(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Whom to call, town by town."""
    campaign = campaign_get(campaign_id=campaign_id)
    return campaign_page(
        visit,
        "console/records/calls.html",
        campaign=campaign,
        here=_here(visit),
        table=calls_table(visit, campaign),
    )


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def call(visit: Visit, call_id: UUID) -> HttpResponse:
    """Note what came of a call."""
    found = call_get(call_id=call_id)
    there = {name: getattr(found, name) for name in ("version", "outcome", "call_again_at", "note")}
    form = CallForm(visit.POST or None, initial=there)

    def save() -> str:
        told = form.cleaned_data
        call_note(
            call=found,
            version=told["version"],
            outcome=Outcome(told["outcome"]),
            note=told["note"],
            call_again_at=told["call_again_at"],
            by=visit.user,
        )
        wants = told["outcome"] == Outcome.WANTS_TO_GO and found.request_id is None
        return reverse("call_request", args=[found.id]) if wants else _list(found)

    editing = Editing(
        campaign=found.campaign,
        here=_here(visit),
        title=_("Call %(name)s, %(phone)s") % {"name": found.name, "phone": found.phone or _("no telephone")},
        back=_list(found),
        form=form,
        record=found,
    )
    return edited(visit, editing, save, _("Noted."))


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def request_of_call(visit: Visit, call_id: UUID) -> HttpResponse:
    """Make a departure request of somebody who wants to go."""
    found = call_get(call_id=call_id)
    code = code_suggested(campaign=found.campaign)
    there = {"code": code, "ready_at": found.campaign.horizon_start, "phone": found.phone}
    form = CallRequestForm(visit.POST or None, initial=there)

    def save() -> str:
        told = form.cleaned_data
        asked = NewRequest(
            code=told["code"],
            size=told["size"],
            ready_at=told["ready_at"],
            home=None if told["lon"] is None else (told["lon"], told["lat"]),
        )
        made = call_request(call=found, request=asked, person=NewWorker(name="", phone=told["phone"]), by=visit.user)
        return reverse("request", args=[made.request_id])

    editing = Editing(
        campaign=found.campaign,
        here=_here(visit),
        title=_("Request of %(name)s") % {"name": found.name},
        back=_list(found),
        form=form,
    )
    return edited(visit, editing, save, _("The request is taken in."))


def _here(visit: Visit) -> str:
    """The tab under which calls stand: a town's own, or, for a bureau, that of the sheets which bring them."""
    return "calls" if visit.role in TOWNS else "uploads"


def _list(found: Call) -> str:
    return reverse("calls", args=[found.campaign_id])
