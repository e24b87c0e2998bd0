"""The rules of itineraries, a function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from solvers.judge.case import Case, Journey, Step
from solvers.judge.rules import Rule
from solvers.judge.verdict import Violation
from solvers.plan import AccessLeg, DutyLeg, Itinerary, ServiceLeg

Found = Iterator[Violation]


def choice(case: Case, itinerary: Itinerary) -> Found:
    """A party is placed in a slot of its choices."""
    if all(itinerary.slot != wanted.slot for wanted in case.parties[itinerary.party].choices):
        yield _broken(Rule.CHOICE, itinerary, f"slot {itinerary.slot!r} is not among its choices")


def access(case: Case, itinerary: Itinerary) -> Found:
    """An itinerary opens with an access leg to a place of the party's boarding."""
    first = itinerary.legs[0] if itinerary.legs else None
    if not isinstance(first, AccessLeg):
        yield _broken(Rule.ACCESS, itinerary, "its first leg is not an access leg")
    elif all(first.to != place.at for place in case.parties[itinerary.party].boarding):
        yield _broken(Rule.ACCESS, itinerary, f"{first.to!r} is not in its boarding")


def rides(case: Case, itinerary: Itinerary) -> Found:
    """After the access leg come rides of the plan's duties, forward, and services."""
    for number, leg in enumerate(itinerary.legs[1:], 1):
        if isinstance(leg, AccessLeg):
            yield _broken(Rule.RIDE, itinerary, f"leg {number} is a second access leg")
        elif isinstance(leg, DutyLeg) and case.ride(leg) is None:
            what = f"leg {number}: duty {leg.duty!r} has no ride from stop {leg.from_stop} to {leg.to_stop}"
            yield _broken(Rule.RIDE, itinerary, what)
        elif isinstance(leg, ServiceLeg) and leg.service not in case.services:
            yield _broken(Rule.RIDE, itinerary, f"leg {number}: no service {leg.service!r}")


def chain(case: Case, journey: Journey) -> Found:
    """Each leg starts where the one before ended, and the last ends at the slot's gate."""
    place = journey.access.to
    for step in journey.steps:
        if step.origin != place:
            yield _at_leg(Rule.CHAIN, journey, step, 1, f"starts at {step.origin}, but the party stands at {place}")
        place = step.destination
    if place != journey.slot.gate:
        yield _of(Rule.CHAIN, journey, 1, f"ends at {place}, not at the gate {journey.slot.gate}")


def access_time(case: Case, journey: Journey) -> Found:
    """An access leg lasts exactly its access_s."""
    lasts = journey.access.arrive - journey.access.depart
    if lasts != journey.access_s:
        what = f"access to {journey.access.to} lasts {lasts} s, not {journey.access_s} s"
        yield _of(Rule.ACCESS_TIME, journey, abs(lasts - journey.access_s), what)


def ready(case: Case, journey: Journey) -> Found:
    """A party leaves home no earlier than it is ready."""
    early = journey.party.ready - journey.access.depart
    if early > 0:
        yield _of(Rule.READY, journey, early, f"leaves home {early} s before it is ready")


def connection(case: Case, journey: Journey) -> Found:
    """A party is at the stop, changes included, before the stop starts."""
    for step, free, by_duty in _connections(journey):
        late = free + (case.rules.transfer_s if by_duty else 0) - step.latest
        if isinstance(step.leg, DutyLeg) and late > 0:
            yield _at_leg(Rule.CONNECTION, journey, step, late, f"the stop starts {late} s too early to be reached")


def check_in(case: Case, journey: Journey) -> Found:
    """A party is at a service check_in_s before it departs."""
    for step, free, _ in _connections(journey):
        late = free - step.latest
        if isinstance(step.leg, ServiceLeg) and late > 0:
            yield _at_leg(Rule.CHECK_IN, journey, step, late, f"{late} s late for check-in to {step.leg.service}")


def fleet_slots(case: Case, journey: Journey) -> Found:
    """A fleet carries parties of its own slots only."""
    for step in journey.steps:
        if isinstance(step.leg, DutyLeg):
            fleet = case.duties[step.leg.duty].fleet
            if journey.slot.id not in case.fleet_slots.get(fleet, (journey.slot.id,)):
                what = f"fleet {fleet} does not carry people for slot {journey.slot.id}"
                yield _at_leg(Rule.FLEET_SLOTS, journey, step, 1, what)


def window(case: Case, journey: Journey) -> Found:
    """A party arrives inside a window of its slot."""
    misses = [max(opens - journey.arrival, journey.arrival - closes) for opens, closes in journey.slot.windows]
    if not misses:
        yield _of(Rule.WINDOW, journey, 1, f"slot {journey.slot.id} has no window")
    elif min(misses) > 0:
        what = f"arrives {min(misses)} s outside the windows of slot {journey.slot.id}"
        yield _of(Rule.WINDOW, journey, min(misses), what)


def due(case: Case, journey: Journey) -> Found:
    """A party arrives no later than it is due."""
    if journey.party.due is not None and journey.arrival > journey.party.due:
        late = journey.arrival - journey.party.due
        yield _of(Rule.DUE, journey, late, f"arrives {late} s after it is due")


def duration(case: Case, journey: Journey) -> Found:
    """From leaving home to arrival at most max_journey_s pass."""
    lasts = journey.arrival - journey.access.depart
    if lasts > case.rules.max_journey_s:
        what = f"travels {lasts} s, more than {case.rules.max_journey_s} s"
        yield _of(Rule.JOURNEY, journey, lasts - case.rules.max_journey_s, what)


def horizon(case: Case, journey: Journey) -> Found:
    """Nothing happens outside the horizon."""
    start, end = case.problem.horizon
    outside = max(start - journey.access.depart, journey.arrival - end)
    if outside > 0:
        yield _of(Rule.HORIZON, journey, outside, f"travels {outside} s outside the horizon")


NAMES: tuple[Callable[[Case, Itinerary], Found], ...] = (choice, access, rides)
"""The rules that make an itinerary one that can be looked up."""

RULES: tuple[Callable[[Case, Journey], Found], ...] = (
    chain,
    access_time,
    ready,
    connection,
    check_in,
    fleet_slots,
    window,
    due,
    duration,
    horizon,
)


def _connections(journey: Journey) -> Iterator[tuple[Step, int, bool]]:
    """Each step, when the party is free for it, and whether it comes off a duty."""
    free, by_duty = journey.access.arrive, False
    for step in journey.steps:
        yield step, free, by_duty
        free, by_duty = step.free, isinstance(step.leg, DutyLeg)


def _broken(rule: Rule, itinerary: Itinerary, what: str) -> Violation:
    return Violation(rule=rule, subject=f"party {itinerary.party}", excess=1, text=f"party {itinerary.party}: {what}")


def _of(rule: Rule, journey: Journey, excess: int, what: str) -> Violation:
    subject = f"party {journey.party.id}"
    return Violation(rule=rule, subject=subject, excess=excess, text=f"{subject}: {what}")


def _at_leg(rule: Rule, journey: Journey, step: Step, excess: int, what: str) -> Violation:
    subject = f"party {journey.party.id} leg {step.number}"
    return Violation(rule=rule, subject=subject, excess=excess, text=f"{subject}: {what}")
