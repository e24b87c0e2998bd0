"""Who is told what: each their own part, once, and again only when it has changed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from scheduler.answers.models import Ask, AskKind
from scheduler.campaigns.models import Campaign
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.endpoints import endpoint_add
from scheduler.people.models import DepartureRequest
from scheduler.plans.services import TELLING_S
from scheduler.queue import Job
from scheduler.telling import services
from scheduler.telling.facts import Teller, differs
from scheduler.telling.models import PlanTelling
from scheduler.telling.services import plan_tell, tell_forgotten
from solvers.changes import TIME, VEHICLE
from tests.builders import ok_near, ok_near_plan
from tests.cast import Cast
from tests.scheduler.telling.scene import later, messages, only_the_walker, publish, same, told


def states() -> dict[str, str]:
    with acting_as_system():
        requests = DepartureRequest.objects.filter(code__in=["p1", "p2", "p3"], campaign__bureau__code="qianjiang")
        return dict(requests.values_list("code", "state").order_by("code"))


def test_each_worker_with_a_telephone_gets_a_slip_in_their_language(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    chinese, english = messages(channel="sms")
    assert str(chinese.text).startswith(
        "【门路】赵立春您好，您的出行：2月20日 周六 05:10到bp-1乘van d1 座位 8；06:30到hub-1乘航班 f1；"
        "11:00在hub-2换乘shuttle d2 座位 19；11:33到gate-1(日照甲木家具)。去请回1，不去回0，或点"
    )
    assert str(english.text).startswith(
        "[Menlu] 钱雨水, your trip: Sat 20 Feb 05:10 at bp-1 for van d1 Seat 9; 06:30 at hub-1 for Flight f1;"
    )
    assert "/trip/" in str(english.text)
    assert "11100000501" in str(english.text)
    assert [str(one.address) for one in (chinese, english)] == ["11100000001", "11100000002"]
    assert states() == {"p1": "told", "p2": "told", "p3": "told"}


def test_changing_vehicles_at_another_place_is_another_trip() -> None:
    here, there = (
        Teller(ok_near(), plan, {}).trip(plan.itineraries[0]) for plan in (ok_near_plan(), ok_near_plan(change="bp-3"))
    )
    assert here[VEHICLE] == [["d1", "van"], ["d2", "bus"], "bp-2"]
    assert differs(here, there) == (VEHICLE, TIME)


def test_staff_are_told_whom_they_have_to_visit_and_employers_and_operators_their_part(
    campaign: Campaign, cast: Cast
) -> None:
    told(cast)
    mails = {one.template: one for one in messages(channel="email")}
    assert set(mails) == {"intake_planned", "duties_planned", "people_to_visit"}
    assert "4人" in str(mails["people_to_visit"].subject)
    intake = str(mails["intake_planned"].text)
    assert "5人到厂" in intake
    assert "赵立春、钱雨水、孙惊蛰" in intake
    assert "新增 班次d1" in str(mails["duties_planned"].text)
    assert str(mails["intake_planned"].address) == "employer@jiamu.example"
    with acting_as_system():
        telling = PlanTelling.objects.get()
        assert (telling.messages, telling.unreachable) == (5, 4)


def test_programs_get_ids_and_no_names(campaign: Campaign, cast: Cast) -> None:
    with cast.employer.acting():
        endpoint_add(organisation=cast.employer.organisation, url="https://works.example/hook")
    plan = told(cast)
    (event,) = messages(channel="webhook")
    body = json.loads(str(event.text))
    assert body["type"] == "intake_planned"
    assert body["data"] == {
        "campaign": str(campaign.id),
        "plan": str(plan.id),
        "number": 1,
        "people": 5,
        "slots": ["s1"],
        "added": 2,
        "removed": 0,
        "moved": 0,
    }


def test_a_plan_is_told_once_however_often_the_job_runs(campaign: Campaign, cast: Cast) -> None:
    plan = told(cast)
    count = len(messages())
    assert plan_tell(plan_id=plan.id) is None
    assert len(messages()) == count


def test_a_version_that_changes_nothing_for_them_is_told_to_nobody(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    before = messages()
    told(cast, same)
    assert messages() == before
    assert states() == {"p1": "told", "p2": "told", "p3": "told"}


def test_whose_trip_has_changed_is_told_what_has(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    before = {one.id for one in messages()}
    told(cast, later)
    again = [one for one in messages(channel="sms") if one.id not in before]
    assert [one.template for one in again] == ["trip_changed", "trip_changed"]
    assert "您的出行有变（时间），以此为准：2月20日 周六 05:12" in str(again[0].text)
    assert "your trip has changed (time)" in str(again[1].text)
    mails = {one.template: str(one.text) for one in messages(channel="email") if one.id not in before}
    assert set(mails) == {"duties_planned", "people_to_visit"}  # all arrive at the gate as before
    assert "变更 班次d1" in mails["duties_planned"]


def test_who_is_left_at_home_is_told_not_to_go_and_comes_to_be_told_anew(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    before = {one.id for one in messages()}
    told(cast, only_the_walker)
    fresh = [one for one in messages() if one.id not in before]
    assert next(str(one.text) for one in fresh if one.channel == "sms").startswith(
        "【门路】赵立春您好，原定出行（方案2）取消，请勿前往上车点"
    )
    assert "取消2组" in next(str(one.text) for one in fresh if one.template == "intake_planned")
    assert "取消 班次d1" in next(str(one.text) for one in fresh if one.template == "duties_planned")
    with acting_as_system():
        assert not Ask.objects.filter(kind=AskKind.TRIP, request__code="p1").exists()
    told(cast)
    assert [one.template for one in messages(channel="sms")][-2:] == ["trip_new", "trip_new"]


def test_everyone_is_asked_with_a_deadline_before_they_leave(campaign: Campaign, cast: Cast) -> None:
    told(cast)
    with acting_as_system():
        asks = {
            (ask.kind, getattr(ask.request or ask.slot or ask.duty, "code", ""), ask.worker_id is not None): ask.due_at
            for ask in Ask.objects.select_related("request", "slot", "duty")
        }
    assert set(asks) == {
        ("trip", "p1", True),
        ("trip", "p2", False),
        ("trip", "p3", False),
        ("intake", "s1", False),
        ("duty", "d1", False),
    }
    assert asks["trip", "p1", True] == datetime.fromisoformat("2027-02-19T12:00:00+08:00")


def test_a_telling_is_ordered_again_once_it_must_have_been_lost(
    campaign: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, ordered = publish(cast), list[tuple[Job, str, int]]()
    monkeypatch.setattr(services, "enqueue", lambda job, of, *, timeout_s=0: ordered.append((job, of, timeout_s)))
    assert (tell_forgotten(), ordered) == (0, [])  # a queue worker may be at it
    monkeypatch.setattr(services, "UNHEARD_FOR", timedelta(minutes=-1))
    assert tell_forgotten() == 1
    assert ordered == [(Job.TELL_PLAN, str(plan.id), TELLING_S)]
    assert plan_tell(plan_id=plan.id) is not None
    assert tell_forgotten() == 0
