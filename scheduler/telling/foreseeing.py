"""What telling a plan would come to, written by a queue worker and kept a while for whoever looks.

Writing all the messages of 3,000 people takes seconds, reading what was kept of it a hundredth of one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Q
from pydantic import TypeAdapter

from scheduler import clock
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans.keeping import kept_beside_plan
from scheduler.plans.models import Plan, PlanState
from scheduler.queue import Job
from scheduler.telling.models import Foreseen, PlanTelling
from scheduler.telling.preview import Preview, telling_preview

KEPT = timedelta(minutes=5)
"""What the campaign changes meanwhile is seen after so long at the latest."""
UNHEARD_FOR = timedelta(minutes=1)
"""So long an order is waited for before it is given again."""


def foreseen_find(*, plan: Plan) -> tuple[Preview, datetime] | None:
    """What was written last, and when; None where there is nothing that still holds."""
    holds = Foreseen.objects.filter(
        plan=plan, edition=plan.edition, after=_told_last(plan), written_at__gt=clock.now() - KEPT
    )
    kept = holds.first()
    if kept is None or kept.written_at is None:
        return None
    return _documents().validate_json(kept.document), kept.written_at


def foreseen_order(*, plan: Plan) -> None:
    """Have it written, unless that is ordered already."""
    with kept_beside_plan():
        Foreseen.objects.bulk_create([_blank(plan)], ignore_conflicts=True)
        unheard = Q(ordered_at=None) | Q(ordered_at__lt=clock.now() - UNHEARD_FOR)
        if Foreseen.objects.filter(unheard, plan=plan).update(ordered_at=clock.now()):
            enqueue_on_commit(organisation=plan.campaign.bureau_id, job=Job.FORESEE, subject=plan.id)


def plan_foresee(*, plan_id: UUID) -> None:
    """Write it, if the plan is there and a draft."""
    with acting_as_system():
        plan = Plan.objects.select_related("campaign__bureau").filter(id=plan_id, state=PlanState.DRAFT).first()
        if plan is None:
            return
        found = telling_preview(plan=plan)
        written = _blank(plan)
        written.document, written.written_at = _documents().dump_json(found).decode(), clock.now()
        changing = ("edition", "after", "document", "written_at", "ordered_at")
        with kept_beside_plan():
            Foreseen.objects.bulk_create(
                [written], update_conflicts=True, unique_fields=["plan"], update_fields=changing
            )


def _blank(plan: Plan) -> Foreseen:
    return Foreseen(plan=plan, campaign_id=plan.campaign_id, edition=plan.edition, after_id=_told_last(plan))


def _told_last(plan: Plan) -> UUID | None:
    """The plan of which everyone was told last."""
    told = PlanTelling.objects.filter(campaign=plan.campaign_id).order_by("-plan__number")
    return told.values_list("plan_id", flat=True).first()


@cache
def _documents() -> TypeAdapter[Preview]:
    return TypeAdapter(Preview)
