"""Each kind of event changes the campaign as it says, or says why it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from scheduler import clock
from scheduler.errors import AlreadyThere, Conflict, Invalid
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.people.services import NewRequest
from scheduler.plans.errors import NothingPublished
from scheduler.plans.models import LostVehicle, PlanRun, RunState
from scheduler.plans.policy import policy_set
from scheduler.replanning.happenings import (
    Happening,
    LateRequest,
    PlaceClosed,
    RoadClosed,
    RoadOpened,
    ServiceCancelled,
    ServiceLate,
    SlotCut,
    VehicleLost,
    Withdrawal,
)
from scheduler.replanning.models import Event
from scheduler.replanning.selectors import event_list
from scheduler.replanning.services import Replan, replan_start
from solvers.documents import check_problem
from solvers.problem import Problem
from solvers.reserve import Reserve
from solvers.travel import road_of
from tests.api.stage import published_plan
from tests.builders import at, ok_small
from tests.cast import Cast
from tests.scheduler.replanning.scene import happen, problem_of

pytestmark = pytest.mark.django_db
LATE = NewRequest(
    code="p6", ready_at=clock.moment(at("05:00")), size=1, boarding=(("bp-1", 60),), choices=(("s1", 0.0),)
)


def _changed(cast: Cast, happening: Happening) -> tuple[Problem, Event]:
    [event] = happen(cast, happening)
    problem = problem_of(cast)
    check_problem(problem)
    return problem, event


def test_who_withdraws_is_out_of_the_next_plan(cast: Cast) -> None:
    problem, event = _changed(cast, Withdrawal(party="p2"))
    assert [party.id for party in problem.parties] == ["p1", "p3", "p4", "p5"]
    assert (event.kind, event.payload, event.effect) == ("withdrawal", {"party": "p2"}, {"state": "submitted"})
    assert (event.reported_by, event.reason) == (cast.coordinator.user, "heard on the telephone")
    with pytest.raises(Conflict, match="p2 is withdrawn"):
        happen(cast, Withdrawal(party="p2"))


def test_a_late_request_is_in_the_next_plan(cast: Cast) -> None:
    problem, event = _changed(cast, LateRequest(request=LATE))
    assert problem.parties[-1].id == "p6"
    assert event.payload == {"party": "p6"}
    with pytest.raises(AlreadyThere):
        happen(cast, LateRequest(request=LATE))


@pytest.mark.parametrize(("capacity", "least", "kind"), [(5, 4, "slot_cut"), (3, 3, "slot_cut"), (0, 0, "slot_closed")])
def test_an_employer_that_cuts_a_slot_takes_fewer(cast: Cast, capacity: int, least: int, kind: str) -> None:
    problem, event = _changed(cast, SlotCut(slot="s1", capacity=capacity))
    assert (problem.slots[0].capacity, problem.slots[0].min_headcount) == (capacity, least)
    assert (event.kind, event.effect) == (kind, {"capacity": 6, "min_headcount": 4})


def test_a_cut_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="takes 6, a cut leaves fewer") as caught:
        happen(cast, SlotCut(slot="s1", capacity=6))
    assert caught.value.where == "events[0].capacity"


def test_of_several_vehicles_an_idle_one_is_lost_first(cast: Cast) -> None:
    """Van 0 is on duty d1, van 1 is idle."""
    published_plan(cast.campaign, cast.coordinator)
    problem, event = _changed(cast, VehicleLost(fleet="van"))
    assert (problem.fleets[0].count, event.effect) == (1, {"count": 2, "vehicle": 1})
    _, event = _changed(cast, VehicleLost(fleet="van", for_crew=True))
    assert (event.kind, event.effect) == ("crew_lost", {"count": 1, "vehicle": 0})
    with pytest.raises(Conflict, match="no vehicle left"):
        happen(cast, VehicleLost(fleet="van"))


def test_a_vehicle_is_lost_once(cast: Cast) -> None:
    published_plan(cast.campaign, cast.coordinator)
    happen(cast, VehicleLost(fleet="van", vehicle=0))
    for number in (0, 2):
        with pytest.raises(Invalid, match=f"has no vehicle {number}"):
            happen(cast, VehicleLost(fleet="van", vehicle=number))
    happen(cast, VehicleLost(fleet="van", vehicle=1))
    with acting_as_system():
        assert list(LostVehicle.objects.values_list("vehicle", flat=True)) == [0, 1]


def test_a_vehicle_on_the_road_is_not_planned_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    published_plan(cast.campaign, cast.coordinator)
    monkeypatch.setattr(clock, "now", lambda: clock.moment(at("05:01")))
    with pytest.raises(Conflict, match="on the road"):
        happen(cast, VehicleLost(fleet="van", vehicle=0))


def test_a_flight_at_another_time(cast: Cast) -> None:
    problem, event = _changed(
        cast,
        ServiceLate(service="f1", departs_at=clock.moment(at("08:30")), arrives_at=clock.moment(at("11:00"))),
    )
    assert (problem.services[0].depart, problem.services[0].arrive) == (at("08:30"), at("11:00"))
    assert event.effect["departs_at"].startswith("2027-02-20T00:00:00")
    with pytest.raises(Invalid, match="comes before"):
        happen(
            cast,
            ServiceLate(service="f1", departs_at=clock.moment(at("08:30")), arrives_at=clock.moment(at("08:00"))),
        )


def test_a_cancelled_flight_carries_nobody(cast: Cast) -> None:
    problem, event = _changed(cast, ServiceCancelled(service="f1"))
    assert problem.services[0].seats == 0
    assert event.effect == {"seats": 12, "wheelchair_spaces": 2, "min_load": 4}


def test_a_closed_road_is_a_longer_one_until_it_is_opened(cast: Cast) -> None:
    road = ("bp-1", "bp-2")
    problem, _ = _changed(cast, RoadClosed(origin="bp-1", destination="bp-2", detour_s=900, detour_m=9000))
    assert road_of(problem).leg(*road) == road_of(problem).leg(*road[::-1]) == (19_000, 1500)
    problem, _ = _changed(cast, RoadClosed(origin="bp-1", destination="bp-2", both_ways=False))
    start, end = problem.horizon
    assert road_of(problem).leg(*road)[1] > end - start
    assert road_of(problem).leg(*road[::-1]) == (19_000, 1500)
    problem, _ = _changed(cast, RoadOpened(origin="bp-1", destination="bp-2"))
    assert problem.travel == ok_small().travel
    with pytest.raises(Conflict, match="is not closed"):
        happen(cast, RoadOpened(origin="bp-1", destination="bp-2"))


def test_the_roads_of_a_campaign_without_a_matrix_stay_what_they_were(cast: Cast) -> None:
    haversine = {"kind": "haversine", "detour": 1.4, "tiers": [{"upto_m": 15000, "kmh": 35}, {"kmh": 80}]}
    with cast.coordinator.acting():
        type(cast.campaign).objects.filter(id=cast.campaign.id).update(travel=haversine)
    before = road_of(problem_of(cast))
    problem, _ = _changed(cast, RoadClosed(origin="bp-1", destination="bp-2", detour_s=60))
    after, names = road_of(problem), [location.id for location in problem.locations]
    different = {(a, b) for a in names for b in names if before.leg(a, b) != after.leg(a, b)}
    assert different == {("bp-1", "bp-2"), ("bp-2", "bp-1")}


def test_at_a_closed_place_nobody_boards_and_nothing_leaves(cast: Cast) -> None:
    problem, event = _changed(cast, PlaceClosed(place="bp-1"))
    assert [len(party.boarding) for party in problem.parties] == [0, 1, 1, 0, 0]
    assert event.effect == {"parties": ["p1", "p2", "p4", "p5"], "slots": {}, "services": {}}
    problem, event = _changed(cast, PlaceClosed(place="hub-1"))
    assert {service.seats for service in problem.services} == {0}
    problem, event = _changed(cast, PlaceClosed(place="gate-1"))
    assert (problem.slots[0].capacity, event.effect["slots"]["s1"]["capacity"]) == (0, 6)
    with pytest.raises(Conflict, match="begin or end"):
        happen(cast, PlaceClosed(place="depot-1"))


def test_of_several_events_all_are_taken_in_or_none(cast: Cast) -> None:
    with pytest.raises(Invalid, match="no slot 's9'") as caught:
        happen(cast, Withdrawal(party="p2"), SlotCut(slot="s9", capacity=1))
    assert caught.value.where == "events[1].slot"
    assert problem_of(cast) == ok_small()
    with cast.coordinator.acting():
        assert not event_list(campaign=cast.campaign).exists()


def test_events_are_gathered_in_one_run_from_the_published_plan(cast: Cast) -> None:
    plan = published_plan(cast.campaign, cast.coordinator)
    with cast.coordinator.acting():
        policy_set(
            campaign=cast.campaign, reserve=Reserve(slot_share=0.1), freeze_hours=5.0, move_cost=70.0, wave_seconds=33
        )
    [first] = happen(cast, Withdrawal(party="p2"))
    assert first.run is None
    [second] = happen(cast, SlotCut(slot="s3", capacity=2), replan=True)
    assert second.run is not None
    with cast.coordinator.acting():
        third = replan_start(campaign=cast.campaign, by=cast.coordinator.user, how=Replan())
        assert set(event_list(campaign=cast.campaign).values_list("run", flat=True)) == {third.id}
        assert PlanRun.objects.get(id=second.run_id).state == RunState.CANCELLED, "it would answer less"
        assert third.freeze_until is not None
        assert third.base == plan
    assert (third.seconds, third.move_cost, third.late_factor) == (33, 70.0, 3.0)
    assert abs(third.freeze_until - clock.now() - timedelta(hours=5)) < timedelta(minutes=1)
    assert third.releases_reserve


def test_before_anything_is_published_an_event_changes_the_campaign_and_starts_nothing(cast: Cast) -> None:
    [event] = happen(cast, Withdrawal(party="p2"), replan=True)
    assert event.run is None
    with cast.coordinator.acting(), pytest.raises(NothingPublished):
        replan_start(campaign=cast.campaign, by=None, how=Replan())


def test_another_bureau_sees_no_event_and_reports_none(cast: Cast) -> None:
    happen(cast, Withdrawal(party="p2"))
    with cast.other_coordinator.acting():
        assert not Event.objects.exists()
    with pytest.raises(Exception, match="matching query does not exist"):
        happen(replace(cast, coordinator=cast.other_coordinator), Withdrawal(party="p1"))
    with acting_as_system():
        assert DepartureRequest.objects.get(campaign=cast.campaign, code="p1").state == "submitted"
    assert connection.is_usable()
