"""Where people change from one carrier to another, or to their employer: how many, to be counted out and in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from scheduler.errors import NotFound
from scheduler.papers.facts import Facts
from scheduler.papers.manifest import carrier
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import AccessLeg, Itinerary, Leg, ServiceLeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """People who are handed over together: ``at`` a moment, from one carrier to another or to an employer."""

    place: str
    at: datetime
    gives: str
    takes: str
    next_at: datetime | None
    parties: tuple[str, ...]
    people: int
    wheelchairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Every change of a plan, or those at one place, in the order of time."""

    language: Language
    campaign: str
    plan_number: int
    published_at: datetime | None
    place: str | None
    changes: tuple[Change, ...]


Key = tuple[int, str, str, str, int | None]


def handover(facts: Facts, *, place: str | None, language: Language) -> Handover:
    """The changes at a place (None: everywhere).

    Raises
    ------
    NotFound
        Nobody changes there.
    """
    groups: dict[Key, list[str]] = defaultdict(list)
    for itinerary in facts.plan.itineraries:
        for key in _changes(facts, itinerary, language):
            if place in (None, key[1]):
                groups[key].append(itinerary.party)
    if not groups:
        raise NotFound(f"plan {facts.number} hands nobody over" + (f" at {place!r}" if place else ""))
    return Handover(
        language=language,
        campaign=facts.campaign.within(language),
        plan_number=facts.number,
        published_at=facts.published_at and facts.local(int(facts.published_at.timestamp())),
        place=facts.name(place).within(language) if place else None,
        changes=tuple(_change(facts, key, groups[key], language) for key in sorted(groups, key=lambda k: k[:4])),
    )


def _changes(facts: Facts, itinerary: Itinerary, language: Language) -> Iterator[Key]:
    """When, where, from whom, to whom, and when it goes on (None: it is the gate)."""
    words = LANGUAGES[language]
    employer = facts.employers.get(itinerary.slot)
    for leg, after in pairwise((*itinerary.legs, None)):
        gives = carrier(facts, leg, language)
        if leg is None or gives is None:
            continue
        at, place = _ends(facts, leg)
        if after is None:
            yield at, place, gives, employer.within(language) if employer else words.gate, None
        else:
            yield at, place, gives, carrier(facts, after, language) or "", _begins(facts, after)


def _ends(facts: Facts, leg: Leg) -> tuple[int, str]:
    if isinstance(leg, AccessLeg):
        return leg.arrive, leg.to
    if isinstance(leg, ServiceLeg):
        service = next(s for s in facts.problem.services if s.id == leg.service)
        return service.arrive, service.destination
    stop = next(d for d in facts.plan.duties if d.id == leg.duty).stops[leg.to_stop]
    return stop.start, stop.at


def _begins(facts: Facts, leg: Leg) -> int:
    if isinstance(leg, AccessLeg):
        return leg.depart
    if isinstance(leg, ServiceLeg):
        service = next(s for s in facts.problem.services if s.id == leg.service)
        return service.depart - service.check_in_s
    return next(d for d in facts.plan.duties if d.id == leg.duty).stops[leg.from_stop].start


def _change(facts: Facts, key: Key, parties: list[str], language: Language) -> Change:
    at, place, gives, takes, next_at = key
    sizes = {party.id: (party.size, party.wheelchairs) for party in facts.problem.parties}
    return Change(
        place=facts.name(place).within(language),
        at=facts.local(at),
        gives=gives,
        takes=takes,
        next_at=None if next_at is None else facts.local(next_at),
        parties=tuple(sorted(parties)),
        people=sum(sizes[party][0] for party in parties),
        wheelchairs=sum(sizes[party][1] for party in parties),
    )
