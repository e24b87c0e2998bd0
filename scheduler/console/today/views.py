"""The board of a campaign under way: it hangs on a wall, and asks for what has changed by itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import OFFICE, campaign_page, zone_of
from scheduler.console.screen import screen
from scheduler.console.today.parts import Part, parts_of, without
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_find_published
from scheduler.travel.board import Today, Wanted
from scheduler.travel.models import Alert
from scheduler.travel.selectors import alert_list
from scheduler.travel.today import today

EVERY_S = 15
"""So often a browser asks for what has changed."""


@screen(roles=OFFICE)
def board(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """All of it."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    context: dict[str, Any] = {"plan": plan, "now": clock.now(), "every_s": EVERY_S, "wall": "wall" in visit.GET}
    if plan is not None:
        shown, parts, wanted = _parts(visit, campaign, plan)
        context |= {"board": shown, "parts": parts, "wanted": wanted}
    return campaign_page(visit, "console/today/board.html", campaign=campaign, here="today", **context)


@screen(roles=OFFICE)
def changed(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The parts that say something else than those that the browser has, by their marks in ``seen``."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    if plan is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    _, parts, _ = _parts(visit, campaign, plan)
    new = without(parts, visit.GET.getlist("seen"))
    if not new:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(visit, "console/today/parts.html", {"parts": new, "swap": True})


def _parts(visit: Visit, campaign: Campaign, plan: Plan) -> tuple[Today, list[Part], Wanted]:
    wanted = Wanted(
        gate=_id(visit.GET.get("gate", "")),
        town=visit.GET.get("town", ""),
        operator=_id(visit.GET.get("operator", "")),
    )
    found = today(campaign=campaign, plan=plan, wanted=wanted)
    alerts = [one for one in alert_list(campaign=campaign, is_open=True) if _concerns(one, found, wanted)]
    with timezone.override(zone_of(campaign)):
        return found, parts_of(visit, campaign, found, alerts), wanted


def _concerns(alert: Alert, found: Today, wanted: Wanted) -> bool:
    """Whether an alert is about what the board is narrowed to: a duty that is on it, or a slot of a gate on it."""
    if wanted.is_all:
        return True
    duties = {run.duty.code for run in found.runs}
    slots = {slot for gate in found.gates for slot in gate.slots}
    return alert.payload.get("duty") in duties or alert.slot_id in slots


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
