"""Reading events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import F, QuerySet

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.plans.models import ChangeReport, Plan
from scheduler.replanning.models import Event, EventKind
from scheduler.travel.models import Alert
from solvers.driven import Road, with_driven
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem

Cell = tuple[str, str]
"""From a place to another."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A road that is closed: how it was ``before``, and since when, in seconds since the epoch."""

    before: Road
    since: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What an alert tells of; of the plan for it, how many people have to be told, and what happens to them."""

    event: Event
    told_again: int | None = None
    people: dict[str, int] | None = None

    @property
    def plan(self) -> Plan | None:
        """The plan that was made because of it, while there is one."""
        return getattr(self.event.run, "plan", None)


def event_list(*, campaign: Campaign) -> QuerySet[Event]:
    """The campaign's events, the first one first, with their runs and who reported them."""
    events = Event.objects.filter(campaign=campaign).select_related("run", "reported_by")
    return events.order_by("created_at", "id")


def answer_find(*, alert: Alert) -> Event | None:
    """The event that tells a plan of an alert as it was last (None: no plan was ordered)."""
    return Event.objects.select_related("run__base", "run__plan").filter(alert=alert).order_by("-created_at").first()


def answers_of(*, alerts: Sequence[Alert]) -> dict[UUID, Answer]:
    """How each alert is answered last, as far as the asker may see it."""
    return {one.event.alert_id: one for one in _answers(Event.objects.filter(alert__in=alerts)) if one.event.alert_id}


def answer_list(*, alert: Alert) -> list[Answer]:
    """How an alert was answered, the first time first."""
    return _answers(Event.objects.filter(alert=alert))


def _answers(events: QuerySet[Event]) -> list[Answer]:
    found = list(events.select_related("run__plan").order_by("created_at", "id"))
    reports = ChangeReport.objects.filter(plan__run__in=[event.run_id for event in found], before=F("plan__run__base"))
    counts = {run: more for run, *more in reports.values_list("plan__run", "document__told_again", "document__people")}
    return [Answer(event, *counts[event.run_id]) if event.run_id in counts else Answer(event) for event in found]


def roads_closed(*, campaign: Campaign) -> dict[Cell, Closed]:
    """The roads that were closed and not opened again."""
    closed: dict[Cell, Closed] = {}
    events = Event.objects.filter(campaign=campaign, kind__in=[EventKind.ROAD_CLOSED, EventKind.ROAD_OPENED])
    for event in events.order_by("created_at", "id"):
        since = clock.seconds(event.happened_at)
        for row in event.effect["roads"]:
            cell = row["from"], row["to"]
            if event.kind == EventKind.ROAD_OPENED:
                closed.pop(cell, None)
            else:  # the first closing knows how the road was
                closed.setdefault(cell, Closed((row["distance_m"], row["duration_s"]), since))
    return closed


def as_driven(*, campaign: Campaign, problem: Problem, plan: SolvedPlan) -> tuple[Problem, SolvedPlan]:
    """A problem and a plan as judges have to see them: legs that began before their road was closed took as long as it
    was then (:mod:`solvers.driven`).
    """
    closed = roads_closed(campaign=campaign)
    driven = {
        (duty.id, leg): road.before
        for duty in (plan.duties if closed else ())
        for leg, (a, b) in enumerate(pairwise(duty.stops))
        if (road := closed.get((a.at, b.at))) is not None
        and a.depart <= road.since
        and sum(drive.end - drive.start for drive in duty.drives if drive.leg == leg) == road.before[1]
    }
    return with_driven(problem, plan, driven)
