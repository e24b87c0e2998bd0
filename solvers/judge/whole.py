"""The rules of the plan as a whole, of services, slots and money, a function each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from solvers.judge.case import Case
from solvers.judge.rules import Rule
from solvers.judge.verdict import Violation
from solvers.plan import Cost

Found = Iterator[Violation]


def problem(case: Case) -> Found:
    """A plan is made for the problem that it names."""
    if case.plan.problem != case.problem.name:
        what = f"is for problem {case.plan.problem!r}, not {case.problem.name!r}"
        yield _of(Rule.PROBLEM, "plan", 1, what)


def everyone(case: Case) -> Found:
    """Each party of the problem is in exactly one of itineraries and unserved."""
    times = Counter(i.party for i in case.plan.itineraries)
    times.update(u.party for u in case.plan.unserved)
    for party, count in times.items():
        if party not in case.parties:
            yield _of(Rule.EVERYONE, f"party {party}", count, "is not in the problem")
        elif count > 1:
            yield _of(Rule.EVERYONE, f"party {party}", count - 1, f"is accounted for {count} times")
    for party in case.parties:
        if party not in times:
            yield _of(Rule.EVERYONE, f"party {party}", 1, "is not accounted for")


def one_duty_a_vehicle(case: Case) -> Found:
    """A vehicle has at most one duty."""
    first: dict[tuple[str, int], str] = {}
    for duty in case.plan.duties:
        other = first.setdefault((duty.fleet, duty.vehicle), duty.id)
        if other != duty.id:
            what = f"vehicle {duty.vehicle} of fleet {duty.fleet} has duty {other} already"
            yield _of(Rule.VEHICLE, f"duty {duty.id}", 1, what)


def service_seats(case: Case) -> Found:
    """No more people ride a service than there are seats for passengers."""
    for name, aboard in case.passengers.items():
        people, room = sum(p.size for p in aboard), case.room(case.services[name].seats)
        if people > room:
            yield _of(Rule.SEATS, f"service {name}", people - room, f"{people} people for {max(room, 0)} seats")


def service_wheelchairs(case: Case) -> Found:
    """No more wheelchairs ride a service than there are spaces."""
    for name, aboard in case.passengers.items():
        riding, spaces = sum(p.wheelchairs for p in aboard), case.services[name].wheelchair_spaces
        if riding > spaces:
            what = f"{riding} wheelchairs for {spaces} spaces"
            yield _of(Rule.WHEELCHAIRS, f"service {name}", riding - spaces, what)


def min_load(case: Case) -> Found:
    """A service runs empty or with its min_load at least."""
    for name, aboard in case.passengers.items():
        people, least = sum(p.size for p in aboard), case.services[name].min_load
        if people < least:
            what = f"{people} people, under its minimum of {least}"
            yield _of(Rule.MIN_LOAD, f"service {name}", least - people, what)


def group(case: Case) -> Found:
    """Of the services of one group at most one carries anyone."""
    running = defaultdict(list)
    for name in case.passengers:
        if (of := case.services[name].group) is not None:
            running[of].append(name)
    for of, names in running.items():
        if len(names) > 1:
            what = f"{len(names)} of its services run: {', '.join(sorted(names))}"
            yield _of(Rule.GROUP, f"group {of}", len(names) - 1, what)


def capacity(case: Case) -> Found:
    """A slot takes in at most its capacity."""
    for name, people in case.headcount.items():
        most = case.slots[name].capacity
        if people > most:
            yield _of(Rule.CAPACITY, f"slot {name}", people - most, f"{people} people for a capacity of {most}")


def min_headcount(case: Case) -> Found:
    """A slot takes in nobody or its min_headcount at least."""
    for name, people in case.headcount.items():
        least = case.slots[name].min_headcount
        if people < least:
            what = f"{people} people, under its minimum of {least}"
            yield _of(Rule.MIN_HEADCOUNT, f"slot {name}", least - people, what)


def stated_cost(case: Case, counted: Cost) -> Found:
    """The stated costs are the plan's, to 0.01 or 0.01 per thousand."""
    stated = case.plan.cost
    for item, says, is_ in (
        ("total", stated.total, counted.total),
        ("duties", stated.duties, counted.duties),
        ("services", stated.services, counted.services),
        ("choices", stated.choices, counted.choices),
        ("time", stated.time, counted.time),
        ("unserved", stated.unserved, counted.unserved),
    ):
        if not abs(says - is_) <= _tolerance(is_):
            yield _of(Rule.COST, f"cost {item}", abs(says - is_), f"says {says}, is {is_:.2f}")


def stated_bound(case: Case, counted: Cost) -> Found:
    """The stated bound is not above the plan's cost."""
    bound = case.plan.bound
    if bound is not None and not bound <= counted.total + _tolerance(counted.total):
        yield _of(Rule.BOUND, "bound", bound - counted.total, f"{bound} is above the cost {counted.total:.2f}")


RULES: tuple[Callable[[Case], Found], ...] = (
    problem,
    everyone,
    one_duty_a_vehicle,
    service_seats,
    service_wheelchairs,
    min_load,
    group,
    capacity,
    min_headcount,
)
MONEY: tuple[Callable[[Case, Cost], Found], ...] = (stated_cost, stated_bound)


def _tolerance(money: float) -> float:
    return max(0.01, 1e-5 * abs(money))


def _of(rule: Rule, subject: str, excess: float, what: str) -> Violation:
    return Violation(rule=rule, subject=subject, excess=excess, text=f"{subject}: {what}")
