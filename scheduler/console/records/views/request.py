"""One departure request: what it asks for, what happened to it, and changing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.console.acting import Visit
from scheduler.console.navigation import KNOWING, OFFICE, REGISTRARS, campaign_page
from scheduler.console.records.asking import boarding_lines, boards, choice_lines, chosen, columns_of, known_of
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.requests import ACTIONS, ActForm, RequestForm, SplitForm
from scheduler.console.refusals import refuse
from scheduler.console.screen import screen
from scheduler.errors import DomainError
from scheduler.matching.selectors import OPEN_STATES, proposal_of
from scheduler.matching.services import why
from scheduler.people.models import DepartureRequest
from scheduler.people.selectors import request_head, request_moves
from scheduler.people.services import request_update, unserved_cost
from scheduler.people.states import BY_HAND, Action, RequestState
from scheduler.people.unions import SPLITTABLE, party_split
from scheduler.people.wishes import wishes_of
from scheduler.telling.people import languages_of
from scheduler.travel.by_hand import request_act


@screen(roles=KNOWING)
def request(visit: Visit, request_id: UUID) -> HttpResponse:
    """A departure request with its people, its slots and why, and its history."""
    return _page(visit, request_head(request_id=request_id), ActForm())


@screen(roles=REGISTRARS, methods=("POST",))
def request_move(visit: Visit, request_id: UUID) -> HttpResponse:
    """Hand in, verify, send back, withdraw or reopen it, or note its return."""
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


@screen(roles=REGISTRARS, methods=("POST",))
def request_split(visit: Visit, request_id: UUID) -> HttpResponse:
    """Let those of whom it was made travel for themselves again."""
    found, form = request_head(request_id=request_id), SplitForm(visit.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            parts = party_split(request=found, version=told["version"], by=visit.user, why=told["why"])
        except DomainError as error:
            refuse(form, error)
        else:
            codes = ", ".join(part.code for part in parts)
            messages.success(visit, _("Split: %(parts)s travel for themselves again.") % {"parts": codes})
            return redirect("request", found.id)
    return _page(visit, found, ActForm(), splitting=form, status=422)


def _page(
    visit: Visit, found: DepartureRequest, form: ActForm, *, splitting: SplitForm | None = None, status: int = 200
) -> HttpResponse:
    members = list(found.members.select_related("worker"))
    reads = languages_of(workers={member.worker_id for member in members})
    return campaign_page(
        visit,
        "console/records/request.html",
        campaign=found.campaign,
        here="requests",
        status=status,
        found=found,
        members=members,
        in_english={worker for worker, language in reads.items() if language == "en"},
        moves=request_moves(request=found),
        choices=found.choices.select_related("slot__gate", "slot__job_post__employer", "slot__employer"),
        boarding=found.boarding_options.select_related("place"),
        may_ask_why=visit.role in OFFICE and found.state in OPEN_STATES,
        actions=[(one, words) for one, words in ACTIONS.items() if RequestState(found.state) in BY_HAND[one]],
        form=form,
        parts=found.parts.order_by("position", "code"),
        may_split=visit.role in REGISTRARS and found.state in SPLITTABLE,
        splitting=splitting or SplitForm(),
        may_change=visit.role in REGISTRARS,
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


@screen(roles=REGISTRARS, methods=("GET", "POST"))
def request_edit(visit: Visit, request_id: UUID) -> HttpResponse:
    """Change what it asks for; lists that were not touched stay as they are, with their whys."""
    found = request_head(request_id=request_id)
    known = known_of(found.campaign)
    form = RequestForm(visit.POST or None, initial=_initial(found), known=known)
    slots, places = found.choices.select_related("slot"), found.boarding_options.select_related("place")
    choices = choice_lines(visit, known, [{"slot": one.slot.code, "cost": one.cost} for one in slots])
    boarding = boarding_lines(
        visit, known, [{"place": one.place.code, "minutes": one.access_s // 60} for one in places]
    )

    def save() -> str:
        request_update(
            request=found,
            version=form.cleaned_data["version"],
            changes=columns_of(found.campaign, form.cleaned_data),
            choices=chosen(choices) if choices.has_changed() else None,
            boarding=boards(boarding) if boarding.has_changed() else None,
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
