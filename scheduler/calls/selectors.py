"""Reading whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from scheduler import clock
from scheduler.calls.models import Call
from scheduler.calls.outcomes import Outcome
from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """One town's calls: how many there are, how many by outcome, and how many ask by now."""

    name: str
    calls: int
    outcomes: dict[str, int]
    requests: int


def call_get(*, call_id: UUID) -> Call:
    """The call of this id; raises NotFound where there is none that the asker may see."""
    call = Call.objects.select_related("campaign__bureau", "employer", "worker").filter(id=call_id).first()
    if call is None:
        raise NotFound(f"no call {call_id}")
    return call


def call_list(*, campaign: Campaign, town: str | None = None, outcome: str | None = None) -> QuerySet[Call]:
    """Whom to call, town by town; of one town, or with one outcome."""
    calls = Call.objects.filter(campaign=campaign).select_related("employer")
    if town is not None:
        calls = calls.filter(town=town)
    if outcome is not None:
        calls = calls.filter(outcome=outcome)
    return calls.order_by("town", "created_at", "id")


def calls_open(*, campaign: Campaign) -> QuerySet[Call]:
    """Whom to call now: who was not called yet, and who is to be called again by this time; these first."""
    due = Q(outcome=Outcome.CALL_AGAIN) & (Q(call_again_at__isnull=True) | Q(call_again_at__lte=clock.now()))
    calls = Call.objects.filter(due | Q(outcome=Outcome.TO_CALL), campaign=campaign).select_related("employer")
    return calls.order_by(F("call_again_at").asc(nulls_last=True), "created_at", "id")


def call_towns(*, campaign: Campaign) -> list[Town]:
    """The towns that have somebody to call, by name."""
    counted = {outcome: Count("id", filter=Q(outcome=outcome)) for outcome in Outcome.values}
    towns = Call.objects.filter(campaign=campaign).values("town").order_by("town")
    asking = Count("id", filter=Q(request__isnull=False))
    rows: list[dict[str, Any]] = [dict(row) for row in towns.annotate(calls=Count("id"), asking=asking, **counted)]
    return [
        Town(
            name=row["town"],
            calls=row["calls"],
            outcomes={outcome: row[outcome] for outcome in Outcome.values},
            requests=row["asking"],
        )
        for row in rows
    ]
