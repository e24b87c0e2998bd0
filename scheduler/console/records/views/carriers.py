"""What carries people: the tables of fleets and services, one of them, booking and releasing options."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler import clock
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.records.editing import removed, sent_version
from scheduler.console.records.lists.carriers import fleets_table, services_table
from scheduler.console.screen import screen
from scheduler.errors import NotFound
from scheduler.fleet.models import Offer
from scheduler.fleet.options import offer_book, offer_release
from scheduler.fleet.selectors import fleet_get, service_get
from scheduler.fleet.services import fleet_delete, service_delete
from scheduler.plans.demand import fleet_rows, service_rows


@screen(roles=OFFICE)
def carriers(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The fleets of a campaign."""
    return _table(visit, campaign_id, "fleets", fleets_table)


@screen(roles=OFFICE)
def services(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The timed services of a campaign."""
    return _table(visit, campaign_id, "services", services_table)


def _table(visit: Visit, campaign_id: UUID, shown: str, table_of: Any) -> HttpResponse:
    campaign = campaign_get(campaign_id=campaign_id)
    return campaign_page(
        visit,
        f"console/records/{shown}.html",
        campaign=campaign,
        here="carriers",
        shown=shown,
        table=table_of(visit, campaign),
        now=clock.now(),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=OFFICE)
def fleet(visit: Visit, fleet_id: UUID) -> HttpResponse:
    """A fleet with the ways to man it, when it is free, and what it costs."""
    found = fleet_get(fleet_id=fleet_id)
    return _page(visit, "fleet", found, fleet_rows(campaign=found.campaign).filter(id=found.id).first())


@screen(roles=OFFICE)
def service(visit: Visit, service_id: UUID) -> HttpResponse:
    """A timed service: from where to where, when, and what it costs."""
    found = service_get(service_id=service_id)
    return _page(visit, "service", found, service_rows(campaign=found.campaign).filter(id=found.id).first())


def _page(visit: Visit, kind: str, found: Offer, row: Offer | None) -> HttpResponse:
    if row is None:
        raise NotFound(f"no {kind} {found.id}")
    return campaign_page(
        visit,
        f"console/records/{kind}.html",
        campaign=found.campaign,
        here="carriers",
        found=row,
        has_expired=row.has_expired(clock.now()),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=COORDINATORS, methods=("POST",))
def fleet_option(visit: Visit, fleet_id: UUID) -> HttpResponse:
    """Book the option, or release it."""
    found = fleet_get(fleet_id=fleet_id)
    _option(visit, found)
    return redirect("fleet", found.id)


@screen(roles=COORDINATORS, methods=("POST",))
def service_option(visit: Visit, service_id: UUID) -> HttpResponse:
    """Book the option, or release it."""
    found = service_get(service_id=service_id)
    _option(visit, found)
    return redirect("service", found.id)


def _option(visit: Visit, offer: Offer) -> None:
    if visit.POST.get("act") == "release":
        offer_release(offer=offer, version=sent_version(visit))
        messages.success(visit, _("%(code)s is no longer booked.") % {"code": offer.code})
    else:
        offer_book(offer=offer, version=sent_version(visit))
        messages.success(visit, _("%(code)s is booked: it holds from now on.") % {"code": offer.code})


@screen(roles=COORDINATORS, methods=("POST",))
def fleet_remove(visit: Visit, fleet_id: UUID) -> HttpResponse:
    """Take a fleet back that no duty uses."""
    found = fleet_get(fleet_id=fleet_id)
    return removed(
        visit,
        lambda: fleet_delete(fleet=found, version=sent_version(visit)),
        done=_("Fleet %(code)s is removed.") % {"code": found.code},
        there=reverse("carriers", args=[found.campaign_id]),
        back=reverse("fleet", args=[found.id]),
    )


@screen(roles=COORDINATORS, methods=("POST",))
def service_remove(visit: Visit, service_id: UUID) -> HttpResponse:
    """Take a service back that nobody rides."""
    found = service_get(service_id=service_id)
    return removed(
        visit,
        lambda: service_delete(service=found, version=sent_version(visit)),
        done=_("Service %(code)s is removed.") % {"code": found.code},
        there=reverse("services", args=[found.campaign_id]),
        back=reverse("service", args=[found.id]),
    )
