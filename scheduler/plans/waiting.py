"""The waiting list: who asked to travel and is not in the published plan, in order; and who left it for a seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign
from scheduler.people.models import DepartureRequest
from scheduler.people.states import PLANNABLE_STATES
from scheduler.plans.left import CAME_LATER, Left, left_told
from scheduler.plans.models import Itinerary, Plan, PlanState, Promotion, Unserved
from solvers.plan import WOULD_HELP

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A party that waits, at ``place`` (1 is the first).

    ``reason`` and ``detail`` are those of the published plan; empty where the party came after it was made. ``left``
    says the same in words, ``would_help`` lists what would bring it along (None: not looked for).
    """

    place: int
    request_id: UUID
    party: str
    people: int
    priority: int
    since: datetime
    reason: str
    detail: str
    left: Left
    would_help: list[Any] | None


def waiting_list(*, campaign: Campaign) -> list[Waiting]:
    """Who waits: by priority, then by the date of the request. Empty before a plan is published."""
    plan = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()
    if plan is None:
        return []
    served = Itinerary.objects.filter(plan=plan).values("request_id")
    waiting = DepartureRequest.objects.filter(campaign=campaign, state__in=PLANNABLE_STATES).exclude(id__in=served)
    left = {one.request_id: one for one in Unserved.objects.filter(plan=plan)}
    ordered = waiting.order_by("-priority", "created_at", "position", "code")
    return [_waiting(place, request, left.get(request.id)) for place, request in enumerate(ordered, start=1)]


def promotions_record(*, plan: Plan, waiting: Sequence[Waiting]) -> list[Promotion]:
    """Record who of the waiting list is in a plan that is being published, in the caller's transaction."""
    served = set(Itinerary.objects.filter(plan=plan).values_list("request_id", flat=True))
    promoted = [
        Promotion(
            campaign_id=plan.campaign_id,
            plan=plan,
            request_id=one.request_id,
            place=one.place,
            waited_since=one.since,
        )
        for one in waiting
        if one.request_id in served
    ]
    Promotion.objects.bulk_create(promoted, batch_size=2000)
    if promoted:
        log.info("promoted", plan=str(plan.id), parties=len(promoted))
    return promoted


def promotion_list(*, campaign: Campaign) -> QuerySet[Promotion]:
    """Who left the waiting list for a seat, with the plan that has it."""
    return Promotion.objects.filter(campaign=campaign).select_related("request", "plan").order_by("created_at", "id")


def _waiting(place: int, request: DepartureRequest, left: Unserved | None) -> Waiting:
    meta = left.meta if left is not None and isinstance(left.meta, dict) else {}
    return Waiting(
        place=place,
        request_id=request.id,
        party=request.code,
        people=request.size,
        priority=request.priority,
        since=request.created_at,
        reason=left.reason if left else "",
        detail=(left.detail or "") if left else "",
        left=left_told(left.reason, left.detail, left.meta) if left else CAME_LATER,
        would_help=cast("list[Any] | None", meta.get(WOULD_HELP)),
    )
