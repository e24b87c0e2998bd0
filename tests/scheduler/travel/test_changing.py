"""A party that changes from one vehicle to another on the way: its slip, its drivers, and what is seen of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
import time_machine
from django.test import Client

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import, participation_add
from scheduler.fleet.models import Fleet
from scheduler.manning.models import Manning, ManningState
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.services import route_sheet_get
from scheduler.papers.slip_rows import slips
from scheduler.people.models import DepartureRequest
from scheduler.places.models import Place, PlaceKind
from scheduler.plans.laying_out import lay_out
from scheduler.plans.models import Duty, Plan
from scheduler.telling.texts import trip_text
from scheduler.travel.board import Wanted
from scheduler.travel.events import Seen, events_record
from scheduler.travel.models import Alert, AlertKind
from scheduler.travel.today import today
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem
from tests.api.stage import published_plan
from tests.builders import duty, ok_near, ok_near_plan, with_true_cost
from tests.cast import Cast
from tests.scheduler.console.visiting import sign_in
from tests.scheduler.travel.conftest import moment, seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The job near home: van d1 brings p1 to bus d2, both of the one operator."""

    cast: Cast
    campaign: Campaign
    plan: Plan
    van: Duty
    bus: Duty
    p1: DepartureRequest

    def tell(self, duty: Duty, *events: Seen) -> None:
        with time_machine.travel(max(event.at for event in events), tick=False), self.cast.driver.acting():
            events_record(duty=duty, events=events, by=self.cast.driver.user, device="phone-1")

    def alerts(self) -> list[Alert]:
        with acting_as_system():
            return list(Alert.objects.filter(campaign=self.campaign, closed_at=None).order_by("raised_at"))

    def state(self) -> str:
        with acting_as_system():
            self.p1.refresh_from_db()
        return self.p1.state


def early_bus(problem: Problem) -> SolvedPlan:
    """The known plan, but the bus leaves before the van does, and waits where the people change."""
    bus = """
        depot-1 05:40
        bp-2    05:55    06:25    06:28:15 +p1 +p2
        gate-1  06:53:15 06:53:15 06:56:30 -p1 -p2
    """
    known = ok_near_plan(problem)
    return with_true_cost(problem, replace(known, duties=(known.duties[0], duty(problem, "d2", "bus", bus))))


@pytest.fixture
def near(cast: Cast) -> Near:
    with cast.coordinator.acting():
        campaign = campaign_import(bureau=cast.coordinator.organisation, problem=ok_near(), by=cast.coordinator.user)
        participation_add(campaign=campaign, organisation=cast.operator.organisation)
    with acting_as_system():
        Fleet.objects.filter(campaign=campaign).update(operator=cast.operator.organisation)
    plan = published_plan(campaign, cast.coordinator, early_bus)
    with acting_as_system():
        duties = {one.code: one for one in Duty.objects.filter(plan=plan).select_related("plan__campaign", "fleet")}
        p1 = DepartureRequest.objects.get(campaign=campaign, code="p1")
    return Near(cast=cast, campaign=campaign, plan=plan, van=duties["d1"], bus=duties["d2"], p1=p1)


def test_the_slip_says_where_to_change_to_which_vehicle_and_its_plate_once_that_is_known(near: Near) -> None:
    with acting_as_system():
        Manning.objects.update_or_create(
            duty=near.bus,
            defaults={
                "campaign": near.campaign, "operator": near.cast.operator.organisation, "plate": "渝A00001",
                "state": ManningState.ACCEPTED,
            },
        )  # fmt: skip
        Place.objects.filter(campaign=near.campaign, code="bp-2").update(kind=PlaceKind.HOME, name="白腊堡路口")
        chinese, english = (slips(plan=near.plan, language=one)[near.p1.id] for one in ("zh", "en"))
    assert trip_text(chinese) == (
        "2月20日 周六 05:55到bp-1乘van d1；06:25在白腊堡路口换乘bus d2 渝A00001；06:53到gate-1"
    )
    assert "06:25 change at 白腊堡路口 to bus d2 渝A00001;" in trip_text(english)
    assert [(one.mark, one.start, one.plate) for one in english.rides] == [
        ("d1", "bp-1", ""),
        ("d2", "白腊堡路口", "渝A00001"),
    ]


def test_both_drivers_have_the_other_vehicle_on_their_sheets(near: Near) -> None:
    with near.cast.operator.acting():
        first, second = (route_sheet_get(plan=near.plan, duty_code=code, language="en") for code in ("d1", "d2"))
    assert first.stops[2].alight.riders[0].link == "for Duty d2 · bus, leaves at 06:28"
    assert second.stops[1].board.riders[0].link == "off Duty d1 · van, here at 06:07"


def test_a_late_first_vehicle_is_an_alert_about_the_second(near: Near) -> None:
    near.tell(near.van, seen("board", "05:57", 1, near.p1.id), seen("depart", "06:04", 1))
    (alert,) = near.alerts()
    assert alert.kind == AlertKind.CONNECTION
    told = {name: alert.payload[name] for name in ("awaits", "of", "place", "people", "late_s", "parties")}
    assert told == {"awaits": "duty", "of": "d2", "place": "bp-2", "people": 2, "late_s": 390, "parties": ["p1"]}


def test_the_office_reads_who_changes_to_what_and_where(near: Near, client: Client) -> None:
    with time_machine.travel(moment("04:00"), tick=False):
        sign_in(client, near.cast.coordinator)
    near.tell(near.van, seen("board", "05:57", 1, near.p1.id), seen("depart", "06:04", 1))
    with time_machine.travel(moment("06:05"), tick=False):
        board = client.get(f"/campaigns/{near.campaign.id}/today").content.decode()
        first, second = (
            client.get(f"/plans/{near.plan.id}/details?duty={code}", headers={"HX-Request": "true"}).content.decode()
            for code in ("d1", "d2")
        )
    assert "2 人在bp-2换乘班次 d2，将迟到" in board
    assert ("→ d2" in first, "← d1" in second, "→ d" in second) == (True, True, False)


def test_who_boards_twice_is_under_way_once_and_there_at_the_gate(near: Near) -> None:
    """The bus has left its depot before the van: it is the later tick that counts."""
    near.tell(near.van, seen("board", "05:57", 1, near.p1.id))
    assert near.state() == "boarded"
    near.tell(near.van, seen("alight", "06:09", 2, near.p1.id))
    near.tell(near.bus, seen("board", "06:26", 1, near.p1.id, people=1))
    assert near.state() == "boarded"
    assert [alert.kind for alert in near.alerts()] == [AlertKind.NO_SHOW]
    with time_machine.travel(moment("06:30"), tick=False), near.cast.coordinator.acting():
        (gate,) = today(campaign=near.campaign, plan=near.plan, wanted=Wanted()).gates
    assert (gate.expected, gate.away) == (5, 1)
    near.tell(near.bus, seen("alight", "06:54", 2, near.p1.id))
    assert near.state() == "arrived"


def test_the_plan_laid_out_has_both_rides_and_counts_the_van_as_a_feeder(near: Near) -> None:
    with near.cast.coordinator.acting():
        found = lay_out(near.plan)
    assert {one.code: one.carrier for one in found.duties} == {"d1": "feeder", "d2": "coach"}
    trip = next(one for one in found.trips if one.party == "p1")
    assert [(ride.unit, ride.origin, ride.destination) for ride in trip.rides] == [
        ("d1", "bp-1", "bp-2"),
        ("d2", "bp-2", "gate-1"),
    ]
    assert trip.wait_s == 17 * 60 + 30
