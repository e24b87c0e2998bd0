"""What the board's panel says of something that is selected, and why a party travels as it does."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from scheduler.console.acting import Visit
from scheduler.console.board.selected import selected_of
from scheduler.console.navigation import OFFICE, campaign_page
from scheduler.console.screen import screen
from scheduler.papers.services import route_sheet_pdf
from scheduler.papers.wording import Language
from scheduler.plans.overview import plan_overview
from scheduler.plans.selectors import plan_get
from scheduler.plans.why import why_of


@screen(roles=OFFICE)
def details(visit: Visit, plan_id: UUID) -> HttpResponse:
    """The details of what the address selects."""
    plan = plan_get(plan_id=plan_id)
    seen = plan_overview(plan=plan)
    found = selected_of(visit, plan, seen)
    template = "console/board/details/details.html"
    return campaign_page(visit, template, campaign=plan.campaign, here="plans", plan=plan, seen=seen, **found)


@screen(roles=OFFICE)
def why(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What each choice of a party would cost the plan, and the next best way."""
    plan, party = plan_get(plan_id=plan_id), visit.GET.get("party", "")
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
