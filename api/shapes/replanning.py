"""Events, policies, waiting lists, approvals and change reports, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.schemas.base import utc
from api.schemas.changes import ChangesOut
from api.schemas.replanning import (
    ApprovalOut,
    BrokenPromiseOut,
    EventOut,
    JourneyOut,
    PolicyOut,
    PromotionOut,
    ReserveBody,
    WaitingOut,
)

if TYPE_CHECKING:
    from scheduler.plans.broken_promises import BrokenPromise, Journey
    from scheduler.plans.models import Approval, Plan, PlanningPolicy, Promotion
    from scheduler.plans.waiting import Waiting
    from scheduler.replanning.models import Event


def event_out(event: Event) -> EventOut:
    """Something that happened."""
    return EventOut(
        id=event.id,
        kind=event.kind,
        payload=event.payload,
        effect=event.effect,
        reason=event.reason,
        happened_at=utc(event.happened_at),
        reported_by=event.reported_by_id,
        run_id=event.run_id,
        run_status=event.run.state if event.run else None,
        created_at=utc(event.created_at),
    )


def policy_out(policy: PlanningPolicy) -> PolicyOut:
    """How a campaign is planned anew."""
    return PolicyOut(
        freeze_hours=policy.freeze_hours,
        move_cost=policy.move_cost,
        drop_cost=policy.drop_cost,
        late_factor=policy.late_factor,
        event_seconds=policy.event_seconds,
        wave_seconds=policy.wave_seconds,
        replan_on=policy.replan_on,
        alert_seconds=policy.alert_seconds,
        reserve=ReserveBody(**policy.reserve),
    )


def waiting_out(one: Waiting) -> WaitingOut:
    """A party that waits."""
    return WaitingOut(
        place=one.place,
        request_id=one.request_id,
        party=one.party,
        people=one.people,
        priority=one.priority,
        since=utc(one.since),
        reason=one.reason or None,
        detail=one.detail or None,
        would_help=one.would_help,
    )


def promotion_out(one: Promotion) -> PromotionOut:
    """A party that waits no more."""
    return PromotionOut(
        id=one.id,
        request_id=one.request_id,
        party=one.request.code,
        plan_id=one.plan_id,
        plan_number=one.plan.number,
        place=one.place,
        waited_since=utc(one.waited_since),
        promoted_at=utc(one.created_at),
    )


def approval_out(one: Approval) -> ApprovalOut:
    """Who answers for a party that is let down."""
    return ApprovalOut(
        id=one.id,
        party=one.request.code,
        reason=one.reason,
        approved_by=one.approved_by_id,
        approved_by_name=one.approved_by.name,
        approved_at=utc(one.approved_at),
    )


def broken_promise_out(one: BrokenPromise) -> BrokenPromiseOut:
    """A party that would be let down."""
    return BrokenPromiseOut(
        party=one.party,
        people=one.people,
        confirmed=one.is_confirmed,
        what=one.what,
        before=_journey(one.before),
        after=_journey(one.after) if one.after else None,
        offer=one.offer,
        approval=approval_out(one.approval) if one.approval else None,
    )


def changes_out(before: Plan, plan: Plan, document: dict[str, Any]) -> ChangesOut:
    """What a plan does otherwise than another."""
    return ChangesOut.model_validate({"plan_id": plan.id, "before_id": before.id, **document})


def _journey(one: Journey) -> JourneyOut:
    return JourneyOut(slot=one.slot, leaves_at=utc(one.leaves_at) if one.leaves_at else None)
