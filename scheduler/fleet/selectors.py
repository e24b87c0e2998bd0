"""Reading what can carry people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.fleet.models import Fleet, FleetSlot, Service


def fleet_get(*, fleet_id: UUID) -> Fleet:
    """The fleet of this id; raises NotFound where there is none that the asker may see."""
    fleet = _with_all(Fleet.objects.filter(id=fleet_id)).first()
    if fleet is None:
        raise NotFound(f"no fleet {fleet_id}")
    return fleet


def fleet_list(*, campaign: Campaign) -> QuerySet[Fleet]:
    """The fleets of a campaign with their crews and slots, in the order of its document."""
    return _with_all(Fleet.objects.filter(campaign=campaign)).order_by("position", "code")


def _with_all(fleets: QuerySet[Fleet]) -> QuerySet[Fleet]:
    slots = Prefetch("slot_rows", FleetSlot.objects.select_related("slot"))  # those that the asker may see
    return fleets.select_related("campaign", "start", "end").prefetch_related("crews", slots)


def service_get(*, service_id: UUID) -> Service:
    """The service of this id; raises NotFound where there is none that the asker may see."""
    service = Service.objects.select_related("campaign", "origin", "destination").filter(id=service_id).first()
    if service is None:
        raise NotFound(f"no service {service_id}")
    return service


def service_list(*, campaign: Campaign) -> QuerySet[Service]:
    """The services of a campaign, in the order of its document."""
    services = Service.objects.filter(campaign=campaign).select_related("origin", "destination")
    return services.order_by("position", "code")
