"""What a queue worker does with a plan run: claim, map, solve, judge, keep."""

from __future__ import annotations

import os
import sys
from functools import partial
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Max
from django.db.models.functions import Now

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import DomainError
from scheduler.fleet.models import Service
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.services import enqueue_on_commit
from scheduler.plans import mapping, runs
from scheduler.plans.changing import report_store
from scheduler.plans.curve import Curve
from scheduler.plans.fan_out import hands_for
from scheduler.plans.heart import Heart
from scheduler.plans.models import Failure, Plan
from scheduler.plans.patience import patiently
from scheduler.plans.tasks import Task, solve_task, task_of
from scheduler.queue import Job, TimedOut
from solvers.driven import without_driven
from solvers.judge import Verdict, judge
from solvers.plan import Plan as SolvedPlan
from solvers.plan import ServiceLeg
from solvers.problem import InvalidProblem

log = structlog.get_logger(__name__)

VIOLATIONS_TOLD = 5


class StaleFence(Exception):
    """Another attempt has begun, or the run has ended: what was planned here is dropped."""


def run_execute(*, run_id: UUID, worker: str) -> None:
    """Plan the run, if it waits for it; whatever comes of it stands in its row afterwards."""
    claim = patiently(runs.claim)(run_id, worker=worker)
    if claim is None:
        log.info("run_not_claimed")
        return
    with structlog.contextvars.bound_contextvars(attempt=claim.fence.attempt):
        log.info("run_claimed", worker=worker, seconds=claim.seconds, seed=claim.seed)
        try:
            _plan(claim)
        except StaleFence:
            log.warning("run_taken_over")
        except (InvalidProblem, DomainError) as error:
            _fail(claim, Failure.INVALID_PROBLEM, f"The campaign cannot be planned as it is: {error}")
        except TimedOut:
            _fail(claim, Failure.TIMEOUT, _too_long(claim))
        except (OperationalError, InterfaceError):
            raise  # the row cannot be written now; its lease runs out, and another attempt begins
        except Exception as error:
            log.exception("run_broke")
            _fail(claim, Failure.INTERNAL, _internal(claim, error))


def _plan(claim: runs.Claim) -> None:
    with Heart(partial(runs.beat, claim.fence, curve=Curve())) as heart:
        task = patiently(_task)(claim)
        connection.close()  # none is held idle while the planner works
        cores = _cores()
        plan = solve_task(
            task,
            seconds=claim.seconds,
            workers=cores,
            seed=claim.seed,
            on_progress=heart.report,
            should_stop=heart.should_stop,
            whole_up_to=settings.MENLU_FAN_OUT_ABOVE,
            hands=hands_for(claim, parties=len(task.problem.parties), cores=cores),
        )
        if heart.lost:
            raise StaleFence
        verdict = judge(task.problem, plan)
    if heart.handing_back:
        patiently(_hand_back)(claim)
        return
    run_conclude(claim=claim, plan=without_driven(plan), verdict=verdict)


def run_conclude(*, claim: runs.Claim, plan: SolvedPlan, verdict: Verdict) -> None:
    """Keep what the judge accepts; a plan that it rejects never becomes a row, and the run says so.

    Raises
    ------
    StaleFence
        The run is no longer in our hands; nothing was written.
    """
    if verdict.feasible:
        patiently(_keep)(claim, plan, verdict)
    else:
        _fail(claim, Failure.REJECTED, _rejected(verdict))


def _cores() -> int:
    """How many processor cores this process may use."""
    if sys.platform != "linux":
        return os.cpu_count() or 1
    return len(os.sched_getaffinity(0))


def _task(claim: runs.Claim) -> Task:
    with acting_as(claim.bureau_id):
        return task_of(claim)


def _keep(claim: runs.Claim, plan: SolvedPlan, verdict: Verdict) -> None:
    """Write the plan and what it changes, and end the run: all or nothing, and nothing if the fence is stale."""
    with acting_as(claim.bureau_id):
        if not runs.end_with_plan(claim.fence):
            raise StaleFence
        if not runs.is_wanted(claim.fence):
            log.info("run_not_kept")
            return
        campaign = Campaign.objects.select_for_update(no_key=True).get(id=claim.campaign_id)
        last = Plan.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
        row = Plan.objects.create(
            campaign=campaign,
            run_id=claim.fence.run_id,
            number=last + 1,
            judged_at=Now(),
            road_km=verdict.figures.road_m / 1000,
            timetable=_timetable(campaign, plan),
            **mapping.costs_of(plan),
        )
        mapping.to_rows(plan, row, mapping.codes_of(campaign)).save()
        if claim.wishes.base_id is not None:
            report_store(before=Plan.objects.get(id=claim.wishes.base_id), plan=row)
    log.info("run_kept", plan=str(row.id), number=row.number, cost=plan.cost.total, unserved=len(plan.unserved))


def _timetable(campaign: Campaign, plan: SolvedPlan) -> dict[str, list[int]]:
    """Departure and arrival of the services that a plan uses."""
    used = {leg.service for one in plan.itineraries for leg in one.legs if isinstance(leg, ServiceLeg)}
    times = Service.objects.filter(campaign=campaign, code__in=used).values_list("code", "departs_at", "arrives_at")
    return {code: [clock.seconds(departs_at), clock.seconds(arrives_at)] for code, departs_at, arrives_at in times}


def _hand_back(claim: runs.Claim) -> None:
    with acting_as_system():
        if runs.hand_back(claim.fence):
            enqueue_on_commit(
                organisation=claim.bureau_id,
                job=Job.PLAN_RUN,
                subject=claim.fence.run_id,
                timeout_s=runs.job_timeout_s(claim.seconds),
            )
            log.info("run_handed_back")


def _fail(claim: runs.Claim, failure: Failure, error: str) -> None:
    if patiently(runs.fail)(claim.fence, failure, error):
        log.warning("run_failed", failure=failure.value, error=error)
    else:
        log.warning("run_taken_over")


def _rejected(verdict: Verdict) -> str:
    told = "; ".join(violation.text for violation in verdict.violations[:VIOLATIONS_TOLD])
    return (
        f"The planner's answer breaks {len(verdict.violations)} rule(s) and was not kept: {told}. "
        "Start a run with another seed, and report this one."
    )


def _too_long(claim: runs.Claim) -> str:
    return (
        f"Planning took more than {runs.job_timeout_s(claim.seconds)} s in all, though the planner's limit was "
        f"{claim.seconds} s. Start a new run; if it happens again, plan the campaign in smaller parts."
    )


def _internal(claim: runs.Claim, error: Exception) -> str:
    return (
        f"The planner stopped with an internal error ({type(error).__name__}). Its details are in the queue "
        f"worker's log under run_id {claim.fence.run_id}. Start a new run, and report this one."
    )
