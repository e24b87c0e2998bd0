"""Seats and slot places held back for late comers: the same problem with less to fill."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from solvers.problem import Problem, Rules, Service, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """What is held back: shares (0 to 1) of all places of slots and of all seats, or numbers where they are named.

    The numbers are places of a slot, seats of each vehicle of a fleet, seats of a service.
    """

    slot_share: float = 0.0
    seat_share: float = 0.0
    slots: Mapping[str, int] = field(default_factory=dict)
    fleets: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        named = (*self.slots.values(), *self.fleets.values(), *self.services.values())
        return self.slot_share > 0 or self.seat_share > 0 or any(named)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """How much that is in all: places of slots, seats of vehicles, seats of services."""

    places: int
    vehicle_seats: int
    service_seats: int


def without_reserve(problem: Problem, reserve: Reserve) -> Problem:
    """The problem without what is held back.

    A share is rounded down. A slot keeps the places of its minimum, a service the seats of its least load; a plan of
    this problem is one of the whole problem.
    """
    return replace(
        problem,
        slots=tuple(replace(slot, capacity=slot.capacity - _places(slot, reserve)) for slot in problem.slots),
        fleets=tuple(
            replace(fleet, seats=fleet.seats - _held(reserve.fleets, fleet.id, reserve.seat_share, fleet.seats))
            for fleet in problem.fleets
        ),
        services=tuple(
            replace(service, seats=service.seats - _seats(service, reserve, problem.rules))
            for service in problem.services
        ),
    )


def held_back(problem: Problem, reserve: Reserve) -> HeldBack:
    """What the reserve takes from a problem."""
    return HeldBack(
        places=sum(_places(slot, reserve) for slot in problem.slots),
        vehicle_seats=sum(
            fleet.count * _held(reserve.fleets, fleet.id, reserve.seat_share, fleet.seats) for fleet in problem.fleets
        ),
        service_seats=sum(_seats(service, reserve, problem.rules) for service in problem.services),
    )


def _places(slot: Slot, reserve: Reserve) -> int:
    wanted = _held(reserve.slots, slot.id, reserve.slot_share, slot.capacity)
    return max(0, min(wanted, slot.capacity - slot.min_headcount))


def _seats(service: Service, reserve: Reserve, rules: Rules) -> int:
    wanted = _held(reserve.services, service.id, reserve.seat_share, service.seats)
    least = math.ceil((service.min_load + rules.escort_seats) / max(rules.max_load_factor, 1e-9))
    return max(0, min(wanted, service.seats - least))


def _held(numbers: Mapping[str, int], name: str, share: float, of: int) -> int:
    return min(of, numbers.get(name, math.floor(share * of)))
