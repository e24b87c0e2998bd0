"""Locking and unlocking what a plan has."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler.editing.models import Lock
from scheduler.errors import AlreadyThere, Invalid
from scheduler.fleet.models import Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import User
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Duty, Plan

log = structlog.get_logger(__name__)


@transaction.atomic
def lock_set(*, plan: Plan, kind: str, code: str, why: str, by: User | None) -> Lock:
    """Lock a party, a duty, a service or a slot of a plan: no edit changes it, and a run from the plan keeps it.

    Raises
    ------
    Invalid
        The plan has no such thing.
    AlreadyThere
        It is locked.
    """
    there = {
        Lock.Kind.PARTY: DepartureRequest.objects.filter(campaign=plan.campaign_id),
        Lock.Kind.DUTY: Duty.objects.filter(plan=plan),
        Lock.Kind.SERVICE: Service.objects.filter(campaign=plan.campaign_id),
        Lock.Kind.SLOT: IntakeSlot.objects.filter(campaign=plan.campaign_id),
    }[Lock.Kind(kind)]
    if not there.filter(code=code).exists():
        raise Invalid(
            _("plan {number} has no {kind} {code!r} to lock"),
            number=plan.number,
            kind=Lock.Kind(kind),
            code=code,
            where="code",
        )
    lock, is_new = Lock.objects.get_or_create(
        plan=plan, kind=kind, code=code, defaults={"campaign_id": plan.campaign_id, "why": why, "made_by": by}
    )
    if not is_new:
        raise AlreadyThere(
            _("{kind} {code} of plan {number} is locked already (lock {id})"),
            kind=Lock.Kind(kind),
            code=code,
            number=plan.number,
            id=lock.id,
        )
    log.info("locked", plan=str(plan.id), kind=kind, code=code)
    lock.refresh_from_db()
    return lock


@transaction.atomic
def lock_release(*, lock: Lock) -> None:
    """Unlock something; the audit trail keeps who had locked it and who unlocked it."""
    log.info("unlocked", plan=str(lock.plan_id), kind=lock.kind, code=lock.code)
    lock.delete()
