"""What one plan does otherwise than another, seen from a slot or a vehicle: who comes, who no longer, how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from solvers.plan import DutyLeg, Itinerary, Plan

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A slot, or a vehicle, whose people differ: ``key`` is the slot's name, or fleet and number of the vehicle.

    ``before`` and ``after`` count people; ``joined`` and ``gone`` are parties.
    """

    key: Key
    before: int
    after: int
    joined: tuple[str, ...]
    gone: tuple[str, ...]


def by_slot(before: Plan, after: Plan, sizes: Mapping[str, int]) -> tuple[Difference, ...]:
    """The slots to which others go than before; ``sizes`` counts the people of each party."""
    return _differences(before, after, sizes, lambda one, _: iter(((one.slot,),)))


def by_vehicle(before: Plan, after: Plan, sizes: Mapping[str, int]) -> tuple[Difference, ...]:
    """The vehicles that carry others than before."""
    return _differences(before, after, sizes, _vehicles)


def _vehicles(one: Itinerary, vehicles: Mapping[str, Key]) -> Iterator[Key]:
    return (vehicles[leg.duty] for leg in one.legs if isinstance(leg, DutyLeg) and leg.duty in vehicles)


def _differences(
    before: Plan,
    after: Plan,
    sizes: Mapping[str, int],
    keys: Callable[[Itinerary, Mapping[str, Key]], Iterator[Key]],
) -> tuple[Difference, ...]:
    was, now = _riders(before, keys), _riders(after, keys)

    def people(parties: dict[str, None]) -> int:
        return sum(sizes.get(party, 0) for party in parties)

    return tuple(
        Difference(
            key=key,
            before=people(was.get(key, {})),
            after=people(now.get(key, {})),
            joined=tuple(party for party in now.get(key, {}) if party not in was.get(key, {})),
            gone=tuple(party for party in was.get(key, {}) if party not in now.get(key, {})),
        )
        for key in sorted(was.keys() | now.keys())
        if was.get(key, {}).keys() != now.get(key, {}).keys()
    )


def _riders(plan: Plan, keys: Callable[[Itinerary, Mapping[str, Key]], Iterator[Key]]) -> dict[Key, dict[str, None]]:
    """The parties of each key, in the plan's order."""
    vehicles = {duty.id: (duty.fleet, str(duty.vehicle)) for duty in plan.duties}
    found: dict[Key, dict[str, None]] = {}
    for one in plan.itineraries:
        for key in keys(one, vehicles):
            found.setdefault(key, {})[one.party] = None
    return found
