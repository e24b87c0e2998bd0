"""Good plans made bad: for each rule, plans that are exactly at its limit or so much beyond, and mutants.

A limit is moved rather than the plan wherever that can be, so that nothing else breaks with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from solvers.judge import Rule
from solvers.plan import AccessLeg, Itinerary, Plan, Stop
from solvers.problem import MinDrivers, Problem
from tests.builders import HOUR, MIDNIGHT, at, ok_long, ok_long_plan, ok_small, ok_small_plan, with_true_cost

Case = tuple[Problem, Plan]
LEAVES_HOME, SHUTTLE_LEAVES, SMALL_ARRIVAL = at("04:55"), at("11:36:30"), at("11:33:15")
LOADED_M, ALL_M = 700_000, 720_000


def small() -> Case:
    return ok_small(), ok_small_plan()


def long() -> Case:
    return ok_long(), ok_long_plan()


# ---- changes of one thing ------------------------------------------------------------------------------------


def rules(case: Case, **changes: Any) -> Case:
    return replace(case[0], rules=replace(case[0].rules, **changes)), case[1]


def law(case: Case, **changes: Any) -> Case:
    return rules(case, driver_hours=replace(_of_law(case), **changes))


def night(case: Case, **changes: Any) -> Case:
    return law(case, night=replace(_of_law(case).night, **changes))


def night_stop(case: Case, **changes: Any) -> Case:
    return law(case, night_stop=replace(_of_law(case).night_stop, **changes))


def _of_law(case: Case) -> Any:
    return case[0].rules.driver_hours


def _in(entries: tuple[Any, ...], name: str, **changes: Any) -> tuple[Any, ...]:
    return tuple(replace(x, **changes) if x.id == name else x for x in entries)


def party(case: Case, name: str, **changes: Any) -> Case:
    return replace(case[0], parties=_in(case[0].parties, name, **changes)), case[1]


def slot(case: Case, name: str, **changes: Any) -> Case:
    return replace(case[0], slots=_in(case[0].slots, name, **changes)), case[1]


def fleet(case: Case, name: str, **changes: Any) -> Case:
    return replace(case[0], fleets=_in(case[0].fleets, name, **changes)), case[1]


def service(case: Case, name: str, **changes: Any) -> Case:
    return replace(case[0], services=_in(case[0].services, name, **changes)), case[1]


def location(case: Case, name: str, **changes: Any) -> Case:
    return replace(case[0], locations=_in(case[0].locations, name, **changes)), case[1]


def duty(case: Case, name: str, **changes: Any) -> Case:
    return case[0], replace(case[1], duties=_in(case[1].duties, name, **changes))


def stop(case: Case, name: str, number: int, **changes: Any) -> Case:
    stops = next(d.stops for d in case[1].duties if d.id == name)
    changed = tuple(replace(s, **changes) if i == number else s for i, s in enumerate(stops))
    return duty(case, name, stops=changed)


def drive(case: Case, name: str, number: int, **changes: Any) -> Case:
    drives = next(d.drives for d in case[1].duties if d.id == name)
    changed = tuple(replace(d, **changes) if i == number else d for i, d in enumerate(drives))
    return duty(case, name, drives=changed)


def itinerary(case: Case, name: str, **changes: Any) -> Case:
    changed = tuple(replace(i, **changes) if i.party == name else i for i in case[1].itineraries)
    return case[0], replace(case[1], itineraries=changed)


def leg(case: Case, name: str, number: int, **changes: Any) -> Case:
    legs = next(i.legs for i in case[1].itineraries if i.party == name)
    return itinerary(case, name, legs=tuple(replace(x, **changes) if i == number else x for i, x in enumerate(legs)))


def plan(case: Case, **changes: Any) -> Case:
    return case[0], replace(case[1], **changes)


def road(case: Case, a: str, b: str, more_s: int) -> Case:
    travel: Any = case[0].travel
    i, j = travel.locations.index(a), travel.locations.index(b)
    rows = [list(row) for row in travel.duration_s]
    rows[i][j] += more_s
    return replace(case[0], travel=replace(travel, duration_s=tuple(map(tuple, rows)))), case[1]


def window(case: Case, name: str, opens: int, closes: int) -> Case:
    return slot(case, name, windows=((opens, closes),))


def two_wheelchairs() -> Case:
    case = party(small(), "p2", wheelchairs=2)
    return fleet(fleet(case, "van", wheelchair_spaces=2), "shuttle", wheelchair_spaces=2)


def two_flights(case: Case) -> Case:
    """p2 flies with f2, an hour later, and takes the shuttle that p1 takes, which waits."""
    problem, _ = service(service(case, "f1", min_load=0), "f2", arrive=at("10:30"))
    return problem, with_true_cost(problem, leg(case, "p2", 2, service="f2")[1])


def at_s(text: str) -> int:
    """A time of day in seconds."""
    return at(text) - MIDNIGHT


def crew_seats(case: Case, name: str, seats: int) -> Case:
    crews = next(f.crews for f in case[0].fleets if f.id == name)
    return fleet(case, name, crews=(replace(crews[0], seats=seats),))


# ---- at the limit, and beyond --------------------------------------------------------------------------------

LIMITS: dict[str, tuple[Rule, int, Callable[[int], Case]]] = {
    # name: (rule, excess a step, the case so many steps beyond the limit)
    "access takes longer": (
        Rule.ACCESS_TIME,
        1,
        lambda k: party(small(), "p3", boarding=(replace(ok_small().parties[2].boarding[0], access_s=1200 + k),)),
    ),
    "ready later": (Rule.READY, 1, lambda k: party(small(), "p1", ready=LEAVES_HOME + k)),
    "change takes longer": (Rule.CONNECTION, 1, lambda k: rules(long(), transfer_s=900 + k)),
    "way out takes longer": (Rule.CONNECTION, 1, lambda k: service(small(), "f1", exit_s=1800 + k)),
    "check-in closes earlier": (
        Rule.CHECK_IN,
        1,
        lambda k: service(small(), "f1", check_in_s=at("08:00") - at("06:08:30") + k),
    ),
    "window opens later": (Rule.WINDOW, 1, lambda k: window(small(), "s1", SMALL_ARRIVAL + k, at("20:00"))),
    "window closes earlier": (Rule.WINDOW, 1, lambda k: window(small(), "s1", at("06:00"), SMALL_ARRIVAL - k)),
    "walker's window closes earlier": (Rule.WINDOW, 1, lambda k: window(small(), "s3", at("06:00"), at("08:00") - k)),
    "due earlier": (Rule.DUE, 1, lambda k: party(small(), "p1", due=SMALL_ARRIVAL - k)),
    "shorter journeys": (Rule.JOURNEY, 1, lambda k: rules(small(), max_journey_s=SMALL_ARRIVAL - LEAVES_HOME - k)),
    "horizon starts later": (
        Rule.HORIZON,
        1,
        lambda k: (replace(ok_small(), horizon=(LEAVES_HOME + k, at("1d00:00"))), ok_small_plan()),
    ),
    "horizon ends earlier": (
        Rule.HORIZON,
        1,
        lambda k: (replace(ok_small(), horizon=(MIDNIGHT, SHUTTLE_LEAVES - k)), ok_small_plan()),
    ),
    "available later": (Rule.AVAILABLE, 1, lambda k: fleet(small(), "van", available=(at("05:00") + k, at("20:00")))),
    "available shorter": (
        Rule.AVAILABLE,
        1,
        lambda k: fleet(small(), "shuttle", available=(MIDNIGHT, SHUTTLE_LEAVES - k)),
    ),
    "starts before it arrives": (Rule.ORDER, 1, lambda k: stop(small(), "d1", 0, arrive=at("05:00") + k)),
    "departs before it starts": (Rule.ORDER, 1, lambda k: stop(small(), "d1", 4, depart=at("07:08:30") - k)),
    "place opens later": (Rule.HOURS, 60, lambda k: location(small(), "bp-1", hours=(at_s("05:10") + 60 * k, 72_000))),
    "place closes earlier": (Rule.HOURS, 60, lambda k: location(long(), "hub-1", hours=(0, at_s("16:00") - 60 * k))),
    "stops take longer": (Rule.DWELL, 1, lambda k: rules(small(), stop_fixed_s=120 + k)),
    "smaller van": (Rule.SEATS, 1, lambda k: fleet(small(), "van", seats=6 - k)),
    "more escorts": (Rule.SEATS, 1, lambda k: rules(fleet(small(), "van", seats=7), escort_seats=2 + k)),
    "crew takes seats": (Rule.SEATS, 1, lambda k: crew_seats(small(), "van", 3 + k)),
    "smaller aircraft": (Rule.SEATS, 1, lambda k: service(small(), "f1", seats=6 - k)),
    "fewer spaces in the van": (
        Rule.WHEELCHAIRS,
        1,
        lambda k: fleet(two_wheelchairs(), "van", wheelchair_spaces=2 - k),
    ),
    "more wheelchairs in the air": (
        Rule.WHEELCHAIRS,
        1,
        lambda k: service(two_wheelchairs(), "f1", wheelchair_spaces=2 - k),
    ),
    "starts driving too early": (
        Rule.DRIVES,
        1,
        lambda k: drive(long(), "d2", 1, start=at("16:00") - k, end=at("20:00") - k),
    ),
    "arrives while driving": (Rule.DRIVES, 1, lambda k: stop(long(), "d2", 2, arrive=at("1d06:50") - k)),
    "longer road": (Rule.DRIVE_TIME, 1, lambda k: road(long(), "hub-1", "gate-1", k)),
    "shorter road": (Rule.DRIVE_TIME, 1, lambda k: road(long(), "hub-1", "gate-1", -k)),
    "longer swap": (Rule.SWAP, 1, lambda k: law(long(), swap_s=300 + k)),
    "shorter way with one driver": (
        Rule.MIN_DRIVERS,
        1,
        lambda k: law(long(), min_drivers=MinDrivers(over_m=LOADED_M - min(k, 1), drivers=2 + k)),
    ),
    "shorter spell": (Rule.CONTINUOUS, 1, lambda k: law(long(), max_continuous_drive_s=4 * HOUR - k)),
    "shorter spell by night": (
        Rule.NIGHT,
        1,
        lambda k: night(long(), max_continuous_drive_s=2 * HOUR - k),
    ),
    "longer night": (
        Rule.NIGHT,
        60,
        lambda k: night(long(), span=(22 * HOUR - 60 * k, 6 * HOUR)),
    ),
    "shorter day": (Rule.DRIVE_24H, 1, lambda k: law(long(), max_drive_24h_s=375 * 60 - k)),
    "shorter week": (Rule.DRIVE_7D, 1, lambda k: law(long(), max_drive_7d_s=375 * 60 - k)),
    "earlier night stop": (
        Rule.NIGHT_STOP,
        60,
        lambda k: night_stop(long(), span=(2 * HOUR - 60 * k, 5 * HOUR)),
    ),
    "night stop of shorter duties": (
        Rule.NIGHT_STOP,
        60,
        lambda k: night_stop(long(), span=(2 * HOUR - 60 * max(k, 1), 5 * HOUR), over_m=ALL_M - k),
    ),
    "flight wants more": (Rule.MIN_LOAD, 1, lambda k: service(small(), "f1", min_load=5 + k)),
    "slot takes fewer": (Rule.CAPACITY, 1, lambda k: slot(small(), "s1", capacity=5 - k, min_headcount=0)),
    "slot wants more": (Rule.MIN_HEADCOUNT, 1, lambda k: slot(small(), "s1", capacity=20, min_headcount=5 + k)),
}


# ---- one thing broken ----------------------------------------------------------------------------------------

HOME_P1 = AccessLeg(to="bp-1", depart=LEAVES_HOME, arrive=at("05:10"))
P1_LEGS = ok_small_plan().itineraries[0].legs


def _over_midnight() -> Case:
    """The coach of ok_long loads at the turn of the day, too late for its drives, at a place that never closes."""
    start = at("1d00:00") - 100
    return stop(location(long(), "hub-1", hours=(0, 24 * HOUR)), "d2", 1, start=start, depart=start + 165)


def _empty_van() -> Any:
    van = ok_small_plan().duties[0]
    return replace(van, id="d3", vehicle=1, stops=tuple(replace(s, board=(), alight=()) for s in van.stops))


def _stop_again(case: Case) -> Case:
    first = case[1].duties[1]
    last = first.stops[-1]
    again = Stop(at=last.at, arrive=last.depart, start=last.depart, depart=last.depart, board=(), alight=())
    return duty(case, first.id, stops=(*first.stops, again))


MUTANTS: dict[str, tuple[Rule, Callable[[], Case]]] = {
    "for another problem": (Rule.PROBLEM, lambda: plan(small(), problem="ok-large")),
    "a party forgotten": (Rule.EVERYONE, lambda: plan(small(), unserved=ok_small_plan().unserved[:1])),
    "a party served and left": (
        Rule.EVERYONE,
        lambda: plan(small(), unserved=(*ok_small_plan().unserved, replace(ok_small_plan().unserved[0], party="p3"))),
    ),
    "a party served twice": (
        Rule.EVERYONE,
        lambda: plan(small(), itineraries=(*ok_small_plan().itineraries, ok_small_plan().itineraries[2])),
    ),
    "a stranger": (
        Rule.EVERYONE,
        lambda: plan(small(), unserved=(*ok_small_plan().unserved, replace(ok_small_plan().unserved[0], party="p9"))),
    ),
    "a stranger travels": (
        Rule.EVERYONE,
        lambda: plan(
            small(), itineraries=(*ok_small_plan().itineraries, Itinerary(party="p9", slot="s1", legs=P1_LEGS))
        ),
    ),
    "a slot that it did not choose": (Rule.CHOICE, lambda: itinerary(small(), "p1", slot="s3")),
    "a slot that is none": (Rule.CHOICE, lambda: itinerary(small(), "p1", slot="s9")),
    "no legs": (Rule.ACCESS, lambda: itinerary(small(), "p3", legs=())),
    "no access leg": (Rule.ACCESS, lambda: itinerary(small(), "p1", legs=P1_LEGS[1:])),
    "from a place that it cannot reach": (Rule.ACCESS, lambda: leg(small(), "p3", 0, to="bp-2")),
    "home again on the way": (Rule.RIDE, lambda: itinerary(small(), "p1", legs=(*P1_LEGS[:1], HOME_P1, *P1_LEGS[1:]))),
    "a ride of no duty": (Rule.RIDE, lambda: leg(small(), "p1", 1, duty="d9")),
    "a ride backwards": (Rule.RIDE, lambda: leg(small(), "p1", 1, from_stop=3, to_stop=1)),
    "a ride to where it starts": (Rule.RIDE, lambda: leg(small(), "p1", 1, to_stop=1)),
    "a ride past the last stop": (Rule.RIDE, lambda: leg(small(), "p1", 3, to_stop=3)),
    "a ride from before the first stop": (Rule.RIDE, lambda: leg(small(), "p1", 1, from_stop=-1)),
    "a service that is none": (Rule.RIDE, lambda: leg(small(), "p1", 2, service="f9")),
    "a gap in the way": (Rule.CHAIN, lambda: itinerary(small(), "p1", legs=(P1_LEGS[0], P1_LEGS[1], P1_LEGS[3]))),
    "not up to the gate": (Rule.CHAIN, lambda: itinerary(small(), "p1", legs=P1_LEGS[:3])),
    "home and no farther": (Rule.CHAIN, lambda: itinerary(small(), "p1", legs=P1_LEGS[:1])),
    "leaves too early for the access time": (Rule.ACCESS_TIME, lambda: leg(small(), "p3", 0, depart=at("07:39"))),
    "walks in too late for the van": (
        Rule.CONNECTION,
        lambda: leg(small(), "p1", 0, depart=at("04:55:01"), arrive=at("05:10:01")),
    ),
    "another's shuttle": (Rule.FLEET_SLOTS, lambda: fleet(small(), "shuttle", slots=("s3",))),
    "a slot that never opens": (Rule.WINDOW, lambda: slot(small(), "s1", windows=())),
    "a fleet that is none": (Rule.VEHICLE, lambda: duty(small(), "d1", fleet="bus")),
    "a vehicle too many": (Rule.VEHICLE, lambda: duty(small(), "d1", vehicle=2)),
    "a vehicle below nought": (Rule.VEHICLE, lambda: duty(small(), "d1", vehicle=-1)),
    "one vehicle in two duties": (
        Rule.VEHICLE,
        lambda: plan(small(), duties=(*ok_small_plan().duties, replace(ok_small_plan().duties[0], id="d3"))),
    ),
    "a crew that is none": (Rule.CREW, lambda: duty(small(), "d1", crew=1)),
    "a crew below nought": (Rule.CREW, lambda: duty(small(), "d1", crew=-1)),
    "a third driver in a crew of two": (Rule.CREW, lambda: drive(long(), "d2", 4, driver=2)),
    "nobody aboard": (
        Rule.EMPTY,
        lambda: plan(small(), duties=(*ok_small_plan().duties, _empty_van())),
    ),
    "no stops": (Rule.EMPTY, lambda: duty(small(), "d1", stops=())),
    "a stop nowhere": (Rule.PLACE, lambda: stop(small(), "d1", 4, at="moon-1")),
    "two stops at one place": (Rule.PLACE, lambda: _stop_again(small())),
    "begins elsewhere": (Rule.ENDS, lambda: fleet(small(), "van", start="depot-2")),
    "ends elsewhere": (Rule.ENDS, lambda: fleet(small(), "van", end="depot-2")),
    "ends where it need not": (Rule.ENDS, lambda: fleet(small(), "shuttle", end="depot-2")),
    "a passenger off the list": (Rule.MANIFEST, lambda: stop(small(), "d1", 1, board=())),
    "a passenger on the list twice": (Rule.MANIFEST, lambda: stop(small(), "d1", 2, board=("p2", "p2"))),
    "a stowaway": (Rule.MANIFEST, lambda: stop(small(), "d1", 0, board=("p4",))),
    "who is no party boards": (Rule.MANIFEST, lambda: stop(small(), "d1", 2, board=("p2", "p9"))),
    "alights at the wrong stop": (Rule.MANIFEST, lambda: stop(small(), "d1", 3, alight=("p1",))),
    "a stop over midnight": (Rule.HOURS, _over_midnight),
    "drives on a leg that is none": (Rule.DRIVES, lambda: drive(small(), "d2", 1, leg=2)),
    "drives on a leg below nought": (Rule.DRIVES, lambda: drive(small(), "d2", 1, leg=-1)),
    "drives that overlap": (Rule.DRIVES, lambda: drive(long(), "d2", 3, start=at("23:59"), end=at("1d01:54"))),
    "a drive that ends before it starts": (
        Rule.DRIVES,
        lambda: drive(small(), "d2", 0, start=at("10:55"), end=at("10:45")),
    ),
    "a drive left out": (Rule.DRIVE_TIME, lambda: duty(small(), "d1", drives=ok_small_plan().duties[0].drives[1:])),
    "a pause that is no break": (Rule.CONTINUOUS, lambda: law(long(), min_break_s=2401)),
    "two services of a group": (Rule.GROUP, lambda: two_flights(small())),
    "half the service's minimum": (Rule.MIN_LOAD, lambda: service(two_flights(small()), "f2", min_load=4, group=None)),
    "a cost left out": (Rule.COST, lambda: plan(small(), cost=replace(ok_small_plan().cost, duties=0.0))),
    "a bound above the cost": (Rule.BOUND, lambda: plan(small(), bound=15_899.0)),
}
