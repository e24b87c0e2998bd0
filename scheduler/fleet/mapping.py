"""Fleets and services <-> those of the transfer format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Crew, Fleet, FleetSlot, Service
from solvers import problem as transfer


def fleet_row(campaign: Campaign, fleet: transfer.Fleet, position: int, places: dict[str, UUID]) -> Fleet:
    """A new fleet of a campaign, without its crews and slots; ``places`` gives the ids of the places."""
    start, end = fleet.available
    return Fleet(
        campaign=campaign,
        code=fleet.id,
        position=position,
        count=fleet.count,
        seats=fleet.seats,
        wheelchair_spaces=fleet.wheelchair_spaces,
        start_id=places[fleet.start],
        end_id=None if fleet.end is None else places[fleet.end],
        available_from=clock.moment(start),
        available_until=clock.moment(end),
        cost_fixed=fleet.cost_fixed,
        cost_per_km=fleet.cost_per_km,
        cost_per_hour=fleet.cost_per_hour,
        exclusive=fleet.slots is not None,
        meta=fleet.meta,
    )


def crew_rows(row: Fleet, fleet: transfer.Fleet) -> Iterator[Crew]:
    """The ways to man a fleet's vehicles."""
    for i, crew in enumerate(fleet.crews):
        yield Crew(
            campaign_id=row.campaign_id,
            fleet=row,
            position=i,
            drivers=crew.drivers,
            cost=crew.cost,
            seats=crew.seats,
            meta=crew.meta,
        )


def slot_rows(row: Fleet, fleet: transfer.Fleet, slots: dict[str, UUID]) -> Iterator[FleetSlot]:
    """The slots whose parties alone may ride; ``slots`` gives their ids."""
    for i, slot in enumerate(fleet.slots or ()):
        yield FleetSlot(campaign_id=row.campaign_id, fleet=row, slot_id=slots[slot], position=i)


def fleets_of(campaign: Campaign, places: dict[UUID, str], slots: dict[UUID, str]) -> tuple[transfer.Fleet, ...]:
    """The fleets of a campaign in order; ``places`` and ``slots`` give the codes."""
    crews: dict[UUID, list[Crew]] = {}
    for crew in Crew.objects.filter(campaign=campaign).order_by("fleet_id", "position"):
        crews.setdefault(crew.fleet_id, []).append(crew)
    only: dict[UUID, list[str]] = {}
    for row in FleetSlot.objects.filter(campaign=campaign).order_by("fleet_id", "position"):
        only.setdefault(row.fleet_id, []).append(slots[row.slot_id])
    return tuple(
        fleet_of(fleet, crews.get(fleet.id, ()), places, only.get(fleet.id, ()) if fleet.exclusive else None)
        for fleet in Fleet.objects.filter(campaign=campaign).order_by("position", "code")
    )


def fleet_of(
    fleet: Fleet, crews: Iterable[Crew], places: Mapping[UUID, str], slots: Iterable[str] | None
) -> transfer.Fleet:
    """The fleet in the format; ``places`` gives the codes of the places, ``slots`` who alone may ride (None: all)."""
    return transfer.Fleet(
        id=fleet.code,
        count=fleet.count,
        seats=fleet.seats,
        wheelchair_spaces=fleet.wheelchair_spaces,
        crews=tuple(
            transfer.Crew(drivers=crew.drivers, cost=crew.cost, seats=crew.seats, meta=crew.meta) for crew in crews
        ),
        start=places[fleet.start_id],
        end=None if fleet.end_id is None else places[fleet.end_id],
        available=(clock.seconds(fleet.available_from), clock.seconds(fleet.available_until)),
        cost_fixed=fleet.cost_fixed,
        cost_per_km=fleet.cost_per_km,
        cost_per_hour=fleet.cost_per_hour,
        slots=None if slots is None else tuple(slots),
        meta=fleet.meta,
    )


def service_row(campaign: Campaign, service: transfer.Service, position: int, places: dict[str, UUID]) -> Service:
    """A new service of a campaign; ``places`` gives the ids of the places."""
    return Service(
        campaign=campaign,
        code=service.id,
        position=position,
        mode=service.mode,
        origin_id=places[service.origin],
        destination_id=places[service.destination],
        departs_at=clock.moment(service.depart),
        arrives_at=clock.moment(service.arrive),
        seats=service.seats,
        wheelchair_spaces=service.wheelchair_spaces,
        cost_fixed=service.cost_fixed,
        cost_per_seat=service.cost_per_seat,
        min_load=service.min_load,
        check_in_s=service.check_in_s,
        exit_s=service.exit_s,
        group=service.group,
        meta=service.meta,
    )


def service_of(service: Service, places: dict[UUID, str]) -> transfer.Service:
    """The service in the format; ``places`` gives the codes of the places."""
    return transfer.Service(
        id=service.code,
        mode=service.mode,
        origin=places[service.origin_id],
        destination=places[service.destination_id],
        depart=clock.seconds(service.departs_at),
        arrive=clock.seconds(service.arrives_at),
        seats=service.seats,
        wheelchair_spaces=service.wheelchair_spaces,
        cost_fixed=service.cost_fixed,
        cost_per_seat=service.cost_per_seat,
        min_load=service.min_load,
        check_in_s=service.check_in_s,
        exit_s=service.exit_s,
        group=service.group,
        meta=service.meta,
    )
