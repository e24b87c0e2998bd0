"""What is to stay as it is: a duty word for word; a party, or all of a service or slot, but for their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Literal

from solvers.plan import AccessLeg, DutyLeg, Itinerary, Plan, ServiceLeg

Kind = Literal["party", "duty", "service", "slot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that is locked, by its id in the transfer format."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Locked(Exception):
    """An edit would change what is locked; ``held`` lists it."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = tuple(held)
        super().__init__(", ".join(map(str, self.held)))


def check_locks(before: Plan, after: Plan, held: Set[Held]) -> None:
    """Compare two plans.

    Raises
    ------
    Locked
        Something that is held is otherwise in the second one.
    """
    if changed := tuple(sorted(_changed(before, after, held), key=str)):
        raise Locked(changed)


def _changed(before: Plan, after: Plan, held: Set[Held]) -> Iterator[Held]:
    if held:
        was, now = _Looks(before), _Looks(after)
        yield from (one for one in held if was.of(one) != now.of(one))


class _Looks:
    """What each thing is like in a plan, so that two can be compared."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.duties = {one.id: one for one in plan.duties}
        self.journeys = {one.party: self._journey(one) for one in plan.itineraries}

    def of(self, one: Held) -> object:
        """A duty word for word; of a party all but its times, and of services and slots that of all their parties."""
        if one.kind == "duty":
            return self.duties.get(one.id)
        if one.kind == "party":
            return self.journeys.get(one.id)
        return {trip.party: self.journeys[trip.party] for trip in self.plan.itineraries if self._is_of(trip, one)}

    def _journey(self, one: Itinerary) -> object:
        rides = [self.duties[leg.duty] for leg in one.legs if isinstance(leg, DutyLeg)]
        vehicles = [(duty.fleet, duty.vehicle) for duty in rides]
        changes = [self.duties[leg.duty].stops[leg.to_stop].at for leg, _ in one.changes]
        places = [leg.to for leg in one.legs if isinstance(leg, AccessLeg)]
        return one.slot, places, vehicles, changes, _services(one)

    @staticmethod
    def _is_of(trip: Itinerary, one: Held) -> bool:
        return trip.slot == one.id if one.kind == "slot" else one.id in _services(trip)


def _services(one: Itinerary) -> list[str]:
    return [leg.service for leg in one.legs if isinstance(leg, ServiceLeg)]
