"""What a queue worker does with a run, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.plans import mapping, runs
from scheduler.plans.models import Duty, Failure, Plan, PlanRun, RunState, Unserved
from scheduler.plans.planning import StaleFence, run_conclude, run_execute
from scheduler.plans.reaper import reap_lapsed
from solvers.judge import judge
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem
from tests.scheduler.plans.conftest import InState, fence_of, let_lease_run_out
from tests.scheduler.plans.scene import one_walks

Conclude = Callable[[PlanRun, SolvedPlan], None]


@pytest.fixture
def problem(campaign: Campaign) -> Problem:
    with acting_as(campaign.bureau_id):
        return campaign_problem(campaign)


@pytest.fixture
def conclude(campaign: Campaign, problem: Problem) -> Conclude:
    """End a claimed run with a plan, as the queue worker does after the search."""

    def end(run: PlanRun, plan: SolvedPlan) -> None:
        claim = runs.Claim(
            fence=fence_of(run), campaign_id=campaign.id, bureau_id=campaign.bureau_id, seconds=8, seed=1
        )
        run_conclude(claim=claim, plan=plan, verdict=judge(problem, plan))

    return end


@pytest.mark.django_db(transaction=True)
def test_a_queued_run_becomes_a_plan_that_the_judge_accepts(in_state: InState, problem: Problem) -> None:
    run = in_state(RunState.QUEUED)
    run_execute(run_id=run.id, worker="worker-1")
    with acting_as_system():
        run.refresh_from_db()
        assert (run.state, run.attempt, run.error) == (RunState.READY, 1, "")
        assert run.finished_at is not None
        plan = mapping.from_rows(run.plan)
        assert (run.plan.number, run.plan.state) == (1, "draft")
    assert judge(problem, plan).violations == ()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_enqueued_twice_is_executed_once(in_state: InState) -> None:
    run = in_state(RunState.QUEUED)
    run_execute(run_id=run.id, worker="worker-1")
    run_execute(run_id=run.id, worker="worker-2")
    with acting_as_system():
        run.refresh_from_db()
        assert (run.attempt, run.queue_worker) == (1, "worker-1")
        assert Plan.objects.filter(run=run).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_campaign_that_is_no_valid_problem_fails_and_says_where(campaign: Campaign, in_state: InState) -> None:
    with acting_as(campaign.bureau_id):
        rules = {**campaign.rules, "stop_fixed_s": "soon"}
        Campaign.objects.filter(id=campaign.id).update(rules=rules)
    run = in_state(RunState.QUEUED)
    run_execute(run_id=run.id, worker="worker-1")
    with acting_as_system():
        run.refresh_from_db()
    assert (run.state, run.failure) == (RunState.FAILED, Failure.INVALID_PROBLEM)
    assert "stop_fixed_s" in run.error


def test_what_the_planner_made_is_kept_with_its_run(in_state: InState, problem: Problem, conclude: Conclude) -> None:
    run = in_state(RunState.PLANNING)
    conclude(run, one_walks(problem))
    with acting_as_system():
        run.refresh_from_db()
        assert run.state == RunState.READY
        assert mapping.from_rows(run.plan) == one_walks(problem)


def test_a_plan_that_the_judge_rejects_never_becomes_a_row(
    in_state: InState, problem: Problem, conclude: Conclude
) -> None:
    run = in_state(RunState.PLANNING)
    walk = one_walks(problem)
    conclude(run, replace(walk, unserved=walk.unserved[1:]))
    with acting_as_system():
        run.refresh_from_db()
        assert (run.state, run.failure) == (RunState.FAILED, Failure.REJECTED)
        assert "party p2: is not accounted for" in run.error
        assert not Plan.objects.exists()
        assert not Unserved.objects.exists()


def test_a_worker_whose_fence_is_stale_keeps_nothing(in_state: InState, problem: Problem, conclude: Conclude) -> None:
    run = in_state(RunState.PLANNING)
    let_lease_run_out(run)
    assert reap_lapsed() == 1
    with pytest.raises(StaleFence):
        conclude(run, one_walks(problem))
    with acting_as_system():
        assert not Plan.objects.exists()
        assert PlanRun.objects.get(id=run.id).state == RunState.QUEUED


def test_a_plan_that_cannot_be_written_leaves_the_run_as_it_was(
    campaign: Campaign, in_state: InState, problem: Problem, conclude: Conclude
) -> None:
    run = in_state(RunState.PLANNING)
    with acting_as(campaign.bureau_id):
        DepartureRequest.objects.filter(campaign=campaign, code="p2").delete()
    with pytest.raises(KeyError, match="p2"):
        conclude(run, one_walks(problem))
    with acting_as_system():
        assert not Plan.objects.exists()
        assert not Duty.objects.exists()
        assert PlanRun.objects.get(id=run.id).state == RunState.PLANNING


def test_a_run_that_was_asked_to_end_is_cancelled_with_the_best_so_far_kept(
    in_state: InState, problem: Problem, conclude: Conclude
) -> None:
    run = in_state(RunState.PLANNING)
    with acting_as_system():
        assert runs.ask_to_cancel(fence_of(run), keep=True)
    conclude(run, one_walks(problem))
    with acting_as_system():
        run.refresh_from_db()
        assert run.state == RunState.CANCELLED
        assert mapping.from_rows(run.plan) == one_walks(problem)


def test_plans_are_numbered_within_their_campaign(in_state: InState, problem: Problem, conclude: Conclude) -> None:
    for _ in range(3):
        conclude(in_state(RunState.PLANNING), one_walks(problem))
    with acting_as_system():
        assert sorted(Plan.objects.values_list("number", flat=True)) == [1, 2, 3]
