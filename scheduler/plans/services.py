"""Starting and cancelling plan runs, publishing plans."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.db.models import F, RestrictedError
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, Invalid, sentence
from scheduler.organisations.audit import stale
from scheduler.organisations.models import User
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans import runs
from scheduler.plans.begun import is_under_way
from scheduler.plans.broken_promises import check_promises
from scheduler.plans.checking import plan_check
from scheduler.plans.errors import PlanNotPublishable
from scheduler.plans.models import Plan, PlanRun, PlanState, RunState
from scheduler.plans.promises import requests_follow
from scheduler.plans.resuming import Resume, columns_of
from scheduler.plans.selectors import plan_find_published, plan_hold, run_get
from scheduler.plans.waiting import promotions_record, waiting_list
from scheduler.queue import Job
from scheduler.travel.alerts import alerts_answered
from scheduler.travel.stranded import stranded_follow

log = structlog.get_logger(__name__)

LONGEST_RUN_S = 86_400
LARGEST_SEED = 2**31 - 1
CANCEL_TRIES = 3
TELLING_S = 900
"""A plan of a province has 20,000 people to tell."""


def run_start(
    *,
    campaign: Campaign,
    seconds: int,
    seed: int,
    by: User | None,
    resume: Resume | None = None,
    releases_reserve: bool | None = None,
) -> PlanRun:
    """Have the campaign planned: the run and the order to work on it are written together.

    Parameters
    ----------
    seconds
        How long the planner may search, 1 to 86,400 s.
    seed
        What its random choices start from, 0 to 2³¹ − 1.
    resume
        The plan to start from, and how (:func:`scheduler.plans.resuming.resume_usual`).
    releases_reserve
        Whether it may fill what is held back for late comers (None: if it starts from a plan).

    Raises
    ------
    Invalid
        ``seconds`` or ``seed`` is out of its range, or the plan to start from is another campaign's.
    Conflict
        People are on the road, and the run would plan them from nothing.
    """
    if not 1 <= seconds <= LONGEST_RUN_S:
        raise Invalid(
            _("seconds is {seconds}: a run takes 1 to {most} s"),
            seconds=seconds,
            most=LONGEST_RUN_S,
            where="seconds",
        )
    if not 0 <= seed <= LARGEST_SEED:
        raise Invalid(
            _("seed is {seed}: it is 0 to {most}"),
            seed=seed,
            most=LARGEST_SEED,
            where="seed",
        )
    if resume and resume.base.campaign_id != campaign.id:
        raise Invalid(_("the plan to start from is of another campaign"), where="from_plan")
    if resume is None and is_under_way(campaign):
        raise Conflict(_("people are under way by the published plan: start the run from it"))
    if releases_reserve is None:
        releases_reserve = resume is not None
    with transaction.atomic():
        run = PlanRun.objects.create(
            campaign=campaign,
            seconds=seconds,
            seed=seed,
            created_by=by,
            releases_reserve=releases_reserve,
            **(columns_of(resume) if resume else {}),
        )
        enqueue_on_commit(
            organisation=campaign.bureau_id,
            job=Job.PLAN_RUN,
            subject=run.id,
            timeout_s=runs.job_timeout_s(seconds),
        )
    log.info("run_queued", run_id=str(run.id), campaign=str(campaign.id), seconds=seconds, seed=seed)
    return run_get(run_id=run.id)


def run_cancel(*, run: PlanRun, keep: bool = True) -> PlanRun:
    """End the run: at once when it is queued; when it is at work soon, and with the best so far as its plan.

    Where nobody waits for that (not ``keep``) it ends without a plan.

    A run that has ended stays as it is, and asking twice changes nothing.
    """
    for _try in range(CANCEL_TRIES):  # a run may be claimed, or taken over, between our look and our step
        now = run_get(run_id=run.id)
        fence = runs.Fence(run_id=now.id, attempt=now.attempt)
        if now.state == RunState.QUEUED:
            settled = runs.cancel_queued(fence)
        elif now.state == RunState.PLANNING and (now.cancel_requested_at is None or (now.is_wanted and not keep)):
            settled = runs.ask_to_cancel(fence, keep=keep)
        else:
            settled = True
        if settled:
            log.info("run_cancel_asked", run_id=str(run.id), state=now.state)
            return run_get(run_id=run.id)
    raise Conflict(_("run {run} changes hands too quickly to be cancelled; try again"), run=run.id)


def plan_publish(*, plan: Plan, by: User | None) -> Plan:
    """Make a draft the campaign's published plan, and tell everyone in it.

    The plan is judged once more, against the campaign as it is now; the version that was published before is
    superseded, the requests follow, alerts that it answers are closed and others raised for whoever it strands, all in
    the same transaction; a job tells people after it.

    Raises
    ------
    NotFound
        It was discarded meanwhile.
    PlanNotPublishable
        It is no draft, or the campaign has changed so that the plan breaks rules; ``reasons`` names them.
    PromisesBroken
        It lets down parties who were told of their journey, and nobody answers for it; ``reasons`` names them.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(no_key=True).get(id=plan.campaign_id)
        draft = plan_hold(plan=plan)
        _check_publishable(draft, campaign)
        before = plan_find_published(campaign=campaign)
        waiting = waiting_list(campaign=campaign)
        Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).update(
            state=PlanState.SUPERSEDED, superseded_at=Now(), version=F("version") + 1
        )
        published = Plan.objects.filter(id=draft.id, state=PlanState.DRAFT).update(
            state=PlanState.PUBLISHED,
            published_at=Now(),
            judged_at=Now(),
            published_by=by,
            version=F("version") + 1,
        )
        if not published:
            raise PlanNotPublishable(reasons=[sentence(_("plan {number} is no draft any more"), number=draft.number)])
        requests_follow(campaign=campaign, plan=draft, before=before, by=by)
        promotions_record(plan=draft, waiting=waiting)
        alerts_answered(plan=draft, by=by)
        stranded_follow(plan=draft)
        enqueue_on_commit(organisation=campaign.bureau_id, job=Job.TELL_PLAN, subject=draft.id, timeout_s=TELLING_S)
    log.info("plan_published", plan=str(draft.id), campaign=str(campaign.id), number=draft.number)
    return Plan.objects.get(id=draft.id)


@transaction.atomic
def plan_discard(*, plan: Plan, version: int | None) -> None:
    """Do away with a draft.

    Raises
    ------
    NotFound
        Somebody was quicker.
    Conflict
        It is published, or was, or others began with it.
    StaleVersion
        Somebody has edited it meanwhile.
    """
    draft = plan_hold(plan=plan, whole=True)
    if draft.state != PlanState.DRAFT:
        raise Conflict(
            _("plan {number} is {state}: only a draft is discarded"), number=draft.number, state=PlanState(draft.state)
        )
    if version is not None and draft.version != version:
        raise stale(draft, f"plan {draft.number} has version {draft.version}, not {version}: read it again")
    try:
        draft.delete()
    except RestrictedError as error:
        raise Conflict(_("others began with plan {number}: discard those first"), number=draft.number) from error
    log.info("plan_discarded", plan=str(plan.id), campaign=str(plan.campaign_id), number=plan.number)


def _check_publishable(draft: Plan, campaign: Campaign) -> None:
    if draft.state != PlanState.DRAFT:
        raise PlanNotPublishable(
            reasons=[
                sentence(
                    _("plan {number} is {state}: only a draft can be published"),
                    number=draft.number,
                    state=PlanState(draft.state),
                )
            ]
        )
    found = plan_check(plan=draft, campaign=campaign)
    if found.begun_otherwise:
        raise PlanNotPublishable(reasons=[one.told for one in found.begun_otherwise])
    if found.offers_gone:
        raise PlanNotPublishable(
            _("plan {number} counts on {offers_gone} offer(s) that have run out: book them, or start a new run"),
            number=draft.number,
            offers_gone=len(found.offers_gone),
            reasons=[str(one) for one in found.offers_gone],
        )
    if found.manifests_gone:
        raise PlanNotPublishable(
            _("plan {number} does otherwise than {manifests_gone} manifest(s) say that were issued"),
            number=draft.number,
            manifests_gone=len(found.manifests_gone),
            reasons=[one.told for one in found.manifests_gone],
        )
    if found.violations:
        raise PlanNotPublishable(
            _("plan {number} breaks {violations} rule(s) of the campaign as it is now: start a new run"),
            number=draft.number,
            violations=len(found.violations),
            reasons=[violation.text for violation in found.violations],
        )
    check_promises(plan=draft)
