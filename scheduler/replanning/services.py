"""Taking in what happened, and having the campaign planned anew because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.editing.selectors import locks_kept
from scheduler.errors import DomainError
from scheduler.organisations.models import User
from scheduler.plans.models import Plan, PlanningPolicy, PlanRun, RunState
from scheduler.plans.policy import policy_of
from scheduler.plans.resuming import locks_of, resume_usual
from scheduler.plans.selectors import plan_find_published, plan_get_published
from scheduler.plans.services import run_cancel, run_start
from scheduler.replanning.effects import take_effect
from scheduler.replanning.happenings import Happening
from scheduler.replanning.mapping import kind_of, payload_of
from scheduler.replanning.models import FROM_ALERTS, Event
from scheduler.travel.models import Alert
from scheduler.travel.selectors import delays_of
from solvers.freeze import NO_LOCKS, Locks

log = structlog.get_logger(__name__)

SEED = 1
OPEN_STATES = (RunState.QUEUED, RunState.PLANNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened, when and why (None: now), and the alert that tells of it, if one does."""

    happening: Happening
    happened_at: datetime | None = None
    reason: str = ""
    alert: Alert | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """How to plan anew; without ``seconds`` the campaign's policy says how long to search."""

    seconds: int | None = None
    locks: Locks = NO_LOCKS


@transaction.atomic
def events_record(
    *, campaign: Campaign, events: Sequence[NewEvent], by: User | None, replan: Replan | None = None
) -> list[Event]:
    """Change the campaign's data as the events say, one after the other: all of them, or nothing.

    ``replan`` starts a run from the published plan, if there is one; without it the events wait to be gathered.

    Raises
    ------
    Invalid, Conflict, AlreadyThere
        One of them cannot be; ``where`` says which.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(id=campaign.id)
    recorded = [_record(campaign, event, f"events[{i}]", by) for i, event in enumerate(events)]
    if replan is not None and plan_find_published(campaign=campaign) is not None:
        run = replan_start(campaign=campaign, by=by, how=replan)
        for event in recorded:
            event.run = run
    return recorded


@transaction.atomic
def replan_start(*, campaign: Campaign, by: User | None, how: Replan | None) -> PlanRun:
    """Plan anew from the published plan, for every event that no plan answers yet.

    A run for earlier events that is still at work is cancelled, and its events are gathered too; where nobody says how
    to plan (``how`` is None), what it was asked for holds for the new one. The campaign's policy says what stays, what
    moving people is worth, and how long to search. Vehicles that are late are where they are, not where they should be.

    Raises
    ------
    NothingPublished
        There is nothing to start from.
    Invalid
        A lock names what the published plan does not have.
    """
    campaign = Campaign.objects.select_for_update(no_key=True).get(id=campaign.id)
    base = plan_get_published(campaign=campaign)
    replaced = list(
        PlanRun.objects.filter(campaign=campaign, state__in=OPEN_STATES, happenings__isnull=False).distinct()
    )
    open_events = Event.objects.filter(Q(run=None) | Q(run__in=replaced), campaign=campaign, over_at=None)
    gathered = dict(open_events.values_list("id", "kind"))
    for run in replaced:
        run_cancel(run=run, keep=False)
    how = how or _as_asked(replaced, base)
    run = run_start(
        campaign=campaign,
        seconds=how.seconds or _seconds(policy_of(campaign), list(gathered.values())),
        seed=SEED,
        by=by,
        resume=resume_usual(base=base, locks=how.locks, kept=locks_kept(plan=base), delays=delays_of(plan=base)),
    )
    Event.objects.filter(id__in=gathered).update(run=run)
    log.info("replan_started", run_id=str(run.id), campaign=str(campaign.id), events=len(gathered))
    return run


def _as_asked(replaced: Sequence[PlanRun], base: Plan) -> Replan:
    """How the runs were asked to plan that another one takes the place of."""
    alike = [run for run in replaced if run.base_id == base.id and run.created_by_id is not None]
    locks = NO_LOCKS
    for run in alike:
        locks = locks | locks_of(run.locks)
    return Replan(seconds=max((run.seconds for run in alike), default=None), locks=locks)


def _seconds(policy: PlanningPolicy, kinds: Sequence[str]) -> int:
    """How long to search after such events, by the campaign's policy."""
    if kinds and set(kinds) <= set(FROM_ALERTS):
        return policy.alert_seconds
    return policy.event_seconds if len(kinds) <= 1 else policy.wave_seconds


def _record(campaign: Campaign, event: NewEvent, where: str, by: User | None) -> Event:
    try:
        effect = take_effect(event.happening, campaign)
    except DomainError as error:
        error.where = f"{where}.{error.where}" if error.where else where
        raise
    campaign.refresh_from_db()  # an event may have changed its roads, the next one has to see them
    recorded = Event.objects.create(
        campaign=campaign,
        kind=kind_of(event.happening),
        payload=payload_of(event.happening),
        effect=effect,
        reason=event.reason,
        happened_at=event.happened_at or clock.now(),
        reported_by=by,
        alert=event.alert,
    )
    log.info("event_recorded", event_id=str(recorded.id), campaign=str(campaign.id), kind=recorded.kind)
    return recorded
