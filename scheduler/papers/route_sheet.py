"""What the driver of a duty must know, stop by stop, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.errors import NotFound
from scheduler.papers.facts import Contact, Facts, Name
from scheduler.papers.route_deadlines import Deadline, deadlines_of
from scheduler.papers.route_legs import SheetLeg, Way
from scheduler.papers.route_riders import Aboard, Riders
from scheduler.papers.seats import Seats
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import Duty
from solvers.travel import road_of


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


class _Writer:
    """Looks up what one duty's sheet needs, once."""

    def __init__(self, facts: Facts, duty: Duty, language: Language, told: Mapping[str, Seats] | None) -> None:
        self.facts, self.duty, self.language = facts, duty, language
        self.fleet = next(f for f in facts.problem.fleets if f.id == duty.fleet)
        self.locations = {loc.id: loc for loc in facts.problem.locations}
        self.riders = Aboard(facts, duty, language, told)

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
            deadlines=deadlines_of(facts, self.duty, self.language),
            people=self.riders.people(self.riders.itineraries),
        )

    def stops(self) -> tuple[SheetStop, ...]:
        facts, road, riders, way = self.facts, road_of(self.facts.problem), self.riders, Way(self.facts, self.duty)
        aboard, chairs, stops = 0, 0, []
        for k, stop in enumerate(self.duty.stops):
            aboard += riders.people(stop.board) - riders.people(stop.alight)
            chairs += riders.wheelchairs(stop.board) - riders.wheelchairs(stop.alight)
            onward = None
            if k + 1 < len(self.duty.stops):
                following = self.duty.stops[k + 1]
                onward = way.leg(k, stop, following, road.leg(stop.at, following.at)[0])
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
                    board=riders.boarding(k),
                    alight=riders.alighting(k),
                    aboard=aboard,
                    wheelchairs_aboard=chairs,
                    onward=onward,
                )
            )
        return tuple(stops)

    def place(self, code: str) -> Name:
        """What a place is called."""
        location, name = self.locations[code], self.facts.names.get(code)
        unnamed = f"{LANGUAGES[self.language].at_the_door} {code}" if location.kind == "home" else location.name or code
        return name or Name(own=unnamed)
