"""How a party travels, leg by leg, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from solvers.explain.figures import Explained
from solvers.judge.case import DAY_S, Journey, Step
from solvers.plan import DutyLeg, ServiceLeg
from solvers.problem import Problem


class Words:
    """Names and local times of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.names = {place.id: place.name for place in problem.locations}
        self.zone = timezone(timedelta(seconds=problem.utc_offset_s))
        self.days = problem.horizon[1] - problem.horizon[0] > DAY_S
        self.currency = problem.currency

    def place(self, name: str) -> str:
        """A place by its name and its id."""
        called = self.names.get(name)
        return f"{called} ({name})" if called and called != name else name

    def time(self, moment: int) -> str:
        """A local time of day, with the date where the horizon has several days."""
        return datetime.fromtimestamp(moment, self.zone).strftime("%d %b %H:%M" if self.days else "%H:%M")

    def money(self, amount: float) -> str:
        """An amount with its currency; cents where they matter."""
        return f"{amount:,.2f} {self.currency}" if abs(amount) < 1000 else f"{amount:,.0f} {self.currency}"


def legs_of(explained: Explained, journey: Journey, words: Words) -> Iterator[tuple[str, str]]:
    """Each leg of a journey: when it begins, and what happens."""
    access = journey.access
    way = "by the door" if journey.access_s == 0 else f"{minutes(journey.access_s)} on their own"
    goal = "the gate" if not journey.steps else "the boarding place"
    yield words.time(access.depart), f"leave home, {way} to {goal} {words.place(access.to)}"
    for before, step in zip((None, *journey.steps), journey.steps, strict=False):
        when, what = _step(explained, step, words)
        yield when, f"change to {what}" if _is_change(before, step) else what
    yield (
        words.time(journey.arrival),
        f"at the gate {words.place(journey.slot.gate)}, taken in by slot {journey.slot.id}",
    )


def _is_change(before: Step | None, step: Step) -> bool:
    """Whether one goes from one vehicle to another, with no service in between."""
    return before is not None and isinstance(before.leg, DutyLeg) and isinstance(step.leg, DutyLeg)


def _step(explained: Explained, step: Step, words: Words) -> tuple[str, str]:
    case, places = explained.case, f"{words.place(step.origin)} to {words.place(step.destination)}"
    if isinstance(step.leg, ServiceLeg):
        service = case.services[step.leg.service]
        riders = sum(party.size for party in case.passengers[service.id])
        leaves = f"{service.mode} {service.id} from {places}, there at {words.time(service.arrive)}"
        return words.time(
            service.depart
        ), f"{leaves} (check-in until {words.time(step.latest)}; {riders} people aboard)"
    work = explained.works[step.leg.duty]
    board, alight = (work.duty.stops[k] for k in (step.leg.from_stop, step.leg.to_stop))
    between = step.leg.to_stop - step.leg.from_stop - 1
    most = max(work.people[step.leg.from_stop : step.leg.to_stop])
    does = f"{explained.carrier_of(work.duty.id)} {work.duty.id} ({work.fleet.id}) from {places}"
    stops = f"{between} stops between" if between != 1 else "1 stop between"
    return words.time(
        board.depart
    ), f"{does}, there at {words.time(alight.arrive)} ({stops}; up to {most} people aboard)"


def short(explained: Explained, journey: Journey, words: Words) -> str:
    """A journey in one line: when, by what, how long."""
    units = [step.leg.duty if isinstance(step.leg, DutyLeg) else step.leg.service for step in journey.steps]
    by = f"{explained.rides(journey)} ({', '.join(units)})" if units else explained.rides(journey)
    span = f"{words.time(journey.access.depart)} to {words.time(journey.arrival)}"
    return f"{by}, {span}, {minutes(journey.arrival - journey.access.depart)}"


def people(count: int) -> str:
    """So many people, in words."""
    return "1 person" if count == 1 else f"{count:,} people"


def minutes(seconds: int) -> str:
    """A duration in words: ``25 min``, ``26 h 05 min``."""
    whole = round(seconds / 60)
    return f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02d} min"
