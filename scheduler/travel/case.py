"""A duty as it is under way: what the plan says of it, what was seen, and what to expect of the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from scheduler import clock
from scheduler.people.states import NOT_COMING
from scheduler.plans.models import Duty
from scheduler.plans.riding import Riding, riding_of
from scheduler.travel.models import EventKind, TravelEvent
from scheduler.travel.progress import Halt, Progress, effective, progress_of
from solvers import plan as transfer
from solvers.deadlines import Deadline, deadlines
from solvers.problem import Problem
from solvers.underway import Seen, carry_on, repeatable


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A deadline that will be missed, by ``late_s``, as things stand."""

    deadline: Deadline
    expected: int

    @property
    def late_s(self) -> int:
        """Seconds beyond the deadline."""
        return self.expected - self.deadline.latest


@dataclass(frozen=True)
class Case:
    """One duty with all that its progress is told from."""

    riding: Riding

    @property
    def row(self) -> Duty:
        """The duty's own row."""
        return self.riding.duty

    @property
    def problem(self) -> Problem:
        """What its riders need of the campaign."""
        return self.riding.problem

    @property
    def plan(self) -> transfer.Plan:
        """What is planned for them."""
        return self.riding.plan

    @property
    def riders(self) -> dict[str, UUID]:
        """The ids of its parties by their codes."""
        return self.riding.riders

    @cached_property
    def duty(self) -> transfer.Duty:
        """The duty as planned."""
        return next(duty for duty in self.plan.duties if duty.id == self.row.code)

    @cached_property
    def sizes(self) -> dict[UUID, int]:
        """How many people each party has."""
        return {self.riders[party.id]: party.size for party in self.problem.parties}

    @cached_property
    def away(self) -> set[UUID]:
        """Those who do not come, for all that is known: an earlier vehicle did not see them, or they have withdrawn."""
        return {request.id for request in self.riding.requests if request.state in NOT_COMING}

    @cached_property
    def halts(self) -> tuple[Halt, ...]:
        """The stops with the sizes of the parties."""
        return tuple(Halt(board=self._sized(stop.board), alight=self._sized(stop.alight)) for stop in self.duty.stops)

    def _sized(self, parties: Iterable[str]) -> dict[UUID, int]:
        return {self.riders[party]: self.sizes[self.riders[party]] for party in parties}

    def progress(self, events: Iterable[TravelEvent]) -> Progress:
        """What the events come to."""
        return progress_of(self.halts, events)

    def expected(self, progress: Progress, *, now: datetime) -> transfer.Duty:
        """The duty with its times as they were and will be; it is as planned until something was seen."""
        seen = _seen(progress)
        return carry_on(self.problem, self.duty, seen, now=clock.seconds(now)) if seen else self.duty

    def repeatable(self, progress: Progress, *, now: datetime) -> transfer.Duty:
        """The same in a form that a new plan can have; where nothing was seen of it, it is as far as planned."""
        moment = clock.seconds(now)
        seen = _seen(progress) or Seen(
            departures={k: stop.depart for k, stop in enumerate(self.duty.stops) if stop.depart <= moment}
        )
        return repeatable(self.problem, self.duty, seen, now=moment)

    def risks(self, expected: transfer.Duty) -> list[Risk]:
        """The deadlines that will be missed, of parties that are still to come to them."""
        found = (
            Risk(deadline=limit, expected=limit.met_at(expected.stops[limit.stop]))
            for limit in deadlines(self.problem, self.plan, self.duty)
        )
        return [risk for risk in found if risk.late_s > 0]


def case_of(duty: Duty) -> Case:
    """What the plan says of a duty and of those who ride it. Asked with the system's eyes: it names where they go."""
    return Case(riding_of(duty))


def seen_of_duty(duty: Duty) -> QuerySet[TravelEvent]:
    """What was seen of a duty, under this version of the plan and under earlier ones.

    A duty keeps its name from version to version, though its vehicle may get another number, and its stops that are
    over stay in their places.
    """
    return TravelEvent.objects.filter(campaign_id=duty.campaign_id, duty__code=duty.code)


def seen_of_parties(requests: Collection[UUID]) -> list[TravelEvent]:
    """What was seen of parties and not taken back, in the order in which it happened."""
    ticks = TravelEvent.objects.filter(request_id__in=requests)
    undone = Q(kind=EventKind.UNDO, undoes__in=ticks.values("id"))
    return effective(TravelEvent.objects.filter(Q(request_id__in=requests) | undone).defer("note"))


def _seen(progress: Progress) -> Seen | None:
    """What was seen of a duty's times (None: it is not on its way)."""
    if not progress.has_begun and not any(stop.arrived_at for stop in progress.stops):
        return None
    return Seen(
        arrivals={k: clock.seconds(s.arrived_at) for k, s in enumerate(progress.stops) if s.arrived_at},
        departures={k: clock.seconds(s.departed_at) for k, s in enumerate(progress.stops) if s.departed_at},
        breaks=tuple((clock.seconds(a), None if b is None else clock.seconds(b)) for a, b in progress.breaks),
    )
