"""An employer sees whom it takes in, answers for them, receives them at its gate, and offers slots and jobs."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeConfirmation, IntakeSlot, JobPost
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Member
from scheduler.travel.models import Alert
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in
from tests.scheduler.telling.conftest import campaign, clock
from tests.scheduler.telling.scene import told

__all__ = ["campaign", "clock"]

WINDOWS = {"windows-TOTAL_FORMS": "2", "windows-INITIAL_FORMS": "0", "windows-1-opens": "", "windows-1-closes": ""}
SLOT = {
    "code": "jiamu-2",
    "gate": "gate-1",
    "capacity": "30",
    "min_headcount": "5",
    "windows-0-opens": "2027-02-20T11:00",
    "windows-0-closes": "2027-02-20T12:30",
    **WINDOWS,
}


@pytest.fixture
def slot(campaign: Campaign, cast: Cast, client: Client) -> IntakeSlot:
    """The works' slot, to which five come, and its staff in front of the screen."""
    told(cast)
    sign_in(client, cast.employer)
    with acting_as_system():
        return IntakeSlot.objects.get(campaign=campaign, code="s1")


def said(slot: IntakeSlot) -> IntakeConfirmation | None:
    with acting_as_system():
        return IntakeConfirmation.objects.filter(slot=slot).first()


def ids(slot: IntakeSlot) -> dict[str, str]:
    with acting_as_system():
        rows = DepartureRequest.objects.filter(campaign=slot.campaign_id)
        return {code: str(key) for code, key in rows.values_list("code", "id")}


def states(slot: IntakeSlot) -> dict[str, str]:
    with acting_as_system():
        rows = DepartureRequest.objects.filter(campaign=slot.campaign_id, code__in=["p1", "p2"])
        return dict(rows.values_list("code", "state"))


def first_of_p1(slot: IntakeSlot) -> str:
    with acting_as_system():
        return str(Member.objects.get(campaign=slot.campaign_id, request__code="p1", position=0).worker_id)


def test_an_employer_sees_its_own_slots_with_who_comes_and_by_when_to_answer(slot: IntakeSlot, client: Client) -> None:
    page = client.get(f"/campaigns/{slot.campaign_id}/intakes").content.decode()
    assert "s1" in page
    assert ">s3<" not in page
    assert "02-19 12:00" in page
    detail = client.get(f"/slots/{slot.id}/intake", headers={"Accept-Language": "en"}).content.decode()
    for word in ("赵立春", "钱雨水", "Take in all 5", "2027-02-19 12:00", "the bureau is told", "11:33"):
        assert word in detail
    assert "11100000001" not in detail
    assert queries_of(client, f"/campaigns/{slot.campaign_id}/intakes") <= MOST_QUERIES
    assert queries_of(client, f"/slots/{slot.id}/intake") <= MOST_QUERIES
    assert queries_of(client, f"/slots/{slot.id}/gate") <= MOST_QUERIES


def test_others_do_not(slot: IntakeSlot, cast: Cast, client: Client) -> None:
    for somebody, status in ((cast.other_employer, 404), (cast.operator, 403), (cast.coordinator, 200)):
        sign_in(client, somebody)
        assert client.get(f"/slots/{slot.id}/intake").status_code == status
    assert client.post(f"/slots/{slot.id}/answer", {"state": "confirmed"}).status_code == 403
    assert client.post(f"/slots/{slot.id}/gate/receive", {"count": 5}).status_code == 403
    assert said(slot) is None


def test_all_are_taken_in_and_of_many_slots_each_by_itself(slot: IntakeSlot, client: Client) -> None:
    there = f"/campaigns/{slot.campaign_id}/intakes/confirm"
    page = client.post(there, {"ids": [str(slot.id), "nonsense"]}, follow=True).content.decode()
    assert "已确认 1 个批次" in page
    kept = said(slot)
    assert kept is not None
    assert (kept.state, kept.accepted) == ("confirmed", 5)


def test_whom_it_does_not_take_in_is_named_with_a_reason_that_is_not_lost(slot: IntakeSlot, client: Client) -> None:
    key = f"{first_of_p1(slot)}:p1"
    form = {"state": "partial", "not": key, "reason": ""}
    refused = client.post(f"/slots/{slot.id}/answer", form)
    assert refused.status_code == 422
    assert re.search(rf'value="{key}" checked', refused.content.decode())
    assert said(slot) is None
    client.post(f"/slots/{slot.id}/answer", {**form, f"why:{key}": "岗位已满"})
    kept = said(slot)
    assert kept is not None
    assert (kept.state, kept.accepted, kept.reason) == ("partial", 4, "岗位已满")
    assert "岗位已满" in client.get(f"/slots/{slot.id}/intake").content.decode()
    assert client.post(f"/slots/{slot.id}/answer", {"state": "declined"}).status_code == 422
    client.post(f"/slots/{slot.id}/answer", {"state": "declined", "reason": "停工"})
    kept = said(slot)
    assert kept is not None
    assert (kept.state, kept.accepted) == ("declined", 0)


def test_at_the_gate_a_party_settles_and_who_is_missing_is_raised(slot: IntakeSlot, client: Client) -> None:
    parties, worker = ids(slot), first_of_p1(slot)
    entry = "3f2b8a34-0d4c-4f0e-9a55-1f5b6c7d8e9f"
    there = f"/slots/{slot.id}/gate/receive"
    assert client.post(there, {"party": parties["p2"], "id": "nonsense"}).status_code == 400
    for _ in range(2):  # a thumb that presses twice
        client.post(there, {"id": entry, "party": parties["p1"], "missing": worker})
    assert states(slot) == {"p1": "arrived", "p2": "told"}
    with acting_as_system():
        assert Alert.objects.get().payload["workers"] == [worker]
    page = client.get(f"/slots/{slot.id}/gate").content.decode()
    assert "赵立春" in page
    with acting_as_system():
        count = client.post(there, {"complete": "1"}, follow=True).content.decode()
    assert "3 人未到" in count
    again = "3f2b8a34-0d4c-4f0e-9a55-1f5b6c7d8e00"
    client.post(there, {"id": again, "party": parties["p1"], "people": "2"})
    assert states(slot)["p1"] == "settled"


def test_a_whole_vehicle_is_received_by_its_count(slot: IntakeSlot, client: Client) -> None:
    page = client.get(f"/slots/{slot.id}/gate").content.decode()
    duty = re.search(r'name="duty" value="([0-9a-f-]{36})"', page)
    assert duty
    client.post(f"/slots/{slot.id}/gate/receive", {"duty": duty[1], "count": "5"})
    assert states(slot) == {"p1": "settled", "p2": "settled"}


def test_lists_and_calendars_are_taken_away(
    slot: IntakeSlot, client: Client, cast: Cast, clock: time_machine.Traveller
) -> None:
    book = client.get(f"/campaigns/{slot.campaign_id}/intake-list.xlsx")
    names = [cell.value for sheet in load_workbook(BytesIO(book.content)) for row in sheet for cell in row]
    assert "赵立春" in names
    assert client.get(f"/slots/{slot.id}/arrivals.ics").content.startswith(b"BEGIN:VCALENDAR")
    there = f"/slots/{slot.id}/subscription"
    assert "readonly" not in client.get(there).content.decode()
    found = re.search(r'readonly value="([^"]+)"', client.post(there, follow=True).content.decode())
    assert found
    address = urlsplit(found[1]).path
    calendar = Client().get(address)
    assert (calendar.status_code, calendar.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert b"BEGIN:VEVENT" in calendar.content
    assert "赵立春" not in calendar.content.decode()
    assert Client().get(address[:-2]).status_code == 404
    client.post(there, {"another": "1"})
    assert Client().get(address).status_code == 404


def test_a_slot_is_offered_changed_and_taken_back(slot: IntakeSlot, client: Client) -> None:
    there = f"/campaigns/{slot.campaign_id}/offers/slot"
    wrong = client.post(there, {**SLOT, "windows-0-closes": "2027-02-20T10:00", "min_headcount": "31"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('class="fault"') == 2
    assert 'value="2027-02-20T10:00"' in wrong.content.decode()
    assert client.post(there, SLOT).status_code == 302
    assert client.post(there, SLOT).status_code == 422  # there is one of this code
    with acting_as_system():
        offered = IntakeSlot.objects.get(code="jiamu-2")
    assert (offered.employer_id, offered.capacity) == (slot.employer_id, 30)
    assert offered.windows == [["2027-02-20T11:00:00+08:00", "2027-02-20T12:30:00+08:00"]]
    change = {**SLOT, "capacity": "20", "version": "1", "windows-INITIAL_FORMS": "1"}
    assert client.post(f"/slots/{offered.id}/offer", change).status_code == 302
    stale = client.post(f"/slots/{offered.id}/offer", change)
    assert (stale.status_code, "鲁立冬 于" in stale.content.decode()) == (422, True)
    client.post(f"/slots/{slot.id}/offer/withdraw", {"version": slot.version})
    client.post(f"/slots/{offered.id}/offer/withdraw", {"version": "2"})
    with acting_as_system():
        kept = IntakeSlot.objects.filter(campaign=slot.campaign_id, employer=slot.employer_id)
        assert [one.code for one in kept] == ["s1"]


def test_a_job_is_posted(slot: IntakeSlot, client: Client) -> None:
    there = f"/campaigns/{slot.campaign_id}/offers/job"
    job = {
        "title": "装配工",
        "code": "job-1",
        "headcount": "20",
        "skills": "焊工，电工",
        "pay_from": "5000",
        "pay_to": "400",
    }
    assert client.post(there, job).status_code == 422
    assert client.post(there, {**job, "pay_to": "6500", "accepts_needs": "wheelchair"}).status_code == 302
    with acting_as_system():
        post = JobPost.objects.get(code="job-1")
    assert (post.skills, post.accepts_needs, post.pay_to) == (["焊工", "电工"], ["wheelchair"], 6500)
    assert "装配工" in client.get(f"/campaigns/{slot.campaign_id}/offers").content.decode()
