"""The rules of duties, driver hours apart, a function each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from solvers.judge.case import DAY_S, Case, Work
from solvers.judge.rules import Rule
from solvers.judge.verdict import Violation
from solvers.plan import Drive, Duty, Stop

Found = Iterator[Violation]


def vehicle(case: Case, duty: Duty) -> Found:
    """A duty is of a vehicle that its fleet has."""
    fleet = case.fleets.get(duty.fleet)
    if fleet is None:
        yield _broken(Rule.VEHICLE, f"duty {duty.id}", 1, f"no fleet {duty.fleet!r}")
    elif not 0 <= duty.vehicle < fleet.count:
        what = f"no vehicle {duty.vehicle} in fleet {fleet.id}, which has {fleet.count}"
        yield _broken(Rule.VEHICLE, f"duty {duty.id}", 1, what)


def crew(case: Case, duty: Duty) -> Found:
    """A duty names a crew of its fleet."""
    fleet = case.fleets.get(duty.fleet)
    if fleet is not None and not 0 <= duty.crew < len(fleet.crews):
        what = f"no crew {duty.crew} in fleet {fleet.id}, which has {len(fleet.crews)}"
        yield _broken(Rule.CREW, f"duty {duty.id}", 1, what)


def empty(case: Case, duty: Duty) -> Found:
    """A duty has two stops at least and carries somebody."""
    if len(duty.stops) < 2 or duty.id not in case.carrying:
        yield _broken(Rule.EMPTY, f"duty {duty.id}", 1, "carries nobody")


def places(case: Case, duty: Duty) -> Found:
    """Stops are at locations of the problem, consecutive ones at different places."""
    for i, stop in enumerate(duty.stops):
        if stop.at not in case.locations:
            yield _broken(Rule.PLACE, f"duty {duty.id} stop {i}", 1, f"no location {stop.at!r}")
        elif i and stop.at == duty.stops[i - 1].at:
            yield _broken(Rule.PLACE, f"duty {duty.id} stop {i}", 1, f"is at {stop.at} like the one before")


def ends(case: Case, work: Work) -> Found:
    """A duty begins and ends where its fleet does."""
    first, last = work.duty.stops[0].at, work.duty.stops[-1].at
    if first != work.fleet.start:
        yield _of(Rule.ENDS, work, 1, f"begins at {first}, not at {work.fleet.start}")
    if work.fleet.end not in (None, last):
        yield _of(Rule.ENDS, work, 1, f"ends at {last}, not at {work.fleet.end}")


def available(case: Case, work: Work) -> Found:
    """A duty lies inside its fleet's availability and the horizon."""
    begins, ends = work.duty.stops[0].arrive, work.duty.stops[-1].depart
    for rule, span, what in (
        (Rule.AVAILABLE, work.fleet.available, "its fleet's availability"),
        (Rule.HORIZON, case.problem.horizon, "the horizon"),
    ):
        outside = max(span[0] - begins, ends - span[1])
        if outside > 0:
            yield _of(rule, work, outside, f"{outside} s outside {what}")


def manifest(case: Case, work: Work) -> Found:
    """Who boards and alights at a stop is who the itineraries say, once each."""
    for i, stop in enumerate(work.duty.stops):
        for does, listed, told in (("boards", stop.board, case.boarding), ("alights", stop.alight, case.alighting)):
            expected = told.get((work.duty.id, i), set())
            if len(listed) == len(expected) == len(expected.intersection(listed)):
                continue
            listed_more, expected_more = Counter(listed) - Counter(expected), Counter(expected) - Counter(listed)
            wrong = listed_more + expected_more
            who = ", ".join(sorted(wrong)[:5])
            what = f"who {does} is not who the itineraries say: {who}"
            yield _at_stop(Rule.MANIFEST, work, i, wrong.total(), what)


def order(case: Case, work: Work) -> Found:
    """At a stop, arrival, start and departure are in this order."""
    for i, stop in enumerate(work.duty.stops):
        back = max(stop.arrive - stop.start, stop.start - stop.depart)
        if back > 0:
            yield _at_stop(Rule.ORDER, work, i, back, f"arrive, start and depart are {back} s out of order")


def hours(case: Case, work: Work) -> Found:
    """A stop where anyone boards or alights lies inside its place's hours, on one day."""
    for i, stop in enumerate(work.duty.stops):
        span = case.locations[stop.at].hours
        if span is None or not (stop.board or stop.alight):
            continue
        start, depart = stop.start + case.problem.utc_offset_s, stop.depart + case.problem.utc_offset_s
        outside = max(span[0] - start % DAY_S, depart % DAY_S - span[1])
        if start // DAY_S != depart // DAY_S:
            what = f"{depart - start} s at {stop.at} run over midnight, and the place has hours"
            yield _at_stop(Rule.HOURS, work, i, max(outside, depart % DAY_S, 1), what)
        elif outside > 0:
            yield _at_stop(Rule.HOURS, work, i, outside, f"{outside} s outside the hours of {stop.at}")


def dwell(case: Case, work: Work) -> Found:
    """A stop lasts stop_fixed_s and stop_per_person_s for each who boards or alights."""
    for i, stop in enumerate(work.duty.stops):
        people = _handled(case, stop)
        short = case.rules.stop_fixed_s + case.rules.stop_per_person_s * people - (stop.depart - stop.start)
        if people and short > 0:
            yield _at_stop(Rule.DWELL, work, i, short, f"{short} s short for {people} people")


def seats(case: Case, work: Work) -> Found:
    """No more people ride than there are seats for passengers."""
    room = case.room(work.fleet.seats) - work.crew.seats
    for i, people in enumerate(work.people):
        if people > room:
            yield _at_stop(Rule.SEATS, work, i, people - room, f"{people} people leave with {max(room, 0)} seats")


def wheelchairs(case: Case, work: Work) -> Found:
    """No more wheelchairs ride than there are spaces."""
    spaces = work.fleet.wheelchair_spaces
    for i, riding in enumerate(work.wheelchairs):
        if riding > spaces:
            yield _at_stop(
                Rule.WHEELCHAIRS, work, i, riding - spaces, f"{riding} wheelchairs leave with {spaces} spaces"
            )


def drivers(case: Case, work: Work) -> Found:
    """Drives are of drivers of the duty's crew."""
    for driver in sorted({d.driver for d in work.duty.drives}):
        if not 0 <= driver < work.crew.drivers:
            yield _of(Rule.CREW, work, 1, f"no driver {driver} in a crew of {work.crew.drivers}")


def drives(case: Case, work: Work) -> Found:
    """The drives of a leg lie between its stops, one after the other."""
    parts, stops = _by_leg(work.duty), work.duty.stops
    for leg, (here, there) in enumerate(pairwise(stops)):
        moment, back = here.depart, 0
        for drive in sorted(parts.get(leg, ()), key=lambda d: d.start):
            back = max(back, moment - drive.start, drive.start - drive.end)
            moment = drive.end
        back = max(back, moment - there.arrive)
        if back > 0:
            yield _at_leg(Rule.DRIVES, work, leg, back, f"drives overlap, or leave the leg's time, by {back} s")
    for leg in sorted(parts.keys() - range(len(stops) - 1)):
        driven = sum(d.end - d.start for d in parts[leg])
        yield _of(Rule.DRIVES, work, driven, f"drives {driven} s on leg {leg}, which it has not")


def drive_time(case: Case, work: Work) -> Found:
    """The drives of a leg last together exactly the road's duration."""
    parts = _by_leg(work.duty)
    for leg, (_, duration) in enumerate(work.roads):
        driven = sum(d.end - d.start for d in parts.get(leg, ()))
        if driven != duration:
            what = f"drives {driven} s of the road's {duration} s"
            yield _at_leg(Rule.DRIVE_TIME, work, leg, abs(driven - duration), what)


NAMES: tuple[Callable[[Case, Duty], Found], ...] = (vehicle, crew, empty, places)
"""The rules that make a duty one that can be looked up."""

RULES: tuple[Callable[[Case, Work], Found], ...] = (
    ends,
    available,
    manifest,
    order,
    hours,
    dwell,
    seats,
    wheelchairs,
    drivers,
    drives,
    drive_time,
)


def _handled(case: Case, stop: Stop) -> int:
    return sum(case.parties[p].size for p in (*stop.board, *stop.alight) if p in case.parties)


def _by_leg(duty: Duty) -> dict[int, list[Drive]]:
    legs = defaultdict(list)
    for drive in duty.drives:
        legs[drive.leg].append(drive)
    return legs


def _broken(rule: Rule, subject: str, excess: int, what: str) -> Violation:
    return Violation(rule=rule, subject=subject, excess=excess, text=f"{subject}: {what}")


def _of(rule: Rule, work: Work, excess: int, what: str) -> Violation:
    return _broken(rule, f"duty {work.duty.id}", excess, what)


def _at_stop(rule: Rule, work: Work, stop: int, excess: int, what: str) -> Violation:
    return _broken(rule, f"duty {work.duty.id} stop {stop}", excess, what)


def _at_leg(rule: Rule, work: Work, leg: int, excess: int, what: str) -> Violation:
    return _broken(rule, f"duty {work.duty.id} leg {leg}", excess, what)
