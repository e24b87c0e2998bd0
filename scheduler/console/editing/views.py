"""The editor's page, and the parts of it that are asked for one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_htmx.http import trigger_client_event

from scheduler.console.acting import Visit
from scheduler.console.editing import page
from scheduler.console.editing.forms import fields_of
from scheduler.console.editing.menus import menu
from scheduler.console.editing.telling import money_words, steps, there_words
from scheduler.console.navigation import OFFICE, campaign_page, zone_of
from scheduler.console.screen import screen
from scheduler.editing import around
from scheduler.editing.selectors import (
    OpenDraft,
    best_places_of,
    draft_list,
    edit_list,
    open_draft_find,
    open_draft_get,
)
from scheduler.errors import NotFound
from scheduler.people.selectors import request_list
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from solvers.editing.documents import edit_document
from solvers.editing.places import Place

PLACES = 6
THINGS = ("party", "duty", "service", "slot")


@screen(roles=OFFICE)
def edit_plan(visit: Visit, plan_id: UUID) -> HttpResponse:
    """A draft to be edited; of another plan, its drafts, and the way to a new one.

    ``party``, ``duty``, ``service`` or ``slot`` in the address, as on the board, name what is looked at.
    """
    draft = open_draft_find(plan_id=plan_id)
    if draft is None:
        plan = plan_get(plan_id=plan_id)
        drafts = draft_list(base=plan)
        return campaign_page(
            visit, "console/editing/begin.html", campaign=plan.campaign, here="plans",
            plan=plan, drafts=drafts, can_edit=page.can_edit(visit),
        )  # fmt: skip
    asked, wanted = page.asked_of(visit), next((kind for kind in THINGS if visit.GET.get(kind)), "")
    code = visit.GET.get(wanted, "")
    inspector = menu(draft.plan, wanted, code) if wanted else {}
    response = whole(visit, draft, asked.opening([code] if wanted == "duty" else []), **inspector)
    return trigger_client_event(response, "edited") if visit.htmx else response  # type: ignore[attr-defined]


@screen(roles=OFFICE)
def edit_duty(visit: Visit, plan_id: UUID) -> HttpResponse:
    """A duty's card, open or (``closed``) not."""
    draft, code = open_draft_get(plan_id=plan_id), visit.GET.get("code", "")
    asked = page.Asked(open=() if visit.GET.get("closed") else (code,))
    if not visit.htmx:  # type: ignore[attr-defined]
        return whole(visit, draft, asked)
    locks = page.locks_of(draft.plan)
    card = page.one_card(draft, code, asked, locks)
    return part(visit, "console/editing/duty.html", draft.plan, card=card, locks=locks)


@screen(roles=OFFICE)
def edit_around(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Services and slots, those that are used first."""
    plan, words = open_draft_get(plan_id=plan_id).plan, page.asked_of(visit).words.casefold()
    slots = [one for one in around.slot_lines(plan=plan) if words in f"{one.code} {one.gate} {one.employer}".casefold()]
    slots.sort(key=lambda one: (not one.is_wrong, not one.people))
    services = around.service_lines(plan=plan)
    return part(visit, "console/editing/around.html", plan, services=services, slots=slots, locks=page.locks_of(plan))


@screen(roles=OFFICE)
def edit_menu(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What can be done with a party, a duty, one of its stops, a service or a slot."""
    plan = open_draft_get(plan_id=plan_id).plan
    return inspect(visit, plan, **menu_of(plan, visit.GET))


@screen(roles=OFFICE)
def edit_best(visit: Visit, plan_id: UUID) -> HttpResponse:
    """The best places of a party."""
    plan, code = open_draft_get(plan_id=plan_id).plan, visit.GET.get("code", "")
    party = request_list(campaign=plan.campaign, codes=[code]).prefetch_related(None).first()
    if party is None:
        raise NotFound(gettext_lazy("there is no party {code} in this campaign"), code=code)
    _problem, places = best_places_of(plan=plan, request=party, limit=PLACES)
    return inspect(visit, plan, best=[_place(one) for one in places], **menu(plan, "party", code))


@screen(roles=OFFICE)
def edit_history(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Who did what when."""
    plan = open_draft_get(plan_id=plan_id).plan
    return inspect(visit, plan, history=steps(edit_list(plan=plan)), kind="history")


def whole(visit: Visit, draft: OpenDraft, asked: page.Asked, *, status: int = 200, **inspector: Any) -> HttpResponse:
    """The whole page."""
    context = page.editor(visit, draft, asked)
    context["inspector"] = page.with_lock(inspector, context["locks"])
    campaign = draft.plan.campaign
    return campaign_page(
        visit, "console/editing/edit.html", campaign=campaign, here="plans", status=status, plan=draft.plan, **context
    )


def inspect(visit: Visit, plan: Plan, *, status: int = 200, **inspector: Any) -> HttpResponse:
    """What is looked at beside the plan: in the page that is open, or in a page of its own."""
    if not visit.htmx:  # type: ignore[attr-defined]
        return whole(visit, open_draft_get(plan_id=plan.id), page.asked_of(visit), status=status, **inspector)
    locks = page.locks_of(plan)
    context = {"inspector": page.with_lock(inspector, locks), "locks": locks}
    return part(visit, "console/editing/inspector.html", plan, status=status, **context)


def part(visit: Visit, template: str, plan: Plan, *, status: int = 200, **context: Any) -> HttpResponse:
    """A part of the page, in the campaign's local time."""
    with timezone.override(zone_of(plan.campaign)):
        common = {"plan": plan, "campaign": plan.campaign, "can_edit": page.can_edit(visit)}
        return render(visit, template, common | context, status=status)


def menu_of(plan: Plan, given: Any) -> dict[str, Any]:
    """The menu of what a form or an address names by ``on`` and ``code``."""
    stop = given.get("stop", "")
    return menu(plan, given.get("on", ""), given.get("code", ""), int(stop) if stop.isdecimal() else None)


def _place(one: Place) -> dict[str, Any]:
    return {
        "words": there_words(edit_document(one.edit)),
        "money": money_words(one.extra),
        "is_dearer": one.extra > 0,
        "leaves_at": page.moment(one.journey.leaves),
        "arrives_at": page.moment(one.journey.arrives),
        "others": len(one.effect.changes.moved) + len(one.effect.changes.shifted),
        "fields": fields_of(one.edit),
    }
