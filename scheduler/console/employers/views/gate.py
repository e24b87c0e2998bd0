"""The gate, on a telephone: who is there, who is missing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduler import clock
from scheduler.console.acting import Visit
from scheduler.console.navigation import EMPLOYER, OFFICE, campaign_page
from scheduler.console.screen import screen
from scheduler.errors import Conflict
from scheduler.intake.selectors import slot_get
from scheduler.plans.selectors import plan_find_published, plan_get_published
from scheduler.travel.gate import gate_arrivals
from scheduler.travel.receiving import Arrived, Received, receive


@screen(roles=OFFICE | EMPLOYER)
def gate(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Everyone who comes to a slot, by vehicle, in large print."""
    slot = slot_get(slot_id=slot_id)
    plan = plan_find_published(campaign=slot.campaign)
    arrivals = gate_arrivals(plan=plan, slot=slot) if plan else ()
    context: dict[str, Any] = {
        "slot": slot,
        "plan": plan,
        "arrivals": arrivals,
        "people": sum(one.people for one in arrivals),
        "there": sum(one.here for one in arrivals),
        "missing": sum(one.missing for one in arrivals),
        "waited_for": sum(one.waited_for for one in arrivals),
        "entry": uuid4,
        "may_receive": visit.role in EMPLOYER,
    }
    return campaign_page(visit, "console/employers/gate.html", campaign=slot.campaign, here="intakes", **context)


@screen(roles=EMPLOYER, methods=("POST",))
def take_in(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Note a party, a whole vehicle by its count, or that nobody else is there."""
    slot = slot_get(slot_id=slot_id)
    sent = visit.POST
    try:
        came = receive(
            plan=plan_get_published(campaign=slot.campaign),
            slot=slot,
            received=[_received(sent)] if "party" in sent else [],
            at=clock.now().replace(microsecond=0),
            by=visit.user,
            people=int(sent.get("count", "")) if "count" in sent else None,
            duty=UUID(sent.get("duty", "")) if sent.get("duty") else None,
            complete="complete" in sent,
        )
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except Conflict:
        messages.warning(
            visit, _("Somebody else has ticked in the meantime. See who is still missing, and tick by name.")
        )
    else:
        messages.success(visit, _told(came))
    return redirect("gate", slot_id)


def _received(sent: QueryDict) -> Received:
    """A party that was ticked: all of it, or without those who are missing, or a number of it."""
    missing = tuple(UUID(one) for one in sent.getlist("missing"))
    people = None if missing or not sent.get("people") else int(sent.get("people", ""))
    return Received(id=UUID(sent.get("id", "")), request=UUID(sent.get("party", "")), people=people, missing=missing)


def _told(came: Arrived) -> str:
    lost, whole = sum(came.missing.values()), len(came.settled)
    if lost:
        told = ngettext(
            "%(n)s person is missing: the bureau has been told.",
            "%(n)s people are missing: the bureau has been told.",
            lost,
        )
        return told % {"n": lost}
    if whole:
        return ngettext("%(n)s party is complete.", "%(n)s parties are complete.", whole) % {"n": whole}
    return _("It was noted before, and nothing has changed.")
