"""Beginning a campaign, and saying who takes part and whom to call."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler.campaigns.models import ContactRole
from scheduler.campaigns.selectors import campaign_get, contact_list, participation_list
from scheduler.campaigns.services import (
    campaign_create,
    campaign_import,
    contact_add,
    contact_remove,
    contact_update,
    participation_add,
    participation_remove,
)
from scheduler.campaigns.usual import USUAL_RULES, USUAL_TRAVEL
from scheduler.console.acting import Visit
from scheduler.console.campaigns.faults import fault_told
from scheduler.console.campaigns.forms import CampaignForm, ContactForm, ImportForm, InviteForm
from scheduler.console.navigation import COORDINATORS, campaign_page
from scheduler.console.records.editing import Editing, edited
from scheduler.console.refusals import refuse, words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError, NotFound
from scheduler.organisations.selectors import organisation_find_by_code
from solvers.documents import read_problem
from solvers.problem import InvalidProblem


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_new(visit: Visit) -> HttpResponse:
    """Begin a campaign with nothing in it."""
    form = CampaignForm(visit.POST or None)
    if not form.is_valid():
        return _new_page(visit, form, ImportForm(), status=422 if visit.method == "POST" else 200)
    told, midnight = form.cleaned_data, time.min
    try:
        made = campaign_create(
            bureau=visit.membership.organisation,
            name=told["name"],
            title=told["title"],
            title_en=told["title_en"],
            currency=told["currency"],
            horizon_start=datetime.combine(told["starts_on"], midnight, form.zone),
            horizon_end=datetime.combine(told["ends_on"] + timedelta(days=1), midnight, form.zone),
            travel=USUAL_TRAVEL,
            rules=USUAL_RULES,
            by=visit.user,
        )
    except DomainError as error:
        refuse(form, error)
        return _new_page(visit, form, ImportForm(), status=422)
    messages.success(visit, _("The campaign is there. What it needs next stands below."))
    return redirect("campaign", made.id)


@screen(roles=COORDINATORS, methods=("POST",))
def campaign_from_document(visit: Visit) -> HttpResponse:
    """Begin a campaign with all that a transfer problem holds."""
    form = ImportForm(visit.POST, visit.FILES)
    if form.is_valid():
        try:
            problem = read_problem(json.load(form.cleaned_data["document"]))
            made = campaign_import(bureau=visit.membership.organisation, problem=problem, by=visit.user)
        except InvalidProblem as error:
            form.add_error(
                "document", _("At %(where)s: %(what)s") % {"where": error.where, "what": fault_told(error.what)}
            )
        except DomainError as error:
            form.add_error("document", words_of(error))
        except (ValueError, RecursionError):
            form.add_error("document", _("This is no JSON document."))
        else:
            messages.success(visit, _("The campaign is imported."))
            return redirect("campaign", made.id)
    return _new_page(visit, CampaignForm(), form, status=422)


def _new_page(visit: Visit, form: CampaignForm, importing: ImportForm, *, status: int) -> HttpResponse:
    context = {"form": form, "importing": importing}
    return render(visit, "console/campaigns/new.html", context, status=status)


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def people_of_campaign(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Invite an organisation, or name somebody to call."""
    found = campaign_get(campaign_id=campaign_id)
    is_contact = visit.POST.get("what") == "contact"
    invite = InviteForm(visit.POST if visit.POST and not is_contact else None, prefix="invite")
    contact = ContactForm(visit.POST if is_contact else None, prefix="contact")
    if is_contact and contact.is_valid():
        told = contact.cleaned_data
        contact_add(campaign=found, role=ContactRole(told["role"]), name=told["name"], phone=told["phone"])
        messages.success(visit, _("The contact is named."))
        return redirect("campaign", found.id)
    if visit.POST and not is_contact and invite.is_valid():
        organisation = organisation_find_by_code(code=invite.cleaned_data["code"])
        if organisation is None:
            invite.add_error("code", _("There is no organisation of this code."))
        else:
            participation_add(campaign=found, organisation=organisation)
            messages.success(visit, _("%(name)s takes part.") % {"name": organisation.name})
            return redirect("campaign", found.id)
    return campaign_page(
        visit,
        "console/campaigns/people.html",
        campaign=found,
        here="campaign",
        status=422 if visit.POST else 200,
        invite=invite,
        contact=contact,
    )


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def contact_edit(visit: Visit, campaign_id: UUID, contact_id: UUID) -> HttpResponse:
    """Name somebody else to call, or nobody any more."""
    campaign = campaign_get(campaign_id=campaign_id)
    contact = contact_list(campaign=campaign).filter(id=contact_id, organisation=None).first()
    if contact is None:
        raise NotFound(f"no contact {contact_id} of the bureau")
    there = {name: getattr(contact, name) for name in ContactForm.base_fields}
    form = ContactForm(visit.POST or None, initial=there)
    done = _("The contact is taken away.") if "remove" in visit.POST else _("The contact is changed.")

    def save() -> str:
        if "remove" in visit.POST:
            contact_remove(contact=contact)
        else:
            contact_update(contact=contact, **form.cleaned_data)
        return reverse("campaign", args=[campaign.id])

    editing = Editing(
        campaign=campaign,
        here="campaign",
        title=_("Whom to call: %(name)s") % {"name": contact.name},
        back=reverse("campaign", args=[campaign.id]),
        form=form,
        also=(("remove", _("Take this contact away"), _("Nobody is told this number any more. Take it away?")),),
        means=_("Slips and sheets that are printed from now on carry it; those in people's hands do not change."),
    )
    return edited(visit, editing, save, done)


@screen(roles=COORDINATORS, methods=("POST",))
def participation_end(visit: Visit, campaign_id: UUID, participation_id: UUID) -> HttpResponse:
    """Take an invitation back; what was offered stays."""
    found = campaign_get(campaign_id=campaign_id)
    participation = participation_list(campaign=found).filter(id=participation_id).first()
    if participation is None:
        raise NotFound(f"nobody takes part in this campaign as {participation_id}")
    participation_remove(participation=participation)
    messages.success(visit, _("%(name)s no longer takes part.") % {"name": participation.organisation.name})
    return redirect("campaign", found.id)
