"""How a run starts from an earlier plan: what stays, and what moving people is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.errors import Invalid
from scheduler.plans.delays import Delays
from scheduler.plans.models import Duty, Itinerary, Leg, Plan
from scheduler.plans.policy import policy_of
from solvers.freeze import NO_LOCKS, Locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """From which plan a run starts, and how; see :class:`scheduler.plans.models.PlanRun`."""

    base: Plan
    freeze_until: datetime | None = None
    move_cost: float = 0.0
    late_factor: float = 0.0
    locks: Locks = NO_LOCKS
    delays: Delays = field(default_factory=dict)


def resume_usual(
    *,
    base: Plan,
    locks: Locks = NO_LOCKS,
    kept: Locks = NO_LOCKS,
    freeze_until: datetime | None = None,
    freeze_hours: float | None = None,
    move_cost: float | None = None,
    late_factor: float | None = None,
    delays: Delays | None = None,
) -> Resume:
    """As the campaign's policy has it, but for what is given.

    What has happened stays in any case: nothing is unfrozen before now; nor is what is ``kept``, by hand or by itself.
    ``delays`` are the times of duties that are on the road, as they are.

    Raises
    ------
    Invalid
        A lock names what the plan does not have.
    """
    policy = policy_of(base.campaign)
    _check_locks(base, locks)
    hours = policy.freeze_hours if freeze_hours is None else freeze_hours
    until = freeze_until or clock.now() + timedelta(hours=hours)
    return Resume(
        base=base,
        freeze_until=max(until, clock.now()),
        move_cost=policy.move_cost if move_cost is None else move_cost,
        late_factor=policy.late_factor if late_factor is None else late_factor,
        locks=locks | kept,
        delays=delays or {},
    )


def columns_of(resume: Resume) -> dict[str, Any]:
    """The columns of a run that starts so."""
    return {
        "base": resume.base,
        "freeze_until": resume.freeze_until,
        "move_cost": resume.move_cost,
        "late_factor": resume.late_factor,
        "locks": locks_json(resume.locks),
        "delays": resume.delays,
    }


def locks_json(locks: Locks) -> dict[str, list[str]]:
    """Locks as a run keeps them; what is empty is left out."""
    named = {field.name: sorted(getattr(locks, field.name)) for field in fields(locks)}
    return {name: codes for name, codes in named.items() if codes}


def locks_of(kept: Mapping[str, list[str]]) -> Locks:
    """The locks that a run keeps."""
    return Locks(**{name: frozenset(codes) for name, codes in kept.items()})


def _check_locks(base: Plan, locks: Locks) -> None:
    there = {
        "parties": Itinerary.objects.filter(plan=base).values_list("request__code", flat=True),
        "duties": Duty.objects.filter(plan=base).values_list("code", flat=True),
        "services": Leg.objects.filter(plan=base, service__isnull=False).values_list("service__code", flat=True),
        "slots": Itinerary.objects.filter(plan=base).values_list("slot__code", flat=True),
    }
    for name, codes in there.items():
        if unknown := getattr(locks, name) - set(codes if getattr(locks, name) else ()):
            raise Invalid(
                _("plan {number} has no {unknown}"),
                number=base.number,
                unknown=", no ".join(sorted(unknown)),
                where=f"locks.{name}",
            )
