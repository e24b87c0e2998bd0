"""What the board's panel says of something that is selected, and why a party travels as it does."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scheduler.console.acting import Visit
from scheduler.console.board.selected import selected_of
from scheduler.console.navigation import OFFICE, campaign_page
from scheduler.console.screen import screen
from scheduler.papers.services import route_sheet_pdf
from scheduler.papers.wording import Language
from scheduler.plans.models import Plan
from scheduler.plans.overview import plan_overview
from scheduler.plans.selectors import plan_get
from scheduler.plans.why import why_of


@screen(roles=OFFICE)
def details(visit: Visit, plan_id: UUID) -> HttpResponse:
    """The details of what the address selects, for the board's panel; who comes here alone is taken to the board."""
    plan = plan_get(plan_id=plan_id)
    if not visit.headers.get("HX-Request"):
        return _to_board(visit, plan)
    seen = plan_overview(plan=plan)
    found = selected_of(visit, plan, seen)
    template = "console/board/details/details.html"
    return campaign_page(visit, template, campaign=plan.campaign, here="plans", plan=plan, seen=seen, **found)


@screen(roles=OFFICE)
def why(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What each choice of a party would cost the plan, and the next best way; else like :func:`details`."""
    plan, party = plan_get(plan_id=plan_id), visit.GET.get("party", "")
    if not visit.headers.get("HX-Request"):
        return _to_board(visit, plan)
    seen, answer = plan_overview(plan=plan), why_of(plan=plan, party=party)
    template = "console/board/details/why.html"
    return campaign_page(visit, template, campaign=plan.campaign, here="plans", plan=plan, seen=seen, why=answer)


@screen(roles=OFFICE)
def route_sheet(visit: Visit, plan_id: UUID) -> HttpResponse:
    """A duty's route sheet as PDF."""
    plan = plan_get(plan_id=plan_id)
    language: Language = "en" if visit.GET.get("language") == "en" else "zh"
    paper = route_sheet_pdf(plan=plan, duty_code=visit.GET.get("duty", ""), language=language)
    name = f'inline; filename="route-sheet-{plan.number}.pdf"'
    return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": name})


def _to_board(visit: Visit, plan: Plan) -> HttpResponse:
    return redirect(f"{reverse('board', args=[plan.id])}?{visit.GET.urlencode()}".rstrip("?"))
