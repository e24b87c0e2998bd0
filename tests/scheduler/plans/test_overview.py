"""A plan laid out for people to look at."""

from __future__ import annotations

from dataclasses import replace

from scheduler.editing.services import draft_copy
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.overview import plan_overview
from scheduler.plans.selectors import plan_find_before
from solvers.explain.figures import Explained
from tests.api.stage import published_plan
from tests.builders import HOUR, at, ok_long, ok_long_plan
from tests.cast import Cast


def test_a_plan_is_laid_out_with_loads_rides_and_waiting(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        seen = plan_overview(plan=plan)
    first, shuttle = seen.duties
    assert [(halt.at, halt.load) for halt in first.halts][1:4] == [("bp-1", 2), ("bp-2", 5), ("hub-1", 0)]
    assert (first.carrier, first.most, first.room, shuttle.carrier) == ("feeder", 5, 8, "employer's coach")
    assert [(one.code, one.people) for one in seen.services] == [("f1", 5)]
    p1 = seen.trips[0]
    assert [ride.unit for ride in p1.rides] == ["d1", "f1", "d2"]
    airport_s, hub_s = at("08:00") - at("06:05:15"), at("11:00") - at("10:30")
    assert (p1.takes_s, p1.wait_s) == (at("11:33:15") - at("04:55"), airport_s + hub_s)


def test_who_withdraws_later_is_still_in_the_plan_as_it_was_made(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p1").update(state=RequestState.WITHDRAWN)
    with cast.coordinator.acting():
        seen = plan_overview(plan=plan)
    assert (seen.figures.counted.served, seen.figures.feasible) == (6, True)


def test_a_plan_is_compared_with_its_base_else_with_what_was_published_before(cast: Cast) -> None:
    first = published_plan(cast.campaign, cast.coordinator)
    second = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        assert plan_find_before(plan=first) is None
        assert plan_find_before(plan=second) == first
        draft = draft_copy(plan=first, by=cast.coordinator.user)
        assert plan_find_before(plan=draft) == first


def test_the_driver_nearest_to_the_limit_leaves_so_much() -> None:
    problem = ok_long()
    assert Explained(problem, ok_long_plan(problem)).slack_s() == 2 * HOUR - 15 * 60
    rules = replace(problem.rules, driver_hours=None)
    assert Explained(replace(problem, rules=rules), ok_long_plan(problem)).slack_s() is None
