"""A gate that closes before people come: its employer is asked to keep it open, and the slot follows the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.answers.asking import Question, ask
from scheduler.answers.models import AnswerWay, Ask, AskKind
from scheduler.answers.reminding import asked_tell, declined_tell
from scheduler.errors import Conflict, Invalid
from scheduler.intake.mapping import windows_json, windows_of
from scheduler.intake.models import IntakeSlot
from scheduler.intake.services import slot_update
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import SYSTEM, acting_as
from scheduler.plans.models import Plan, PlanState
from scheduler.travel.events import duty_looked_at_anew
from scheduler.travel.models import Alert, AlertKind
from scheduler.travel.selectors import duty_in_force

log = structlog.get_logger(__name__)

SPARE = timedelta(minutes=15)
STEP_S = 300
PATIENCE = timedelta(minutes=15)
"""An employer has at least so long to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A slot that takes in nobody any more when people come; if its gate were open ``until`` then, it would."""

    slot: IntakeSlot
    closes_at: datetime
    expected_at: datetime
    until: datetime


def closing_find(*, alert: Alert) -> Closing | None:
    """Which gate could be kept open because of an alert (None: it is over, or no employer's hours are the matter)."""
    slot = alert.slot if alert.kind == AlertKind.CONNECTION and alert.closed_at is None else None
    if slot is None or slot.employer_id is None:
        return None
    closes_at, expected_at = (datetime.fromisoformat(alert.payload[name]) for name in ("latest", "expected"))
    if clock.seconds(closes_at) not in {end for _start, end in windows_of(slot.windows)}:
        return None  # the party has to be there by then, whatever the gate does
    until = -(-clock.seconds(expected_at + SPARE) // STEP_S) * STEP_S
    return Closing(slot=slot, closes_at=closes_at, expected_at=expected_at, until=clock.moment(until))


def hours_find(*, slot: IntakeSlot) -> Ask | None:
    """What the employer of a slot was asked of its hours, and said, as long as it matters."""
    asked = Ask.objects.filter(kind=AskKind.HOURS, slot=slot, until__gt=clock.now()).first()
    return asked if asked is not None and (asked.answered_at or late_for(slot=slot).exists()) else None


def late_for(*, slot: IntakeSlot) -> QuerySet[Alert]:
    """The open alerts about people who come when the gate of a slot is closed."""
    alerts = Alert.objects.filter(slot=slot, kind=AlertKind.CONNECTION, closed_at__isnull=True)
    return alerts.select_related("duty").order_by("raised_at", "id")


def hours_ask(*, alert: Alert, until: datetime, by: User) -> Ask:
    """Ask the employer whose gate closes too early to keep it open; asked again, an earlier answer counts no more.

    Raises
    ------
    Conflict
        The alert is over, or keeping a gate open does not help.
    Invalid
        At that moment they are not there yet, or the campaign is over.
    """
    closing, campaign = closing_find(alert=alert), alert.campaign
    if closing is None:
        raise Conflict(_("the alert is closed, or about nothing that an employer could keep open longer"))
    if not closing.expected_at <= until <= campaign.horizon_end:
        raise Invalid(
            _("until is {until}: they are expected at {expected}, and the campaign ends at {ends}"),
            until=until.isoformat(),
            expected=closing.expected_at.isoformat(),
            ends=campaign.horizon_end.isoformat(),
            where="until",
        )
    question = Question(
        kind=AskKind.HOURS,
        begins=closing.closes_at,
        due=max(closing.closes_at, clock.now() + PATIENCE),
        until=until,
        slot=closing.slot.id,
        organisation=closing.slot.employer_id,
    )
    with acting_as(campaign.bureau_id, SYSTEM, user_id=by.id):
        plan = Plan.objects.get(campaign=campaign, state=PlanState.PUBLISHED)
        asked = ask(campaign=campaign, plan_number=plan.number, questions=[question])[0]
        asked_tell(ask=asked)
    log.info("hours_asked", alert=str(alert.id), slot=closing.slot.code, until=until.isoformat())
    return asked


def hours_answer(*, slot: IntakeSlot, keeps_open: bool, by: User, reason: str = "") -> Ask:
    """Take down whether an employer keeps a gate open; if so the slot's window ends later, and alerts that are over
    with that are closed.

    The same answer twice changes nothing, and one who has declined may still agree.

    Raises
    ------
    Invalid
        It declines without a reason.
    Conflict
        Nobody has asked, or it has agreed before: people are on their way because of it.
    """
    if not keeps_open and not reason.strip():
        raise Invalid(_("reason is missing: say why the gate cannot stay open"), where="reason")
    with acting_as(slot.campaign.bureau_id, SYSTEM, user_id=by.id):
        asks = Ask.objects.select_for_update(of=("self",)).select_related("campaign__bureau", "slot", "organisation")
        asked = asks.filter(kind=AskKind.HOURS, slot=slot).first()
        if asked is None or asked.slot is None or asked.until is None:
            raise Conflict(_("nobody has asked to keep the gate of slot {code} open"), code=slot.code)
        if asked.says_yes == keeps_open:
            return asked
        if asked.says_yes:
            raise Conflict(_("you have agreed to keep it open until {until}"), until=asked.until.isoformat())
        asked.says_yes, asked.reason, asked.way = keeps_open, reason.strip(), AnswerWay.SYSTEM
        asked.answered_at, asked.answered_by = clock.now(), by
        asked.save(update_fields=["says_yes", "reason", "way", "answered_at", "answered_by"])
        if keeps_open:
            _open_until(asked.slot, asked.until)
        else:
            declined_tell(ask=asked)
    log.info("hours_answered", slot=slot.code, keeps_open=keeps_open)
    return asked


def _open_until(slot: IntakeSlot, until: datetime) -> None:
    """Let the last window that ends before a moment end then, and see which alerts are over with that."""
    windows, ends = windows_of(slot.windows), clock.seconds(until)
    early = [window for window in windows if window[1] < ends]
    if early:
        last = max(early, key=lambda window: window[1])
        kept = [(window[0], ends) if window == last else window for window in windows]
        slot_update(slot=slot, version=None, changes={"windows": windows_json(kept, slot.campaign.utc_offset_s)})
    for alert in late_for(slot=slot):
        if alert.duty_id is not None:
            duty_looked_at_anew(duty=duty_in_force(duty_id=alert.duty_id))
