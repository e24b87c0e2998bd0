"""The driver's link to a duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.errors import Conflict
from scheduler.links.models import Purpose
from scheduler.links.services import link_find, link_issue, link_revoke, link_url
from scheduler.plans.models import Duty, PlanState, Stop

HOLDS_AFTER_END = timedelta(days=1)
"""A late vehicle still has to be ticked in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLink:
    """An address, and until when it opens the duty."""

    url: str
    expires_at: datetime


def duty_link_issue(*, duty: Duty) -> DutyLink:
    """The link that is out, or a new one; it holds until a day after the duty's planned end.

    Raises
    ------
    Conflict
        The plan is not the published one: nobody drives by it.
    """
    if duty.plan.state != PlanState.PUBLISHED:
        raise Conflict(
            _("plan {number} is {state}: only duties of the published plan are driven"),
            number=duty.plan.number,
            state=PlanState(duty.plan.state),
        )
    ends = Stop.objects.filter(duty=duty).aggregate(end=Max("departs_at"))["end"]
    expires_at = max(ends, clock.now()) + HOLDS_AFTER_END
    link = link_issue(
        organisation=duty.plan.campaign.bureau_id, purpose=Purpose.DRIVE, subject=duty.id, expires_at=expires_at
    )
    return DutyLink(url=link_url(link), expires_at=link.expires_at)


def duty_link_find(*, duty: Duty) -> DutyLink | None:
    """The link to a duty that the asker may see, if one is out and still holds."""
    link = link_find(purpose=Purpose.DRIVE, subject=duty.id)
    return DutyLink(url=link_url(link), expires_at=link.expires_at) if link else None


def duty_link_revoke(*, duty: Duty) -> None:
    """Let the link open nothing any more; a new one is another."""
    link_revoke(purpose=Purpose.DRIVE, subject=duty.id)
