"""Offers that are held until a moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler import clock
from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import Conflict, StaleVersion
from scheduler.fleet.models import Fleet, Service
from scheduler.fleet.options import left_out_of, offer_book, offer_release, offers_expired, without
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans import runs
from scheduler.plans.errors import PlanNotPublishable
from scheduler.plans.models import Plan
from scheduler.plans.services import plan_publish, run_start
from scheduler.plans.tasks import task_of
from tests.api.stage import ready_run
from tests.cast import Cast

MINUTE = timedelta(minutes=1)


def hold(cast: Cast, code: str, until: timedelta) -> Service:
    with acting_as_system():
        Service.objects.filter(campaign=cast.campaign, code=code).update(hold_until=clock.now() + until)
        return Service.objects.get(campaign=cast.campaign, code=code)


def test_an_option_that_has_run_out_is_no_part_of_what_is_planned_and_the_run_says_so(cast: Cast) -> None:
    hold(cast, "f1", -MINUTE)
    hold(cast, "f2", MINUTE)
    with cast.coordinator.acting():
        Fleet.objects.filter(campaign=cast.campaign, code="van").update(hold_until=clock.now() - MINUTE)
        run = run_start(campaign=cast.campaign, seconds=5, seed=1, by=cast.coordinator.user)
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    for _ in range(2):  # a second attempt notes the same
        with acting_as(claim.bureau_id):
            problem = task_of(claim).problem
        assert [service.id for service in problem.services] == ["f2"]
        assert [fleet.id for fleet in problem.fleets] == ["shuttle"]
        with cast.coordinator.acting():
            assert [(one.kind, one.code) for one in left_out_of(run_id=run.id)] == [("fleet", "van"), ("service", "f1")]
    with cast.coordinator.acting():
        assert len(campaign_problem(cast.campaign).services) == 2
    with cast.other_coordinator.acting():
        assert left_out_of(run_id=run.id) == ()


def test_a_booked_offer_holds_whatever_the_hour(cast: Cast) -> None:
    service = hold(cast, "f1", MINUTE)
    with cast.coordinator.acting():
        booked = offer_book(offer=service, version=1)
        assert (booked.booked_at is not None, booked.version) == (True, 2)
        assert offer_book(offer=booked, version=None).version == 2
        later = clock.now() + 2 * MINUTE
        assert offers_expired(campaign=cast.campaign, now=later) == ()
        offer_release(offer=booked, version=2)
        (expired,) = offers_expired(campaign=cast.campaign, now=later)
        assert "the option on service 'f1' ran out" in str(expired)
        assert [one.id for one in without(campaign_problem(cast.campaign), [expired]).services] == ["f2"]


def test_an_option_that_has_run_out_is_not_booked_until_it_is_held_longer(cast: Cast) -> None:
    service = hold(cast, "f1", -MINUTE)
    with cast.coordinator.acting():
        with pytest.raises(Conflict, match="hold it longer"):
            offer_book(offer=service, version=1)
        service = hold(cast, "f1", MINUTE)
        with pytest.raises(StaleVersion):
            offer_book(offer=service, version=7)
        assert offer_book(offer=service, version=1).booked_at is not None


def test_a_plan_that_counts_on_an_option_that_has_run_out_is_not_published(cast: Cast) -> None:
    run = ready_run(cast.campaign, cast.coordinator)
    service = hold(cast, "f1", -MINUTE)
    with cast.coordinator.acting():
        plan = Plan.objects.get(run=run)
        with pytest.raises(PlanNotPublishable, match="offer") as caught:
            plan_publish(plan=plan, by=cast.coordinator.user)
        assert "the option on service 'f1'" in caught.value.reasons[0]
        service = hold(cast, "f1", MINUTE)
        offer_book(offer=service, version=None)
        assert plan_publish(plan=plan, by=cast.coordinator.user).state == "published"
