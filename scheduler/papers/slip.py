"""What one who travels must know: where, when, by what, on which seat, and whom to call. Plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.papers.facts import Contact, Facts
from scheduler.papers.seats import Seats
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import AccessLeg, DutyLeg, Itinerary, ServiceLeg

SeatsOfDuties = Mapping[str, Seats]
"""Seats by duty and party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A stretch by one vehicle or service.

    ``mark`` is the duty's or service's code, ``be_there`` when one has to stand at ``start``; ``seats`` are None where
    they are given at check-in.
    """

    mark: str
    what: str
    start: str
    be_there: datetime
    departs: datetime
    end: str
    arrives: datetime
    seats: tuple[int, ...] | None
    flies: bool

    @property
    def seat_text(self) -> str:
        """``3`` or ``3, 4``."""
        return ", ".join(map(str, self.seats or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The trip of one party, as one of them reads it (``name`` None: the party is known by its code only)."""

    language: Language
    campaign: str
    plan_number: int
    party: str
    people: int
    name: str | None
    needs: tuple[str, ...]
    leaves: datetime
    on_foot: bool
    rides: tuple[Ride, ...]
    gate: str
    employer: str | None
    arrives: datetime
    bring: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def first(self) -> Ride | None:
        """What picks them up (None: they walk all the way)."""
        return self.rides[0] if self.rides else None


def slips(facts: Facts, *, parties: Iterable[str], seats: SeatsOfDuties, language: Language) -> tuple[Slip, ...]:
    """A slip for everyone of the parties who is known by name, in their order; where nobody is, one for the party."""
    itineraries = {one.party: one for one in facts.plan.itineraries}
    found = []
    for party in parties:
        if party in itineraries and party not in facts.gone:
            found += _of_party(facts, itineraries[party], seats, language)
    return tuple(found)


def _of_party(facts: Facts, itinerary: Itinerary, seats: SeatsOfDuties, language: Language) -> list[Slip]:
    slip = slip_of(facts, itinerary, seats=seats, language=language)
    words = LANGUAGES[language]
    people = facts.people.get(itinerary.party, ())
    return [
        replace(slip, name=person.name, needs=tuple(words.needs.get(need, need) for need in person.needs))
        for person in people
    ] or [slip]


def slip_of(facts: Facts, itinerary: Itinerary, *, seats: SeatsOfDuties, language: Language) -> Slip:
    """The slip of a party, with nobody's name on it."""
    problem = facts.problem
    slot = next(slot for slot in problem.slots if slot.id == itinerary.slot)
    employer = facts.employers.get(slot.id)
    access = itinerary.legs[0]
    if not isinstance(access, AccessLeg):
        raise ValueError(f"the itinerary of {itinerary.party!r} begins with no way from home")
    rides = tuple(
        _service(facts, leg, language)
        if isinstance(leg, ServiceLeg)
        else _duty(facts, itinerary.party, leg, seats, language)
        for leg in itinerary.legs[1:]
        if not isinstance(leg, AccessLeg)
    )
    words = SLIP_LANGUAGES[language]
    return Slip(
        language=language,
        campaign=facts.campaign.within(language),
        plan_number=facts.number,
        party=itinerary.party,
        people=next(party.size for party in problem.parties if party.id == itinerary.party),
        name=None,
        needs=(),
        leaves=facts.local(access.depart),
        on_foot=not rides,
        rides=rides,
        gate=facts.name(slot.gate).within(language),
        employer=employer.within(language) if employer else None,
        arrives=rides[-1].arrives if rides else facts.local(access.arrive),
        bring=(*words.bring, *(words.bring_by_air if any(ride.flies for ride in rides) else ())),
        contacts=facts.contacts,
    )


def _duty(facts: Facts, party: str, leg: DutyLeg, seats: SeatsOfDuties, language: Language) -> Ride:
    duty = next(duty for duty in facts.plan.duties if duty.id == leg.duty)
    board, alight = duty.stops[leg.from_stop], duty.stops[leg.to_stop]
    return Ride(
        mark=duty.id,
        what=facts.name(duty.fleet).within(language),
        start=_place(facts, board.at, language),
        be_there=facts.local(board.start),
        departs=facts.local(board.depart),
        end=_place(facts, alight.at, language),
        arrives=facts.local(alight.start),
        seats=seats.get(duty.id, {}).get(party),
        flies=False,
    )


def _service(facts: Facts, leg: ServiceLeg, language: Language) -> Ride:
    service = next(service for service in facts.problem.services if service.id == leg.service)
    words = LANGUAGES[language]
    return Ride(
        mark=service.id,
        what=f"{words.modes.get(service.mode, service.mode)} {facts.name(service.id).within(language)}",
        start=_place(facts, service.origin, language),
        be_there=facts.local(service.depart - service.check_in_s),
        departs=facts.local(service.depart),
        end=_place(facts, service.destination, language),
        arrives=facts.local(service.arrive),
        seats=None,
        flies=service.mode == "flight",
    )


def _place(facts: Facts, place: str, language: Language) -> str:
    """The name of a place; a home is called by what happens there, for the address is the reader's own."""
    location = next((one for one in facts.problem.locations if one.id == place), None)
    if location is not None and location.kind == "home":
        return LANGUAGES[language].at_the_door
    return facts.name(place).within(language)
