"""Random plans, and around each of them a problem that it just fits.

A solver's plans are of the kind that its own bound has in mind. These are not: first it is drawn who rides in what,
with changes, a second time in the same vehicle, one service after another; then all times follow; and only then is
a problem made in which the plan is feasible, with windows, hours, seats, minima and driver law that often leave no
room beside it. A step of the bound that leaves a way of travelling out proves more than such a plan costs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from solvers.plan import AccessLeg, Drive, Duty, DutyLeg, Itinerary, Leg, Plan, ServiceLeg, Stop
from solvers.problem import (
    Boarding,
    Choice,
    Crew,
    DriverHours,
    Fleet,
    Matrix,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
    Span,
)
from tests.builders import DAY, HOUR, MIDNIGHT, RULES, fleet, ok_small, on_a_line, plan

ROUNDS = 60
"""Times that have not settled after so many wait for each other in a circle."""
LONGEST_S = 6 * DAY
SHORTEST_LAW_S = HOUR
"""No law that is made to fit forbids to drive for so long."""


class Ride(NamedTuple):
    """In a vehicle, from one halt of its route to a later one."""

    route: int
    board: int
    alight: int


class Flight(NamedTuple):
    """By a service."""

    hop: int


Step = Ride | Flight
Halt = tuple[int, int]
"""A route, and the number of a place on it."""


class Hop(NamedTuple):
    """A service for which no time is set yet."""

    origin: str
    target: str
    check_in_s: int
    exit_s: int
    takes_s: int


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """Who rides in what, before there are times; a kilometre takes a minute."""

    kilometres: dict[tuple[str, str], int]
    places: list[str]
    routes: list[list[str]]
    waits: dict[Halt, int]
    hops: list[Hop]
    ways: list[list[Step]]
    sizes: list[int]
    ready: list[int]
    rules: Rules

    def boarding(self, halt: Halt) -> list[int]:
        return [p for p, ride in self._rides() if (ride.route, ride.board) == halt]

    def alighting(self, halt: Halt) -> list[int]:
        return [p for p, ride in self._rides() if (ride.route, ride.alight) == halt]

    def flying(self, hop: int) -> list[int]:
        return [p for p, way in enumerate(self.ways) if Flight(hop) in way]

    def used(self) -> list[int]:
        return sorted({ride.route for _, ride in self._rides()})

    def people(self, parties: list[int]) -> int:
        return sum(self.sizes[p] for p in parties)

    def stands_s(self, halt: Halt) -> int:
        people = self.people(self.boarding(halt) + self.alighting(halt))
        return self.rules.stop_fixed_s + self.rules.stop_per_person_s * people if people else 0

    def road_s(self, halt: Halt) -> int:
        """From a halt on to the next one."""
        route, number = halt
        return 60 * self.kilometres[self.routes[route][number], self.routes[route][number + 1]]

    def origin(self, step: Step) -> str:
        return self.routes[step.route][step.board] if isinstance(step, Ride) else self.hops[step.hop].origin

    def target(self, step: Step) -> str:
        return self.routes[step.route][step.alight] if isinstance(step, Ride) else self.hops[step.hop].target

    def _rides(self) -> Iterator[tuple[int, Ride]]:
        return ((p, step) for p, way in enumerate(self.ways) for step in way if isinstance(step, Ride))


@dataclass(kw_only=True)
class Times:
    """The earliest times of a sketch, in seconds after midnight: when stops start, and when services leave."""

    sketch: Sketch
    starts: dict[Halt, int]
    leaves: list[int]

    def settled(self) -> bool:
        """Put off what waits for something else until nothing does; whether there was an end to it."""
        for _ in range(ROUNDS):
            before = dict(self.starts), list(self.leaves)
            for route in self.sketch.used():
                self._drive(route)
            for p in range(len(self.sketch.ways)):
                self._travel(p)
            if before == (self.starts, self.leaves):
                return max([*self.starts.values(), *self.leaves]) <= LONGEST_S
        return False

    def departs(self, halt: Halt) -> int:
        return self.starts[halt] + self.sketch.stands_s(halt)

    def arrives(self, halt: Halt) -> int:
        """At a halt; the first one of a route begins when its stop does."""
        route, number = halt
        before = route, number - 1
        return self.departs(before) + self.sketch.road_s(before) if number else self.starts[halt]

    def begins(self, step: Step) -> int:
        if isinstance(step, Ride):
            return self.starts[step.route, step.board]
        return self.leaves[step.hop] - self.sketch.hops[step.hop].check_in_s

    def there(self, step: Step) -> int:
        """When somebody's journey ends, if this is its last step."""
        if isinstance(step, Ride):
            return self.starts[step.route, step.alight]
        return self.leaves[step.hop] + self.sketch.hops[step.hop].takes_s

    def ends(self, route: int) -> int:
        return self.departs((route, len(self.sketch.routes[route]) - 1))

    def _drive(self, route: int) -> None:
        for number in range(1, len(self.sketch.routes[route])):
            halt = route, number
            self.starts[halt] = max(self.starts[halt], self.arrives(halt) + self.sketch.waits[halt])

    def _travel(self, p: int) -> None:
        free, after_ride = self.sketch.ready[p], False
        for step in self.sketch.ways[p]:
            if isinstance(step, Ride):
                halt = step.route, step.board
                transfer = self.sketch.rules.transfer_s if after_ride else 0
                self.starts[halt] = max(self.starts[halt], free + transfer)
                free, after_ride = self.departs((step.route, step.alight)), True
            else:
                hop = self.sketch.hops[step.hop]
                self.leaves[step.hop] = max(self.leaves[step.hop], free + hop.check_in_s)
                free, after_ride = self.leaves[step.hop] + hop.takes_s + hop.exit_s, False


def tight_problem(seed: int) -> tuple[Problem, Plan] | None:
    """A problem and a feasible plan of it, the same ones for the same seed; None if the seed gives no plan."""
    rng = random.Random(seed)
    sketch = _sketch(rng)
    if not all(sketch.ways) or any(sketch.origin(way[0]) == sketch.target(way[-1]) for way in sketch.ways):
        return None
    times = Times(sketch=sketch, starts=dict.fromkeys(_halts(sketch.routes), 0), leaves=[0] * len(sketch.hops))
    return _around(times, rng) if times.settled() else None


def _sketch(rng: random.Random) -> Sketch:
    places = [f"{rng.choice(['bp', 'gate', 'hub'])}-{i}" for i in range(rng.randint(3, 5))]
    routes = [_route(rng, places) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]
    hops = [_hop(rng, places) for _ in range(rng.choice([0, 0, 1, 2, 3]))]
    parties = range(rng.randint(1, 4))
    rules = replace(
        RULES, stop_fixed_s=rng.choice([0, 60, 600]), stop_per_person_s=rng.choice([0, 15, 300]),
        transfer_s=rng.choice([0, 0, 900]), max_journey_s=9 * DAY, escort_seats=rng.choice([0, 1]),
        time_cost_per_hour=rng.choice([0.0, 12.0]), driver_hours=None,
    )  # fmt: skip
    return Sketch(
        kilometres=_kilometres(rng, places), places=places, routes=routes, hops=hops, rules=rules,
        waits={halt: rng.choice([0, 0, 0, 0, rng.randint(0, 7200)]) for halt in _halts(routes)},
        ways=[_way(rng, routes, hops) for _ in parties],
        sizes=[rng.choice([1, 1, 2, 5]) for _ in parties],
        ready=[rng.choice([0, 0, rng.randint(0, 10 * HOUR)]) for _ in parties],
    )  # fmt: skip


def _halts(routes: list[list[str]]) -> list[Halt]:
    return [(r, i) for r, route in enumerate(routes) for i in range(len(route))]


def _kilometres(rng: random.Random, places: list[str]) -> dict[tuple[str, str], int]:
    """On a line, where some places may be one, or another length each way, which shorter ways may go round."""
    longest, lined_up = rng.choice([40, 500, 500]), rng.random() < 0.5
    at_km = {place: rng.choice([0, rng.randint(1, longest)]) for place in places}
    return {
        (a, b): abs(at_km[a] - at_km[b]) if lined_up else rng.choice([0, *rng.choices(range(1, longest + 1), k=2)])
        for a in places
        for b in places
        if a != b
    }


def _route(rng: random.Random, places: list[str]) -> list[str]:
    route = [rng.choice(places)]
    for _ in range(rng.randint(1, 6)):
        route.append(rng.choice([place for place in places if place != route[-1]]))
    return route


def _hop(rng: random.Random, places: list[str]) -> Hop:
    origin, target = rng.sample(places, 2)
    return Hop(origin, target, rng.choice([0, 0, 600]), rng.choice([0, 0, 900]), rng.choice([0, 1800, 7200]))


def _way(rng: random.Random, routes: list[list[str]], hops: list[Hop]) -> list[Step]:
    """One step after the other, each from where the last one ends; no service twice, and no vehicle back in time."""
    way: list[Step] = []
    where = None
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
        steps = [step for step in _steps(routes, hops, where) if not any(_before(step, taken) for taken in way)]
        if not steps:
            break
        step = rng.choice(steps)
        way.append(step)
        where = routes[step.route][step.alight] if isinstance(step, Ride) else hops[step.hop].target
    return way


def _steps(routes: list[list[str]], hops: list[Hop], where: str | None) -> Iterator[Step]:
    for r, route in enumerate(routes):
        for i, place in enumerate(route):
            if where in (None, place):
                yield from (Ride(r, i, j) for j in range(i + 1, len(route)))
    yield from (Flight(number) for number, hop in enumerate(hops) if where in (None, hop.origin))


def _before(step: Step, taken: Step) -> bool:
    """Whether a step can not come after another one, as it is over then."""
    if isinstance(step, Ride) and isinstance(taken, Ride):
        return step.route == taken.route and step.board <= taken.alight
    return step == taken


def _around(times: Times, rng: random.Random) -> tuple[Problem, Plan]:
    sketch, drivers = times.sketch, rng.choice([1, 1, 2])
    duties = [_duty(times, route, drivers) for route in sketch.used()]
    slots, parties, itineraries = zip(*(_journey(times, p, rng) for p in range(len(sketch.ways))), strict=True)
    ends = max([HOUR, *(times.ends(route) for route in sketch.used()), *(leaves + DAY for leaves in times.leaves)])
    law = _law(duties, rng) if rng.random() < 0.4 else None
    problem = replace(
        ok_small(), name="tight", horizon=(MIDNIGHT, MIDNIGHT + rng.choice([7 * DAY, ends])), travel=_travel(sketch),
        locations=on_a_line(**{place.replace("-", "_"): 0 for place in sketch.places})[1], parties=parties,
        slots=slots,
        fleets=(*(_fleet(times, route, drivers, rng) for route in sketch.used()), *_dear_fleet(sketch, rng)),
        services=tuple(_service(times, hop, rng) for hop in range(len(sketch.hops)) if sketch.flying(hop)),
        rules=replace(sketch.rules, driver_hours=law),
    )  # fmt: skip
    return problem, plan(problem, duties, itineraries, {})


def _travel(sketch: Sketch) -> Matrix:
    metres = tuple(tuple(1000 * sketch.kilometres.get((a, b), 0) for b in sketch.places) for a in sketch.places)
    seconds = tuple(tuple(60 * m // 1000 for m in row) for row in metres)
    return Matrix(locations=tuple(sketch.places), distance_m=metres, duration_s=seconds)


def _duty(times: Times, route: int, drivers: int) -> Duty:
    """The drivers take turns, a leg each."""
    sketch, places = times.sketch, times.sketch.routes[route]
    stops, drives = list[Stop](), list[Drive]()
    for number, place in enumerate(places):
        halt = route, number
        departs = MIDNIGHT + times.departs(halt)
        board, alight = (tuple(f"p{p}" for p in who) for who in (sketch.boarding(halt), sketch.alighting(halt)))
        arrives, starts = MIDNIGHT + times.arrives(halt), MIDNIGHT + times.starts[halt]
        stops.append(Stop(at=place, arrive=arrives, start=starts, depart=departs, board=board, alight=alight))
        if number < len(places) - 1:
            end = departs + sketch.road_s(halt)
            drives.append(Drive(leg=number, driver=number % drivers, start=departs, end=end))
    return Duty(
        id=f"d{route}", fleet=f"f{route}", vehicle=0, crew=drivers - 1, stops=tuple(stops), drives=tuple(drives)
    )


def _journey(times: Times, p: int, rng: random.Random) -> tuple[Slot, Party, Itinerary]:
    sketch, way = times.sketch, times.sketch.ways[p]
    size, origin, begins, there = sketch.sizes[p], sketch.origin(way[0]), times.begins(way[0]), times.there(way[-1])
    access_s = min(begins, rng.choice([0, 0, 600]))  # the horizon begins at midnight
    begins, there = MIDNIGHT + begins, MIDNIGHT + there
    slot = Slot(
        id=f"s{p}", gate=sketch.target(way[-1]), capacity=size, min_headcount=rng.choice([0, size]),
        windows=(_window(there, rng),),
    )  # fmt: skip
    party = Party(
        id=f"p{p}", size=size, wheelchairs=0, ready=begins - access_s - rng.choice([0, 0, DAY]),
        due=rng.choice([None, there]), boarding=(Boarding(at=origin, access_s=access_s),),
        choices=(Choice(slot=slot.id, cost=0.0),), unserved_cost=rng.choice([20_000.0, 20_000.0, 3000.0]),
    )  # fmt: skip
    legs = AccessLeg(to=origin, depart=begins - access_s, arrive=begins), *map(_leg, way)
    return slot, party, Itinerary(party=party.id, slot=slot.id, legs=legs)


def _window(moment: int, rng: random.Random) -> Span:
    before, after = (rng.choice([0, 0, 600, 7200, DAY]) for _ in range(2))
    return moment - before, moment + after


def _leg(step: Step) -> Leg:
    if isinstance(step, Ride):
        return DutyLeg(duty=f"d{step.route}", from_stop=step.board, to_stop=step.alight)
    return ServiceLeg(service=f"v{step.hop}")


def _fleet(times: Times, route: int, drivers: int, rng: random.Random) -> Fleet:
    """The vehicle of one route, available while it is driven, with a seat for everybody who is aboard at once."""
    sketch, places = times.sketch, times.sketch.routes[route]
    aboard, most = 0, 0
    for number in range(len(places)):
        halt = route, number
        aboard += sketch.people(sketch.boarding(halt)) - sketch.people(sketch.alighting(halt))
        most = max(most, aboard)
    just = MIDNIGHT + times.starts[route, 0], MIDNIGHT + times.ends(route)
    return Fleet(
        id=f"f{route}", count=1, seats=most + sketch.rules.escort_seats + rng.choice([0, 0, 3]), wheelchair_spaces=0,
        crews=tuple(Crew(drivers=n, cost=rng.choice([0.0, 10.0]), seats=0) for n in range(1, drivers + 1)),
        start=places[0], end=rng.choice([None, places[-1]]),
        available=just if rng.random() < 0.7 else (MIDNIGHT - DAY, MIDNIGHT + 9 * DAY),
        cost_fixed=rng.choice([0.0, 0.0, 100.0]), cost_per_km=rng.choice([0.0, 1.0]),
        cost_per_hour=rng.choice([0.0, 60.0]), slots=None,
    )  # fmt: skip


def _dear_fleet(sketch: Sketch, rng: random.Random) -> list[Fleet]:
    """Sometimes one more that the plan does without, and always if it needs no other."""
    if sketch.used() and rng.random() < 0.7:
        return []
    dear = replace(
        fleet("dear", rng.choice(sketch.places), None, 9), available=(MIDNIGHT, MIDNIGHT + 7 * DAY),
        cost_fixed=5000.0, cost_per_km=50.0, cost_per_hour=600.0,
    )  # fmt: skip
    return [dear]


def _service(times: Times, number: int, rng: random.Random) -> Service:
    hop, people = times.sketch.hops[number], times.sketch.people(times.sketch.flying(number))
    return Service(
        id=f"v{number}", mode="flight", origin=hop.origin, destination=hop.target,
        depart=MIDNIGHT + times.leaves[number], arrive=MIDNIGHT + times.leaves[number] + hop.takes_s,
        seats=people + times.sketch.rules.escort_seats, wheelchair_spaces=0, cost_fixed=rng.choice([0.0, 50.0]),
        cost_per_seat=rng.choice([0.0, 0.0, 10.0]), min_load=rng.choice([0, people]), check_in_s=hop.check_in_s,
        exit_s=hop.exit_s, group=None,
    )  # fmt: skip


def _law(duties: list[Duty], rng: random.Random) -> DriverHours:
    """One that the duties just keep to, or that allows what laws do."""
    min_break_s = rng.choice([0, 1200])
    driving = [[drive for drive in duty.drives if drive.end > drive.start] for duty in duties]
    changes = [b.start - a.end for drives in driving for a, b in pairwise(drives) if a.driver != b.driver]
    by_driver = [[drive for drive in drives if drive.driver == driver] for drives in driving for driver in (0, 1)]
    spell = max([SHORTEST_LAW_S, *(_longest_spell(drives, min_break_s) for drives in by_driver)])
    day = max([SHORTEST_LAW_S, *(sum(drive.end - drive.start for drive in drives) for drives in by_driver)])
    return DriverHours(
        max_continuous_drive_s=max(spell, rng.choice([0, 4 * HOUR, 9 * HOUR])),
        min_break_s=min_break_s,
        swap_s=min([rng.choice([0, 300]), *changes]),
        max_drive_24h_s=max(min(day, DAY), rng.choice([0, 9 * HOUR, DAY])),
    )


def _longest_spell(drives: list[Drive], min_break_s: int) -> int:
    longest, spell, free = 0, 0, 0
    for drive in drives:
        spell = drive.end - drive.start + (spell if drive.start - free < min_break_s else 0)
        longest, free = max(longest, spell), drive.end
    return longest
