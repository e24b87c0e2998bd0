"""What an employer offers: slots in which it takes people in, and the jobs behind them."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.employers.forms import (
    ChangedSlotForm,
    SlotForm,
    WindowForms,
    windows_form,
    windows_initial,
)
from scheduler.console.navigation import EMPLOYER, campaign_page, zone_of
from scheduler.console.records.forms.jobs import NewJobForm
from scheduler.console.refusals import refuse, words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError
from scheduler.intake.mapping import windows_json
from scheduler.intake.models import IntakeSlot
from scheduler.intake.selectors import gates_at_hand, job_post_list, plant_list, slot_get, slot_list
from scheduler.intake.services import job_posts_add, slot_delete, slot_update, slots_add


@screen(roles=EMPLOYER)
def offers(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The employer's slots and jobs in a campaign."""
    campaign = campaign_get(campaign_id=campaign_id)
    slots, posts = slot_list(campaign=campaign), job_post_list(campaign=campaign)
    template = "console/employers/offers.html"
    return campaign_page(visit, template, campaign=campaign, here="offers", slots=slots, posts=posts)


@screen(roles=EMPLOYER, methods=("GET", "POST"))
def slot_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Offer a slot."""
    campaign, employer = campaign_get(campaign_id=campaign_id), visit.membership.organisation
    sent = visit.POST if visit.method == "POST" else None
    with timezone.override(zone_of(campaign)):
        form = SlotForm(
            sent,
            gates=gates_at_hand(campaign=campaign, employer=employer),
            posts=list(job_post_list(campaign=campaign)),
            initial={"code": _next_code(employer.code, slot_list(campaign=campaign).count())},
        )
        windows = windows_form(sent)
        is_sound = sent is not None and all([form.is_valid(), windows.is_valid()])
    if is_sound:
        try:
            slot = slots_add(campaign=campaign, slots=[form.slot(windows.spans())], employer=employer).only()
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("Slot %(code)s is offered. The next plan can use it.") % {"code": slot.code})
            return redirect("offers", campaign_id)
    return _form(visit, campaign, form=form, windows=windows)


@screen(roles=EMPLOYER, methods=("GET", "POST"))
def slot_change(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Change how many are taken in, and when."""
    slot = slot_get(slot_id=slot_id)
    campaign, sent = slot.campaign, visit.POST if visit.method == "POST" else None
    now = {"capacity": slot.capacity, "min_headcount": slot.min_headcount, "version": slot.version}
    with timezone.override(zone_of(campaign)):
        form = ChangedSlotForm(sent, initial=now)
        windows = windows_form(sent, initial=windows_initial(slot))
        is_sound = sent is not None and all([form.is_valid(), windows.is_valid()])
    if is_sound:
        given = dict(form.cleaned_data)
        changes = {**given, "windows": windows_json(windows.spans(), campaign.utc_offset_s)}
        try:
            slot_update(slot=slot, version=changes.pop("version"), changes=changes)
        except DomainError as error:
            refuse(form, error)
        else:
            told = _("Slot %(code)s is changed. Plans that are made from now on keep to it.")
            messages.success(visit, told % {"code": slot.code})
            return redirect("offers", campaign.id)
    return _form(visit, campaign, form=form, windows=windows, slot=slot)


@screen(roles=EMPLOYER, methods=("POST",))
def slot_withdraw(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Take a slot back that nobody was placed in or has chosen."""
    slot = slot_get(slot_id=slot_id)
    try:
        slot_delete(slot=slot, version=int(visit.POST.get("version") or 0))
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        messages.success(visit, _("Slot %(code)s is taken back.") % {"code": slot.code})
    return redirect("offers", slot.campaign_id)


@screen(roles=EMPLOYER, methods=("GET", "POST"))
def job_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Post a job."""
    campaign, employer = campaign_get(campaign_id=campaign_id), visit.membership.organisation
    form = NewJobForm(
        visit.POST if visit.method == "POST" else None,
        plants=list(plant_list().filter(employer=employer)),
        initial={"code": _next_code(f"{employer.code}-job", job_post_list(campaign=campaign).count())},
    )
    if form.is_valid():
        try:
            post = job_posts_add(campaign=campaign, employer=employer, posts=[form.post()]).only()
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("Job %(title)s is posted. Offer a slot for it next.") % {"title": post.title})
            return redirect("offers", campaign_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = "console/employers/job.html"
    return campaign_page(visit, template, campaign=campaign, here="offers", status=status, form=form)


def _form(
    visit: Visit,
    campaign: Campaign,
    *,
    form: SlotForm | ChangedSlotForm,
    windows: WindowForms,
    slot: IntakeSlot | None = None,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "windows": windows, "slot": slot}
    template = "console/employers/slot.html"
    return campaign_page(visit, template, campaign=campaign, here="offers", status=status, **context)


def _next_code(stem: str, count: int) -> str:
    """A code to begin with, which most will leave."""
    return f"{stem}-{count + 1}"
