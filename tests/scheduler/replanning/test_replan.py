"""From an event to the plan that answers it, as a queue worker makes it."""

from __future__ import annotations

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.changing import before_of, changes_between
from scheduler.plans.figures import plan_figures
from scheduler.plans.models import Plan, PlanRun, RunState
from scheduler.plans.planning import run_execute
from scheduler.plans.policy import policy_set
from scheduler.plans.resuming import resume_usual
from scheduler.plans.selectors import plan_data
from scheduler.plans.services import plan_publish, run_start
from scheduler.plans.waiting import promotion_list, waiting_list
from scheduler.replanning.happenings import SlotCut, VehicleLost, Withdrawal
from solvers.freeze import Locks
from solvers.judge import judge
from solvers.reserve import Reserve
from tests.api.stage import published_plan
from tests.cast import Cast, make_cast
from tests.scheduler.replanning.scene import happen, problem_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """One that a queue worker sees: it is committed."""
    return make_cast()


def _planned(run: PlanRun) -> Plan:
    """What a queue worker makes of the run."""
    run_execute(run_id=run.id, worker="worker-1")
    with acting_as_system():
        run.refresh_from_db()
        assert (run.state, run.error) == (RunState.READY, "")
        return Plan.objects.select_related("campaign", "run__base").get(run=run)


def test_a_withdrawal_frees_seats_for_who_waits_and_that_is_recorded(cast: Cast) -> None:
    """p2 and its three seats are given back: p4, first on the list, has a place in s1 now."""
    published = published_plan(cast.campaign, cast.coordinator)
    [event] = happen(cast, Withdrawal(party="p2"), replan=True)
    assert event.run is not None
    plan = _planned(event.run)
    with cast.coordinator.acting():
        assert before_of(plan=plan) == published
        report = changes_between(before=published, plan=plan)
        assert {one["party"]: one["what"] for one in report["parties"] if one["what"] != "shifted"} == {
            "p2": "gone",
            "p4": "served",
        }
        plan_publish(plan=plan, by=cast.coordinator.user)
        [promotion] = promotion_list(campaign=cast.campaign)
        assert (promotion.request.code, promotion.place, promotion.plan) == ("p4", 1, plan)
        assert [one.party for one in waiting_list(campaign=cast.campaign)] == ["p5"]


def test_nobody_who_was_told_is_left_for_somebody_who_waits(cast: Cast) -> None:
    """p4 would take p2's seats: two people, whom the van meets on its way, cost less to carry than three."""
    published = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        policy_set(campaign=cast.campaign, reserve=Reserve(), move_cost=50.0)
    [event] = happen(cast, VehicleLost(fleet="van", vehicle=1), replan=True)
    assert event.run is not None
    plan = _planned(event.run)
    with cast.coordinator.acting():
        assert changes_between(before=published, plan=plan)["people"]["left"] == 0


def test_a_lost_vehicle_is_replaced_by_a_spare_one_and_nobody_else_moves(cast: Cast) -> None:
    published = published_plan(cast.campaign, cast.coordinator)
    [event] = happen(cast, VehicleLost(fleet="van", vehicle=0), replan=True)
    assert event.run is not None
    plan = _planned(event.run)
    with cast.coordinator.acting():
        report = changes_between(before=published, plan=plan)
        assert (report["people"]["left"], report["people"]["served"]) == (0, 0)
        assert judge(problem_of(cast), plan_data(plan=plan)).feasible


def test_a_run_from_the_published_plan_keeps_what_is_locked(cast: Cast) -> None:
    published = published_plan(cast.campaign, cast.coordinator)
    happen(cast, SlotCut(slot="s3", capacity=2))
    with cast.coordinator.acting():
        locks = Locks(duties=frozenset({"d1"}), services=frozenset({"f1"}))
        run = run_start(
            campaign=cast.campaign,
            seconds=2,
            seed=1,
            by=cast.coordinator.user,
            resume=resume_usual(base=published, locks=locks),
        )
    plan = _planned(run)
    with cast.coordinator.acting():
        before, after = plan_data(plan=published), plan_data(plan=plan)
        assert before.duties[0] in after.duties
        assert run.locks == {"duties": ["d1"], "services": ["f1"]}


def test_what_is_held_back_is_not_filled_and_its_price_is_told(cast: Cast) -> None:
    with cast.coordinator.acting():
        policy_set(campaign=cast.campaign, reserve=Reserve(slots={"s3": 3}))
        run = run_start(campaign=cast.campaign, seconds=3, seed=1, by=cast.coordinator.user)
    plan = _planned(run)
    with cast.coordinator.acting():
        assert isinstance(plan.meta, dict)
        price = plan.meta["reserve"]
        assert (price["places"], price["vehicle_seats"], price["service_seats"]) == (3, 0, 0)
        assert price["price"] == pytest.approx(plan.cost_total - price["cost_without"])
        assert price["price"] > 0, "p3, who could have walked, stays at home"
        assert "p3" not in {one.party for one in plan_data(plan=plan).itineraries}
        assert plan.bound is None or plan.bound <= price["cost_without"] + 0.01
        figures = plan_figures(plan=plan)
        assert figures.feasible
        plan_publish(plan=plan, by=cast.coordinator.user)
        released = run_start(
            campaign=cast.campaign, seconds=2, seed=1, by=None, resume=resume_usual(base=plan, move_cost=0.0)
        )
    again = _planned(released)
    with cast.coordinator.acting():
        assert "p3" in {one.party for one in plan_data(plan=again).itineraries}
