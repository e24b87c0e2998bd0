"""Employers' answers to what a published plan brings to their slots."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.answers.recording import answer_note
from scheduler.errors import Conflict, DomainError, Invalid
from scheduler.intake.models import ConfirmationState, IntakeConfirmation, IntakeSlot
from scheduler.organisations.models import User
from scheduler.plans.intakes import intake_headcount
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.persons import NotTaken, people_not_taken, people_not_taken_keep

log = structlog.get_logger(__name__)

REASON_LENGTH = 500
SAYS = {ConfirmationState.CONFIRMED: True, ConfirmationState.PARTIAL: None, ConfirmationState.DECLINED: False}


def intake_confirm(
    *,
    plan: Plan,
    slot: IntakeSlot,
    state: str,
    by: User | None,
    accepted: int | None = None,
    reason: str = "",
    not_taken: Sequence[NotTaken] = (),
) -> IntakeConfirmation:
    """Record that the employer takes its intake whole, in part, or not at all.

    The same answer twice changes nothing; another answer takes the place of the one before, of which the
    audit trail keeps record.

    Parameters
    ----------
    accepted
        How many people the employer takes in, needed when that is a part; with ``not_taken`` that tells.
    reason
        Why not all, needed when it is not all; with ``not_taken`` the reasons given there.
    not_taken
        Whom it does not take in, each with a reason.

    Raises
    ------
    Conflict
        The plan is not the published one, or brings nobody to the slot.
    Invalid
        The number or the reason does not fit the answer.
    """
    state = ConfirmationState(state)
    with transaction.atomic():
        published = Plan.objects.get(id=plan.id)
        if published.state != PlanState.PUBLISHED:
            raise Conflict(
                _("plan {number} is {state}: only the published plan is confirmed"),
                number=published.number,
                state=PlanState(published.state),
            )
        planned = intake_headcount(plan=published, slot=slot)
        if planned == 0:
            raise Conflict(_("plan {number} brings nobody to slot {code}"), number=published.number, code=slot.code)
        if not_taken:
            accepted = planned - people_not_taken(plan=published, slot=slot, not_taken=not_taken)
            reason = reason or "; ".join(dict.fromkeys(one.reason.strip() for one in not_taken))[:REASON_LENGTH]
        answer = {
            "state": state,
            "planned": planned,
            "accepted": _accepted(state, accepted, planned),
            "reason": _reason(state, reason),
        }
        confirmation, created = IntakeConfirmation.objects.select_for_update().get_or_create(
            slot=slot,
            plan_number=published.number,
            defaults={**answer, "campaign_id": published.campaign_id, "decided_by": by},
        )
        if not created and any(getattr(confirmation, name) != value for name, value in answer.items()):
            for name, value in answer.items():
                setattr(confirmation, name, value)
            confirmation.decided_by, confirmation.decided_at = by, clock.now()
            confirmation.updated_at, confirmation.version = clock.now(), confirmation.version + 1
            confirmation.save()
        people_not_taken_keep(plan=published, slot=slot, not_taken=not_taken)
        answer_note(slot=slot.id, says_yes=SAYS[state], by=by, reason=confirmation.reason)
    log.info("intake_answered", plan=str(plan.id), slot=str(slot.id), state=state, accepted=confirmation.accepted)
    return confirmation


def intakes_confirm(*, plan: Plan, slots: Sequence[IntakeSlot], by: User) -> list[str]:
    """Take in everyone who comes to each of the slots, each by itself; why not, for each ("": it is done)."""
    outcomes = []
    for slot in slots:
        try:
            intake_confirm(plan=plan, slot=slot, state=ConfirmationState.CONFIRMED, by=by)
        except DomainError as error:
            outcomes.append(error.words)
        else:
            outcomes.append("")
    return outcomes


def _accepted(state: ConfirmationState, accepted: int | None, planned: int) -> int:
    fixed = {ConfirmationState.CONFIRMED: planned, ConfirmationState.DECLINED: 0}.get(state)
    if fixed is not None:
        if accepted not in (None, fixed):
            raise Invalid(
                _("accepted is {accepted}: an intake that is {state} counts {fixed}"),
                accepted=accepted,
                state=state,
                fixed=fixed,
                where="accepted",
            )
        return fixed
    if accepted is None or not 0 < accepted < planned:
        raise Invalid(
            _("accepted is {accepted}: a part of the {planned} planned is more than 0 and less than all"),
            accepted=accepted,
            planned=planned,
            where="accepted",
        )
    return accepted


def _reason(state: ConfirmationState, reason: str) -> str:
    if state != ConfirmationState.CONFIRMED and not reason.strip():
        raise Invalid(_("reason is missing: say why not all of them are taken in"), where="reason")
    return reason.strip()
