"""What one who travels must know: where, when, by what, on which seat, and whom to call. Plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.papers.facts import Contact, Facts
from scheduler.papers.seats import Seats
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import AccessLeg, DutyLeg, ServiceLeg

SeatsOfDuties = Mapping[str, Seats]
"""Seats by duty and party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A stretch by one vehicle or service.

    ``mark`` is the duty's or service's code, ``be_there`` when one has to stand at ``start``; ``seats`` are empty
    where they are given at check-in.
    """

    mark: str
    what: str
    start: str
    be_there: datetime
    departs: datetime
    end: str
    arrives: datetime
    seats: tuple[int, ...]
    flies: bool

    @property
    def seat_text(self) -> str:
        """``3`` or ``3, 4``."""
        return ", ".join(map(str, self.seats))


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
    rides: tuple[Ride, ...]
    gate: str
    employer: str | None
    arrives: datetime
    bring: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def on_foot(self) -> bool:
        """Whether they go all the way by themselves."""
        return not self.rides

    def seated(self, place: int) -> Slip:
        """The same for the one who is ``place`` in the party, from 0: with their own seat alone."""
        rides = tuple(replace(ride, seats=ride.seats[place : place + 1]) for ride in self.rides)
        return replace(self, rides=rides)


class SlipWriter:
    """Writes the slips of a plan in one language; looks up what they need once, for a plan may have 20,000."""

    def __init__(self, facts: Facts, *, seats: SeatsOfDuties, language: Language) -> None:
        self.facts, self.seats, self.language = facts, seats, language
        self.words, self.slip_words = LANGUAGES[language], SLIP_LANGUAGES[language]
        problem = facts.problem
        self.sizes = {party.id: party.size for party in problem.parties}
        self.slots = {slot.id: slot for slot in problem.slots}
        self.services = {service.id: service for service in problem.services}
        self.homes = {location.id for location in problem.locations if location.kind == "home"}
        self.duties = {duty.id: duty for duty in facts.plan.duties}
        self.itineraries = {one.party: one for one in facts.plan.itineraries if one.party not in facts.gone}

    def cards(self, parties: Iterable[str]) -> tuple[Slip, ...]:
        """A slip for everyone who is known by name, in the order given; where nobody is, one for the party.

        Parties that the plan does not carry have none.
        """
        return tuple(card for party in parties if party in self.itineraries for card in self._cards_of(party))

    def slip(self, party: str) -> Slip:
        """The slip of a party that the plan carries, with nobody's name on it."""
        itinerary, facts = self.itineraries[party], self.facts
        access, gate = itinerary.legs[0], self.slots[itinerary.slot].gate
        if not isinstance(access, AccessLeg):
            raise ValueError(f"the itinerary of {party!r} begins with no way from home")
        employer = facts.employers.get(itinerary.slot)
        rides = tuple(
            self._by_service(leg) if isinstance(leg, ServiceLeg) else self._by_duty(party, leg)
            for leg in itinerary.legs[1:]
            if not isinstance(leg, AccessLeg)
        )
        flies = any(ride.flies for ride in rides)
        return Slip(
            language=self.language,
            campaign=facts.campaign.within(self.language),
            plan_number=facts.number,
            party=party,
            people=self.sizes[party],
            name=None,
            needs=(),
            leaves=facts.local(access.depart),
            rides=rides,
            gate=self._place(gate),
            employer=employer.within(self.language) if employer else None,
            arrives=rides[-1].arrives if rides else facts.local(access.arrive),
            bring=(*self.slip_words.bring, *(self.slip_words.bring_by_air if flies else ())),
            contacts=facts.contacts,
        )

    def _cards_of(self, party: str) -> list[Slip]:
        slip, people = self.slip(party), self.facts.people.get(party, ())
        return [
            replace(
                slip.seated(k),
                name=person.name,
                needs=tuple(self.words.needs.get(need, need) for need in person.needs),
            )
            for k, person in enumerate(people)
        ] or [slip]

    def _by_duty(self, party: str, leg: DutyLeg) -> Ride:
        duty, facts = self.duties[leg.duty], self.facts
        board, alight = duty.stops[leg.from_stop], duty.stops[leg.to_stop]
        return Ride(
            mark=duty.id,
            what=facts.name(duty.fleet).within(self.language),
            start=self._place(board.at),
            be_there=facts.local(board.start),
            departs=facts.local(board.depart),
            end=self._place(alight.at),
            arrives=facts.local(alight.start),
            seats=self.seats.get(duty.id, {}).get(party, ()),
            flies=False,
        )

    def _by_service(self, leg: ServiceLeg) -> Ride:
        service, facts = self.services[leg.service], self.facts
        mode = self.words.modes.get(service.mode, service.mode)
        return Ride(
            mark=service.id,
            what=f"{mode} {facts.name(service.id).within(self.language)}",
            start=self._place(service.origin),
            be_there=facts.local(service.depart - service.check_in_s),
            departs=facts.local(service.depart),
            end=self._place(service.destination),
            arrives=facts.local(service.arrive),
            seats=(),
            flies=service.mode == "flight",
        )

    def _place(self, place: str) -> str:
        """The name of a place; a home is called by what happens there, for the address is the reader's own."""
        return self.words.at_the_door if place in self.homes else self.facts.name(place).within(self.language)
