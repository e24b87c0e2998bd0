"""Planning anew: what happened, the run that answers it, the policy for it, and the waiting list."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.names import names_of
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page, zone_of
from scheduler.console.publishing.events import event_words
from scheduler.console.publishing.forms.event import EventForm
from scheduler.console.publishing.forms.happenings import FORMS
from scheduler.console.publishing.forms.policy import PolicyForm
from scheduler.console.publishing.words import RUNS
from scheduler.console.refusals import refuse
from scheduler.console.screen import screen
from scheduler.errors import DomainError, Forbidden, NotFound
from scheduler.plans.policy import policy_of, policy_set
from scheduler.plans.selectors import plan_find_published
from scheduler.plans.waiting import promotion_list, waiting_list
from scheduler.replanning.models import EventKind
from scheduler.replanning.selectors import event_list
from scheduler.replanning.services import Replan, events_record, replan_start

PAGE = 50


@screen(roles=OFFICE, methods=("GET", "POST"))
def replan(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """What happened and what answers it; a POST plans anew for all that no plan answers yet."""
    campaign = campaign_get(campaign_id=campaign_id)
    if visit.method == "POST":
        _check_coordinates(visit)
        run = replan_start(campaign=campaign, by=visit.user, how=Replan())
        messages.success(
            visit, _("The run is ordered. You may close this page: it goes on, and is here when you return.")
        )
        return redirect("run", run.id)
    rows = event_list(campaign=campaign).select_related("run__plan", "run__base").order_by("-created_at", "id")
    page = Paginator(rows, PAGE).get_page(visit.GET.get("page"))
    names = names_of(campaign=campaign, english=_english())
    with timezone.override(zone_of(campaign)):
        events = [(one, event_words(one, names), RUNS[one.run.state] if one.run else None) for one in page]
    return campaign_page(
        visit,
        "console/publishing/replan.html",
        campaign=campaign,
        here="replan",
        page=page,
        events=events,
        kinds=EventKind.choices,
        published=plan_find_published(campaign=campaign),
        gathered=event_list(campaign=campaign).filter(run=None).count(),
    )


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def happening(visit: Visit, campaign_id: UUID, kind: str) -> HttpResponse:
    """Say that something of a kind happened."""
    if kind not in FORMS:
        raise NotFound(f"nothing of the kind {kind!r} can happen")
    campaign = campaign_get(campaign_id=campaign_id)
    with timezone.override(zone_of(campaign)):
        form = FORMS[kind](
            visit.POST if visit.method == "POST" else None,
            campaign=campaign,
            names=names_of(campaign=campaign, english=_english()),
        )
        if form.is_valid() and (answer := _record(visit, campaign, form)):
            return answer
    return campaign_page(
        visit,
        "console/publishing/happening.html",
        campaign=campaign,
        here="replan",
        status=422 if form.is_bound else 200,
        form=form,
        kind=EventKind(kind).label,
        published=plan_find_published(campaign=campaign),
    )


@screen(roles=OFFICE, methods=("GET", "POST"))
def policy(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """What stays, what moving people is worth, and what is held back."""
    campaign = campaign_get(campaign_id=campaign_id)
    if visit.method == "POST":
        _check_coordinates(visit)
    form = PolicyForm(visit.POST if visit.method == "POST" else None, policy=policy_of(campaign))
    if form.is_valid() and _set(campaign, form):
        messages.success(visit, _("Kept. Runs that are ordered from now on go by it."))
        return redirect("policy", campaign.id)
    return campaign_page(
        visit,
        "console/publishing/policy.html",
        campaign=campaign,
        here="replan",
        status=422 if form.is_bound else 200,
        form=form,
    )


@screen(roles=OFFICE)
def waiting(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Who has no seat, in order, and who got one."""
    campaign = campaign_get(campaign_id=campaign_id)
    page = Paginator(waiting_list(campaign=campaign), PAGE).get_page(visit.GET.get("page"))
    return campaign_page(
        visit,
        "console/publishing/waiting.html",
        campaign=campaign,
        here="replan",
        page=page,
        promotions=promotion_list(campaign=campaign).order_by("-created_at", "place")[:PAGE],
        published=plan_find_published(campaign=campaign),
    )


def _record(visit: Visit, campaign: Campaign, form: EventForm) -> HttpResponse | None:
    """Take it in and go on; None when it cannot be, which stands in the form then."""
    how = Replan() if "replan" in visit.POST else None
    try:
        [event] = events_record(campaign=campaign, events=[form.event], by=visit.user, replan=how)
    except DomainError as error:
        refuse(form, error)
        return None
    if event.run_id:
        messages.success(visit, _("Noted. The plan is made anew; people are told when you have published it."))
        return redirect("run", event.run_id)
    messages.success(visit, _("Noted. It waits to be answered by the next plan."))
    return redirect("replan", campaign.id)


def _set(campaign: Campaign, form: PolicyForm) -> bool:
    """Whether it could be kept; why not stands in the form."""
    try:
        policy_set(campaign=campaign, reserve=form.reserve, version=form.cleaned_data["version"], **form.settings)
    except DomainError as error:
        refuse(form, error)
    else:
        return True
    return False


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _check_coordinates(visit: Visit) -> None:
    if visit.role not in COORDINATORS:
        raise Forbidden(_("only coordinators change this"))
