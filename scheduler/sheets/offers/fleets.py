"""Fleets by spreadsheet, with the ways to man their vehicles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from scheduler.campaigns.taking import Taken
from scheduler.clock import seconds
from scheduler.fleet.models import Fleet
from scheduler.fleet.services import NewFleet, fleet_update, fleets_add
from scheduler.organisations.models import Organisation
from scheduler.places.models import Place
from scheduler.sheets.columns import fleets as columns
from scheduler.sheets.offers.carriers import CARRIERS, check_hold, moment_of, moment_text, number
from scheduler.sheets.offers.things import Thing, Trade
from scheduler.sheets.rows import SheetRow
from solvers import problem as transfer
from solvers.problem import Json

PRICES: Final = ("cost_fixed", "cost_per_km", "cost_per_hour")
COUNTS: Final = ("count", "seats", "wheelchair_spaces")
MOMENTS: Final = ("available_from", "available_until", "hold_until")


class Fleets(Trade[Fleet]):
    """Vehicles of operators and employers."""

    model = Fleet
    columns = columns.COLUMNS
    owner_key = "operator"
    owner_kinds = CARRIERS

    def known(self, codes: Collection[str]) -> Iterator[Fleet]:
        """With crews, slots and places."""
        rows = Fleet.objects.filter(campaign=self.campaign, code__in=codes)
        with_places = rows.select_related("campaign", "operator", "start", "end")
        yield from with_places.prefetch_related("crews", "slot_rows__slot")

    def listed(self, rows: Sequence[SheetRow]) -> dict[str, Json]:
        """The crews, one of each row; the same number of drivers stands there once."""
        crews: dict[int, Json] = {}
        first: dict[int, int] = {}
        for row in rows:
            if not any(column.key in row.values for column in columns.CREW):
                continue
            drivers = int(number(row.values.get("drivers"), 1))
            crew: Json = [drivers, number(row.values.get("crew_cost")), int(number(row.values.get("crew_seats")))]
            if first.setdefault(drivers, row.number) != row.number and crews[drivers] != crew:
                row.fault("drivers", "differs", row=first[drivers])
            crews[drivers] = crew
        return {"drivers": list(crews.values())} if crews else {}

    def says(self, row: Fleet) -> Mapping[str, Json]:
        """The fleet and its crews."""
        offset = self.campaign.utc_offset_s
        return {
            "operator": row.operator.code if row.operator else None,
            "name": row.name,
            "start": row.start.code,
            "end": row.end.code if row.end else None,
            "only_slots": [one.slot.code for one in row.slot_rows.all()] if row.exclusive else None,
            "drivers": [[crew.drivers, crew.cost, crew.seats] for crew in row.crews.all()],
            **{key: getattr(row, key) for key in (*COUNTS, *PRICES)},
            **{key: moment_text(getattr(row, key), offset) for key in MOMENTS},
        }

    def differs(self, key: str, said: Json, there: Json) -> bool:
        """A sheet need not repeat crews that are there."""
        if key == "drivers" and isinstance(said, list) and isinstance(there, list):
            return any(crew not in there for crew in said)
        return super().differs(key, said, there)

    def check(self, thing: Thing[Fleet]) -> None:
        """A new one says what, how many, where from, and at which price."""
        thing.need("count", "seats", "start")
        if thing.there is None and not any(key in thing.said for key in PRICES):
            thing.first.fault("cost_fixed", "no_price")
        thing.order("available_from", "available_until", "to_below_from")
        thing.order("wheelchair_spaces", "seats", "wheelchairs_above_seats")
        check_hold(thing)

    def add(self, things: Sequence[Thing[Fleet]], owner: Organisation | None) -> Taken[Fleet]:
        """New fleets of one owner."""
        new = [
            NewFleet(
                fleet=self._fleet(thing), name=str(thing.get("name") or ""), hold_until=moment_of(thing, "hold_until")
            )
            for thing in things
        ]
        return fleets_add(campaign=self.campaign, fleets=new, operator=owner)

    def change(self, thing: Thing[Fleet], row: Fleet, keys: Collection[str]) -> None:
        """Columns, crews and slots that differ."""
        changes: dict[str, object] = {key: thing.said[key] for key in ("name", *COUNTS, *PRICES) if key in keys}
        changes |= {key: moment_of(thing, key) for key in MOMENTS if key in keys}
        for key in ("start", "end"):
            if key in keys:
                changes[key] = Place.objects.get(campaign=self.campaign, code=thing.said[key])
        if "operator" in keys:
            changes["operator"] = thing.owner
        fleet_update(
            fleet=row,
            version=None,
            changes=changes,
            crews=self._crews(thing) if "drivers" in keys else (),
            only_slots=self._only_slots(thing) if "only_slots" in keys else None,
        )

    def _fleet(self, thing: Thing[Fleet]) -> transfer.Fleet:
        said: dict[str, Any] = thing.said
        from_at = moment_of(thing, "available_from") or self.campaign.horizon_start
        until = moment_of(thing, "available_until") or self.campaign.horizon_end
        return transfer.Fleet(
            id=thing.code,
            count=said["count"],
            seats=said["seats"],
            wheelchair_spaces=said.get("wheelchair_spaces", 0),
            crews=self._crews(thing),
            start=said["start"],
            end=said.get("end"),
            available=(seconds(from_at), seconds(until)),
            slots=self._only_slots(thing),
            **{key: number(said.get(key)) for key in PRICES},
        )

    def _crews(self, thing: Thing[Fleet]) -> tuple[transfer.Crew, ...]:
        said: Any = thing.get("drivers") or [[1, 0.0, 0]]
        return tuple(transfer.Crew(drivers=drivers, cost=cost, seats=seats) for drivers, cost, seats in said)

    def _only_slots(self, thing: Thing[Fleet]) -> tuple[str, ...] | None:
        said = thing.get("only_slots")
        return tuple(map(str, said)) if isinstance(said, list) else None
