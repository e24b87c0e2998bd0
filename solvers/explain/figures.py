"""Figures of a plan: by carrier, by duty and service, by what the money is for, by reason for staying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from solvers.costing import HOUR_S
from solvers.judge.case import DAY_S, Case, Journey, Step, Work
from solvers.plan import WOULD_HELP, Drive, DutyLeg, Plan, Reason, ServiceLeg, Unserved
from solvers.problem import Json, Party, Problem

COACH, EMPLOYERS, FEEDER, ON_FOOT = "coach", "employer's coach", "feeder", "on foot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """All duties or services of a kind; ``km`` is driven, ``person_km`` ridden (None: there is no road)."""

    name: str
    units: int
    people: int
    km: float | None
    person_km: float | None
    cost: float

    @property
    def cost_a_person(self) -> float | None:
        """Cost for each who rides."""
        return self.cost / self.people if self.people else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How full a duty or a service is: ``most`` people at once of ``room``; ``mean`` is by kilometre, empty or not."""

    unit: str
    carrier: str
    kind: str
    origin: str
    destination: str
    leaves: int
    ends: int
    people: int
    most: int
    room: int
    mean: float | None
    km: float | None
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What an item of the cost comes to; ``count`` of whatever it is paid for."""

    item: str
    of: str
    count: int
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """A duty's drivers: seconds at the wheel of each, the most of any in 24 hours, and the limit (None: no rule)."""

    duty: str
    by_driver_s: tuple[int, ...]
    most_24h_s: int
    limit_24h_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """Parties at home for one reason."""

    reason: Reason
    parties: int
    people: int
    cost: float
    details: tuple[Unserved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helping:
    """Parties at home whom one kind of change would bring along, one at a time; ``most``: the one that saves most."""

    kind: str
    parties: int
    people: int
    saves: float
    most: Unserved


class Explained:
    """A feasible plan beside its problem, and what can be counted of them."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan, self.case = problem, plan, Case(problem, plan)
        self.works = {duty.id: self.case.work(duty) for duty in plan.duties}
        self.journeys = tuple(self.case.journey(itinerary) for itinerary in plan.itineraries)
        self.riders: dict[str, list[tuple[Party, DutyLeg]]] = defaultdict(list)
        self._fed: dict[str, int] = defaultdict(int)
        for journey in self.journeys:
            main = _main_step(journey)
            for step in journey.steps:
                if isinstance(step.leg, DutyLeg):
                    self.riders[step.leg.duty].append((journey.party, step.leg))
                    self._fed[step.leg.duty] += journey.party.size * (step is not main)

    def carrier_of(self, duty: str) -> str:
        """The kind of carrier: a feeder takes most of its riders to or from what they mainly travel by."""
        if self.works[duty].fleet.slots is not None:
            return EMPLOYERS
        riders = sum(party.size for party, _ in self.riders[duty])
        return FEEDER if 2 * self._fed[duty] > riders else COACH

    def carriers(self) -> tuple[Carrier, ...]:
        """Figures by carrier, those that carry nobody left out."""
        fills: dict[str, list[Fill]] = defaultdict(list)
        for fill in self.fills():
            fills[fill.carrier].append(fill)
        found = [self._carrier(name, units) for name, units in sorted(fills.items())]
        walkers = sum(journey.party.size for journey in self.journeys if not journey.steps)
        if walkers:
            found.append(Carrier(name=ON_FOOT, units=0, people=walkers, km=None, person_km=None, cost=0.0))
        return tuple(found)

    def _carrier(self, name: str, units: list[Fill]) -> Carrier:
        on_road = [unit for unit in units if unit.km is not None]
        return Carrier(
            name=name,
            units=len(units),
            people=sum(unit.people for unit in units),
            km=sum(unit.km or 0.0 for unit in on_road) if on_road else None,
            person_km=sum((unit.km or 0.0) * (unit.mean or 0.0) for unit in on_road) if on_road else None,
            cost=sum(unit.cost for unit in units),
        )

    def fills(self) -> tuple[Fill, ...]:
        """Every duty in the plan's order, then every service that somebody rides."""
        return (*map(self._duty_fill, self.works.values()), *self._service_fills())

    def _duty_fill(self, work: Work) -> Fill:
        duty, stops = work.duty, work.duty.stops
        riding = sum(metres * people for (metres, _), people in zip(work.roads, work.people, strict=False))
        busy = [stop for stop in stops if stop.board or stop.alight]
        return Fill(
            unit=duty.id,
            carrier=self.carrier_of(duty.id),
            kind=duty.fleet,
            origin=busy[0].at,
            destination=busy[-1].at,
            leaves=stops[0].depart,
            ends=stops[-1].arrive,
            people=sum(party.size for party, _ in self.riders[duty.id]),
            most=max(work.people),
            room=self.case.room(work.fleet.seats) - work.crew.seats,
            mean=riding / work.road_m if work.road_m else None,
            km=work.road_m / 1000,
            cost=sum(cost for _, cost in self._duty_money(work)),
        )

    def _service_fills(self) -> Iterator[Fill]:
        for name, parties in self.case.passengers.items():
            service, people = self.case.services[name], sum(party.size for party in parties)
            yield Fill(
                unit=name,
                carrier=service.mode,
                kind=service.mode,
                origin=service.origin,
                destination=service.destination,
                leaves=service.depart,
                ends=service.arrive,
                people=people,
                most=people,
                room=self.case.room(service.seats),
                mean=None,
                km=None,
                cost=service.cost_fixed + service.cost_per_seat * people,
            )

    def _duty_money(self, work: Work) -> Iterator[tuple[str, float]]:
        stops, fleet = work.duty.stops, work.fleet
        yield "vehicles", fleet.cost_fixed
        yield "crews", work.crew.cost
        yield "kilometres", fleet.cost_per_km * work.road_m / 1000
        yield "hours", fleet.cost_per_hour * (stops[-1].arrive - stops[0].depart) / HOUR_S

    def costs_of(self, duty: str) -> tuple[tuple[str, float], ...]:
        """What a duty costs: for its vehicle, its crew, its kilometres and its hours."""
        return tuple(self._duty_money(self.works[duty]))

    def money(self) -> tuple[Money, ...]:
        """Where the money goes: each fleet's vehicles, crews, kilometres and hours; services; the rest."""
        duties: dict[tuple[str, str], list[float]] = defaultdict(list)
        for work in self.works.values():
            for item, cost in self._duty_money(work):
                duties[work.fleet.id, item].append(cost)
        services: dict[str, list[float]] = defaultdict(list)
        for fill in self._service_fills():
            services[fill.kind].append(fill.cost)
        total, served = self.plan.cost, sum(journey.party.size for journey in self.journeys)
        left = len(self.plan.unserved)
        found = [Money(item=item, of=of, count=len(sums), cost=sum(sums)) for (of, item), sums in duties.items()]
        found += [Money(item="services", of=mode, count=len(sums), cost=sum(sums)) for mode, sums in services.items()]
        found += [
            Money(item="choices", of="not as wished", count=served, cost=total.choices),
            Money(item="time", of="on the way", count=served, cost=total.time),
            Money(item="unserved", of="at home", count=left, cost=total.unserved),
        ]
        return tuple(one for one in found if one.cost)

    def longest(self, count: int) -> tuple[Journey, ...]:
        """The longest journeys, the longest first."""
        return tuple(sorted(self.journeys, key=lambda j: (j.access.depart - j.arrival, j.party.id))[:count])

    def driving(self) -> tuple[Driving, ...]:
        """Hours at the wheel on every duty."""
        law = self.problem.rules.driver_hours
        return tuple(
            Driving(
                duty=work.duty.id,
                by_driver_s=tuple(
                    sum(drive.end - drive.start for drive in work.duty.drives if drive.driver == driver)
                    for driver in range(work.crew.drivers)
                ),
                most_24h_s=max(
                    _most_in_a_day([drive for drive in work.duty.drives if drive.driver == driver])
                    for driver in range(work.crew.drivers)
                ),
                limit_24h_s=None if law is None else law.max_drive_24h_s,
            )
            for work in self.works.values()
        )

    def slack_s(self) -> int | None:
        """How much longer the driver who is nearest to the limit of 24 hours might drive (None: no driver, no rule)."""
        left = [one.limit_24h_s - one.most_24h_s for one in self.driving() if one.limit_24h_s is not None]
        return min(left, default=None)

    def staying(self) -> tuple[Staying, ...]:
        """Those at home by reason, the commonest first."""
        groups: dict[Reason, list[Unserved]] = defaultdict(list)
        for left in self.plan.unserved:
            groups[left.reason].append(left)
        found = [self._staying(reason, members) for reason, members in groups.items()]
        return tuple(sorted(found, key=lambda one: -one.people))

    def helping(self) -> tuple[Helping, ...]:
        """Those at home whom one change that the plan names would bring along, by its kind, the most people first."""
        groups: dict[str, list[tuple[float, Unserved]]] = defaultdict(list)
        for left in self.plan.unserved:
            if (first := first_change(left)) is not None:
                saves = first.get("saves")
                groups[str(first["kind"])].append((float(saves) if isinstance(saves, int | float) else 0.0, left))
        found = [
            Helping(
                kind=kind,
                parties=len(members),
                people=sum(self.case.parties[left.party].size for _, left in members),
                saves=sum(saves for saves, _ in members),
                most=max(members, key=lambda member: member[0])[1],
            )
            for kind, members in groups.items()
        ]
        return tuple(sorted(found, key=lambda one: -one.people))

    def _staying(self, reason: Reason, members: list[Unserved]) -> Staying:
        parties = [self.case.parties[left.party] for left in members]
        return Staying(
            reason=reason,
            parties=len(parties),
            people=sum(party.size for party in parties),
            cost=sum(party.unserved_cost for party in parties),
            details=tuple(members),
        )

    def rides(self, journey: Journey) -> str:
        """The carriers of a journey in words, such as ``feeder, flight, coach``."""
        names = [
            self.case.services[step.leg.service].mode
            if isinstance(step.leg, ServiceLeg)
            else self.carrier_of(step.leg.duty)
            for step in journey.steps
        ]
        return ", ".join(names) or ON_FOOT


def first_change(left: Unserved) -> Mapping[str, Json] | None:
    """The change that a plan names for someone at home as the best (None: it names none)."""
    changes = left.meta.get(WOULD_HELP) if isinstance(left.meta, Mapping) else None
    if not isinstance(changes, Sequence) or not changes:
        return None
    first = changes[0]
    return first if isinstance(first, Mapping) and "kind" in first else None


def _main_step(journey: Journey) -> Step | None:
    """What a party mainly travels by: its service, else its longest ride."""
    services = [step for step in journey.steps if isinstance(step.leg, ServiceLeg)]
    return max(services or journey.steps, key=lambda step: step.arrival - step.latest, default=None)


def _most_in_a_day(drives: list[Drive]) -> int:
    """The most seconds of driving in any 24 hours; one such stretch ends where a drive does."""
    most = 0
    for last in drives:
        since = last.end - DAY_S
        most = max(most, sum(max(0, min(d.end, last.end) - max(d.start, since)) for d in drives))
    return most
