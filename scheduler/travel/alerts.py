"""Raising alerts, keeping them up to date, and closing them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import versioned_update
from scheduler.errors import Conflict, Invalid
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import User
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans.models import Duty, Plan
from scheduler.queue import Job
from scheduler.travel.alarms import Alarm
from scheduler.travel.models import Alert, AlertKind
from solvers.deadlines import Awaited

log = structlog.get_logger(__name__)

OF_DUTIES = (AlertKind.CONNECTION, AlertKind.NO_SHOW, AlertKind.COUNT, AlertKind.INCIDENT)
WORSE_S = 900
"""A danger that somebody has dealt with is raised again when it grows by this much."""


def alerts_follow(*, duty: Duty, found: Sequence[Alarm]) -> None:
    """Make the open alerts of a duty those that were found just now."""
    of_duty = Alert.objects.filter(campaign_id=duty.campaign_id, duty__code=duty.code, kind__in=OF_DUTIES)
    there = {(alarm.kind, alarm.subject) for alarm in found}
    for alert in of_duty.filter(closed_at__isnull=True):
        if (alert.kind, alert.subject) not in there:
            _close(alert, by=None, remark="over")
    for alarm in found:
        alert_raise(alarm, campaign=duty.campaign_id, duty=duty.id, slot=_slot_of(alarm, duty))


def _slot_of(alarm: Alarm, duty: Duty) -> UUID | None:
    """The slot whose gate closes too early (None: it is about something else)."""
    if alarm.payload.get("awaits") != Awaited.GATE:
        return None
    return IntakeSlot.objects.values_list("id", flat=True).get(campaign=duty.campaign_id, code=alarm.payload["of"])


def alert_raise(alarm: Alarm, *, campaign: UUID, duty: UUID | None = None, slot: UUID | None = None) -> None:
    """Open an alert, or bring the open one up to date; one that was dealt with stays closed until it is worse."""
    alike = Alert.objects.filter(campaign_id=campaign, kind=alarm.kind, subject=alarm.subject)
    last = alike.filter(Q(closed_at__isnull=True) | Q(closed_by__isnull=False)).order_by("-raised_at").first()
    if last is not None and last.closed_at is None:
        if last.payload != alarm.payload:
            last.payload, last.updated_at, last.version = dict(alarm.payload), clock.now(), last.version + 1
            last.save(update_fields=["payload", "updated_at", "version"])
            answer_order(last)
    elif last is None or _lateness(alarm.payload) >= _lateness(last.payload) + WORSE_S:
        alert = Alert.objects.create(
            campaign_id=campaign,
            duty_id=duty,
            slot_id=slot,
            kind=alarm.kind,
            subject=alarm.subject,
            payload=dict(alarm.payload),
        )
        answer_order(alert)
        log.warning("alert_raised", alert=str(alert.id), kind=alert.kind, campaign=str(campaign))


def alert_over(*, campaign: UUID, kind: AlertKind, subject: str) -> None:
    """Close the open alert of a thing that is in order after all."""
    for alert in Alert.objects.filter(campaign_id=campaign, kind=kind, subject=subject, closed_at__isnull=True):
        _close(alert, by=None, remark="over")


def alerts_answered(*, plan: Plan, by: User | None) -> None:
    """Close the alerts for which a plan was made, or the one that it is an edited copy of: it is being published."""
    made = plan
    while made.run_id is None and made.base is not None:
        made = made.base
    open_ones = Alert.objects.filter(happenings__run__plan=made, happenings__over_at=None, closed_at=None)
    for alert in open_ones.distinct():
        _close(alert, by=by, remark=f"plan {plan.number}")


@transaction.atomic
def alert_acknowledge(*, alert: Alert, version: int | None, by: User) -> Alert:
    """Take an alert on, so that nobody else has to; it stays open until it is over or closed.

    Raises
    ------
    Conflict
        It is closed, or somebody has taken it on.
    StaleVersion
        It has changed since it was read.
    """
    if alert.closed_at is not None:
        raise Conflict(_("the alert was closed at {at}"), at=alert.closed_at.isoformat())
    if alert.acknowledged_at is not None:
        raise Conflict(_("the alert was acknowledged at {at}"), at=alert.acknowledged_at.isoformat())
    return versioned_update(alert, version=version, changes={"acknowledged_at": clock.now(), "acknowledged_by": by})


@transaction.atomic
def alert_close(*, alert: Alert, version: int | None, by: User, remark: str) -> Alert:
    """Say that an alert has been dealt with, and how.

    Raises
    ------
    Invalid
        The remark is empty.
    Conflict
        It is closed already.
    StaleVersion
        It has changed since it was read.
    """
    if not remark.strip():
        raise Invalid(_("remark is missing: say what was done"), where="remark")
    if alert.closed_at is not None:
        raise Conflict(_("the alert was closed at {at}"), at=alert.closed_at.isoformat())
    changes = {"closed_at": clock.now(), "closed_by": by, "remark": remark.strip()}
    closed = versioned_update(alert, version=version, changes=changes)
    answer_order(closed)
    return closed


def _close(alert: Alert, *, by: User | None, remark: str) -> None:
    """Close an alert, unless somebody has done so since it was read: what they say of it stays."""
    now = clock.now()
    still_open = Alert.objects.filter(id=alert.id, closed_at__isnull=True)
    if still_open.update(closed_at=now, updated_at=now, closed_by=by, remark=remark, version=F("version") + 1):
        answer_order(alert)


def answer_order(alert: Alert) -> None:
    """Have it seen to, after the present transaction, that a new plan answers what the alert says now, or none does."""
    if "replan" not in alert.payload:
        return
    alert.answer_due_at = clock.now()
    alert.save(update_fields=["answer_due_at"])
    bureau = Campaign.objects.values_list("bureau_id", flat=True).get(id=alert.campaign_id)
    enqueue_on_commit(organisation=bureau, job=Job.ALERT, subject=alert.id)


def _lateness(payload: object) -> float:
    late = payload.get("late_s") if isinstance(payload, dict) else None
    return float(late) if isinstance(late, (int, float)) else 0.0
