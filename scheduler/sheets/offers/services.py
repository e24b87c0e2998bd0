"""Timed services by spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from scheduler.campaigns.taking import Taken
from scheduler.clock import seconds
from scheduler.fleet.models import Service
from scheduler.fleet.services import NewService, service_update, services_add
from scheduler.organisations.models import Organisation
from scheduler.places.models import Place
from scheduler.sheets.columns import services as columns
from scheduler.sheets.offers.carriers import CARRIERS, check_hold, moment_of, moment_text, number
from scheduler.sheets.offers.things import Thing, Trade
from solvers import problem as transfer
from solvers.problem import Json

PRICES: Final = ("cost_fixed", "cost_per_seat")
PLAIN: Final = ("name", "mode", "seats", "wheelchair_spaces", "min_load", "group", *PRICES)
MOMENTS: Final = ("departs_at", "arrives_at", "hold_until")
PLACES: Final = ("origin", "destination")
MINUTES: Final = {"check_in": "check_in_s", "exit": "exit_s"}
"""Columns in minutes, and what they are kept as."""


class Services(Trade[Service]):
    """Flights, rail blocks, ferries."""

    model = Service
    columns = columns.COLUMNS
    owner_key = "operator"
    owner_kinds = CARRIERS

    def known(self, codes: Collection[str]) -> Iterator[Service]:
        """With their places."""
        rows = Service.objects.filter(campaign=self.campaign, code__in=codes)
        yield from rows.select_related("campaign", "operator", "origin", "destination")

    def says(self, row: Service) -> Mapping[str, Json]:
        """The service; half minutes of other programs are no whole ones, and differ."""
        offset = self.campaign.utc_offset_s
        return {
            "operator": row.operator.code if row.operator else None,
            "origin": row.origin.code,
            "destination": row.destination.code,
            **{key: getattr(row, key) for key in PLAIN},
            **{key: moment_text(getattr(row, key), offset) for key in MOMENTS},
            **{key: getattr(row, kept) / 60 for key, kept in MINUTES.items()},
        }

    def check(self, thing: Thing[Service]) -> None:
        """A new one says by what, from where to where, when, and at which price."""
        thing.need("mode", *PLACES, "departs_at", "arrives_at", "seats")
        if thing.there is None and not any(key in thing.said for key in PRICES):
            thing.first.fault("cost_fixed", "no_price")
        departs, arrives = moment_of(thing, "departs_at"), moment_of(thing, "arrives_at")
        if departs is not None and arrives is not None and arrives <= departs:
            thing.first.fault("arrives_at", "to_below_from", arrives.isoformat(" ", "minutes")[:16])
        if departs is not None and departs < self.campaign.horizon_start:
            thing.first.fault("departs_at", "before_horizon", departs.isoformat(" ", "minutes")[:16])
        if arrives is not None and arrives > self.campaign.horizon_end:
            thing.first.fault("arrives_at", "after_horizon", arrives.isoformat(" ", "minutes")[:16])
        if thing.get("origin") is not None and thing.get("origin") == thing.get("destination"):
            thing.first.fault("destination", "same_place", str(thing.get("destination")))
        thing.order("wheelchair_spaces", "seats", "wheelchairs_above_seats")
        thing.order("min_load", "seats", "load_above_seats")
        if len(thing.rows) > 1:
            thing.rows[1].fault("code", "same_code", thing.code, row=thing.first.number)
        check_hold(thing)

    def add(self, things: Sequence[Thing[Service]], owner: Organisation | None) -> Taken[Service]:
        """New services of one owner."""
        new = [
            NewService(
                service=_service(thing), name=str(thing.get("name") or ""), hold_until=moment_of(thing, "hold_until")
            )
            for thing in things
        ]
        return services_add(campaign=self.campaign, services=new, operator=owner)

    def change(self, thing: Thing[Service], row: Service, keys: Collection[str]) -> None:
        """Columns that differ."""
        said: dict[str, Any] = thing.said
        changes: dict[str, object] = {key: said[key] for key in PLAIN if key in keys}
        changes |= {key: moment_of(thing, key) for key in MOMENTS if key in keys}
        changes |= {kept: said[key] * 60 for key, kept in MINUTES.items() if key in keys}
        changes |= {key: Place.objects.get(campaign=self.campaign, code=said[key]) for key in PLACES if key in keys}
        if "operator" in keys:
            changes["operator"] = thing.owner
        service_update(service=row, version=None, changes=changes)


def _service(thing: Thing[Service]) -> transfer.Service:
    said: dict[str, Any] = thing.said
    departs, arrives = moment_of(thing, "departs_at"), moment_of(thing, "arrives_at")
    assert departs is not None  # else it was noted as a fault
    assert arrives is not None
    return transfer.Service(
        id=thing.code,
        mode=said["mode"],
        origin=said["origin"],
        destination=said["destination"],
        depart=seconds(departs),
        arrive=seconds(arrives),
        seats=said["seats"],
        wheelchair_spaces=said.get("wheelchair_spaces", 0),
        min_load=said.get("min_load", 0),
        group=said.get("group"),
        cost_fixed=number(said.get("cost_fixed")),
        cost_per_seat=number(said.get("cost_per_seat")),
        check_in_s=said.get("check_in", 0) * 60,
        exit_s=said.get("exit", 0) * 60,
    )
