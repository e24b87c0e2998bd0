"""What the driver of a duty must know, stop by stop, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.errors import NotFound
from scheduler.papers.facts import Contact, Facts, Name
from scheduler.papers.seats import Seats, seats_of, seats_text
from scheduler.papers.wording import LANGUAGES, Language
from solvers.deadlines import Awaited, deadlines
from solvers.deadlines import Deadline as Limit
from solvers.plan import Duty, DutyLeg, Itinerary, Leg, ServiceLeg, Stop
from solvers.problem import Span
from solvers.travel import road_of

DAY_S = 86_400
LOOSE_S = 4 * 3600
"""A gate that stays open for longer than this after the planned arrival presses nobody."""


class Spell(StrEnum):
    """What the vehicle does between two stops."""

    DRIVE = "drive"
    REST = "rest"
    WAIT = "wait"
    SWAP = "swap"
    NIGHT_STOP = "night_stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpell:
    """A stretch of driving (then ``driver`` counts from 1) or of standing."""

    kind: Spell
    start: datetime
    end: datetime
    driver: int | None = None

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return int((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLeg:
    """The way to the next stop."""

    distance_m: int
    driving_s: int
    spells: tuple[SheetSpell, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetStop:
    """A halt. ``onward`` is None at the last one; ``spot`` is its longitude and latitude, if they are known, and
    ``is_home`` says that no sign-post tells."""

    number: int
    code: str
    place: str
    local_name: str | None
    spot: tuple[float, float] | None
    is_home: bool
    arrive: datetime
    start: datetime
    depart: datetime
    board: Riders
    alight: Riders
    aboard: int
    wheelchairs_aboard: int
    onward: SheetLeg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something at stop ``stop`` that does not wait: ``text`` says what, ``planned`` when this duty is done."""

    stop: int
    text: str
    latest: datetime
    planned: datetime

    @property
    def spare_s(self) -> int:
        """Seconds that the duty may be late."""
        return int((self.latest - self.planned).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """One vehicle's work as its crew reads it."""

    language: Language
    campaign: str
    plan_number: int
    published_at: datetime | None
    duty: str
    vehicle: str
    vehicle_number: int
    vehicle_count: int
    seats: int
    wheelchair_spaces: int
    operator: str | None
    drivers: int
    contacts: tuple[Contact, ...]
    stops: tuple[SheetStop, ...]
    deadlines: tuple[Deadline, ...]
    people: int

    @property
    def distance_m(self) -> int:
        """Metres of all legs."""
        return sum(s.onward.distance_m for s in self.stops if s.onward)

    @property
    def driving_s(self) -> int:
        """Seconds at the wheel, of all drivers."""
        return sum(s.onward.driving_s for s in self.stops if s.onward)

    @property
    def most_aboard(self) -> int:
        """The most people aboard at once."""
        return max(s.aboard for s in self.stops)


def route_sheet(
    facts: Facts, *, duty_code: str, language: Language, told: Mapping[str, Seats] | None = None
) -> RouteSheet:
    """The sheet of one duty; ``told`` are the seats that people were told.

    Raises
    ------
    NotFound
        The plan has no such duty.
    """
    duty = next((d for d in facts.plan.duties if d.id == duty_code), None)
    if duty is None:
        raise NotFound(f"plan {facts.number} has no duty {duty_code!r}")
    return _Writer(facts, duty, language, told).sheet()


def shared(texts: Sequence[str | None]) -> str | None:
    """The one text that all of several have (None: they differ, or there is none)."""
    return texts[0] if len(texts) > 1 and len(set(texts)) == 1 else None


class _Writer:
    """Looks up what one duty's sheet needs, once."""

    def __init__(self, facts: Facts, duty: Duty, language: Language, told: Mapping[str, Seats] | None) -> None:
        self.facts, self.duty, self.language = facts, duty, language
        self.words = LANGUAGES[language]
        problem = facts.problem
        self.fleet = next(f for f in problem.fleets if f.id == duty.fleet)
        self.locations = {loc.id: loc for loc in problem.locations}
        self.parties = {p.id: p for p in problem.parties}
        self.slots = {s.id: s for s in problem.slots}
        self.services = {s.id: s for s in problem.services}
        self.seats = seats_of(problem, duty, told=told)
        aboard = {p for stop in duty.stops for p in stop.board}
        self.itineraries = {i.party: i for i in facts.plan.itineraries if i.party in aboard}

    def sheet(self) -> RouteSheet:
        facts, fleet = self.facts, self.fleet
        operator = facts.operators.get(fleet.id)
        return RouteSheet(
            language=self.language,
            campaign=facts.campaign.within(self.language),
            plan_number=facts.number,
            published_at=facts.published_at and facts.local(int(facts.published_at.timestamp())),
            duty=self.duty.id,
            vehicle=facts.name(fleet.id).within(self.language),
            vehicle_number=self.duty.vehicle + 1,
            vehicle_count=fleet.count,
            seats=fleet.seats,
            wheelchair_spaces=fleet.wheelchair_spaces,
            operator=operator.within(self.language) if operator else None,
            drivers=fleet.crews[self.duty.crew].drivers,
            contacts=facts.contacts,
            stops=self.stops(),
            deadlines=self.deadlines(),
            people=sum(self.parties[p].size for p in self.itineraries),
        )

    def stops(self) -> tuple[SheetStop, ...]:
        facts, road = self.facts, road_of(self.facts.problem)
        aboard, chairs, stops = 0, 0, []
        for k, stop in enumerate(self.duty.stops):
            aboard += sum(self.parties[p].size for p in stop.board) - sum(self.parties[p].size for p in stop.alight)
            chairs += sum(self.parties[p].wheelchairs for p in stop.board)
            chairs -= sum(self.parties[p].wheelchairs for p in stop.alight)
            onward = None
            if k + 1 < len(self.duty.stops):
                following = self.duty.stops[k + 1]
                onward = self.leg(k, stop, following, road.leg(stop.at, following.at)[0])
            name, location = self.place(stop.at), self.locations[stop.at]
            known = location.lon is not None and location.lat is not None
            stops.append(
                SheetStop(
                    number=k + 1,
                    code=stop.at,
                    place=name.within(self.language),
                    local_name=name.besides(self.language),
                    spot=(location.lon or 0.0, location.lat or 0.0) if known else None,
                    is_home=location.kind == "home",
                    arrive=facts.local(stop.arrive),
                    start=facts.local(stop.start),
                    depart=facts.local(stop.depart),
                    board=Riders(riders=tuple(self.rider(p, k, boards=True) for p in stop.board)),
                    alight=Riders(riders=tuple(self.rider(p, k, boards=False) for p in stop.alight)),
                    aboard=aboard,
                    wheelchairs_aboard=chairs,
                    onward=onward,
                )
            )
        return tuple(stops)

    def place(self, code: str) -> Name:
        """What a place is called."""
        location, name = self.locations[code], self.facts.names.get(code)
        unnamed = f"{self.words.at_the_door} {code}" if location.kind == "home" else location.name or code
        return name or Name(own=unnamed)

    # ---- people --------------------------------------------------------------------------------------

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
            link=self.link(before, self.words.from_service) if boards else self.link(after, self.words.to_service),
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
        if employer and self.slots[slot].gate == place:
            return employer.within(self.language)
        return self.facts.name(place).within(self.language)

    def link(self, leg: Leg | None, phrase: str) -> str | None:
        """The service or the other duty at a change, in a phrase."""
        if isinstance(leg, ServiceLeg):
            return phrase.format(service=self.service(leg.service))
        return phrase.format(service=f"{self.words.duty} {leg.duty}") if isinstance(leg, DutyLeg) else None

    def service(self, service: str) -> str:
        mode = self.services[service].mode
        return f"{self.words.modes.get(mode, mode)} {self.facts.name(service).within(self.language)}"

    # ---- time ----------------------------------------------------------------------------------------

    def leg(self, k: int, here: Stop, there: Stop, distance_m: int) -> SheetLeg:
        drives = sorted((d for d in self.duty.drives if d.leg == k), key=lambda d: d.start)
        earlier = [d for d in self.duty.drives if d.leg < k]
        last = max(earlier, key=lambda d: d.end) if earlier else None
        spells: list[SheetSpell] = []
        at = here.depart
        for drive in drives:
            spells += self.pause(at, drive.start, changes=last is not None and last.driver != drive.driver)
            spells.append(self.spell(Spell.DRIVE, drive.start, drive.end, drive.driver + 1))
            at, last = drive.end, drive
        spells += self.pause(at, there.arrive, changes=False) if drives else []
        driving_s = sum(d.end - d.start for d in drives)
        return SheetLeg(distance_m=distance_m, driving_s=driving_s, spells=tuple(spells))

    def pause(self, start: int, end: int, *, changes: bool) -> list[SheetSpell]:
        """Standing before a drive; ``changes``: another driver takes it."""
        if end <= start:
            return []
        law = self.facts.problem.rules.driver_hours
        night = law.night_stop if law else None
        if night and self.within(start, end, night.span):
            kind = Spell.NIGHT_STOP
        elif law and end - start >= law.min_break_s:
            kind = Spell.REST
        else:
            kind = Spell.SWAP if changes else Spell.WAIT
        return [self.spell(kind, start, end)]

    def within(self, start: int, end: int, night: Span) -> bool:
        """Whether most of the hours of a night fall into a pause."""
        offset, (first, last) = self.facts.problem.utc_offset_s, night
        length = (last - first) % DAY_S
        today = (start + offset) // DAY_S * DAY_S - offset
        overlap = (min(end, today + d + first + length) - max(start, today + d + first) for d in (-DAY_S, 0, DAY_S))
        return any(2 * o >= length for o in overlap)

    def spell(self, kind: Spell, start: int, end: int, driver: int | None = None) -> SheetSpell:
        return SheetSpell(kind=kind, start=self.facts.local(start), end=self.facts.local(end), driver=driver)

    # ---- what does not wait --------------------------------------------------------------------------

    def deadlines(self) -> tuple[Deadline, ...]:
        """The earliest deadline of each kind at each stop, without gates that stay open for hours."""
        tightest: dict[tuple[int, str], Deadline] = {}
        for limit in deadlines(self.facts.problem, self.facts.plan, self.duty):
            planned = limit.met_at(self.duty.stops[limit.stop])
            if limit.kind == Awaited.GATE and limit.latest - planned > LOOSE_S:
                continue
            text, latest = self.awaited(limit), self.facts.local(limit.latest)
            found = tightest.get((limit.stop, text))
            if found is None or latest < found.latest:
                tightest[limit.stop, text] = Deadline(
                    stop=limit.stop + 1, text=text, latest=latest, planned=self.facts.local(planned)
                )
        return tuple(sorted(tightest.values(), key=lambda d: (d.stop, d.latest)))

    def awaited(self, limit: Limit) -> str:
        """What does not wait, in a phrase."""
        if limit.kind == Awaited.SERVICE:
            return self.words.check_in_closes.format(service=self.service(limit.awaits))
        return self.words.connects.format(duty=limit.awaits) if limit.kind == Awaited.DUTY else self.words.gate_closes
