"""Who boards and who alights at a stop of a route sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.papers.facts import Facts
from scheduler.papers.seats import Seats, seats_of, seats_text
from scheduler.papers.wording import LANGUAGES, Language, clock
from solvers.plan import Duty, DutyLeg, Itinerary, Leg, ServiceLeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """A party at a stop. ``bound_for`` is where it leaves this vehicle, ``link`` says which service or
    duty it comes from or changes to here."""

    party: str
    seats: str
    lead: str
    others: tuple[str, ...]
    size: int
    needs: tuple[str, ...]
    phone_end: str | None
    bound_for: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Riders:
    """Who boards, or who alights, at one stop. What all of them share is said once, here."""

    riders: tuple[Rider, ...] = ()

    @property
    def people(self) -> int:
        """How many."""
        return sum(r.size for r in self.riders)

    @property
    def bound_for(self) -> str | None:
        """Where all of them leave this vehicle."""
        return shared([r.bound_for for r in self.riders])

    @property
    def link(self) -> str | None:
        """The change that all of them make here."""
        return shared([r.link for r in self.riders])


def shared(texts: Sequence[str | None]) -> str | None:
    """The one text that all of several have (None: they differ, or there is none)."""
    return texts[0] if len(texts) > 1 and len(set(texts)) == 1 else None


class Aboard:
    """Everyone who rides one duty; ``told`` are the seats that people were told."""

    def __init__(self, facts: Facts, duty: Duty, language: Language, told: Mapping[str, Seats] | None) -> None:
        self.facts, self.duty, self.language = facts, duty, language
        self.words = LANGUAGES[language]
        self.parties = {p.id: p for p in facts.problem.parties}
        self.gates = {s.id: s.gate for s in facts.problem.slots}
        self.seats = seats_of(facts.problem, duty, told=told)
        aboard = {p for stop in duty.stops for p in stop.board}
        self.itineraries = {i.party: i for i in facts.plan.itineraries if i.party in aboard}
        self.duties = {other.id: other for other in facts.plan.duties}

    def people(self, parties: Iterable[str]) -> int:
        """How many people parties have."""
        return sum(self.parties[p].size for p in parties)

    def wheelchairs(self, parties: Iterable[str]) -> int:
        """How many wheelchairs they bring."""
        return sum(self.parties[p].wheelchairs for p in parties)

    def boarding(self, k: int) -> Riders:
        """Who boards at a stop."""
        return Riders(riders=tuple(self.rider(p, k, boards=True) for p in self.duty.stops[k].board))

    def alighting(self, k: int) -> Riders:
        """Who alights at a stop."""
        return Riders(riders=tuple(self.rider(p, k, boards=False) for p in self.duty.stops[k].alight))

    def rider(self, party: str, stop: int, *, boards: bool) -> Rider:
        people = self.facts.people.get(party, ())
        before, ride, after = next(
            r for r in self.rides(self.itineraries[party]) if stop == (r[1].from_stop if boards else r[1].to_stop)
        )
        goal = self.duty.stops[ride.to_stop].at
        needs = dict.fromkeys(n for person in people for n in person.needs)
        if self.parties[party].wheelchairs:
            needs = {"wheelchair": None, **needs}
        return Rider(
            party=party,
            seats=seats_text(self.seats[party]),
            lead=people[0].name if people else self.facts.name(party).own,
            others=tuple(person.name for person in people[1:]),
            size=self.parties[party].size,
            needs=self.facts.marks(party, needs, self.words),
            phone_end=next((person.phone_end for person in people if person.phone_end), None),
            bound_for=self.goal(party, goal) if boards else None,
            link=self.comes_by(before) if boards else self.goes_by(after),
        )

    def rides(self, itinerary: Itinerary) -> Iterator[tuple[Leg | None, DutyLeg, Leg | None]]:
        """The legs on this duty, each with the legs before and after it."""
        legs = (None, *itinerary.legs, None)
        for before, leg, after in zip(legs, legs[1:], legs[2:], strict=False):
            if isinstance(leg, DutyLeg) and leg.duty == self.duty.id:
                yield before, leg, after

    def goal(self, party: str, place: str) -> str:
        """Where a party leaves this vehicle: the employer at its gate, else the place."""
        slot = self.itineraries[party].slot
        employer = self.facts.employers.get(slot)
        if employer and self.gates[slot] == place:
            return employer.within(self.language)
        return self.facts.name(place).within(self.language)

    def comes_by(self, leg: Leg | None) -> str | None:
        """The service or vehicle that a party comes off, with the moment at which that vehicle is here."""
        if isinstance(leg, DutyLeg):
            here = self.duties[leg.duty].stops[leg.to_stop].start
            return self.words.from_duty.format(duty=self.vehicle(leg.duty), time=self.clock(here))
        return self.service(leg, self.words.from_service)

    def goes_by(self, leg: Leg | None) -> str | None:
        """The service or vehicle that a party changes to, with the moment at which that vehicle leaves."""
        if isinstance(leg, DutyLeg):
            leaves = self.duties[leg.duty].stops[leg.from_stop].depart
            return self.words.to_duty.format(duty=self.vehicle(leg.duty), time=self.clock(leaves))
        return self.service(leg, self.words.to_service)

    def service(self, leg: Leg | None, phrase: str) -> str | None:
        """A service in a phrase (None: it is none)."""
        if isinstance(leg, ServiceLeg):
            return phrase.format(service=self.facts.service(leg.service, self.language))
        return None

    def vehicle(self, duty: str) -> str:
        """What to look for: the number on the sheet behind the windscreen, and what kind of vehicle it is."""
        fleet = self.facts.name(self.duties[duty].fleet).within(self.language)
        return f"{self.words.duty} {duty} · {fleet}"

    def clock(self, moment: int) -> str:
        """A time of day."""
        return clock(self.facts.local(moment))
