"""Small named instances that everybody knows by heart, and builders of plans that read like route sheets.

All places of an instance lie on one line, a kilometre a minute: a road is as long as their kilometres differ.

``ok_small``: a van collects p1 (2 people) at bp-1 and p2 (3, one in a wheelchair) at bp-2 for the 08:00 flight;
the employer's shuttle takes them from hub-2 to gate-1. p3 walks to gate-3. p4 is one seat too many for s1, and
nobody wants p5. ``ok_long``: p1 changes from a van to a night coach with two drivers, which p2 boards too.
``ok_near``: p1 changes from a van to the bus to a job near home, at one place or another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from solvers.judge import judge
from solvers.plan import (
    AccessLeg,
    Cost,
    Drive,
    Duty,
    DutyLeg,
    Itinerary,
    Leg,
    Plan,
    Reason,
    ServiceLeg,
    Stop,
    Unserved,
)
from solvers.problem import (
    Boarding,
    Choice,
    Crew,
    DriverHours,
    Fleet,
    Location,
    LocationKind,
    Matrix,
    MinDrivers,
    Night,
    NightStop,
    Party,
    Problem,
    Rules,
    Service,
    Slot,
)
from solvers.travel import road_of

MIDNIGHT = 1_803_052_800
"""2027-02-20T00:00:00+08:00."""
CHINA_S = 8 * 3600
HOUR, DAY = 3600, 86_400

_KINDS: Mapping[str, LocationKind] = {"bp": "boarding_point", "hub": "hub", "gate": "gate", "depot": "depot"}
_TIME = re.compile(r"(?:(\d)d)?(\d\d):(\d\d)(?::(\d\d))?")


def at(text: str) -> int:
    """``05:10``, ``05:10:30`` or, on the day after the first, ``1d07:00`` -> a moment."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time such as 1d07:00")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return MIDNIGHT + days * DAY + hours * HOUR + minutes * 60 + seconds


def on_a_line(**kilometres: float) -> tuple[Matrix, tuple[Location, ...]]:
    """Places by their kilometre, such as ``bp_1=10`` for bp-1; the roads between them at 60 km/h."""
    places = {name.replace("_", "-"): km for name, km in kilometres.items()}
    metres = tuple(tuple(round(abs(a - b) * 1000) for b in places.values()) for a in places.values())
    seconds = tuple(tuple(round(m * 60 / 1000) for m in row) for row in metres)
    locations = tuple(
        Location(id=name, kind=_KINDS[name.split("-")[0]], lon=108.0 + km / 100, lat=29.5)
        for name, km in places.items()
    )
    return Matrix(locations=tuple(places), distance_m=metres, duration_s=seconds), locations


def party(name: str, size: int, boards: Mapping[str, int], choices: Mapping[str, float], ready: str) -> Party:
    """A party; ``boards`` has seconds of access by place, ``choices`` costs by slot. No wheelchairs."""
    return Party(
        id=name,
        size=size,
        wheelchairs=0,
        ready=at(ready),
        due=None,
        boarding=tuple(Boarding(at=place, access_s=seconds) for place, seconds in boards.items()),
        choices=tuple(Choice(slot=slot, cost=cost) for slot, cost in choices.items()),
        unserved_cost=5000.0,
    )


def slot(name: str, gate: str, capacity: int, *windows: tuple[str, str], least: int = 0) -> Slot:
    """An intake slot with windows such as ``("11:00", "12:00")``."""
    return Slot(
        id=name,
        gate=gate,
        capacity=capacity,
        min_headcount=least,
        windows=tuple((at(opens), at(closes)) for opens, closes in windows),
    )


def fleet(
    name: str, start: str, end: str | None, seats: int, *, count: int = 1, drivers: Iterable[int] = (1,)
) -> Fleet:
    """A fleet on duty for two days, with a crew for each number of drivers."""
    return Fleet(
        id=name,
        count=count,
        seats=seats,
        wheelchair_spaces=1,
        crews=tuple(Crew(drivers=n, cost=300.0 * (n - 1), seats=0) for n in drivers),
        start=start,
        end=end,
        available=(at("00:00"), at("2d00:00")),
        cost_fixed=500.0,
        cost_per_km=5.0,
        cost_per_hour=60.0,
        slots=None,
    )


def service(name: str, origin: str, destination: str, depart: str, arrive: str, *, seats: int, least: int) -> Service:
    """A flight of the one aircraft: check-in takes 90 minutes, leaving the airport 30."""
    return Service(
        id=name,
        mode="flight",
        origin=origin,
        destination=destination,
        depart=at(depart),
        arrive=at(arrive),
        seats=seats,
        wheelchair_spaces=2,
        cost_fixed=3000.0,
        cost_per_seat=100.0,
        min_load=least,
        check_in_s=5400,
        exit_s=1800,
        group="aircraft-1",
    )


CHINESE_LAW = DriverHours(
    max_continuous_drive_s=4 * HOUR,
    min_break_s=1200,
    swap_s=300,
    max_drive_24h_s=8 * HOUR,
    max_drive_7d_s=44 * HOUR,
    min_drivers=MinDrivers(over_m=400_000, drivers=2),
    night=Night(span=(22 * HOUR, 6 * HOUR), max_continuous_drive_s=2 * HOUR),
    night_stop=NightStop(span=(2 * HOUR, 5 * HOUR), over_m=200_000),
)
RULES = Rules(
    stop_fixed_s=120,
    stop_per_person_s=15,
    transfer_s=900,
    max_journey_s=2 * DAY,
    max_load_factor=1.0,
    escort_seats=1,
    time_cost_per_hour=12.0,
    driver_hours=CHINESE_LAW,
)


def duty(problem: Problem, name: str, fleet: str, sheet: str, *, crew: int = 0, vehicle: int = 0) -> Duty:
    """A duty from its route sheet.

    A line is a stop, ``bp-1 05:10 05:10 05:12:30 +p1 -p2`` (arrival, start, departure; one time stands for all
    three), or a drive on the way from there, ``| 0 16:00 20:00`` (driver, start, end). Where no drive is given,
    driver 0 drives from the departure on.
    """
    road, stops, drives = road_of(problem), list[Stop](), list[Drive]()
    for words in map(str.split, filter(str.strip, sheet.splitlines())):
        if words[0] == "|":
            drives.append(Drive(leg=len(stops) - 1, driver=int(words[1]), start=at(words[2]), end=at(words[3])))
            continue
        if stops and all(drive.leg != len(stops) - 1 for drive in drives):
            end = stops[-1].depart + road.leg(stops[-1].at, words[0])[1]
            drives.append(Drive(leg=len(stops) - 1, driver=0, start=stops[-1].depart, end=end))
        times = [at(word) for word in words[1:] if word[0] not in "+-"]
        arrive, start, depart = times if len(times) == 3 else times * 3
        board, alight = (tuple(w[1:] for w in words[1:] if w[0] == sign) for sign in "+-")
        stops.append(Stop(at=words[0], arrive=arrive, start=start, depart=depart, board=board, alight=alight))
    return Duty(id=name, fleet=fleet, vehicle=vehicle, crew=crew, stops=tuple(stops), drives=tuple(drives))


def itinerary(party: str, slot: str, *legs: str) -> Itinerary:
    """An itinerary of legs such as ``home 04:55 bp-1 05:10``, ``d1 1 3`` (from stop to stop) and ``f1``."""
    return Itinerary(party=party, slot=slot, legs=tuple(map(_leg, legs)))


def _leg(text: str) -> Leg:
    words = text.split()
    if words[0] == "home":
        return AccessLeg(to=words[2], depart=at(words[1]), arrive=at(words[3]))
    if len(words) == 3:
        return DutyLeg(duty=words[0], from_stop=int(words[1]), to_stop=int(words[2]))
    return ServiceLeg(service=words[0])


def plan(
    problem: Problem, duties: Iterable[Duty], itineraries: Iterable[Itinerary], unserved: Mapping[str, Reason]
) -> Plan:
    """A plan that states its true cost."""
    draft = Plan(
        problem=problem.name,
        duties=tuple(duties),
        itineraries=tuple(itineraries),
        unserved=tuple(Unserved(party=name, reason=reason) for name, reason in unserved.items()),
        cost=Cost(total=0.0, duties=0.0, services=0.0, choices=0.0, time=0.0, unserved=0.0),
    )
    return with_true_cost(problem, draft)


def with_true_cost(problem: Problem, draft: Plan) -> Plan:
    """The same plan, stating what the judge counts."""
    return replace(draft, cost=judge(problem, draft).figures.cost)


def ok_small() -> Problem:
    """Van, flight, employer's shuttle; a walk; two who stay."""
    matrix, locations = on_a_line(
        depot_1=0, bp_1=10, bp_2=20, gate_3=25, hub_1=60, hub_2=1000, depot_2=1010, gate_1=1030
    )
    shuttle = fleet("shuttle", "depot-2", None, 20)
    return Problem(
        name="ok-small",
        currency="CNY",
        horizon=(at("00:00"), at("1d00:00")),
        utc_offset_s=CHINA_S,
        travel=matrix,
        locations=locations,
        parties=(
            party("p1", 2, {"bp-1": 900}, {"s1": 0.0}, "04:55"),
            replace(party("p2", 3, {"bp-2": 600, "bp-1": 1800}, {"s3": 50.0, "s1": 10.0}, "05:00"), wheelchairs=1),
            party("p3", 1, {"gate-3": 1200}, {"s3": 0.0}, "07:00"),
            party("p4", 2, {"bp-1": 300}, {"s1": 0.0}, "04:55"),
            party("p5", 1, {"bp-1": 300}, {}, "04:55"),
        ),
        slots=(slot("s1", "gate-1", 6, ("11:00", "12:00"), least=4), slot("s3", "gate-3", 3, ("08:00", "09:00"))),
        fleets=(fleet("van", "depot-1", "depot-1", 9, count=2), replace(shuttle, slots=("s1",))),
        services=(
            service("f1", "hub-1", "hub-2", "08:00", "10:30", seats=12, least=4),
            service("f2", "hub-1", "hub-2", "09:00", "11:30", seats=12, least=0),
        ),
        rules=RULES,
    )


def ok_small_plan(problem: Problem | None = None) -> Plan:
    """The plan that the instance was made for."""
    problem = problem or ok_small()
    d1 = """
        depot-1 05:00
        bp-1    05:10    05:10    05:12:30 +p1
        bp-2    05:22:30 05:22:30 05:25:15 +p2
        hub-1   06:05:15 06:05:15 06:08:30 -p1 -p2
        depot-1 07:08:30
    """
    d2 = """
        depot-2 10:45
        hub-2   10:55    11:00    11:03:15 +p1 +p2
        gate-1  11:33:15 11:33:15 11:36:30 -p1 -p2
    """
    return plan(
        problem,
        [duty(problem, "d1", "van", d1), duty(problem, "d2", "shuttle", d2)],
        [
            itinerary("p1", "s1", "home 04:55 bp-1 05:10", "d1 1 3", "f1", "d2 1 2"),
            itinerary("p2", "s1", "home 05:12:30 bp-2 05:22:30", "d1 2 3", "f1", "d2 1 2"),
            itinerary("p3", "s3", "home 07:40 gate-3 08:00"),
        ],
        {"p4": Reason.SLOT_CAPACITY, "p5": Reason.NO_CHOICE},
    )


def ok_long() -> Problem:
    """A change from van to coach, and 700 km through the night under the driver law."""
    matrix, locations = on_a_line(depot_1=0, bp_1=10, hub_1=20, gate_1=720)
    return Problem(
        name="ok-long",
        currency="CNY",
        horizon=(at("00:00"), at("2d00:00")),
        utc_offset_s=CHINA_S,
        travel=matrix,
        locations=locations,
        parties=(
            party("p1", 2, {"bp-1": 600}, {"s1": 0.0}, "14:00"),
            party("p2", 1, {"hub-1": 1200}, {"s1": 20.0}, "14:00"),
        ),
        slots=(slot("s1", "gate-1", 40, ("1d07:00", "1d19:00")),),
        fleets=(fleet("van", "depot-1", None, 9), fleet("coach", "depot-1", None, 49, drivers=(1, 2, 3))),
        services=(),
        rules=RULES,
    )


def ok_long_plan(problem: Problem | None = None) -> Plan:
    """The plan that the instance was made for: four hours, two by night, no wheel turning from two to five."""
    problem = problem or ok_long()
    d1 = """
        depot-1 15:00
        bp-1    15:10    15:10    15:12:30 +p1
        hub-1   15:22:30 15:22:30 15:25    -p1
    """
    d2 = """
        depot-1 15:00
        hub-1   15:20    15:40    16:00    +p1 +p2
        | 0 16:00   20:00
        | 1 20:05   1d00:00
        | 0 1d00:05 1d02:00
        | 1 1d05:00 1d06:50
        gate-1  1d06:50  1d07:00  1d07:02:45 -p1 -p2
    """
    return plan(
        problem,
        [duty(problem, "d1", "van", d1), duty(problem, "d2", "coach", d2, crew=1)],
        [
            itinerary("p1", "s1", "home 15:00 bp-1 15:10", "d1 1 2", "d2 1 2"),
            itinerary("p2", "s1", "home 15:00 hub-1 15:20", "d2 1 2"),
        ],
        {},
    )


def ok_near() -> Problem:
    """A job near home: a van brings p1 to the bus that p2 boards at bp-2, or on to bp-3."""
    matrix, locations = on_a_line(depot_1=0, bp_1=5, bp_2=15, bp_3=20, gate_1=40)
    return Problem(
        name="ok-near",
        currency="CNY",
        horizon=(at("00:00"), at("1d00:00")),
        utc_offset_s=CHINA_S,
        travel=matrix,
        locations=locations,
        parties=(
            party("p1", 2, {"bp-1": 300}, {"s1": 0.0}, "05:00"),
            party("p2", 3, {"bp-2": 600}, {"s1": 0.0}, "05:00"),
        ),
        slots=(slot("s1", "gate-1", 40, ("06:30", "08:00")),),
        fleets=(fleet("van", "depot-1", None, 9), fleet("bus", "depot-1", None, 30)),
        services=(),
        rules=RULES,
    )


def ok_near_plan(problem: Problem | None = None, change: str = "bp-2") -> Plan:
    """The plan in which p1 changes from the van, d1, to the bus, d2, at bp-2 or bp-3."""
    problem = problem or ok_near()
    van = {"bp-2": "bp-2 06:07:30 06:07:30 06:10 -p1", "bp-3": "bp-3 06:12:30 06:12:30 06:15 -p1"}
    bus = {
        "bp-2": "bp-2 06:25 06:25 06:28:15 +p1 +p2\ngate-1 06:53:15 06:53:15 06:56:30 -p1 -p2",
        "bp-3": """bp-2 06:25 06:25 06:27:45 +p2
            bp-3 06:32:45 06:32:45 06:35:15 +p1
            gate-1 06:55:15 06:55:15 06:58:30 -p1 -p2""",
    }
    first, last = {"bp-2": (1, 2), "bp-3": (2, 3)}[change]
    return plan(
        problem,
        [
            duty(problem, "d1", "van", f"depot-1 05:50\nbp-1 05:55 05:55 05:57:30 +p1\n{van[change]}"),
            duty(problem, "d2", "bus", f"depot-1 06:10\n{bus[change]}"),
        ],
        [
            itinerary("p1", "s1", "home 05:50 bp-1 05:55", "d1 1 2", f"d2 {first} {last}"),
            itinerary("p2", "s1", "home 06:15 bp-2 06:25", f"d2 1 {last}"),
        ],
        {},
    )
