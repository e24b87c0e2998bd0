"""What would have brought a party along: as plain data, and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

import numpy as np

from solvers.problem import Json, Problem
from solvers.remedies.desk import Desk

Kind = Literal["money", "seat", "wheelchair", "vehicle", "slot_place", "minimum", "ready", "due", "window"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One limit which, were it so much wider, would have brought the party along.

    ``amount`` counts people, seats, spaces, vehicles, minutes or money. ``duty``, ``service``, ``slot`` and ``fleet``
    are indices, where the limit is one's own. ``saves``: how much cheaper the whole plan would be (``money``: None).
    """

    kind: Kind
    amount: float
    saves: float | None
    duty: int | None = None
    service: int | None = None
    slot: int | None = None
    fleet: int | None = None
    earlier: bool = False


class Namer:
    """The names of a plan's things, as the plan will have them."""

    def __init__(self, problem: Problem, desk: Desk) -> None:
        self.problem, self.desk = problem, desk
        used = np.flatnonzero(desk.state.riders > 0)
        self.duty = {int(d): f"d{i + 1}" for i, d in enumerate(used)}
        self.zone = timezone(timedelta(seconds=problem.utc_offset_s))

    def facts(self, one: Found) -> dict[str, Json]:
        """Plain data, with the problem's and the plan's ids."""
        told: dict[str, Json] = {"kind": one.kind}
        if one.duty is not None:
            told["duty"] = self.duty[one.duty]
        if one.service is not None:
            told["service"] = self.problem.services[one.service].id
        if one.slot is not None:
            told["slot"] = self.problem.slots[one.slot].id
        if one.fleet is not None:
            told["fleet"] = self.problem.fleets[one.fleet].id
        told[_UNITS[one.kind]] = round(one.amount, 2) if one.kind == "money" else int(one.amount)
        if one.kind == "window":
            told["end"] = "opens" if one.earlier else "closes"
        if one.saves is not None:
            told["saves"] = round(one.saves, 2)
        return told

    def place(self, at: int) -> str:
        """A place by its name, or by its id where it has none."""
        place = self.problem.locations[at]
        return place.name or place.id

    def carrier(self, one: Found) -> str:
        """The vehicle or service of a limit, with where and when it leaves with people."""
        state, m = self.desk.state, self.desk.m
        if one.duty is not None:
            k = int(np.flatnonzero(state.load[one.duty, : state.stops[one.duty]] > 0)[0])
            fleet = self.problem.fleets[int(m.fleet_of[one.duty])].id
            when = self.time(self.problem.horizon[0] + int(state.start[one.duty, k]))
            return f"{self.duty[one.duty]}, the {fleet} from {self.place(int(state.place[one.duty, k]))} at {when}"
        assert one.service is not None, "a seat is on a duty or a service"
        service = self.problem.services[one.service]
        origin = self.place(int(m.hub_from[one.service]))
        return f"{service.id}, the {service.mode} from {origin} at {self.time(service.depart)}"

    def time(self, moment: int) -> str:
        """A local weekday and time."""
        return datetime.fromtimestamp(moment, self.zone).strftime("%H:%M on %a %d %b")

    def slot(self, k: int) -> str:
        """A slot by its id and its gate."""
        return f"{self.problem.slots[k].id} at {self.place(int(self.desk.m.gate[k]))}"


_UNITS = {
    "money": "amount", "seat": "seats", "wheelchair": "spaces", "vehicle": "vehicles", "slot_place": "places",
    "minimum": "people", "ready": "minutes", "due": "minutes", "window": "minutes",
}  # fmt: skip


def sentence(namer: Namer, one: Found) -> str:
    """What would do, in plain English."""
    n = int(one.amount)
    if one.kind == "money":
        return f"{one.amount:,.2f} {namer.problem.currency} less would do"
    if one.kind == "seat":
        return f"{_more(n, 'seat')} on {namer.carrier(one)}, would do"
    if one.kind == "wheelchair":
        return f"{_more(n, 'wheelchair space')} on {namer.carrier(one)}, would do"
    if one.kind == "vehicle":
        assert one.fleet is not None, "a vehicle is of a fleet"
        return f"one more vehicle of {namer.problem.fleets[one.fleet].id} would do"
    if one.kind == "ready":
        return f"being ready {n} min earlier would do"
    if one.kind == "due":
        return f"being due {n} min later would do"
    if one.kind == "minimum" and one.service is not None:
        return f"a minimum of {_fewer(n, namer.carrier(one))}, would do"
    assert one.slot is not None, "the rest are limits of slots"
    slot = namer.slot(one.slot)
    if one.kind == "slot_place":
        return f"{_more(n, 'place')} in slot {slot} would do"
    if one.kind == "minimum":
        return f"a minimum of {_fewer(n, f'slot {slot}')} would do"
    return f"slot {slot} {'opening' if one.earlier else 'closing'} {n} min {_when(one)} would do"


def _when(one: Found) -> str:
    return "earlier" if one.earlier else "later"


def _more(n: int, what: str) -> str:
    return f"one more {what}" if n == 1 else f"{n} more {what}s"


def _fewer(n: int, where: str) -> str:
    return f"{n} fewer for {where}"
