"""Starting, cancelling and publishing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import Invalid, NotFound
from scheduler.organisations.models import Organisation, OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.people.models import DepartureRequest
from scheduler.plans.errors import NoPlan, PlanNotPublishable
from scheduler.plans.models import Itinerary, Plan, PlanRun, PlanState, RunState, Unserved
from scheduler.plans.selectors import (
    plan_data,
    plan_find_published,
    plan_get,
    plan_list,
    plan_of_run,
    run_get,
    run_list,
)
from scheduler.plans.services import plan_publish, run_cancel, run_start
from tests.scheduler.plans.conftest import InState
from tests.scheduler.plans.scene import one_walks
from tests.scheduler.plans.test_mapping import kept

Draft = Callable[[], Plan]


@pytest.fixture
def draft(campaign: Campaign) -> Draft:
    """A feasible draft in which party p1 walks to the mill."""

    def make() -> Plan:
        with acting_as(campaign.bureau_id):
            return plan_get(plan_id=kept(one_walks(campaign_problem(campaign)), campaign).id)

    return make


def publish(plan: Plan) -> Plan:
    with acting_as(plan.campaign.bureau_id):
        published = plan_publish(plan=plan, by=None)
        return plan_get(plan_id=published.id)


def test_a_start_writes_the_run_and_the_order_for_the_queue_together(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        run = run_start(campaign=campaign, seconds=30, seed=7, by=None)
        assert (run.state, run.seconds, run.seed, run.attempt) == (RunState.QUEUED, 30, 7, 0)
        assert [message.payload for message in OutboxMessage.objects.all()] == [
            {"job": "PLAN_RUN", "subject": str(run.id), "timeout_s": 90}
        ]


def test_a_start_that_is_rolled_back_leaves_no_order(campaign: Campaign) -> None:
    with acting_as(campaign.bureau_id):
        run_start(campaign=campaign, seconds=30, seed=7, by=None)
        transaction.set_rollback(True)
    with acting_as_system():
        assert not PlanRun.objects.exists()
        assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("seconds", "seed", "where"), [(0, 1, "seconds"), (86_401, 1, "seconds"), (60, -1, "seed")])
def test_a_start_with_a_figure_out_of_range_says_which(campaign: Campaign, seconds: int, seed: int, where: str) -> None:
    with acting_as(campaign.bureau_id), pytest.raises(Invalid) as caught:
        run_start(campaign=campaign, seconds=seconds, seed=seed, by=None)
    assert caught.value.where == where


def test_a_queued_run_is_cancelled_at_once(in_state: InState, campaign: Campaign) -> None:
    run = in_state(RunState.QUEUED)
    with acting_as(campaign.bureau_id):
        assert run_cancel(run=run).state == RunState.CANCELLED


def test_a_run_at_work_is_asked_to_end_and_asking_twice_changes_nothing(in_state: InState, campaign: Campaign) -> None:
    run = in_state(RunState.PLANNING)
    with acting_as(campaign.bureau_id):
        first = run_cancel(run=run)
        second = run_cancel(run=run)
    assert first.state == second.state == RunState.PLANNING
    assert first.cancel_requested_at is not None
    assert second.cancel_requested_at == first.cancel_requested_at


@pytest.mark.parametrize("state", [RunState.READY, RunState.FAILED, RunState.CANCELLED])
def test_cancelling_a_run_that_has_ended_changes_nothing(
    in_state: InState, campaign: Campaign, state: RunState
) -> None:
    run = in_state(state)
    with acting_as(campaign.bureau_id):
        assert run_cancel(run=run).state == state


def test_runs_and_plans_are_found_by_their_bureau(in_state: InState, campaign: Campaign, draft: Draft) -> None:
    run, plan = in_state(RunState.QUEUED), draft()
    with acting_as(campaign.bureau_id):
        assert run_get(run_id=run.id) == run
        assert set(run_list(campaign=campaign)) == {run, plan.run}
        assert plan_get(plan_id=plan.id) == plan
        assert plan_of_run(run=plan.run) == plan
        assert plan_data(plan=plan) == one_walks(campaign_problem(campaign))
        with pytest.raises(NoPlan, match="is queued and has no plan"):
            plan_of_run(run=run)


def test_another_bureau_finds_no_run_and_no_plan(in_state: InState, campaign: Campaign, draft: Draft) -> None:
    run, plan = in_state(RunState.QUEUED), draft()
    with acting_as_system():
        other = Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qijiang", name="Qijiang bureau")
    with acting_as(other.id):
        with pytest.raises(NotFound):
            run_get(run_id=run.id)
        with pytest.raises(NotFound):
            plan_get(plan_id=plan.id)
        assert not plan_list(campaign=campaign).exists()
        assert not Itinerary.objects.exists()
        assert not Unserved.objects.exists()


def test_publishing_puts_a_plan_in_force_and_supersedes_the_one_before(campaign: Campaign, draft: Draft) -> None:
    first, second = publish(draft()), draft()
    assert (first.state, first.number) == (PlanState.PUBLISHED, 1)
    assert first.published_at is not None
    assert publish(second).state == PlanState.PUBLISHED
    with acting_as(campaign.bureau_id):
        assert plan_find_published(campaign=campaign) == second
        first.refresh_from_db()
        assert first.state == PlanState.SUPERSEDED
        assert first.superseded_at is not None


def test_publishing_orders_that_people_be_told(draft: Draft) -> None:
    plan = publish(draft())
    with acting_as_system():
        orders = OutboxMessage.objects.filter(payload__job="TELL_PLAN")
        assert [order.payload["subject"] for order in orders] == [str(plan.id)]


def test_a_plan_is_published_once(draft: Draft) -> None:
    plan = publish(draft())
    with pytest.raises(PlanNotPublishable, match="only a draft can be published"):
        publish(plan)


def test_a_plan_that_no_longer_fits_its_campaign_is_not_published_and_says_why(
    campaign: Campaign, draft: Draft
) -> None:
    plan = draft()
    with acting_as(campaign.bureau_id):
        DepartureRequest.objects.filter(campaign=campaign, code="p1").update(size=40)
    with pytest.raises(PlanNotPublishable) as caught:
        publish(plan)
    assert any("s-mill" in reason for reason in caught.value.reasons)
    with acting_as(campaign.bureau_id):
        plan.refresh_from_db()
        assert plan.state == PlanState.DRAFT
        assert not OutboxMessage.objects.filter(payload__job="TELL_PLAN").exists()


@pytest.mark.parametrize("change", [{"bound": 1.0}, {"number": 9}, {"published_at": None}, {"state": "draft"}])
def test_a_published_plan_cannot_be_changed(draft: Draft, change: dict[str, object]) -> None:
    plan = publish(draft())
    with pytest.raises(DatabaseError), acting_as_system():
        Plan.objects.filter(id=plan.id).update(**change)


def test_the_rows_of_a_published_plan_cannot_be_changed(draft: Draft) -> None:
    plan = publish(draft())
    refusal = "only drafts change"
    with pytest.raises(DatabaseError, match=refusal), acting_as_system():
        Itinerary.objects.filter(plan=plan).update(position=9)
    with pytest.raises(DatabaseError, match=refusal), acting_as_system():
        Unserved.objects.filter(plan=plan).delete()
    with acting_as_system():
        served = DepartureRequest.objects.get(campaign=plan.campaign, code="p1")
    with pytest.raises(DatabaseError, match=refusal), acting_as_system():
        Unserved.objects.create(campaign=plan.campaign, plan=plan, position=99, request=served, reason="cost")


def test_a_published_plan_cannot_be_deleted(draft: Draft) -> None:
    plan = publish(draft())
    with pytest.raises(DatabaseError), acting_as_system():
        plan.delete()


def test_the_database_holds_one_published_plan_a_campaign(draft: Draft) -> None:
    publish(draft())
    second = draft()
    with pytest.raises(DatabaseError, match="plan_one_published"), acting_as_system():
        Plan.objects.filter(id=second.id).update(state=PlanState.PUBLISHED, published_at="2027-02-20T00:00:00Z")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_a_plan_at_once_one_wins(draft: Draft) -> None:
    plan = draft()
    answers = _at_once([lambda: publish(plan)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Plan", "PlanNotPublishable"]
    with acting_as_system():
        assert OutboxMessage.objects.filter(payload__job="TELL_PLAN").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_published_at_once_one_ends_in_force(campaign: Campaign, draft: Draft) -> None:
    plans = [draft(), draft()]
    answers = _at_once([lambda: publish(plans[0]), lambda: publish(plans[1])])
    assert all(isinstance(answer, Plan) for answer in answers)
    with acting_as_system():
        states = Plan.objects.filter(campaign=campaign).values_list("state", flat=True)
        assert sorted(states) == [PlanState.PUBLISHED, PlanState.SUPERSEDED]


def _at_once(calls: list[Callable[[], object]]) -> list[object]:
    """What each call returns or raises, all of them begun at the same time."""

    def attempt(call: Callable[[], object]) -> object:
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(attempt, calls))
