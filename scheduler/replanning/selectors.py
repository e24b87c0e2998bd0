"""Reading events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.plans.models import ChangeReport, Plan
from scheduler.replanning.models import Event
from scheduler.travel.models import Alert


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
