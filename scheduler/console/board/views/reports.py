"""Who stays at home and what would change it; and who is served how."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from scheduler.console.acting import Visit
from scheduler.console.board.fair import tables_of
from scheduler.console.board.staying import reasons_of
from scheduler.console.navigation import OFFICE, campaign_page, zone_of
from scheduler.console.screen import screen
from scheduler.plans.fairness import FEWEST
from scheduler.plans.overview import plan_overview
from scheduler.plans.selectors import plan_get


@screen(roles=OFFICE)
def unserved(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Who stays at home, by reason, and what would bring them along."""
    plan = plan_get(plan_id=plan_id)
    seen = plan_overview(plan=plan)
    with timezone.override(zone_of(plan.campaign)):
        reasons = reasons_of(seen)
    return campaign_page(
        visit,
        "console/board/unserved.html",
        campaign=plan.campaign,
        here="plans",
        plan=plan,
        seen=seen,
        reasons=reasons,
        has_remedies=any(one.remedies for one in reasons),
        people=seen.figures.counted.people - seen.figures.counted.served,
    )


@screen(roles=OFFICE)
def fairness(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Who is served, how long they ride and wait, by what they have in common."""
    plan = plan_get(plan_id=plan_id)
    tables = tables_of(plan_overview(plan=plan).groups)
    return campaign_page(
        visit,
        "console/board/fairness.html",
        campaign=plan.campaign,
        here="plans",
        plan=plan,
        tables=tables,
        fewest=FEWEST,
    )
