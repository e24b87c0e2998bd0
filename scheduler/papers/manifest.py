"""Who rides a timed service: every person, with needs, who brings them and who takes them on. Plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from scheduler.errors import NotFound
from scheduler.papers.facts import Contact, Facts
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import AccessLeg, Itinerary, Leg, ServiceLeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """One person. ``comes_by`` and ``goes_by`` name the duty or service before and after (None: on their own)."""

    name: str
    party: str
    party_size: int
    sex: str | None
    birth_year: int | None
    needs: tuple[str, ...]
    phone_end: str | None
    comes_by: str | None
    goes_by: str | None
    employer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everyone on one service by one plan."""

    language: Language
    campaign: str
    plan_number: int
    published_at: datetime | None
    service: str
    mode: str
    operator: str | None
    origin: str
    destination: str
    check_in_at: datetime
    departs_at: datetime
    arrives_at: datetime
    seats: int
    wheelchairs: int
    contacts: tuple[Contact, ...]
    passengers: tuple[Passenger, ...]


def manifest(facts: Facts, *, service: str, language: Language) -> Manifest:
    """The manifest of a service.

    Raises
    ------
    NotFound
        The plan has nobody on it.
    """
    flown = next(s for s in facts.problem.services if s.id == service)
    words = LANGUAGES[language]
    riding = [i for i in facts.plan.itineraries if ServiceLeg(service=service) in map(_bare, i.legs)]
    if not riding:
        raise NotFound(f"plan {facts.number} has nobody on service {service!r}")
    chairs = {party.id: party.wheelchairs for party in facts.problem.parties}
    operator = facts.operators.get(service)
    return Manifest(
        language=language,
        campaign=facts.campaign.within(language),
        plan_number=facts.number,
        published_at=facts.published_at and facts.local(int(facts.published_at.timestamp())),
        service=facts.name(service).within(language),
        mode=words.modes.get(flown.mode, flown.mode),
        operator=operator.within(language) if operator else None,
        origin=facts.name(flown.origin).within(language),
        destination=facts.name(flown.destination).within(language),
        check_in_at=facts.local(flown.depart - flown.check_in_s),
        departs_at=facts.local(flown.depart),
        arrives_at=facts.local(flown.arrive),
        seats=flown.seats,
        wheelchairs=sum(chairs[i.party] for i in riding),
        contacts=facts.contacts,
        passengers=tuple(p for i in riding for p in _passengers(facts, i, service, language)),
    )


def _bare(leg: Leg) -> Leg:
    """A leg by what it names alone."""
    return ServiceLeg(service=leg.service) if isinstance(leg, ServiceLeg) else leg


def _passengers(facts: Facts, itinerary: Itinerary, service: str, language: Language) -> Iterator[Passenger]:
    """A row for each member; a party whose members are not named has rows with its own code."""
    words, people = LANGUAGES[language], facts.people.get(itinerary.party, ())
    size = next(p.size for p in facts.problem.parties if p.id == itinerary.party)
    before, after = next(
        (a, c)
        for (a, b), (_, c) in pairwise(pairwise((None, *itinerary.legs, None)))
        if isinstance(b, ServiceLeg) and b.service == service
    )
    employer = facts.employers.get(itinerary.slot)
    for k in range(size):
        person = people[k] if k < len(people) else None
        yield Passenger(
            name=person.name if person else f"{itinerary.party} ({k + 1})",
            party=itinerary.party,
            party_size=size,
            sex=words.sexes.get(person.sex, person.sex) if person and person.sex else None,
            birth_year=person.birth_year if person else None,
            needs=facts.marks(itinerary.party, person.needs if person else (), words),
            phone_end=person.phone_end if person else None,
            comes_by=carrier(facts, before, language),
            goes_by=carrier(facts, after, language),
            employer=employer.within(language) if employer else None,
        )


def carrier(facts: Facts, leg: Leg | None, language: Language) -> str | None:
    """What carries people on a leg, in a phrase; None for a walk, and where there is no leg."""
    if leg is None or isinstance(leg, AccessLeg):
        return None
    if isinstance(leg, ServiceLeg):
        return facts.service(leg.service, language)
    fleet = next(d.fleet for d in facts.plan.duties if d.id == leg.duty)
    return f"{LANGUAGES[language].duty} {leg.duty} · {facts.name(fleet).within(language)}"
