"""A new plan for each alert that needs one: ordered, replaced when the news is worse, called off when it is over.

The alert says what is so, an event what a plan has to answer. An event that is over, because its alert is or because a
later one takes its place, takes with it the run that is at work for it alone, or the draft that came of that. Nothing
is ever published here.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, NotFound
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Plan, PlanRun, PlanState
from scheduler.plans.policy import policy_of
from scheduler.plans.selectors import plan_find_published, plan_get_published
from scheduler.plans.services import plan_discard, run_cancel
from scheduler.queue import Job, enqueue, waiting
from scheduler.replanning.happenings import DutyLate, Seen
from scheduler.replanning.mapping import payload_of, seen_of
from scheduler.replanning.models import Event
from scheduler.replanning.selectors import answer_find
from scheduler.replanning.services import OPEN_STATES, NewEvent, events_record, replan_start
from scheduler.travel.models import Alert

log = structlog.get_logger(__name__)

WORSE = timedelta(minutes=5)
"""A delay has to grow by this much for another plan."""
UNHEARD_FOR = timedelta(minutes=1)
"""How long an alert may be due before it is put into the queue's line again."""


def alert_answer(*, alert_id: UUID) -> PlanRun | None:
    """Order a new plan for an alert as it is now, or call off the one that was ordered; the run that was started.

    Done twice, it does nothing: a plan is ordered once for the same state of affairs.
    """
    with acting_as_system():
        found = Alert.objects.filter(id=alert_id).first()
        if found is None:
            return None
        campaign = Campaign.objects.select_for_update(no_key=True).get(id=found.campaign_id)
        alert = Alert.objects.select_for_update(no_key=True).get(id=alert_id)
        Alert.objects.filter(id=alert_id).update(answer_due_at=None)
        last = answer_find(alert=alert)
        if alert.closed_at is not None:
            if last is not None and not _is_answered(last):
                by_itself = alert.closed_by_id is None
                _call_off(campaign, last, _closed(alert), discard=by_itself)
            return None
        published = plan_find_published(campaign=campaign)
        wanted = alert.kind in policy_of(campaign).replan_on and "replan" in alert.payload
        if published is None or not wanted or not _is_news(last, seen_of(alert.payload), published):
            return None
        return _order(campaign, alert, last, by=None)


@transaction.atomic
def alert_replan(*, alert: Alert, by: User) -> PlanRun:
    """Order a new plan for an alert by hand, whatever was ordered before.

    Raises
    ------
    Conflict
        The alert is closed, or none that a new plan could answer.
    NothingPublished
        There is nothing to start from.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(id=alert.campaign_id)
    now = Alert.objects.select_for_update(no_key=True).get(id=alert.id)
    if now.closed_at is not None:
        raise Conflict(_("the alert was closed at {at}: there is nothing to plan for"), at=now.closed_at.isoformat())
    if "replan" not in now.payload:
        raise Conflict(
            _("a new plan does not answer an alert of kind {kind}: look into it, then close it"), kind=now.kind
        )
    plan_get_published(campaign=campaign)
    return _order(campaign, now, answer_find(alert=now), by=by)


def alerts_forgotten() -> int:
    """Enqueue alerts again that Redis has forgotten; returns how many.

    Raises
    ------
    scheduler.queue.QueueAway
        Redis cannot be reached.
    """
    with acting_as_system():
        due = list(Alert.objects.filter(answer_due_at__lt=clock.now() - UNHEARD_FOR).values_list("id", flat=True))
    if not due:
        return 0
    in_line = waiting()
    forgotten = [alert for alert in due if str(alert) not in in_line]
    for alert in forgotten:
        enqueue(Job.ALERT, str(alert))
        log.warning("alert_enqueued_again", alert=str(alert))
    return len(forgotten)


def _order(campaign: Campaign, alert: Alert, last: Event | None, *, by: User | None) -> PlanRun:
    """Record what the alert tells, in the place of what it told before, and plan anew."""
    if last is not None and not _is_answered(last):
        _over(last, f"replaced at {_minute(clock.now())}: there is later news")
    happening = seen_of(alert.payload)
    events_record(campaign=campaign, events=[NewEvent(happening=happening, alert=alert)], by=by)
    run = replan_start(campaign=campaign, by=by, how=None)
    if last is not None:
        _discard_draft(last)
    log.info("alert_replanned", alert=str(alert.id), run_id=str(run.id), again=last is not None)
    return run


def _call_off(campaign: Campaign, event: Event, why: str, *, discard: bool) -> None:
    """What an event tells needs no plan any more: nor does anything else that its run is at work for, or plan anew."""
    _over(event, why)
    run = event.run
    if run is not None and run.state in OPEN_STATES:
        if _others(event):
            replan_start(campaign=campaign, by=None, how=None)
        else:
            run_cancel(run=run, keep=False)
        _note(event, "its run was cancelled")
    elif discard:
        _discard_draft(event)


def _discard_draft(event: Event) -> None:
    """Do away with the draft that an event's run has come to, unless something else is in it, or began with it."""
    plan = _plan_of(event)
    if plan is None or plan.state != PlanState.DRAFT:
        return
    if _others(event):
        _note(event, f"plan {plan.number} stays, it answers other events too: plan anew before it is published")
        return
    try:
        with suppress(NotFound):  # somebody was quicker
            plan_discard(plan=plan, version=None)
    except Conflict:
        _note(event, f"plan {plan.number} stays, others began with it: plan anew before they are published")
    else:
        _note(event, f"plan {plan.number} was discarded")


def _over(event: Event, why: str) -> None:
    event.over_at, event.over_why = clock.now(), why
    event.save(update_fields=["over_at", "over_why"])


def _note(event: Event, what: str) -> None:
    event.over_why = f"{event.over_why}; {what}"
    event.save(update_fields=["over_why"])


def _others(event: Event) -> bool:
    """Whether the event's run is for something else besides."""
    return Event.objects.filter(run=event.run_id, over_at=None).exclude(id=event.id).exists()


def _plan_of(event: Event) -> Plan | None:
    return Plan.objects.filter(run=event.run_id).first() if event.run_id else None


def _is_answered(event: Event) -> bool:
    """Whether a plan for it has been published."""
    plan = _plan_of(event)
    return plan is not None and plan.state != PlanState.DRAFT


def _is_news(last: Event | None, seen: Seen, published: Plan) -> bool:
    """Whether what is seen now asks for another plan than what was seen last."""
    if last is None:
        return True
    if not _is_answered(last) and (last.run is None or last.run.base_id != published.id):
        return True  # its plan started from one that is in force no more
    told, now = last.payload, payload_of(seen)
    if not isinstance(seen, DutyLate):
        return bool(told != now)
    later = datetime.fromisoformat(now["expected"]) - datetime.fromisoformat(told["expected"])
    return later >= WORSE or not set(now["parties"]) <= set(told["parties"])


def _closed(alert: Alert) -> str:
    how = "is over by itself" if alert.closed_by_id is None else "was dealt with"
    return f"the alert {how} since {_minute(alert.closed_at)}"


def _minute(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
