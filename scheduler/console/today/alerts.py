"""An alert: what it says, whom to call, and what can be done about it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.acting import Visit
from scheduler.console.moments import MomentField
from scheduler.console.navigation import OFFICE, campaign_page, zone_of
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError, Invalid
from scheduler.manning.selectors import drivers_of
from scheduler.organisations.roles import Role
from scheduler.replanning.selectors import answer_find
from scheduler.replanning.services import Replan, replan_start
from scheduler.travel.alerts import alert_acknowledge, alert_close
from scheduler.travel.longer import closing_find, hours_ask, hours_find
from scheduler.travel.models import Alert
from scheduler.travel.selectors import alert_get, alert_parties, alert_places

COORDINATORS = frozenset({Role.COORDINATOR})


class ClosingForm(forms.Form):
    """What was done."""

    remark = forms.CharField(
        label=gettext_lazy("What was done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class HoursForm(forms.Form):
    """Until when a gate is to stay open."""

    until = MomentField(label=gettext_lazy("Until"))


@screen(roles=OFFICE)
def alert(visit: Visit, alert_id: UUID) -> HttpResponse:
    """The alert as a page, or as a dialog in the board that is open."""
    return _page(visit, alert_get(alert_id=alert_id))


@screen(roles=COORDINATORS, methods=("POST",))
def acknowledge(visit: Visit, alert_id: UUID) -> HttpResponse:
    """Take it on."""
    found = alert_get(alert_id=alert_id)
    try:
        alert_acknowledge(alert=found, version=None, by=visit.user)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        messages.success(visit, _("The alert is yours: everybody sees that you see to it."))
    return redirect("today", found.campaign_id)


@screen(roles=COORDINATORS, methods=("POST",))
def close(visit: Visit, alert_id: UUID) -> HttpResponse:
    """Say that it has been dealt with, and how."""
    found, form = alert_get(alert_id=alert_id), ClosingForm(visit.POST)
    if not form.is_valid():
        return _page(visit, found, form)
    try:
        alert_close(alert=found, by=visit.user, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, words_of(error))
        return _page(visit, alert_get(alert_id=alert_id), form)
    messages.success(visit, _("The alert is closed."))
    return redirect("today", found.campaign_id)


@screen(roles=COORDINATORS, methods=("POST",))
def hours(visit: Visit, alert_id: UUID) -> HttpResponse:
    """Ask the employer to keep the gate open."""
    found = alert_get(alert_id=alert_id)
    with timezone.override(zone_of(found.campaign)):
        form = HoursForm(visit.POST)
        is_sound = form.is_valid()
    if not is_sound:
        return _page(visit, found, hours=form)
    try:
        hours_ask(alert=found, until=form.cleaned_data["until"], by=visit.user)
    except Invalid:
        form.add_error("until", _("They are not there by then, or the campaign is over."))
        return _page(visit, found, hours=form)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        messages.success(
            visit, _("The employer is asked. Its answer stands with the alert, which closes if it agrees.")
        )
    return redirect("today", found.campaign_id)


@screen(roles=COORDINATORS, methods=("POST",))
def replan(visit: Visit, alert_id: UUID) -> HttpResponse:
    """Plan anew from the plan in force: what has begun stays as it is."""
    found = alert_get(alert_id=alert_id)
    try:
        run = replan_start(campaign=found.campaign, by=visit.user, how=Replan())
    except DomainError as error:
        messages.error(visit, words_of(error))
        return redirect("today", found.campaign_id)
    messages.success(visit, _("A new plan is being made from the one in force; what has begun stays as it is."))
    return redirect("run", run.id)


def _page(visit: Visit, found: Alert, form: ClosingForm | None = None, hours: HoursForm | None = None) -> HttpResponse:
    campaign, closing = found.campaign, closing_find(alert=found)
    context = {
        "alert": found,
        "parties": alert_parties(alert=found),
        "places": alert_places(alert=found),
        "answer": answer_find(alert=found),
        "drivers": drivers_of(duty=found.duty_id) if found.duty_id else [],
        "form": form or ClosingForm(initial={"version": found.version}),
        "closing": closing,
        "hours": hours or HoursForm(initial={"until": closing.until if closing else None}),
        "asked": hours_find(slot=found.slot) if found.slot else None,
        "may_act": visit.role in COORDINATORS and found.closed_at is None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form or hours else HTTPStatus.OK
    if visit.headers.get("HX-Request"):
        with timezone.override(zone_of(campaign)):
            return render(visit, "console/today/dialog.html", {"campaign": campaign, **context}, status=status)
    return campaign_page(visit, "console/today/alert.html", campaign=campaign, here="today", status=status, **context)
