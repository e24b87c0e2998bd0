"""Who comes, and what the employer says to it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduler import clock
from scheduler.answers.models import Ask, AskKind
from scheduler.answers.selectors import ask_find, ask_list, person_decisions
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.employers.decisions import Answer, answer_of, key_of
from scheduler.console.navigation import EMPLOYER, OFFICE, campaign_page, zone_of
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.errors import DomainError, Invalid
from scheduler.intake.models import ConfirmationState, IntakeConfirmation, IntakeSlot
from scheduler.intake.selectors import confirmation_history, confirmation_list, slot_get, slot_list
from scheduler.plans.confirmations import intake_confirm, intakes_confirm
from scheduler.plans.intakes import intake_list
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_find_published, plan_get_published
from scheduler.plans.work import headcounts
from scheduler.travel.gate import received_by_slot
from scheduler.travel.longer import hours_answer, hours_find, late_for

READERS = OFFICE | EMPLOYER
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A slot: who comes, what was said to it, by when something has to be said, how many are there, and whether it
    was asked to stay open longer.
    """

    slot: IntakeSlot
    planned: int
    said: IntakeConfirmation | None
    ask: Ask | None
    received: int
    hours: Ask | None

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.planned > 0 and self.said is None

    @property
    def is_overdue(self) -> bool:
        """Whether it is waited for in vain."""
        return self.is_open and self.ask is not None and self.ask.due_at <= clock.now()


@screen(roles=READERS)
def intakes(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Every slot with whom the plan in force brings to it; those that wait for an answer first."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    rows = sorted(_rows(campaign, plan), key=lambda row: (not row.is_open, row.planned == 0))
    context: dict[str, Any] = {
        "plan": plan,
        "page": Paginator(rows, PAGE).get_page(visit.GET.get("page")),
        "people": sum(row.planned for row in rows),
        "received": sum(row.received for row in rows),
        "open": sum(row.is_open for row in rows),
        "may_answer": visit.role in EMPLOYER,
    }
    return campaign_page(visit, "console/employers/intakes.html", campaign=campaign, here="intakes", **context)


@screen(roles=EMPLOYER, methods=("POST",))
def confirm(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Take in everyone who comes to each of the slots that were ticked."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_get_published(campaign=campaign)
    chosen = list(slot_list(campaign=campaign).filter(id__in=_ids(visit.POST.getlist("ids"))))
    outcomes = intakes_confirm(plan=plan, slots=chosen, by=visit.user)
    done = outcomes.count("")
    if done:
        told = ngettext("%(n)s intake is confirmed.", "%(n)s intakes are confirmed.", done) % {"n": done}
        messages.success(visit, told)
    for slot, why in zip(chosen, outcomes, strict=True):
        if why:
            messages.error(visit, f"{slot.code}: {why}")
    if not chosen:
        messages.info(visit, _("Nothing was ticked, and nothing has changed."))
    return redirect("intakes", campaign_id)


@screen(roles=READERS)
def intake(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Everyone who comes to a slot, and the employer's answer."""
    return _page(visit, slot_get(slot_id=slot_id))


@screen(roles=EMPLOYER, methods=("POST",))
def answer(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Take them all in, or some, or nobody; said again, the later answer holds."""
    slot, said = slot_get(slot_id=slot_id), answer_of(visit.POST)
    if fault := _fault(said):
        return _page(visit, slot, said=said, fault=fault)
    try:
        kept = intake_confirm(
            plan=plan_get_published(campaign=slot.campaign),
            slot=slot,
            state=said.state,
            by=visit.user,
            reason=said.reason,
            not_taken=said.not_taken,
        )
    except DomainError as error:
        return _page(visit, slot, said=said, fault=words_of(error))
    told = {
        ConfirmationState.CONFIRMED: _("You take in all %(planned)s. The bureau can see it."),
        ConfirmationState.PARTIAL: _(
            "You take in %(accepted)s of %(planned)s. The bureau sees whom you do not, and why."
        ),
        ConfirmationState.DECLINED: _(
            "You take in nobody. The bureau sees why, and has to place all %(planned)s elsewhere."
        ),
    }[ConfirmationState(kept.state)]
    messages.success(visit, told % {"planned": kept.planned, "accepted": kept.accepted})
    return redirect("intake", slot_id)


@screen(roles=EMPLOYER, methods=("POST",))
def hours(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Keep the gate open as long as was asked, or say why not."""
    slot, keeps_open = slot_get(slot_id=slot_id), "yes" in visit.POST
    try:
        asked = hours_answer(slot=slot, keeps_open=keeps_open, reason=visit.POST.get("why", ""), by=visit.user)
    except Invalid:
        messages.error(visit, _("Say why the gate cannot stay open."))
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        with timezone.override(zone_of(slot.campaign)):
            until = date_format(timezone.localtime(asked.until), "m-d H:i")
        told = (
            _("Your gate stays open until %(until)s, and the slot takes people in until then.")
            if keeps_open
            else _("The bureau sees that your gate closes as planned, and why.")
        )
        messages.success(visit, told % {"until": until})
    return redirect("intake", slot_id)


def _fault(said: Answer) -> str:
    """What is missing in an answer, in the reader's language."""
    if said.state not in ConfirmationState.values:
        return _("Choose one of the answers.")
    if said.state == ConfirmationState.PARTIAL and not said.not_taken:
        return _("Tick whom you do not take in, then answer; or confirm all.")
    if any(not one.reason for one in said.not_taken):
        return _("Say why: one reason for all whom you ticked, or one for each.")
    if said.state == ConfirmationState.DECLINED and not said.reason:
        return _("Say why you take in nobody.")
    return ""


def _page(visit: Visit, slot: IntakeSlot, *, said: Answer | None = None, fault: str = "") -> HttpResponse:
    plan = plan_find_published(campaign=slot.campaign)
    history = list(confirmation_history(slot=slot))
    kept = next((one for one in history if plan and one.plan_number == plan.number), None)
    arrivals = intake_list(plan=plan, slot=slot) if plan else ()
    context = {
        "slot": slot,
        "plan": plan,
        "planned": sum(arrival.headcount for arrival in arrivals),
        "arrivals": arrivals,
        "said": kept,
        "ask": ask_find(about=slot),
        "hours": hours_find(slot=slot),
        "late": late_for(slot=slot),
        "now": clock.now(),
        "ticked": said.ticked if said else _ticked(plan, slot, kept),
        "typed": said,
        "fault": fault,
        "history": history,
        "may_answer": visit.role in EMPLOYER,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    template = "console/employers/intake.html"
    return campaign_page(visit, template, campaign=slot.campaign, here="intakes", status=status, **context)


def _ticked(plan: Plan | None, slot: IntakeSlot, kept: IntakeConfirmation | None) -> dict[str, str]:
    """Whom the employer does not take in as things stand."""
    if plan is None or kept is None:
        return {}
    decisions = person_decisions(campaign=slot.campaign, plan_number=plan.number).get(slot.id, [])
    return {key_of(one.request.code, one.worker_id): one.reason for one in decisions}


def _rows(campaign: Campaign, plan: Plan | None) -> list[Row]:
    slots = slot_list(campaign=campaign)
    planned = headcounts(plan=plan) if plan else {}
    said = {one.slot_id: one for one in confirmation_list(campaign=campaign, plan_number=plan.number)} if plan else {}
    asked = list(ask_list(campaign=campaign).filter(slot__isnull=False))
    asks = {one.slot_id: one for one in asked if one.kind == AskKind.INTAKE}
    hours = {one.slot_id: one for one in asked if one.kind == AskKind.HOURS and one.answered_at is None}
    received = received_by_slot(campaign=campaign)
    return [
        Row(
            slot=slot,
            planned=planned.get(slot.id, 0),
            said=said.get(slot.id),
            ask=asks.get(slot.id),
            received=received.get(slot.id, 0),
            hours=hours.get(slot.id),
        )
        for slot in slots
    ]


def _ids(sent: list[str]) -> list[UUID]:
    """The ids among what was ticked."""
    found = []
    for one in sent:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
