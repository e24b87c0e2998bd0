"""Employers' answers person by person: whom they do not take in, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from scheduler.answers.models import PersonDecision
from scheduler.errors import Invalid
from scheduler.intake.models import IntakeConfirmation, IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import Member
from scheduler.plans.models import Itinerary, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """Whom an employer does not take in: a worker of a party, or (None) all of it; the party by its code."""

    party: str
    worker: UUID | None
    reason: str


def people_not_taken(*, plan: Plan, slot: IntakeSlot, not_taken: Sequence[NotTaken]) -> int:
    """How many people that is.

    Raises
    ------
    Invalid
        The plan does not bring a party to the slot, a worker is not of it, or somebody is named twice or without
        a reason.
    """
    rows = Itinerary.objects.filter(plan=plan, slot=slot).select_related("request")
    parties = {row.request.code: row.request for row in rows}
    members = set(Member.objects.filter(request__in=parties.values()).values_list("request__code", "worker_id"))
    whole = {one.party for one in not_taken if one.worker is None}
    people = 0
    for k, one in enumerate(not_taken):
        where = f"not_taken[{k}]"
        if one.party not in parties:
            raise Invalid(
                _("plan {number} brings no party {party!r} to slot {code}"),
                number=plan.number,
                party=one.party,
                code=slot.code,
                where=where,
            )
        if not one.reason.strip():
            raise Invalid(_("reason is missing: say why {party!r} is not taken in"), party=one.party, where=where)
        if one.worker is not None and (one.party, one.worker) not in members:
            raise Invalid(
                _("worker {worker} is not of party {party!r}"),
                worker=one.worker,
                party=one.party,
                where=where,
            )
        if one in not_taken[:k] or (one.worker is not None and one.party in whole):
            raise Invalid(_("somebody of party {party!r} is named twice"), party=one.party, where=where)
        people += parties[one.party].size if one.worker is None else 1
    return people


def people_not_taken_keep(*, plan: Plan, slot: IntakeSlot, not_taken: Sequence[NotTaken]) -> None:
    """Keep whom the employer does not take in of this version of the plan, in place of what it said before."""
    with acting_as_system():
        PersonDecision.objects.filter(slot=slot, plan_number=plan.number).delete()
        rows = Itinerary.objects.filter(plan=plan, slot=slot).values_list("request__code", "request_id")
        ids = dict(rows)
        PersonDecision.objects.bulk_create(
            PersonDecision(
                campaign_id=plan.campaign_id,
                slot=slot,
                plan_number=plan.number,
                request_id=ids[one.party],
                worker_id=one.worker,
                reason=one.reason.strip(),
            )
            for one in not_taken
        )


def answers_carry(*, slot: IntakeSlot, before: int, now: int) -> None:
    """What was said to an intake holds for a later version of the plan that brings the same people alike."""
    said = IntakeConfirmation.objects.filter(slot=slot, plan_number=before).first()
    if said is None:
        return
    carried = IntakeConfirmation(
        campaign_id=said.campaign_id,
        slot=slot,
        plan_number=now,
        state=said.state,
        planned=said.planned,
        accepted=said.accepted,
        reason=said.reason,
        decided_by_id=said.decided_by_id,
        decided_at=said.decided_at,
    )
    IntakeConfirmation.objects.bulk_create([carried], ignore_conflicts=True)
    decisions = list(PersonDecision.objects.filter(slot=slot, plan_number=before))
    for one in decisions:
        one.pk, one.plan_number = None, now
    PersonDecision.objects.bulk_create(decisions, ignore_conflicts=True)
