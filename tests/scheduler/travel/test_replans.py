"""An alert that a new plan has to answer orders one: once a state of affairs, and called off when it is over."""

from __future__ import annotations

import pytest
import time_machine

from scheduler.errors import Conflict
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans import runs
from scheduler.plans.models import Plan, PlanRun, RunState
from scheduler.plans.planning import run_conclude
from scheduler.plans.policy import policy_set
from scheduler.plans.services import plan_discard, plan_publish
from scheduler.replanning.answering import alert_answer, alert_replan
from scheduler.replanning.happenings import SlotCut
from scheduler.replanning.models import Event, EventKind
from scheduler.replanning.selectors import answer_list
from scheduler.travel.alerts import alert_close
from scheduler.travel.models import Alert
from solvers.judge import judge
from solvers.reserve import Reserve
from tests.builders import at, ok_small_plan
from tests.scheduler.replanning.scene import happen, problem_of
from tests.scheduler.travel.conftest import Road, moment, seen

LEFT_LATE = "06:00"
"""The van leaves p2's stop then, and comes to the airport at 06:40: ten minutes late."""


def late(road: Road) -> Alert:
    """The flight is in danger."""
    road.tell(road.van, seen("depart", LEFT_LATE, 2))
    (alert,) = road.alerts()
    return alert


def answer(alert: Alert, now: str) -> PlanRun | None:
    """What a queue worker makes of the order."""
    with time_machine.travel(moment(now), tick=False):
        return alert_answer(alert_id=alert.id)


def ended(run: PlanRun, road: Road) -> Plan:
    """A queue worker comes to the known plan."""
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    problem = problem_of(road.cast)
    plan = ok_small_plan(problem)
    run_conclude(claim=claim, plan=plan, verdict=judge(problem, plan))
    with acting_as_system():
        return Plan.objects.get(run=run)


def state(run: PlanRun) -> RunState:
    with acting_as_system():
        return RunState(PlanRun.objects.get(id=run.id).state)


def told(alert: Alert) -> list[Event]:
    with acting_as_system():
        return [one.event for one in answer_list(alert=alert)]


def test_a_flight_in_danger_orders_one_new_plan_from_the_published_one(road: Road) -> None:
    alert = late(road)
    with acting_as_system():
        orders = OutboxMessage.objects.filter(payload__job="ALERT", payload__subject=str(alert.id))
        assert orders.count() == 1, "in the transaction of the alert"
    run = answer(alert, LEFT_LATE)
    assert run is not None
    assert (run.base_id, run.seconds, run.created_by_id) == (road.plan.id, 6, None)
    assert run.delays["d1"]["stops"][3][0] == at("06:40"), "the van is where it is, not where it should be"
    (event,) = told(alert)
    assert (event.kind, event.run_id, event.effect) == (EventKind.DUTY_LATE, run.id, {})
    assert event.payload["parties"] == ["p1", "p2"]
    assert answer(alert, LEFT_LATE) is None, "the order may be carried out twice"
    assert road.plan.state == "published"


def test_a_little_later_is_no_news_and_much_later_takes_the_place_of_what_was_ordered(road: Road) -> None:
    alert = late(road)
    first = answer(alert, LEFT_LATE)
    assert first is not None
    road.tell(road.van, seen("arrive", "06:43", 3))
    assert answer(alert, "06:43") is None
    road.tell(road.van, seen("arrive", "06:58", 3))
    second = answer(alert, "06:58")
    assert second is not None
    assert (state(first), state(second)) == (RunState.CANCELLED, RunState.QUEUED)
    old, new = told(alert)
    assert "there is later news" in old.over_why
    assert (new.run_id, new.over_at) == (second.id, None)


def test_a_draft_that_later_news_has_overtaken_is_discarded(road: Road) -> None:
    alert = late(road)
    first = answer(alert, LEFT_LATE)
    assert first is not None
    plan = ended(first, road)
    road.tell(road.van, seen("arrive", "06:58", 3))
    assert answer(alert, "06:58") is not None
    with acting_as_system():
        assert not Plan.objects.filter(id=plan.id).exists()
    assert told(alert)[0].over_why.endswith(f"plan {plan.number} was discarded")


def test_a_delay_made_good_cancels_the_run_that_is_ordered(road: Road) -> None:
    left = seen("depart", LEFT_LATE, 2)
    road.tell(road.van, left)
    (alert,) = road.alerts()
    run = answer(alert, LEFT_LATE)
    assert run is not None
    road.tell(road.van, seen("undo", "06:01", undoes=left.id), seen("depart", "05:30", 2), now="06:02")
    assert answer(alert, "06:02") is None
    assert state(run) == RunState.CANCELLED
    (event,) = told(alert)
    assert event.over_why == "the alert is over by itself since 2027-02-19 22:02 UTC; its run was cancelled"


def test_a_run_at_work_that_nobody_waits_for_leaves_no_draft_behind(road: Road) -> None:
    left = seen("depart", LEFT_LATE, 2)
    road.tell(road.van, left)
    (alert,) = road.alerts()
    run = answer(alert, LEFT_LATE)
    assert run is not None
    claim = runs.claim(run.id, worker="worker-1")
    assert claim is not None
    road.tell(road.van, seen("undo", "06:01", undoes=left.id), seen("depart", "05:30", 2), now="06:02")
    answer(alert, "06:02")
    problem = problem_of(road.cast)
    plan = ok_small_plan(problem)
    run_conclude(claim=claim, plan=plan, verdict=judge(problem, plan))
    assert state(run) == RunState.CANCELLED
    with acting_as_system():
        assert not Plan.objects.filter(run=run).exists()


def test_a_delay_made_good_discards_the_draft_and_what_else_it_answers_is_said(road: Road) -> None:
    left = seen("depart", LEFT_LATE, 2)
    road.tell(road.van, left)
    (alert,) = road.alerts()
    run = answer(alert, LEFT_LATE)
    assert run is not None
    plan = ended(run, road)
    road.tell(road.van, seen("undo", "06:01", undoes=left.id), seen("depart", "05:30", 2), now="06:02")
    answer(alert, "06:02")
    (event,) = told(alert)
    assert event.over_why.endswith(f"plan {plan.number} was discarded")
    with acting_as_system():
        assert [one.number for one in Plan.objects.all()] == [road.plan.number]


def test_what_else_the_run_was_for_is_planned_anew_without_the_delay(road: Road) -> None:
    left = seen("depart", LEFT_LATE, 2)
    road.tell(road.van, left)
    (alert,) = road.alerts()
    first = answer(alert, LEFT_LATE)
    with time_machine.travel(moment("06:01"), tick=False):
        [cut] = happen(road.cast, SlotCut(slot="s3", capacity=2), replan=True)
    assert cut.run is not None
    assert cut.run.delays.keys() == {"d1"}
    assert told(alert)[0].run_id == cut.run_id
    road.tell(road.van, seen("undo", "06:01", undoes=left.id), seen("depart", "05:30", 2), now="06:02")
    answer(alert, "06:02")
    with acting_as_system():
        now = Event.objects.select_related("run").get(id=cut.id).run
    assert first is not None
    assert now is not None
    assert (now.state, now.seconds, now.delays) == (RunState.QUEUED, 2, {})
    assert now.id not in (first.id, cut.run_id)


def test_an_alert_that_somebody_deals_with_keeps_its_draft_for_them(road: Road) -> None:
    alert = late(road)
    run = answer(alert, LEFT_LATE)
    assert run is not None
    plan = ended(run, road)
    coordinator = road.cast.coordinator
    with coordinator.acting():
        alert_close(alert=alert, version=None, by=coordinator.user, remark="the airline waits")
    answer(alert, "06:05")
    (event,) = told(alert)
    assert event.over_why.startswith("the alert was dealt with")
    with coordinator.acting():
        plan_discard(plan=plan, version=None)
        assert answer_list(alert=alert)[0].plan is None
        with pytest.raises(Conflict, match="only a draft"):
            plan_discard(plan=road.plan, version=None)
        with pytest.raises(Conflict, match="the alert was closed"):
            alert_replan(alert=alert, by=coordinator.user)


def test_a_published_answer_closes_its_alert_and_stays(road: Road) -> None:
    alert = late(road)
    run = answer(alert, LEFT_LATE)
    assert run is not None
    plan = ended(run, road)
    coordinator = road.cast.coordinator
    with coordinator.acting():
        plan_publish(plan=plan, by=coordinator.user)
        alert.refresh_from_db()
        assert (alert.closed_by, alert.remark) == (coordinator.user, f"plan {plan.number}")
    answer(alert, "06:05")
    (event,) = told(alert)
    assert (event.over_at, event.run_id) == (None, run.id)


def test_a_campaign_says_which_alerts_plan_anew_and_for_how_long(road: Road) -> None:
    coordinator = road.cast.coordinator
    with coordinator.acting():
        policy_set(campaign=road.cast.campaign, reserve=Reserve(), replan_on=["no_show"], alert_seconds=9)
    alert = late(road)
    assert answer(alert, LEFT_LATE) is None
    with time_machine.travel(moment("06:01"), tick=False), coordinator.acting():
        by_hand = alert_replan(alert=alert, by=coordinator.user)
    assert (by_hand.seconds, by_hand.created_by_id) == (9, coordinator.user.id)
    road.tell(road.van, seen("no_show", "06:02", 1, road.p1))
    missing = next(one for one in road.alerts() if one.kind == "no_show")
    run = answer(missing, "06:03")
    assert run is not None
    assert told(missing)[0].payload == {"party": "p1", "people": 2}
    assert told(alert)[0].run_id == run.id, "one run for both"
