"""Intakes: whom the published plan brings to a slot, and what the employer says to it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import EMPLOYERS, HOSTS, Request
from api.endpoint import endpoint
from api.errors import not_found
from api.lists import in_order
from api.pagination import Cursor, Limit
from api.schemas.answers import AskOut, HoursSaidIn
from api.schemas.intake import DecisionIn, DecisionOut, IntakeDetail, IntakePage
from api.shapes.answers import ask_out
from api.shapes.intake import arrival_out, decision_out, intake_out
from scheduler.answers.selectors import person_decisions
from scheduler.campaigns.selectors import campaign_get
from scheduler.intake.selectors import confirmation_find, confirmation_list, slot_get
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import user_get
from scheduler.plans.confirmations import intake_confirm
from scheduler.plans.intakes import intake_headcount, intake_list
from scheduler.plans.persons import NotTaken
from scheduler.plans.selectors import plan_find_published
from scheduler.plans.work import headcounts, intake_slot_list
from scheduler.travel.longer import hours_answer

if TYPE_CHECKING:
    from scheduler.campaigns.models import Campaign
    from scheduler.plans.models import Plan

router = Router(tags=["intakes"])

READERS = frozenset({Role.COORDINATOR, Role.AUDITOR, Role.EMPLOYER})


@endpoint(router, "GET", "/campaigns/{campaign_id}/intakes", answer=IntakePage, roles=READERS)
def intake_page(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """What the published plan brings to each slot; employers see their own."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    if plan is None:
        return answers.ok(IntakePage(items=[], next_cursor=None))
    page = in_order(intake_slot_list(plan=plan), plan.id, cursor=cursor, limit=limit)
    said = {one.slot_id: one for one in confirmation_list(campaign=campaign, plan_number=plan.number)}
    planned = headcounts(plan=plan)
    refused = person_decisions(campaign=campaign, plan_number=plan.number)
    items = [
        intake_out(slot, plan, planned[slot.id], said.get(slot.id), refused.get(slot.id, [])) for slot in page.items
    ]
    return answers.ok(IntakePage(items=items, next_cursor=page.next_cursor))


@endpoint(router, "GET", "/slots/{slot_id}/intake", answer=IntakeDetail, roles=READERS)
def intake_get(request: Request, slot_id: UUID) -> Answer:
    """Everyone whom the published plan brings to a slot."""
    slot = slot_get(slot_id=slot_id)
    plan = published(slot.campaign)
    planned = intake_headcount(plan=plan, slot=slot)
    said = confirmation_find(slot=slot, plan_number=plan.number)
    arrivals = [arrival_out(arrival) for arrival in intake_list(plan=plan, slot=slot)]
    refused = person_decisions(campaign=slot.campaign, plan_number=plan.number).get(slot.id, [])
    shown = intake_out(slot, plan, planned, said, refused).model_dump()
    return answers.ok(IntakeDetail(**shown, arrivals=arrivals))


@endpoint(router, "POST", "/slots/{slot_id}/intake", answer=DecisionOut, roles=EMPLOYERS, conflicts=True)
def intake_decide(request: Request, slot_id: UUID, body: DecisionIn) -> Answer:
    """Confirm an intake whole, in part (person by person), or decline it; said again, the later answer holds."""
    slot = slot_get(slot_id=slot_id)
    plan = published(slot.campaign)
    said = intake_confirm(
        plan=plan,
        slot=slot,
        state=body.state,
        by=user_get(user_id=request.auth.user_id),
        accepted=body.accepted,
        reason=body.reason,
        not_taken=[NotTaken(party=one.party, worker=one.worker, reason=one.reason) for one in body.not_taken],
    )
    refused = person_decisions(campaign=slot.campaign, plan_number=plan.number).get(slot.id, [])
    return answers.ok(decision_out(said, refused))


@endpoint(router, "POST", "/slots/{slot_id}/hours", answer=AskOut, roles=HOSTS, conflicts=True)
def hours_say(request: Request, slot_id: UUID, body: HoursSaidIn) -> Answer:
    """Say whether the gate stays open as long as was asked: if so, the slot's window ends then."""
    slot, by = slot_get(slot_id=slot_id), user_get(user_id=request.auth.user_id)
    return answers.ok(ask_out(hours_answer(slot=slot, keeps_open=body.keeps_open, reason=body.reason, by=by)))


def published(campaign: Campaign) -> Plan:
    """The plan that is in force; 404 where there is none."""
    plan = plan_find_published(campaign=campaign)
    if plan is None:
        raise not_found("No plan of this campaign is published.")
    return plan
