"""Who comes to an employer's gate, when and how: what an intake list is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Prefetch, Sum, prefetch_related_objects

from scheduler.fleet.models import Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest, Member, Worker
from scheduler.plans.models import Duty, Itinerary, Leg, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeParty:
    """A party that arrives; ``members`` are those known by name who have not refused that the employer is told."""

    request: DepartureRequest
    members: tuple[Worker, ...]

    @property
    def unnamed(self) -> int:
        """How many of it the employer is not told the names of."""
        return self.request.size - len(self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeArrival:
    """Parties that come to the gate at one time by one vehicle, one service, or (both None) on their own."""

    arrives_at: datetime
    duty: Duty | None
    service: Service | None
    parties: tuple[IntakeParty, ...]

    @property
    def headcount(self) -> int:
        """How many people that is."""
        return sum(party.request.size for party in self.parties)


def intake_headcount(*, plan: Plan, slot: IntakeSlot) -> int:
    """How many people the plan brings to the slot."""
    arriving = Itinerary.objects.filter(plan=plan, slot=slot).aggregate(people=Sum("request__size"))
    return arriving["people"] or 0


def intake_list(*, plan: Plan, slot: IntakeSlot) -> tuple[IntakeArrival, ...]:
    """The plan's arrivals at the slot, the first one first."""
    last_legs = _last_legs(plan, slot)
    members = Prefetch("members", Member.objects.select_related("worker"))
    prefetch_related_objects([leg.itinerary.request for leg in last_legs], members)
    found = [(_arrival(leg), _party(leg.itinerary.request)) for leg in last_legs]
    found.sort(key=lambda pair: _key(pair[0]))
    return tuple(_with_parties(list(group)) for _, group in groupby(found, key=lambda pair: _key(pair[0])))


def _last_legs(plan: Plan, slot: IntakeSlot) -> list[Leg]:
    """The last leg of each itinerary into the slot, in the order of the plan."""
    legs = (
        Leg.objects.filter(plan=plan, itinerary__slot=slot)
        .select_related("itinerary__request", "to_stop__duty__fleet__operator", "service__operator")
        .order_by("itinerary__position", "position")
    )
    return list({leg.itinerary_id: leg for leg in legs}.values())


def _arrival(leg: Leg) -> IntakeArrival:
    if leg.to_stop is not None:
        return IntakeArrival(arrives_at=leg.to_stop.starts_at, duty=leg.to_stop.duty, service=None, parties=())
    if leg.service is not None:
        return IntakeArrival(arrives_at=leg.service.arrives_at, duty=None, service=leg.service, parties=())
    if leg.arrives_at is None:
        raise ValueError(f"leg {leg.id} has neither a stop, nor a service, nor a time")
    return IntakeArrival(arrives_at=leg.arrives_at, duty=None, service=None, parties=())


def _party(request: DepartureRequest) -> IntakeParty:
    members = sorted(request.members.all(), key=lambda member: member.position)
    told = (member.worker for member in members if member.worker.consent_employer is not False)
    return IntakeParty(request=request, members=tuple(told))


def _key(arrival: IntakeArrival) -> tuple[datetime, str, str]:
    return (
        arrival.arrives_at,
        arrival.duty.code if arrival.duty else "",
        arrival.service.code if arrival.service else "",
    )


def _with_parties(found: list[tuple[IntakeArrival, IntakeParty]]) -> IntakeArrival:
    first = found[0][0]
    return IntakeArrival(
        arrives_at=first.arrives_at,
        duty=first.duty,
        service=first.service,
        parties=tuple(party for _, party in found),
    )
