"""Adding and changing what can carry people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import Check, Taken, bulk_add, ids_by_code, next_position, row_delete, row_update
from scheduler.errors import Invalid
from scheduler.fleet.mapping import crew_rows, fleet_row, service_row, slot_rows
from scheduler.fleet.models import Crew, Fleet, FleetSlot, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.places.models import Place
from solvers import problem as transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFleet:
    """A fleet to add, as the format has it, and what people call it."""

    fleet: transfer.Fleet
    name: str = ""
    name_en: str = ""
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """A service to add, as the format has it, and what people call it."""

    service: transfer.Service
    name: str = ""
    name_en: str = ""
    hold_until: datetime | None = None


@transaction.atomic
def fleets_add(
    *,
    campaign: Campaign,
    fleets: Sequence[NewFleet],
    operator: Organisation | None = None,
    all_or_nothing: bool = True,
) -> Taken[Fleet]:
    """Add fleets with their crews; ``operator`` is the one, or the employer, whose they are."""
    check = Check(len(fleets))
    check.new_codes(Fleet, campaign, [new.fleet.id for new in fleets])
    specs = [new.fleet for new in fleets]
    places = ids_by_code(Place, campaign, {at for x in specs for at in (x.start, x.end) if at is not None})
    slots = ids_by_code(IntakeSlot, campaign, {slot for x in specs for slot in x.slots or ()})
    for i, spec in enumerate(specs):
        check.known(i, "start", spec.start, places, _("place"))
        check.known(i, "end", spec.end, places, _("place"))
        check.ordered(i, "available_until", *spec.available)
        for k, slot in enumerate(spec.slots or ()):
            check.known(i, f"only_slots[{k}]", slot, slots, _("intake slot"))
    position = next_position(Fleet, campaign)
    rows: list[Fleet | None] = []
    for i, new in enumerate(fleets):
        row = None
        if check.goes_in(i, all_or_nothing=all_or_nothing):
            row = fleet_row(campaign, new.fleet, position + i, places)
            row.operator, row.name, row.name_en = operator, new.name, new.name_en
            row.hold_until = new.hold_until
        rows.append(row)
    both = [(row, spec) for row, spec in zip(rows, specs, strict=True) if row]
    bulk_add(Fleet, [row for row, _ in both])
    bulk_add(Crew, [crew for row, spec in both for crew in crew_rows(row, spec)])
    bulk_add(FleetSlot, [slot for row, spec in both for slot in slot_rows(row, spec, slots)])
    return check.result(rows)


@transaction.atomic
def fleet_update(
    *,
    fleet: Fleet,
    version: int | None,
    changes: Mapping[str, object],
    crews: Sequence[transfer.Crew] = (),
    only_slots: Sequence[str] | None = None,
) -> Fleet:
    """Change a fleet that is still of ``version``.

    Parameters
    ----------
    changes
        Columns.
    crews
        Instead of those with as many drivers, or besides; none is taken away: duties name them by their position.
    only_slots
        Codes of the only slots whose parties may ride from now on (None: as it was).

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Invalid
        A slot does not exist, or a value breaks a rule.
    """
    slots = ids_by_code(IntakeSlot, fleet.campaign, set(only_slots or ()))
    for slot in only_slots or ():
        if slot not in slots:
            raise Invalid(_("no intake slot {slot!r}"), slot=slot, where="only_slots")
    limited = {} if only_slots is None else {"exclusive": True}
    changed = row_update(fleet, version=version, changes={**changes, **limited})
    _crews_set(changed, crews)
    if only_slots is not None:
        FleetSlot.objects.filter(fleet=changed).delete()
        rows = [(slots[slot], i) for i, slot in enumerate(only_slots)]
        bulk_add(
            FleetSlot,
            [FleetSlot(campaign_id=fleet.campaign_id, fleet=changed, slot_id=slot, position=i) for slot, i in rows],
        )
    return changed


def _crews_set(fleet: Fleet, crews: Sequence[transfer.Crew]) -> None:
    there = {crew.drivers: crew for crew in Crew.objects.filter(fleet=fleet).order_by("position")}
    last = max((crew.position for crew in there.values()), default=-1)
    for new in crews:
        if new.drivers in there:
            Crew.objects.filter(id=there[new.drivers].id).update(cost=new.cost, seats=new.seats)
            continue
        last += 1
        bulk_add(
            Crew,
            [
                Crew(
                    campaign_id=fleet.campaign_id,
                    fleet=fleet,
                    position=last,
                    drivers=new.drivers,
                    cost=new.cost,
                    seats=new.seats,
                )
            ],
        )


@transaction.atomic
def fleet_delete(*, fleet: Fleet, version: int | None) -> None:
    """Take a fleet back that no duty uses; raises StaleVersion, Conflict."""
    row_delete(fleet, version=version)


@transaction.atomic
def services_add(
    *,
    campaign: Campaign,
    services: Sequence[NewService],
    operator: Organisation | None = None,
    all_or_nothing: bool = True,
) -> Taken[Service]:
    """Add flights, rail blocks and other timed services; ``operator`` is whose they are."""
    check = Check(len(services))
    check.new_codes(Service, campaign, [new.service.id for new in services])
    places = ids_by_code(Place, campaign, {at for x in services for at in (x.service.origin, x.service.destination)})
    for i, new in enumerate(services):
        check.known(i, "origin", new.service.origin, places, _("place"))
        check.known(i, "destination", new.service.destination, places, _("place"))
        check.ordered(i, "arrives_at", new.service.depart, new.service.arrive)
    position = next_position(Service, campaign)
    rows: list[Service | None] = []
    for i, new in enumerate(services):
        row = None
        if check.goes_in(i, all_or_nothing=all_or_nothing):
            row = service_row(campaign, new.service, position + i, places)
            row.operator, row.name, row.name_en = operator, new.name, new.name_en
            row.hold_until = new.hold_until
        rows.append(row)
    bulk_add(Service, [row for row in rows if row])
    return check.result(rows)


@transaction.atomic
def service_update(*, service: Service, version: int | None, changes: Mapping[str, object]) -> Service:
    """Change columns of a service that is still of ``version``; raises StaleVersion, Invalid."""
    return row_update(service, version=version, changes=changes)


@transaction.atomic
def service_delete(*, service: Service, version: int | None) -> None:
    """Take a service back that no itinerary uses; raises StaleVersion, Conflict."""
    row_delete(service, version=version)
