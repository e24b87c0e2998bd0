"""Offers that are held until a moment: booking them, and leaving those out that have run out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import bulk_add, row_update
from scheduler.errors import Conflict
from scheduler.fleet.models import Fleet, LeftOut, Offer, Service
from scheduler.organisations.models import User
from solvers.problem import Problem

Offered = TypeVar("Offered", bound=Offer)
Kind = Literal["fleet", "service"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """An option that ran out without having been booked."""

    kind: Kind
    code: str
    hold_until: datetime

    def __str__(self) -> str:
        """As a sentence."""
        return f"the option on {self.kind} {self.code!r} ran out at {self.hold_until.isoformat()} and was not booked"


@transaction.atomic
def offer_book(*, offer: Offered, version: int | None, by: User | None = None) -> Offered:
    """Take the offer, sign for it: it holds from now on. Booking twice changes nothing.

    Raises
    ------
    StaleVersion
        Somebody else changed it.
    Conflict
        The option has run out: the carrier has to hold it longer first.
    """
    now = clock.now()
    if offer.booked_at is not None:
        return offer
    if offer.has_expired(now):
        raise Conflict(
            _("the option on {code!r} ran out at {hold_until}: have the carrier hold it longer, then book"),
            code=offer.code,
            hold_until=offer.hold_until,
        )
    return row_update(offer, version=version, changes={"booked_at": now, "booked_by": by})


@transaction.atomic
def offer_release(*, offer: Offered, version: int | None) -> Offered:
    """Take a booking back: the offer is an option again, or a firm one; raises StaleVersion."""
    return row_update(offer, version=version, changes={"booked_at": None, "booked_by": None})


def offers_expired(*, campaign: Campaign, now: datetime) -> tuple[Expired, ...]:
    """The options of a campaign that have run out, in the order of its document."""
    kinds: tuple[tuple[Kind, type[Offer]], ...] = (("fleet", Fleet), ("service", Service))
    late = [
        (kind, offer)
        for kind, model in kinds
        for offer in model._default_manager.filter(campaign=campaign, booked_at=None, hold_until__lt=now)
    ]
    return tuple(
        Expired(kind=kind, code=offer.code, hold_until=offer.hold_until) for kind, offer in late if offer.hold_until
    )


def without(problem: Problem, expired: Sequence[Expired]) -> Problem:
    """The problem without what has run out."""
    gone = {(one.kind, one.code) for one in expired}
    return replace(
        problem,
        fleets=tuple(fleet for fleet in problem.fleets if ("fleet", fleet.id) not in gone),
        services=tuple(service for service in problem.services if ("service", service.id) not in gone),
    )


@transaction.atomic
def left_out_note(*, campaign: Campaign, run_id: UUID, expired: Sequence[Expired]) -> None:
    """Keep with a run which offers it did not plan with, instead of what was noted by an earlier attempt."""
    LeftOut.objects.filter(run_id=run_id).delete()
    bulk_add(
        LeftOut,
        [
            LeftOut(campaign=campaign, run_id=run_id, kind=one.kind, code=one.code, hold_until=one.hold_until)
            for one in expired
        ],
    )


def left_out_of(*, run_id: UUID) -> tuple[Expired, ...]:
    """The offers with which a run did not plan."""
    rows = LeftOut.objects.filter(run_id=run_id).order_by("kind", "code")
    return tuple(Expired(kind=cast("Kind", row.kind), code=row.code, hold_until=row.hold_until) for row in rows)
