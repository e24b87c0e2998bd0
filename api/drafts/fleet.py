"""Fleets and services that clients send."""

from __future__ import annotations

from api.schemas.fleet import FleetIn, FleetPatch, ServiceIn, ServicePatch
from scheduler.clock import seconds
from scheduler.fleet.services import NewFleet, NewService
from solvers.problem import Crew, Fleet, Service


def new_fleet(fleet: FleetIn) -> NewFleet:
    """A fleet to add."""
    return NewFleet(
        fleet=Fleet(
            id=fleet.code,
            count=fleet.count,
            seats=fleet.seats,
            wheelchair_spaces=fleet.wheelchair_spaces,
            crews=tuple(Crew(drivers=crew.drivers, cost=crew.cost, seats=crew.seats) for crew in fleet.crews),
            start=fleet.start,
            end=fleet.end,
            available=(seconds(fleet.available_from), seconds(fleet.available_until)),
            cost_fixed=fleet.cost_fixed,
            cost_per_km=fleet.cost_per_km,
            cost_per_hour=fleet.cost_per_hour,
            slots=None if fleet.only_slots is None else tuple(fleet.only_slots),
            meta=fleet.meta,
        ),
        name=fleet.name,
        name_en=fleet.name_en,
        hold_until=fleet.hold_until,
    )


def new_service(service: ServiceIn) -> NewService:
    """A service to add."""
    return NewService(
        service=Service(
            id=service.code,
            mode=service.mode,
            origin=service.origin,
            destination=service.destination,
            depart=seconds(service.departs_at),
            arrive=seconds(service.arrives_at),
            seats=service.seats,
            wheelchair_spaces=service.wheelchair_spaces,
            cost_fixed=service.cost_fixed,
            cost_per_seat=service.cost_per_seat,
            min_load=service.min_load,
            check_in_s=service.check_in_s,
            exit_s=service.exit_s,
            group=service.group,
            meta=service.meta,
        ),
        name=service.name,
        name_en=service.name_en,
        hold_until=service.hold_until,
    )


def changes_of(patch: FleetPatch | ServicePatch) -> dict[str, object]:
    """The columns to change."""
    changes: dict[str, object] = patch.model_dump(exclude_none=True)
    if "hold_until" in patch.model_fields_set:
        changes["hold_until"] = patch.hold_until
    return changes
