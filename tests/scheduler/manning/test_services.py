"""Operators accept duties with a vehicle and drivers who may drive them, or refuse with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, Forbidden, Invalid
from scheduler.links.models import Purpose, SignedLink
from scheduler.manning.drivers import NewDriver, driven_days_set, driver_get, driver_list, drivers_add
from scheduler.manning.models import Driver, Manning
from scheduler.manning.services import (
    DriversRefused,
    DutyAnswer,
    RowOutcome,
    duties_answer,
    duty_answer,
    manning_get,
)
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Duty, Plan
from tests.cast import Cast
from tests.scheduler.telling.scene import later, messages, only_the_walker, same, told

ACCEPTED = DutyAnswer(state="accepted", plate="渝H·00001", drivers=("zhao",))


@pytest.fixture
def drivers(campaign: Campaign, cast: Cast) -> list[Driver]:
    """Two of Wuling's: Zhao, and Qian, who reads English."""
    with cast.operator.acting():
        new = [
            NewDriver(code="zhao", name="赵立夏", phone="11100000091", licence_class="A1"),
            NewDriver(code="qian", name="钱处暑", phone="11100000092", licence_class="A1", language="en"),
        ]
        drivers_add(operator=cast.operator.organisation, drivers=new)
        return list(driver_list(operator=cast.operator.organisation))


def answer(cast: Cast, plan: Plan, said: DutyAnswer, code: str = "d1") -> Manning:
    with cast.operator.acting():
        duty = Duty.objects.get(plan=plan, code=code)
        return duty_answer(duty=duty, carrier=cast.operator.organisation, answer=said, by=cast.operator.user)


def named(manning: Manning) -> list[str]:
    return [one.driver.code for one in manning.drivers.all()]


def test_an_accepted_duty_has_its_plate_and_drivers_who_are_sent_their_sheet(drivers: list[Driver], cast: Cast) -> None:
    manning = answer(cast, told(cast), ACCEPTED)
    assert (manning.state, manning.plate, named(manning)) == ("accepted", "渝H·00001", ["zhao"])
    (sheet,) = messages(template="driver")
    assert str(sheet.text).startswith("【门路】赵立夏您好，您驾驶班次d1：2月20日 周六05:00由depot-1发车。路线单")
    assert "/drive/" in str(sheet.text)


def test_another_driver_gets_another_link_and_the_first_is_told(drivers: list[Driver], cast: Cast) -> None:
    plan = told(cast)
    answer(cast, plan, ACCEPTED)
    with acting_as_system():
        first = SignedLink.objects.get(purpose=Purpose.DRIVE, revoked_at=None)
    answer(cast, plan, DutyAnswer(state="accepted", plate="渝H·00001", drivers=("qian",)))
    assert "您不再驾驶班次d1" in str(messages(template="driver_off")[0].text)
    assert [one.language for one in messages(template="driver")] == ["zh", "en"]
    with acting_as_system():
        first.refresh_from_db()
        assert first.revoked_at is not None


def test_a_driver_over_the_weekly_hours_is_refused_with_the_sum(drivers: list[Driver], cast: Cast) -> None:
    plan = told(cast)
    with cast.operator.acting():
        zhao = next(driver for driver in drivers if driver.code == "zhao")
        driven_days_set(driver=zhao, days={date(2027, 2, 19) - timedelta(days=k): 7 * 3600 + 60 for k in range(6)})
    with pytest.raises(DriversRefused) as refused:
        answer(cast, plan, ACCEPTED)
    (reason,) = refused.value.reasons
    assert reason.startswith("driver zhao: 7 days from 2027-02-13 07:08: 42 h 06 min reported + 2 h 00 min in d1 = ")
    assert reason.endswith("44 h 06 min, more than 44 h 00 min")
    with acting_as_system():
        assert manning_get(duty=Duty.objects.get(plan=plan, code="d1")).state == "asked"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (DutyAnswer(state="refused"), "reason is missing"),
        (DutyAnswer(state="accepted", drivers=("nobody",)), "no driver nobody"),
        (DutyAnswer(state="accepted", drivers=("zhao", "qian")), "is planned with 1"),
        (DutyAnswer(state="accepted", drivers=("zhao", "zhao")), "named twice"),
    ],
)
def test_what_is_missing_or_too_much_is_said(drivers: list[Driver], cast: Cast, said: DutyAnswer, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        answer(cast, told(cast), said)


def test_only_the_duties_own_operator_answers_and_only_while_its_plan_holds(drivers: list[Driver], cast: Cast) -> None:
    plan = told(cast)
    with acting_as_system():
        duty = Duty.objects.get(plan=plan, code="d1")
    with pytest.raises(Forbidden), cast.other_operator.acting():
        duty_answer(duty=duty, carrier=cast.other_operator.organisation, answer=ACCEPTED, by=None)
    told(cast, later)
    with pytest.raises(Conflict, match="superseded"):
        answer(cast, plan, ACCEPTED)


def test_an_answer_holds_while_the_duty_stays_and_is_a_proposal_once_it_changes(
    drivers: list[Driver], cast: Cast
) -> None:
    answer(cast, told(cast), ACCEPTED)
    again = told(cast, same)
    with acting_as_system():
        manning = manning_get(duty=Duty.objects.get(plan=again, code="d1"))
        assert (manning.state, manning.plate, named(manning)) == ("accepted", "渝H·00001", ["zhao"])
        assert SignedLink.objects.get(purpose=Purpose.DRIVE, revoked_at=None).subject == manning.duty_id
    assert len(messages(recipient_kind="driver")) == 1
    changed = told(cast, later)
    with acting_as_system():
        manning = manning_get(duty=Duty.objects.get(plan=changed, code="d1"))
        assert (manning.state, manning.plate, named(manning)) == ("asked", "渝H·00001", ["zhao"])
    answer(cast, changed, ACCEPTED)
    assert [one.template for one in messages(recipient_kind="driver")] == ["driver", "driver", "driver_off"]


def test_drivers_of_a_duty_that_is_gone_are_told(drivers: list[Driver], cast: Cast) -> None:
    answer(cast, told(cast), ACCEPTED)
    told(cast, only_the_walker)
    assert len(messages(template="driver_off")) == 1


def test_many_duties_are_answered_each_by_itself(drivers: list[Driver], cast: Cast) -> None:
    plan = told(cast)
    refused = DutyAnswer(state="refused", reason="车辆检修")
    with cast.operator.acting():
        outcomes = duties_answer(
            plan=plan,
            rows=[("d1", refused), ("d2", ACCEPTED), ("d1", DutyAnswer(state="refused"))],
            carrier=cast.operator.organisation,
            by=cast.operator.user,
        )
    assert outcomes == [
        RowOutcome(done=True),
        RowOutcome(done=False, why="plan 1 has no duty 'd2' that is yours"),
        RowOutcome(done=False, why="reason is missing: say why the duty is refused"),
    ]


def test_drivers_are_seen_by_their_operator_and_the_bureau_that_works_with_it(
    drivers: list[Driver], cast: Cast, clock: time_machine.Traveller
) -> None:
    for who, count in ((cast.operator, 2), (cast.coordinator, 2), (cast.other_operator, 0), (cast.employer, 0)):
        with who.acting():
            assert Driver.objects.count() == count
    with cast.operator.acting():
        assert str(driver_get(driver_id=drivers[0].id).phone).startswith("111")
