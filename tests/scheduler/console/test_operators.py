"""A carrier answers for its duties, names vehicles and drivers, gives out links, and offers its fleets."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Fleet, Service
from scheduler.manning.drivers import NewDriver, driven_days_set, driver_list, drivers_add
from scheduler.manning.models import DrivenDay, Driver, Manning
from scheduler.manning.services import manning_get
from scheduler.manning.week import driver_weeks
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Duty
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.telling.conftest import campaign, clock
from tests.scheduler.telling.scene import messages, told

__all__ = ["campaign", "clock"]

FLEET = {
    "code": "wuling-9",
    "name": "武陵大巴",
    "count": "3",
    "seats": "49",
    "wheelchair_spaces": "1",
    "available_from": "2027-02-20T00:00",
    "available_until": "2027-02-22T00:00",
    "cost_fixed": "800",
    "cost_per_km": "6.5",
    "cost_per_hour": "60",
    "hold_until": "2027-02-18T18:00",
    "start": "depot-1",
    "end": "",
    "most_drivers": "2",
    "driver_cost": "300",
}


@pytest.fixture
def duty(campaign: Campaign, cast: Cast, client: Client) -> Duty:
    """Wuling's van, two drivers, and Wuling's staff in front of the screen."""
    plan = told(cast)
    with cast.operator.acting():
        new = [NewDriver(code="zhao", name="赵立夏", phone="11100000091"), NewDriver(code="qian", name="钱处暑")]
        drivers_add(operator=cast.operator.organisation, drivers=new)
    sign_in(client, cast.operator)
    with acting_as_system():
        return Duty.objects.get(plan=plan, code="d1")


def manning(duty: Duty) -> Manning:
    with acting_as_system():
        return manning_get(duty=duty)


def named(duty: Duty) -> list[str]:
    return [one.driver.code for one in manning(duty).drivers.all()]


def test_a_carrier_sees_its_own_duties_and_nobody_elses(duty: Duty, cast: Cast, client: Client) -> None:
    there = f"/campaigns/{duty.campaign_id}/duties"
    page = client.get(there).content.decode()
    for word in ("d1", "02-20 05:00", "赵立夏 (zhao)", "待答复"):
        assert word in page
    assert ">d2<" not in page
    assert queries_of(client, there) <= MOST_QUERIES
    assert queries_of(client, f"/duties/{duty.id}/manning") <= MOST_QUERIES
    detail = client.get(f"/duties/{duty.id}/manning").content.decode()
    assert "bp-1" in detail
    assert client.get(f"/duties/{duty.id}/route-sheet").content.startswith(b"%PDF")
    for somebody, status in ((cast.other_operator, 404), (cast.coordinator, 403)):
        sign_in(client, somebody)
        assert client.get(f"/duties/{duty.id}/manning").status_code == status


def test_a_duty_is_accepted_with_plate_and_driver_and_its_link_is_sent_and_revoked(duty: Duty, client: Client) -> None:
    there = f"/duties/{duty.id}/manning"
    assert client.post(there, {"plate": "渝H·00001", "driver0": "zhao"}).status_code == 302
    assert (manning(duty).state, manning(duty).plate, named(duty)) == ("accepted", "渝H·00001", ["zhao"])
    found = re.search(r'readonly value="([^"]+/drive/[^"]+)"', client.get(there).content.decode())
    assert found
    for _ in range(2):
        assert "1 名驾驶员" in client.post(f"/duties/{duty.id}/link", {"send": "1"}, follow=True).content.decode()
    assert len(messages(template="driver")) == 2  # once when named, once again within the minute
    client.post(f"/duties/{duty.id}/link", {"revoke": "1"})
    assert "readonly" not in client.get(there).content.decode()
    client.post(f"/duties/{duty.id}/link", {"issue": "1"})
    again = re.search(r'readonly value="([^"]+/drive/[^"]+)"', client.get(there).content.decode())
    assert again
    assert again[1] != found[1]


def test_broken_hours_are_refused_with_the_sum_and_nothing_typed_is_lost(
    duty: Duty, cast: Cast, client: Client
) -> None:
    with cast.operator.acting():
        zhao = driver_list(operator=cast.operator.organisation).get(code="zhao")
        driven_days_set(driver=zhao, days={date(2027, 2, 19) - timedelta(days=k): 7 * 3600 + 60 for k in range(6)})
    refused = client.post(f"/duties/{duty.id}/manning", {"plate": "渝H·00001", "driver0": "zhao"})
    page = refused.content.decode()
    assert refused.status_code == 422
    for word in ("42 小时 06 分", "44 小时 06 分", "44 小时 00 分", "赵立夏", 'value="渝H·00001"'):
        assert word in page
    english = client.post(
        f"/duties/{duty.id}/manning", {"plate": "", "driver0": "zhao"}, headers={"Accept-Language": "en"}
    )
    assert "44 h 06 min, more than 44 h 00 min" in english.content.decode()
    assert manning(duty).state == "asked"


def test_many_duties_are_named_at_once_each_by_itself(duty: Duty, client: Client) -> None:
    there = f"/campaigns/{duty.campaign_id}/duties/name"
    rows = {"ids": ["d1", "d2"], "plate:d1": "渝H·00001", "drivers:d1": "qian", "plate:d2": "x"}
    page = client.post(there, rows)
    assert page.status_code == 422
    assert (manning(duty).state, named(duty)) == ("accepted", ["qian"])
    wrong = client.post(there, {"ids": ["d1"], "plate:d1": "渝H·00002", "drivers:d1": ["zhao", "qian"]})
    assert 'value="渝H·00002"' in wrong.content.decode()
    assert manning(duty).plate == "渝H·00001"
    assert client.post(there, {"ids": ["d1"], "plate:d1": "渝H·00003", "drivers:d1": "zhao"}).status_code == 302


def test_a_duty_is_declined_with_a_reason(duty: Duty, client: Client) -> None:
    assert client.post(f"/duties/{duty.id}/manning", {"reason": ""}).status_code == 422
    assert client.post(f"/duties/{duty.id}/manning", {"reason": "车辆检修"}).status_code == 302
    assert (manning(duty).state, manning(duty).reason) == ("refused", "车辆检修")


def test_hours_of_seven_days_add_up_by_day(duty: Duty, cast: Cast, client: Client) -> None:
    client.post(f"/duties/{duty.id}/manning", {"plate": "渝H·00001", "driver0": "zhao"})
    with cast.operator.acting():
        zhao = driver_list(operator=cast.operator.organisation).get(code="zhao")
    days = f"/campaigns/{duty.campaign_id}/drivers/{zhao.id}/days?to=2027-02-20"
    assert client.post(days, {"2027-02-19": "25"}).status_code == 422
    assert client.post(days, {"2027-02-19": "5.5"}).status_code == 302
    with cast.operator.acting():
        assert DrivenDay.objects.get(driver=zhao, on=date(2027, 2, 19)).drive_s == 19_800
        campaign = Campaign.objects.get(id=duty.campaign_id)
        weeks = driver_weeks(operator=cast.operator.organisation, campaign=campaign, last=date(2027, 2, 20))
    week = next(one for one in weeks if one.driver == zhao)
    assert [(day.planned_s, day.reported_s) for day in week.days[-2:]] == [(0, 19_800), (7200, 0)]
    page = client.get(f"/campaigns/{duty.campaign_id}/drivers").content.decode()
    assert "7 小时 30 分" in page


def test_drivers_are_registered_changed_and_retired(duty: Duty, client: Client) -> None:
    there = f"/campaigns/{duty.campaign_id}/drivers"
    new = {"code": "sun", "name": "孙大雪", "phone": "", "licence_class": "A1", "language": "zh"}
    assert client.post(f"{there}/new", new).status_code == 302
    assert client.post(f"{there}/new", new).status_code == 422
    with acting_as_system():
        sun = Driver.objects.get(code="sun")
    change = {**new, "phone": "11100000093", "version": "1", "retired": "on"}
    assert client.post(f"{there}/{sun.id}", change).status_code == 302
    assert client.post(f"{there}/{sun.id}", change).status_code == 422  # somebody was quicker
    with acting_as_system():
        sun.refresh_from_db()
    assert (str(sun.phone), sun.retired_at is not None) == ("11100000093", True)
    assert "(sun)" not in client.get(f"/campaigns/{duty.campaign_id}/duties").content.decode()


def test_vehicles_and_options_are_offered(duty: Duty, cast: Cast, client: Client) -> None:
    there = f"/campaigns/{duty.campaign_id}/vehicles"
    assert client.post(f"{there}/new", {**FLEET, "available_until": "2027-02-19T00:00"}).status_code == 422
    assert client.post(f"{there}/new", FLEET).status_code == 302
    with acting_as_system():
        fleet = Fleet.objects.get(code="wuling-9")
        assert (fleet.operator_id, list(fleet.crews.values_list("drivers", "cost"))) == (
            cast.operator.organisation.id,
            [(1, 0), (2, 300)],
        )
        others = Fleet.objects.get(campaign=duty.campaign_id, code="shuttle")
        service = Service.objects.get(campaign=duty.campaign_id, code="f1")
    assert client.get(f"{there}/{others.id}").status_code == 404
    crews = {"crews-TOTAL_FORMS": "3", "crews-INITIAL_FORMS": "2", "crews-0-drivers": "1", "crews-1-drivers": "2"}
    third = {"crews-1-cost": "350", "crews-2-drivers": "3", "crews-2-cost": "900", "crews-2-seats": "1"}
    sent = {**FLEET, **crews, **third, "count": "5", "hold_until": "", "version": "1"}
    assert client.post(f"{there}/{fleet.id}", sent).status_code == 302
    hold = f"/campaigns/{duty.campaign_id}/services/{service.id}/option"
    client.post(hold, {"hold_until": "2027-02-18T12:00", "version": service.version})
    with acting_as_system():
        fleet.refresh_from_db()
        service.refresh_from_db()
        assert list(fleet.crews.values_list("drivers", "cost", "seats")) == [(1, 0, 0), (2, 350, 0), (3, 900, 1)]
    assert (fleet.count, fleet.hold_until) == (5, None)
    assert service.hold_until is not None
    assert "02-18 12:00" in client.get(there).content.decode()
