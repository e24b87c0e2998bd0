"""Reading and changing how a campaign is planned anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import cast

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import refusals_told
from scheduler.errors import Invalid
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import stale
from scheduler.plans.models import PlanningPolicy
from solvers.reserve import Reserve


def policy_of(campaign: Campaign) -> PlanningPolicy:
    """The campaign's policy; unsaved defaults where it has none."""
    return PlanningPolicy.objects.filter(campaign=campaign).first() or PlanningPolicy(campaign=campaign)


def reserve_of(policy: PlanningPolicy) -> Reserve:
    """What the policy holds back."""
    return Reserve(**policy.reserve)


@transaction.atomic
def policy_set(
    *, campaign: Campaign, reserve: Reserve, version: int | None = None, **settings: float | list[str]
) -> PlanningPolicy:
    """Say how a campaign is planned anew, instead of what was said before; runs that are at work are not changed.

    ``version`` is that of the policy as it was read (0: there was none; None: whatever it is).

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Invalid
        The reserve names a slot, fleet or service that the campaign does not have, or a value is out of range.
    """
    _check_named(campaign, reserve)
    told: Mapping[str, object] = {**settings, "reserve": _json(reserve), "updated_at": clock.now()}
    with refusals_told():
        policy, created = PlanningPolicy.objects.select_for_update().get_or_create(campaign=campaign, defaults=told)
        if version not in (None, 0 if created else policy.version):
            raise stale(policy, f"the planning policy was changed at {policy.updated_at:%Y-%m-%d %H:%M} UTC")
        if not created:
            PlanningPolicy.objects.filter(pk=policy.pk).update(**told, version=F("version") + 1)
    policy.refresh_from_db()
    return policy


def _check_named(campaign: Campaign, reserve: Reserve) -> None:
    for name, model in (("slots", IntakeSlot), ("fleets", Fleet), ("services", Service)):
        named = set(getattr(reserve, name))
        there = set(model.objects.filter(campaign=campaign, code__in=named).values_list("code", flat=True))
        if unknown := sorted(named - there):
            raise Invalid(_("the campaign has no {unknown}"), unknown=", no ".join(unknown), where=f"reserve.{name}")


def _json(reserve: Reserve) -> dict[str, object]:
    """What differs from nothing at all."""
    plain = asdict(Reserve())
    given = {field.name: getattr(reserve, field.name) for field in fields(reserve)}
    return {
        name: cast(object, dict(value) if isinstance(value, Mapping) else value)
        for name, value in given.items()
        if value != plain[name]
    }
