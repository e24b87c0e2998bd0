"""What does not wait for a duty: services that people change to, other duties, and gates that close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from solvers.plan import Duty, DutyLeg, Itinerary, Leg, Plan, ServiceLeg, Stop
from solvers.problem import Problem, Slot


class Awaited(StrEnum):
    """What people go on to after a ride."""

    SERVICE = "service"
    DUTY = "duty"
    GATE = "gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The latest moment at which ``party``, which leaves the duty at stop ``stop``, still gets on.

    ``awaits`` is the id of the service, the duty or the slot.
    """

    party: str
    stop: int
    kind: Awaited
    awaits: str
    latest: int

    def met_at(self, stop: Stop) -> int:
        """When a stop that is timed so is done with whoever alights: at a gate the first step out counts."""
        return stop.start if self.kind == Awaited.GATE else stop.depart


def deadlines(problem: Problem, plan: Plan, duty: Duty) -> Iterator[Deadline]:
    """The deadline of each ride of ``duty``, by the plan."""
    slots = {slot.id: slot for slot in problem.slots}
    due = {party.id: party.due for party in problem.parties}
    check_in = {service.id: service.depart - service.check_in_s for service in problem.services}
    duties = {other.id: other for other in plan.duties}
    for itinerary in plan.itineraries:
        for ride, after in _rides(itinerary, duty.id):
            if isinstance(after, ServiceLeg):
                kind, awaits, latest = Awaited.SERVICE, after.service, check_in[after.service]
            elif isinstance(after, DutyLeg):
                kind, awaits = Awaited.DUTY, after.duty
                latest = duties[after.duty].stops[after.from_stop].start - problem.rules.transfer_s
            else:
                kind, awaits = Awaited.GATE, itinerary.slot
                latest = _closes(slots[itinerary.slot], duty.stops[ride.to_stop].start, due.get(itinerary.party))
            yield Deadline(party=itinerary.party, stop=ride.to_stop, kind=kind, awaits=awaits, latest=latest)


def _rides(itinerary: Itinerary, duty: str) -> Iterator[tuple[DutyLeg, Leg | None]]:
    """The legs on a duty, each with what comes after."""
    for leg, after in pairwise((*itinerary.legs, None)):
        if isinstance(leg, DutyLeg) and leg.duty == duty:
            yield leg, after


def _closes(slot: Slot, planned: int, due: int | None) -> int:
    closes = next((end for start, end in slot.windows if start <= planned <= end), slot.windows[-1][1])
    return closes if due is None else min(closes, due)
