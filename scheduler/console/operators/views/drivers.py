"""A carrier's drivers, and how long each of them is at the wheel."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import CARRIERS, campaign_page, zone_of
from scheduler.console.operators.bars import Bars, bars_of
from scheduler.console.operators.forms import ChangedDriverForm, DaysForm, NewDriverForm, week_to
from scheduler.console.refusals import refuse
from scheduler.console.screen import screen
from scheduler.errors import DomainError
from scheduler.manning.drivers import (
    driven_days_list,
    driven_days_set,
    driver_get,
    driver_list,
    driver_update,
    drivers_add,
)
from scheduler.manning.models import Driver
from scheduler.manning.week import driver_weeks, last_day_of_work, limits_of

A_DAY = timedelta(days=1)


@screen(roles=CARRIERS)
def drivers(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Everyone who drives, with their hours over seven days."""
    campaign, carrier = campaign_get(campaign_id=campaign_id), visit.membership.organisation
    last = _last(visit.GET.get("to", ""), campaign, visit)
    weeks = driver_weeks(operator=carrier, campaign=campaign, last=last)
    limits = limits_of(campaign)
    rows: list[Bars] = [bars_of(week, limits) for week in weeks]
    context: dict[str, Any] = {
        "days": week_to(last),
        "rows": rows,
        "limits": limits,
        "before": last - A_DAY,
        "after": last + A_DAY,
        "retired": driver_list(operator=carrier).filter(retired_at__isnull=False),
    }
    return campaign_page(visit, "console/operators/drivers.html", campaign=campaign, here="drivers", **context)


@screen(roles=CARRIERS, methods=("GET", "POST"))
def driver_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Register a driver."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = NewDriverForm(visit.POST if visit.method == "POST" else None)
    if form.is_valid():
        try:
            new = drivers_add(operator=visit.membership.organisation, drivers=[form.driver()]).only()
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("%(name)s can be named for duties now.") % {"name": new.name})
            return redirect("drivers", campaign_id)
    return _form(visit, campaign, form=form)


@screen(roles=CARRIERS, methods=("GET", "POST"))
def driver(visit: Visit, campaign_id: UUID, driver_id: UUID) -> HttpResponse:
    """Change a driver, or say that they drive no more."""
    campaign, found = campaign_get(campaign_id=campaign_id), driver_get(driver_id=driver_id)
    form = ChangedDriverForm(visit.POST if visit.method == "POST" else None, initial=_values(found))
    if form.is_valid():
        changes = dict(form.cleaned_data)
        version, retired = changes.pop("version"), changes.pop("retired")
        was = found.retired_at is not None
        try:
            driver_update(driver=found, version=version, changes=changes, retired=None if was == retired else retired)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(visit, _("What you changed of %(name)s is kept.") % {"name": found.name})
            return redirect("drivers", campaign_id)
    return _form(visit, campaign, form=form, driver=found, days=_days_form(visit, campaign, found))


@screen(roles=CARRIERS, methods=("POST",))
def days(visit: Visit, campaign_id: UUID, driver_id: UUID) -> HttpResponse:
    """Report what a driver drove besides the duties known here: it counts towards what the law allows."""
    campaign, found = campaign_get(campaign_id=campaign_id), driver_get(driver_id=driver_id)
    form = _days_form(visit, campaign, found)
    if not form.is_valid():
        return _form(visit, campaign, form=ChangedDriverForm(initial=_values(found)), driver=found, days=form)
    driven_days_set(driver=found, days=form.seconds())
    messages.success(visit, _("The hours of %(name)s are kept.") % {"name": found.name})
    return redirect("drivers", campaign_id)


def _days_form(visit: Visit, campaign: Campaign, found: Driver) -> DaysForm:
    last = _last(visit.GET.get("to", ""), campaign, visit)
    is_sent = visit.method == "POST" and "version" not in visit.POST
    return DaysForm(visit.POST if is_sent else None, days=week_to(last), reported=driven_days_list(driver=found))


def _last(asked: str, campaign: Campaign, visit: Visit) -> date:
    """The last of the seven days: the one asked for, or that on which the carrier's work in the campaign ends."""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        with timezone.override(zone_of(campaign)):
            return timezone.localdate(last_day_of_work(campaign=campaign, carrier=visit.membership.organisation))


def _values(found: Driver) -> dict[str, Any]:
    return {
        "name": found.name,
        "phone": found.phone,
        "licence_class": found.licence_class,
        "language": found.language,
        "retired": found.retired_at is not None,
        "version": found.version,
    }


def _form(
    visit: Visit,
    campaign: Campaign,
    *,
    form: NewDriverForm | ChangedDriverForm,
    driver: Driver | None = None,
    days: DaysForm | None = None,
) -> HttpResponse:
    is_bad = form.is_bound or (days is not None and days.is_bound)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK
    context = {"form": form, "driver": driver, "days": days}
    template = "console/operators/driver.html"
    return campaign_page(visit, template, campaign=campaign, here="drivers", status=status, **context)
