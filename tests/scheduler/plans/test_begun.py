"""People under way: the next plan has them as they are, whatever is heard meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from scheduler import clock
from scheduler.editing.services import draft_copy, edit_make, edit_preview
from scheduler.errors import Conflict
from scheduler.fleet.models import Fleet
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import requests_act, requests_move
from scheduler.people.states import Action, RequestState
from scheduler.plans.broken_promises import broken_promises
from scheduler.plans.checking import plan_check
from scheduler.plans.errors import PlanNotPublishable, PromisesBroken
from scheduler.plans.figures import plan_figures
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.selectors import plan_data
from scheduler.plans.services import plan_publish, run_start
from scheduler.replanning.happenings import PlaceClosed, RoadClosed, ServiceCancelled, SlotCut
from scheduler.travel.selectors import delays_of
from solvers.editing.edits import ShiftTime
from solvers.judge import judge
from solvers.plan import Duty, Reason
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Boarding
from tests.api.stage import published_plan
from tests.builders import at, itinerary, ok_small_plan, plan
from tests.cast import Cast
from tests.scheduler.replanning.scene import draft_of, happen, problem_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast: Cast) -> Iterator[Plan]:
    """p1 and p2 have boarded the van, which is on its way to the flight."""
    with time_machine.travel(clock.moment(at("05:45")), tick=False):
        found = published_plan(cast.campaign, cast.coordinator)
        _become(cast, RequestState.BOARDED, "p1", "p2")
        yield found


def _become(cast: Cast, state: RequestState, *parties: str) -> None:
    with cast.coordinator.acting():
        ids = DepartureRequest.objects.filter(campaign=cast.campaign, code__in=parties).values_list("id", flat=True)
        requests_move(campaign=cast.campaign, requests=ids, to=state, by=cast.coordinator.user)


def _said(cast: Cast, found: Plan) -> SolvedPlan:
    with cast.coordinator.acting():
        return plan_data(plan=found)


def _again(cast: Cast, base: Plan) -> Plan:
    """The known plan once more, as a new version."""
    return draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)), base=base)


@pytest.mark.parametrize("state", [RequestState.BOARDED, RequestState.ARRIVED, RequestState.SETTLED])
def test_whoever_is_under_way_or_there_stays_in_the_problem(cast: Cast, published: Plan, state: RequestState) -> None:
    if state != RequestState.BOARDED:
        _become(cast, RequestState.ARRIVED, "p1", "p2")
        _become(cast, state, "p1", "p2")
    problem = problem_of(cast)
    assert [party.id for party in problem.parties] == ["p1", "p2", "p3", "p4", "p5"]
    assert judge(problem, _said(cast, published)).feasible


def test_who_went_home_again_gives_the_place_back(cast: Cast, published: Plan) -> None:
    """p4 has waited for two places."""
    with cast.coordinator.acting():
        [(_, moved)] = requests_act(
            campaign=cast.campaign, codes=["p1"], action=Action.RETURN, by=cast.coordinator.user, why="homesick"
        )
    assert moved.state == RequestState.RETURNED
    assert [party.id for party in problem_of(cast).parties] == ["p2", "p3", "p4", "p5"]


def test_an_employer_cannot_take_fewer_than_are_on_their_way(cast: Cast, published: Plan) -> None:
    happen(cast, SlotCut(slot="s1", capacity=0))
    [slot] = [one for one in problem_of(cast).slots if one.id == "s1"]
    assert (slot.capacity, slot.min_headcount) == (5, 0)


def test_a_stop_that_is_closed_behind_them_changes_nothing(cast: Cast, published: Plan) -> None:
    happen(cast, PlaceClosed(place="bp-1"))
    assert judge(problem_of(cast), _said(cast, published)).feasible


def test_a_road_that_they_drove_is_closed_behind_them(cast: Cast, published: Plan) -> None:
    """The van has left bp-2 at 05:25; nobody else can go there from bp-1, and the plan stands as it is."""
    happen(cast, RoadClosed(origin="bp-1", destination="bp-2"))
    with cast.coordinator.acting():
        assert plan_check(plan=published, campaign=cast.campaign).stands
        assert plan_figures(plan=published).feasible
    assert not judge(problem_of(cast), _said(cast, published)).feasible, "whoever leaves now finds it closed"


def test_a_draft_is_edited_with_the_road_as_it_was_driven(cast: Cast, published: Plan) -> None:
    """Coming to the airport a minute later is all that the edit does, and neither it nor the draft breaks a rule."""
    happen(cast, RoadClosed(origin="bp-1", destination="bp-2"))
    later, by = ShiftTime(duty="d1", stop=3, by_s=60), cast.coordinator.user
    with cast.coordinator.acting():
        draft = draft_copy(plan=published, by=by)
        assert draft.draft.violations == []
        _, effect = edit_preview(plan=draft, edit=later, version=None)
        edit_make(plan=draft, edit=later, by=by, version=None)
        draft.refresh_from_db()
        checked = plan_check(plan=draft, campaign=cast.campaign)
        before, after = (plan_data(plan=one).duties[0].stops for one in (published, draft))
    assert effect.feasible, effect.violations
    assert checked.violations == ()
    assert after[:3] == before[:3]
    assert (after[3].at, after[3].start - before[3].start) == ("hub-1", 60)


def test_a_road_ahead_of_them_is_closed_where_there_is_another_way(cast: Cast, published: Plan) -> None:
    with pytest.raises(Conflict, match="duty d1 has left and goes from hub-1 to depot-1 yet"):
        happen(cast, RoadClosed(origin="depot-1", destination="hub-1"))
    happen(cast, RoadClosed(origin="depot-1", destination="hub-1", detour_s=600))
    with cast.coordinator.acting():
        assert delays_of(plan=published)["d1"]["stops"][-1][0] == at("07:18:30"), "ten minutes later"


def test_fewer_than_the_least_load_fly_once_somebody_is_on_the_way_to_it(cast: Cast, published: Plan) -> None:
    """p2 did not come after all: with p1 alone the flight and the slot lack two people."""
    _become(cast, RequestState.NO_SHOW, "p2")
    problem = problem_of(cast)
    assert [party.id for party in problem.parties] == ["p1", "p3", "p4", "p5"]
    known = ok_small_plan()
    alone = plan(
        problem,
        [_without_p2(duty) for duty in known.duties],
        [one for one in known.itineraries if one.party != "p2"],
        {"p4": Reason.SEARCH, "p5": Reason.NO_CHOICE},
    )
    assert judge(problem, alone).feasible


def _without_p2(duty: Duty) -> Duty:
    return replace(
        duty,
        stops=tuple(
            replace(
                stop,
                board=tuple(p for p in stop.board if p != "p2"),
                alight=tuple(p for p in stop.alight if p != "p2"),
            )
            for stop in duty.stops
        ),
    )


def test_whose_flight_is_cancelled_has_left_home_as_it_did(cast: Cast, published: Plan) -> None:
    happen(cast, ServiceCancelled(service="f1"))
    found = {party.id: party for party in problem_of(cast).parties}
    assert found["p1"].boarding == (Boarding(at="bp-1", access_s=900),)
    assert (found["p1"].ready, [one.at for one in found["p3"].boarding]) == (at("04:55"), ["gate-3"])


def test_nobody_on_the_road_is_left_behind_without_a_name_under_it(cast: Cast, published: Plan) -> None:
    walk = itinerary("p3", "s3", "home 07:40 gate-3 08:00")
    left = {one.id: Reason.TIME for one in problem_of(cast).parties if one.id != "p3"}
    draft = draft_of(cast.campaign, cast.coordinator, plan(problem_of(cast), [], [walk], left), base=published)
    with cast.coordinator.acting():
        assert [one.party for one in broken_promises(plan=draft)] == ["p1", "p2"]
        with pytest.raises(PromisesBroken) as caught:
            plan_publish(plan=draft, by=cast.coordinator.user)
    assert caught.value.reasons[0].startswith("party p1 (2 people, on the road to slot s1, leaving home")


def test_a_plan_repeats_what_has_begun(cast: Cast, published: Plan) -> None:
    problem = problem_of(cast)
    known = ok_small_plan(problem)
    other = replace(known, duties=(replace(known.duties[0], vehicle=1), known.duties[1]))
    draft = draft_of(cast.campaign, cast.coordinator, other, base=published)
    with cast.coordinator.acting(), pytest.raises(PlanNotPublishable) as caught:
        plan_publish(plan=draft, by=cast.coordinator.user)
    assert caught.value.reasons[0].startswith(
        "party p1 is under way by vehicle 1 of van, and this plan has it otherwis"
    )
    again = _again(cast, published)
    with cast.coordinator.acting():
        assert plan_publish(plan=again, by=cast.coordinator.user).state == PlanState.PUBLISHED


def test_with_people_on_the_road_nothing_is_planned_from_nothing(cast: Cast, published: Plan) -> None:
    with (
        cast.coordinator.acting(),
        pytest.raises(Conflict, match="under way by the published plan: start the run from"),
    ):
        run_start(campaign=cast.campaign, seconds=5, seed=1, by=cast.coordinator.user)


def test_an_option_that_carries_somebody_was_taken(cast: Cast, published: Plan) -> None:
    with acting_as_system():
        Fleet.objects.filter(campaign=cast.campaign, code="van").update(hold_until=clock.moment(at("05:30")))
    again = _again(cast, published)
    with cast.coordinator.acting():
        assert plan_publish(plan=again, by=cast.coordinator.user).state == PlanState.PUBLISHED
