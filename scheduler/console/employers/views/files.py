"""What an employer takes away: its intake list as a workbook, its arrivals as a calendar."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import EMPLOYER, campaign_page
from scheduler.console.screen import screen
from scheduler.console.templatetags.reading import reading
from scheduler.errors import NotFound
from scheduler.exports.calendars import gate_calendar
from scheduler.exports.subscriptions import gate_subscribe, gate_subscription, subscribed_calendar
from scheduler.intake.selectors import slot_get
from scheduler.papers.services import intake_list_xlsx
from scheduler.plans.selectors import plan_get_published

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar; charset=utf-8"


@screen(roles=EMPLOYER)
def intake_workbook(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Everyone who comes by the plan in force."""
    plan = plan_get_published(campaign=campaign_get(campaign_id=campaign_id))
    body = intake_list_xlsx(plan=plan, employer=visit.membership.organisation, language=reading())
    return _file(body, kind=XLSX, name=f"intake-{plan.number}.xlsx")


@screen()
def arrivals_calendar(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Arrivals at the gate of a slot; people are counted, not named."""
    slot = slot_get(slot_id=slot_id)
    plan = plan_get_published(campaign=slot.campaign)
    return _file(gate_calendar(plan=plan, gate=slot.gate, language=reading()), kind=ICS, name=f"{slot.code}.ics")


@screen(roles=EMPLOYER, methods=("GET", "POST"))
def subscribe(visit: Visit, slot_id: UUID) -> HttpResponse:
    """The address for a calendar program; POST makes one, or another."""
    slot = slot_get(slot_id=slot_id)
    if visit.method == "POST":
        gate_subscribe(slot=slot, anew="another" in visit.POST)
        return redirect("gate_subscription", slot_id)
    address, template = gate_subscription(slot=slot), "console/employers/calendar.html"
    return campaign_page(visit, template, campaign=slot.campaign, here="intakes", slot=slot, address=address)


@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """The same behind a signed link, for a calendar program that asks again by itself."""
    try:
        body = subscribed_calendar(token=token, language="en" if request.GET.get("language") == "en" else "zh")
    except NotFound as refused:
        return HttpResponse(refused.detail, status=HTTPStatus.NOT_FOUND, content_type="text/plain; charset=utf-8")
    response = HttpResponse(body, content_type=ICS)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(body: bytes, *, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
