"""The plan board: figures, map, timeline, tables, and the details of what is selected."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page

from scheduler.console.acting import Visit
from scheduler.console.board.document import document_of
from scheduler.console.board.selected import selected_of
from scheduler.console.board.strip import strip_of
from scheduler.console.board.tabs import table_in
from scheduler.console.navigation import OFFICE, campaign_page
from scheduler.console.screen import screen
from scheduler.plans.models import Plan
from scheduler.plans.overview import KEPT_S, plan_overview
from scheduler.plans.selectors import plan_find_before, plan_get

DOCUMENT = 1
"""The document's form; what a browser keeps of another one does not hold."""


@screen(roles=OFFICE)
def board(visit: Visit, plan_id: UUID) -> HttpResponse:
    """A plan; for a part of it, its table alone."""
    plan = plan_get(plan_id=plan_id)
    if visit.headers.get("HX-Request"):
        return _table(visit, plan)
    context = board_context(visit, plan)
    return campaign_page(visit, "console/board/board.html", campaign=plan.campaign, here="plans", **context)


def board_context(visit: Visit, plan: Plan) -> dict[str, Any]:
    """What the board's template shows, also where another one extends it."""
    seen, before = plan_overview(plan=plan), plan_find_before(plan=plan)
    return {
        "plan": plan,
        "seen": seen,
        "before": before,
        "strip": strip_of(seen, plan_overview(plan=before) if before else None),
        "tile_url": settings.MENLU_TILE_URL,
        "tile_credit": settings.MENLU_TILE_CREDIT,
        **table_in(visit, plan, seen),
        **selected_of(visit, plan, seen),
    }


def _table(visit: Visit, plan: Plan) -> HttpResponse:
    """The table alone; the page that asked for it keeps the address itself."""
    seen = plan_overview(plan=plan)
    context = {"plan": plan, "seen": seen, **table_in(visit, plan, seen)}
    response = campaign_page(visit, "console/board/tables.html", campaign=plan.campaign, here="plans", **context)
    response["HX-Push-Url"] = "false"
    return response


@gzip_page
@screen(roles=OFFICE, is_kept=True)
def data(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What map and timeline draw."""
    plan = plan_get(plan_id=plan_id)
    etag = f'"{DOCUMENT}-{plan.id.hex}-{plan.version}"'
    known = get_conditional_response(visit, etag=etag)
    if known is not None:
        return known
    key = f"plan-board.{DOCUMENT}.{plan.id}.{plan.version}"
    document = cache.get(key)
    if document is None:
        document = document_of(plan, plan_overview(plan=plan))
        cache.set(key, document, KEPT_S)
    return HttpResponse(document, content_type="application/json", headers={"ETag": etag})
