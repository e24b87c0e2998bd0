"""Whom an employer receives: every person, when, at which gate, by which vehicle. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.papers.facts import Contact, Facts
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import AccessLeg, Itinerary, ServiceLeg
from solvers.problem import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One person at the gate. ``comes_by`` names the duty or service of the last leg, None: on foot."""

    slot: str
    gate: str
    arrives_at: datetime
    comes_by: str | None
    party: str
    party_size: int
    name: str
    sex: str | None
    birth_year: int | None
    needs: tuple[str, ...]
    phone_end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSummary:
    """One intake slot and what comes into it. Arrivals are None when nobody comes."""

    slot: str
    gate: str
    windows: tuple[tuple[datetime, datetime], ...]
    capacity: int
    expected: int
    first_arrival: datetime | None
    last_arrival: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeList:
    """Everyone whom one employer takes in by one plan, in the order of arrival."""

    language: Language
    employer: str
    campaign: str
    plan_number: int
    published_at: datetime | None
    contacts: tuple[Contact, ...]
    slots: tuple[SlotSummary, ...]
    arrivals: tuple[Arrival, ...]


def intake_list(facts: Facts, *, employer: str, slots: tuple[str, ...], language: Language) -> IntakeList:
    """The list of the intake slots named, which are one employer's."""
    wanted = {s.id: s for s in facts.problem.slots if s.id in slots}
    coming = [i for i in facts.plan.itineraries if i.slot in wanted]
    arrivals = [a for i in coming for a in _arrivals(facts, i, wanted[i.slot], language)]
    return IntakeList(
        language=language,
        employer=employer,
        campaign=facts.campaign.within(language),
        plan_number=facts.number,
        published_at=facts.published_at and facts.local(int(facts.published_at.timestamp())),
        contacts=facts.contacts,
        slots=tuple(_summary(facts, wanted[s], arrivals, language) for s in slots),
        arrivals=tuple(sorted(arrivals, key=lambda a: (a.arrives_at, a.slot, a.party))),
    )


def _summary(facts: Facts, slot: Slot, arrivals: list[Arrival], language: Language) -> SlotSummary:
    times = [a.arrives_at for a in arrivals if a.slot == slot.id]
    return SlotSummary(
        slot=slot.id,
        gate=facts.name(slot.gate).within(language),
        windows=tuple((facts.local(start), facts.local(end)) for start, end in slot.windows),
        capacity=slot.capacity,
        expected=len(times),
        first_arrival=min(times, default=None),
        last_arrival=max(times, default=None),
    )


def _arrivals(facts: Facts, itinerary: Itinerary, slot: Slot, language: Language) -> list[Arrival]:
    """A row for each member; a party whose members are not named has rows with its own code."""
    words = LANGUAGES[language]
    arrives_at, comes_by = _last_leg(facts, itinerary, language)
    size = next(p.size for p in facts.problem.parties if p.id == itinerary.party)
    people = facts.people.get(itinerary.party, ())
    rows = []
    for k in range(size):
        person = people[k] if k < len(people) else None
        rows.append(
            Arrival(
                slot=slot.id,
                gate=facts.name(slot.gate).within(language),
                arrives_at=arrives_at,
                comes_by=comes_by,
                party=itinerary.party,
                party_size=size,
                name=person.name if person else f"{itinerary.party} ({k + 1})",
                sex=words.sexes.get(person.sex, person.sex) if person and person.sex else None,
                birth_year=person.birth_year if person else None,
                needs=facts.marks(itinerary.party, person.needs if person else (), words),
                phone_end=person.phone_end if person else None,
            )
        )
    return rows


def _last_leg(facts: Facts, itinerary: Itinerary, language: Language) -> tuple[datetime, str | None]:
    """When a party stands at the gate, and what brought it there."""
    words, leg = LANGUAGES[language], itinerary.legs[-1]
    if isinstance(leg, AccessLeg):
        return facts.local(leg.arrive), None
    if isinstance(leg, ServiceLeg):
        service = next(s for s in facts.problem.services if s.id == leg.service)
        mode = words.modes.get(service.mode, service.mode)
        return facts.local(service.arrive), f"{mode} {facts.name(service.id).within(language)}"
    duty = next(d for d in facts.plan.duties if d.id == leg.duty)
    vehicle = facts.name(duty.fleet).within(language)
    return facts.local(duty.stops[leg.to_stop].start), f"{words.duty} {duty.id} · {vehicle}"
