"""Calendars behind a signed link, for programs that cannot sign in and ask again by themselves."""

from __future__ import annotations

from datetime import timedelta

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.exports.calendars import gate_calendar
from scheduler.intake.models import IntakeSlot
from scheduler.links.models import Purpose
from scheduler.links.services import link_check, link_find, link_issue, link_revoke, link_url
from scheduler.organisations.roles import Role
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.papers.wording import Language
from scheduler.plans.selectors import plan_find_published

HOLDS_AFTER_END = timedelta(days=30)


def gate_subscription(*, slot: IntakeSlot) -> str:
    """The address of a slot's calendar that is out (empty: none is)."""
    link = link_find(purpose=Purpose.CALENDAR, subject=slot.id)
    return link_url(link) if link else ""


def gate_subscribe(*, slot: IntakeSlot, anew: bool = False) -> str:
    """An address for a slot's calendar, the one that is out or (``anew``) another; until a month after the campaign.

    Raises
    ------
    NotFound
        The slot is no employer's.
    """
    if slot.employer_id is None:
        raise NotFound(f"slot {slot.code} is no employer's: there is nobody who subscribes to it")
    if anew:
        link_revoke(purpose=Purpose.CALENDAR, subject=slot.id)
    ends = max(slot.campaign.horizon_end, clock.now()) + HOLDS_AFTER_END
    link = link_issue(organisation=slot.employer_id, purpose=Purpose.CALENDAR, subject=slot.id, expires_at=ends)
    return link_url(link)


def subscribed_calendar(*, token: str, language: Language) -> bytes:
    """What a subscription gives at present: what the slot's employer may see of the plan in force.

    Raises
    ------
    LinkRefused
        The link does not hold.
    NotFound
        Nobody comes at present.
    """
    link = link_check(token=token, purpose=Purpose.CALENDAR)
    with acting_as_system():
        slot = IntakeSlot.objects.select_related("campaign", "gate").filter(id=link.subject).first()
    if slot is None:
        raise NotFound(f"the slot of link {link.id} is gone")
    with acting_as(slot.employer_id, Role.EMPLOYER):
        plan = plan_find_published(campaign=slot.campaign)
        if plan is None:
            raise NotFound("no plan of this campaign is published")
        return gate_calendar(plan=plan, gate=slot.gate, language=language)
