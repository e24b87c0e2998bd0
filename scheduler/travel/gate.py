"""An employer's gate while people arrive: who is expected by what, who is there, who does not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import Worker
from scheduler.people.states import NOT_COMING
from scheduler.plans.intakes import IntakeArrival, IntakeParty, intake_list
from scheduler.plans.models import Duty, Plan
from scheduler.travel.models import Reception
from scheduler.travel.receiving import boarded
from scheduler.travel.selectors import reception_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A party at the gate: ``people`` of it are on the way, ``received`` is what was counted last (None: nothing)."""

    party: IntakeParty
    people: int
    received: Reception | None

    @property
    def is_off(self) -> bool:
        """Whether it does not come any more."""
        return self.received is None and self.party.request.state in NOT_COMING

    @property
    def here(self) -> int:
        """How many of it are there."""
        return self.received.people if self.received else 0

    @property
    def missing(self) -> int:
        """How many of it were looked for and not found."""
        return max(0, self.people - self.received.people) if self.received else 0

    @property
    def absent(self) -> tuple[Worker, ...]:
        """Those of it who are known by name and are missing."""
        ids = set(self.received.missing) if self.received else set()
        return tuple(worker for worker in self.party.members if str(worker.id) in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """Those who come to the gate at one time by one vehicle, one service, or (both None) on their own."""

    arrives_at: datetime
    duty: Duty | None
    service: Service | None
    parties: tuple[Expected, ...]

    @property
    def people(self) -> int:
        """How many are on the way or there."""
        return sum(one.people for one in self.parties if not one.is_off)

    @property
    def here(self) -> int:
        """How many are there."""
        return sum(one.here for one in self.parties)

    @property
    def missing(self) -> int:
        """How many were looked for and not found."""
        return sum(one.missing for one in self.parties)

    @property
    def waited_for(self) -> int:
        """How many nobody has looked for yet."""
        return sum(one.people for one in self.parties if one.received is None and not one.is_off)


def gate_arrivals(*, plan: Plan, slot: IntakeSlot) -> tuple[Arriving, ...]:
    """Who comes into a slot that the asker may see, in the order of arrival.

    Who boarded is told with the system's eyes: of the vehicles of others an employer sees nothing else.
    """
    arrivals, received = intake_list(plan=plan, slot=slot), reception_list(slot=slot)
    sizes = {party.request.id: party.request.size for arrival in arrivals for party in arrival.parties}
    with acting_as_system():
        people = boarded(sizes)
    return tuple(_arriving(arrival, people, received) for arrival in arrivals)


def _arriving(arrival: IntakeArrival, people: dict[UUID, int], received: dict[UUID, Reception]) -> Arriving:
    return Arriving(
        arrives_at=arrival.arrives_at,
        duty=arrival.duty,
        service=arrival.service,
        parties=tuple(
            Expected(party=party, people=people[party.request.id], received=received.get(party.request.id))
            for party in arrival.parties
        ),
    )


def received_by_slot(*, campaign: Campaign) -> dict[UUID, int]:
    """How many people were received into each slot of a campaign; the latest entry of a party holds."""
    latest = Reception.objects.filter(campaign=campaign).order_by("slot_id", "request_id", "-at", "-id")
    found: dict[UUID, int] = {}
    for slot, people in latest.distinct("slot_id", "request_id").values_list("slot_id", "people"):
        found[slot] = found.get(slot, 0) + people
    return found
