"""From an employer city's name list to calls, and from a call to a request."""

from __future__ import annotations

import pytest

from scheduler import clock
from scheduler.calls.models import Call
from scheduler.calls.outcomes import Outcome
from scheduler.calls.selectors import call_list, call_towns
from scheduler.calls.services import call_note, call_request
from scheduler.errors import Conflict, Invalid, StaleVersion
from scheduler.people.models import Worker
from scheduler.people.selectors import request_get
from scheduler.people.services import NewRequest, NewWorker, workers_add
from scheduler.sheets.rows import Action
from scheduler.sheets.states import UploadKind, UploadState
from tests.builders import ok_small
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes

READY = clock.moment(ok_small().horizon[0])
HEADS = ["姓名", "户籍地", "电话", "企业", "岗位", "备注"]
NAMES = [
    ["向阳花", "城西街道", "", "日照甲木家具", "s1", "去年在厂里做过"],
    ["牵牛花", "", "11100000603", "jiamu", "", ""],
    ["鸡冠花", "城东街道", "11100000604", "不认识的厂", "", ""],
]


def send(desk: Desk, rows: list[list[str]]) -> dict[int, tuple[Action, list[str]]]:
    """A list, taken in."""
    upload = desk.send(csv_bytes([HEADS, *rows]), kind=UploadKind.NAME_LIST)
    found = {number: (row.action, row.changes) for number, row in desk.rows(upload).items()}
    assert desk.take_in(upload).state == UploadState.TAKEN
    return found


def register(desk: Desk) -> None:
    with desk.cast.coordinator.acting():
        known = [NewWorker(name="牵牛花", phone="11100000603", town="城东街道")]
        workers_add(bureau=desk.cast.coordinator.organisation, workers=known)


def called(desk: Desk, name: str) -> Call:
    with desk.cast.coordinator.acting():
        return next(call for call in call_list(campaign=desk.cast.campaign) if call.name == name)


def test_a_list_is_sorted_to_home_towns_and_the_registered_are_recognised(desk: Desk) -> None:
    register(desk)
    upload = desk.send(csv_bytes([HEADS, *NAMES]), kind=UploadKind.NAME_LIST)
    assert desk.warnings(upload) == {3: [("name", "registered")], 4: [("employer", "employer_unknown")]}
    desk.take_in(upload)
    with desk.cast.coordinator.acting():
        calls = list(call_list(campaign=desk.cast.campaign))
        towns = call_towns(campaign=desk.cast.campaign)
        only = list(call_list(campaign=desk.cast.campaign, town="城西街道"))
    assert [(call.town, str(call.name)) for call in calls] == [
        ("城东街道", "牵牛花"),
        ("城东街道", "鸡冠花"),
        ("城西街道", "向阳花"),
    ]
    assert [(town.name, town.calls, town.outcomes["to_call"]) for town in towns] == [
        ("城东街道", 2, 2),
        ("城西街道", 1, 1),
    ]
    assert calls[0].worker_id is not None
    assert calls[0].employer == desk.cast.employer.organisation
    assert (only[0].slots, only[0].remark) == (["s1"], "去年在厂里做过")


def test_a_list_sent_again_makes_no_doubles_and_changes_what_it_says_otherwise(desk: Desk) -> None:
    register(desk)
    send(desk, NAMES)
    again = [[*NAMES[0][:5], "新的话"], *NAMES[1:]]
    assert send(desk, again) == {
        2: (Action.UPDATE, ["remark"]),
        3: (Action.SAME, []),
        4: (Action.SAME, []),
    }
    with desk.cast.coordinator.acting():
        assert Call.objects.count() == 3
    assert called(desk, "向阳花").remark == "新的话"


def test_who_has_no_town_cannot_be_handed_to_anybody(desk: Desk) -> None:
    upload = desk.send(csv_bytes([HEADS, NAMES[1]]), kind=UploadKind.NAME_LIST)
    assert desk.faults(upload) == {2: [("town", "needed")]}


def test_the_outcome_of_a_call_is_noted_by_who_read_it_last(desk: Desk) -> None:
    send(desk, NAMES[:1])
    call = called(desk, "向阳花")
    with desk.cast.coordinator.acting():
        by = desk.cast.coordinator.user
        noted = call_note(call=call, version=1, outcome=Outcome.CALL_AGAIN, note="晚上打", call_again_at=READY, by=by)
        assert (noted.tries, noted.call_again_at, noted.called_by) == (1, READY, by)
        noted = call_note(call=noted, version=2, outcome=Outcome.UNREACHABLE, by=by)
        assert (noted.tries, noted.call_again_at, str(noted.note)) == (2, None, "晚上打")
        with pytest.raises(StaleVersion):
            call_note(call=noted, version=1, outcome=Outcome.DECLINED, by=by)
        with pytest.raises(Invalid, match="call_again"):
            call_note(call=noted, version=3, outcome=Outcome.DECLINED, call_again_at=READY, by=by)


def test_of_who_wants_to_go_a_request_is_made_once(desk: Desk) -> None:
    register(desk)
    send(desk, NAMES)
    asked = NewRequest(code="n1", ready_at=READY, boarding=(("bp-1", 60),))
    by = desk.cast.coordinator.user
    new, known = called(desk, "向阳花"), called(desk, "牵牛花")
    with desk.cast.coordinator.acting():
        call = call_request(call=new, request=asked, person=NewWorker(name="", phone="11100000609"), by=by)
        assert (call.outcome, call.tries) == (Outcome.WANTS_TO_GO, 0)
        request = request_get(request_id=call.request_id)
        (member,) = request.members.all()
        worker = Worker.objects.get(id=member.worker_id)
        assert (str(worker.name), str(worker.phone), worker.town) == ("向阳花", "11100000609", "城西街道")
        assert [choice.slot.code for choice in request.choices.all()] == ["s1"]
        with pytest.raises(Conflict, match="already"):
            call_request(call=call, request=asked, person=NewWorker(name=""), by=by)
        workers = Worker.objects.count()
        other = NewRequest(code="n2", ready_at=READY, boarding=(("bp-1", 60),))
        call_request(call=known, request=other, person=NewWorker(name=""), by=by)
        assert Worker.objects.count() == workers


def test_calls_are_the_coordinators_alone(desk: Desk) -> None:
    send(desk, NAMES[:1])
    for actor in desk.cast.all:
        with actor.acting():
            assert Call.objects.exists() == (actor is desk.cast.coordinator), actor.role
