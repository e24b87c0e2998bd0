"""Fleets and services, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.base import utc
from api.schemas.fleet import CrewOut, FleetOut, ServiceOut

if TYPE_CHECKING:
    from scheduler.fleet.models import Fleet, Service


def fleet_out(fleet: Fleet) -> FleetOut:
    """A fleet; its crews, places and slots are fetched with it."""
    slots = [row.slot.code for row in fleet.slot_rows.all()] if fleet.exclusive else None
    return FleetOut(
        id=fleet.id,
        code=fleet.code,
        operator_id=fleet.operator_id,
        name=fleet.name,
        name_en=fleet.name_en,
        count=fleet.count,
        seats=fleet.seats,
        wheelchair_spaces=fleet.wheelchair_spaces,
        crews=[CrewOut(drivers=crew.drivers, cost=crew.cost, seats=crew.seats) for crew in fleet.crews.all()],
        start=fleet.start.code,
        end=fleet.end.code if fleet.end else None,
        available_from=utc(fleet.available_from),
        available_until=utc(fleet.available_until),
        cost_fixed=fleet.cost_fixed,
        cost_per_km=fleet.cost_per_km,
        cost_per_hour=fleet.cost_per_hour,
        only_slots=slots,
        hold_until=utc(fleet.hold_until) if fleet.hold_until else None,
        booked_at=utc(fleet.booked_at) if fleet.booked_at else None,
        booked_by=fleet.booked_by_id,
        meta=fleet.meta,
        version=fleet.version,
    )


def service_out(service: Service) -> ServiceOut:
    """A timed service."""
    return ServiceOut(
        id=service.id,
        code=service.code,
        operator_id=service.operator_id,
        name=service.name,
        name_en=service.name_en,
        mode=service.mode,
        origin=service.origin.code,
        destination=service.destination.code,
        departs_at=utc(service.departs_at),
        arrives_at=utc(service.arrives_at),
        seats=service.seats,
        wheelchair_spaces=service.wheelchair_spaces,
        cost_fixed=service.cost_fixed,
        cost_per_seat=service.cost_per_seat,
        min_load=service.min_load,
        check_in_s=service.check_in_s,
        exit_s=service.exit_s,
        group=service.group,
        hold_until=utc(service.hold_until) if service.hold_until else None,
        booked_at=utc(service.booked_at) if service.booked_at else None,
        booked_by=service.booked_by_id,
        meta=service.meta,
        version=service.version,
    )
