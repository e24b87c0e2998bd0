"""Sheets on screens: sent in, read, looked at row by row, taken in; and people who are phoned."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scheduler.calls.models import Call
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.sheets import uploads
from scheduler.sheets.models import Upload
from scheduler.sheets.states import UploadKind
from scheduler.sheets.working import upload_work
from tests.cast import Cast
from tests.scheduler.console.visiting import MOST_QUERIES, queries_of, sign_in

HEADS = "同行组,姓名,手机号,乡镇,上车点,可出发时间,意向岗位\n"
SHEET = HEADS + (
    "1,冯小满,11100000901,五里镇,bp-1,2027-02-20 06:30,s1\n"
    "1,冯芒种,11100000902,五里镇,bp-1,2027-02-20 06:30,s1\n"
    "2,陈小暑,123,五里镇,bp-1,2027-02-20 06:30,s1\n"
)
LIST = "姓名,手机号,乡镇,用人单位\n秦处暑,11100000903,马喇镇,日照甲木家具\n"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    sign_in(client, cast.coordinator)
    return client


def send(desk: Client, cast: Cast, text: str, kind: str = "departures") -> str:
    """Send a sheet in by the form, and have it read; the address of its page."""
    file = SimpleUploadedFile("liste.csv", text.encode(), content_type="text/csv")
    form = {"file": file, "kind": kind, "datum": "wgs84"}
    sent = desk.post(reverse("uploads", args=[cast.campaign.id]), form)
    assert sent.status_code == 302, sent.content.decode()
    return str(sent.headers["Location"])


def work() -> None:
    """What queue workers do."""
    with acting_as_system():
        waiting = list(Upload.objects.filter(state="queued").values_list("id", flat=True))
    for upload_id in waiting:
        claim = uploads.claim(upload_id)
        assert claim is not None
        upload_work(claim, lambda done: None)


def shown(page: Any) -> str:
    return str(page.content.decode())


def test_a_sheet_is_read_looked_at_and_taken_in(cast: Cast, desk: Client) -> None:
    address = send(desk, cast, SHEET)
    waiting = shown(desk.get(address))
    assert 'hx-trigger="every 1s"' in waiting
    assert "<progress" in waiting
    work()
    assert queries_of(desk, address) <= MOST_QUERIES
    preview = shown(desk.get(address))
    assert 'hx-trigger="every 1s"' not in preview
    assert "不是电话号码" in preview
    assert preview.count('name="ids"') == 2
    assert shown(desk.get(address, {"show": "faulty"})).count('<th scope="row"') == 1
    half = desk.post(f"{address}/take-in", {"which": "ticked", "ids": ["2"]})
    assert half.status_code == 422
    assert "请勾选该组的全部行" in shown(half)
    assert desk.post(f"{address}/take-in", {"which": "ticked"}).status_code == 422
    assert desk.post(f"{address}/take-in", {"which": "ticked", "ids": ["2", "3"]}).status_code == 302
    work()
    done = shown(desk.get(address))
    assert "已导入 2 行" in done
    with acting_as_system():
        made = DepartureRequest.objects.get(campaign=cast.campaign, size=2, town="五里镇")
    assert reverse("request", args=[made.id]) in done


def test_what_is_no_sheet_is_told_in_the_form(cast: Cast, desk: Client) -> None:
    file = SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    page = desk.post(
        reverse("uploads", args=[cast.campaign.id]), {"file": file, "kind": "departures", "datum": "wgs84"}
    )
    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    empty = desk.post(reverse("uploads", args=[cast.campaign.id]), {"kind": "departures", "datum": "wgs84"})
    assert empty.context["form"].errors["file"] == ["请选择文件。"]


def test_a_sheet_is_forgotten(cast: Cast, desk: Client) -> None:
    address = send(desk, cast, SHEET)
    work()
    assert desk.post(f"{address}/forget").status_code == 302
    assert "已删除" in shown(desk.get(address))


@pytest.mark.parametrize("kind", UploadKind)
def test_templates_come_in_both_languages(cast: Cast, desk: Client, kind: str) -> None:
    for spoken in ("zh", "en"):
        for form, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            file = desk.get(reverse("sheet_template", args=[cast.campaign.id, kind, spoken, form]))
            assert file.content.startswith(begins)
    assert desk.get(reverse("sheet_template", args=[cast.campaign.id, kind, "fr", "csv"])).status_code == 404


def test_employers_send_in_their_own_slots_and_nobodys_people(cast: Cast, client: Client) -> None:
    sign_in(client, cast.employer)
    page = client.get(reverse("uploads", args=[cast.campaign.id]))
    assert [kind for kind, _ in page.context["kinds"]] == ["slots", "fleets", "services"]
    file = SimpleUploadedFile("a.csv", SHEET.encode())
    form = {"file": file, "kind": "departures", "datum": "wgs84"}
    assert client.post(reverse("uploads", args=[cast.campaign.id]), form).status_code == 422
    assert client.get(reverse("sheet_template", args=[cast.campaign.id, "departures", "zh", "csv"])).status_code == 404


def test_somebody_of_a_name_list_is_phoned_and_asks(cast: Cast, desk: Client) -> None:
    address = send(desk, cast, LIST, kind="name_list")
    work()
    desk.post(f"{address}/take-in", {"which": "valid"})
    work()
    with acting_as_system():
        call = Call.objects.get(campaign=cast.campaign)
    assert "秦处暑" in shown(desk.get(reverse("calls", args=[cast.campaign.id])))
    page = reverse("call", args=[call.id])
    wrong = {"version": call.version, "outcome": "declined", "call_again_at": "2027-02-19T09:00"}
    assert desk.post(page, wrong).status_code == 422
    noted = desk.post(page, {"version": call.version, "outcome": "wants_to_go", "note": "with her sister"})
    assert noted.headers["Location"] == reverse("call_request", args=[call.id])
    stale = desk.post(page, {"version": call.version, "outcome": "declined"})
    assert stale.status_code == 409
    asked = {"code": "c1", "size": "2", "ready_at": "2027-02-20T06:00", "phone": "11100000903"}
    made = desk.post(noted.headers["Location"], asked)
    assert made.status_code == 302
    request = shown(desk.get(made.headers["Location"]))
    assert "秦处暑" in request


def test_a_campaign_is_imported_and_faults_are_told_with_their_place(cast: Cast, desk: Client) -> None:
    problem = desk.get("/campaigns/new")
    assert problem.status_code == 200
    api = Client().get(f"/api/v1/campaigns/{cast.campaign.id}/problem", headers=cast.coordinator.headers)
    document = api.json()
    sent = desk.post("/campaigns/import", {"document": SimpleUploadedFile("p.json", json.dumps(document).encode())})
    assert sent.status_code == 302
    made = UUID(sent.headers["Location"].rsplit("/", 1)[1])
    again = Client().get(f"/api/v1/campaigns/{made}/problem", headers=cast.coordinator.headers)
    assert again.json() == document
    document["slots"][0]["gate"] = "nowhere"
    for content, told in ((json.dumps(document).encode(), "slots[0].gate"), (b"{", "JSON"), (b"", "文件是空的")):
        page = desk.post("/campaigns/import", {"document": SimpleUploadedFile("p.json", content)})
        assert page.status_code == 422
        assert told in str(page.context["importing"].errors)


def test_a_new_campaign_says_what_it_needs(cast: Cast, desk: Client) -> None:
    form = {"title": "春季输送", "name": "spring-2027", "currency": "CNY", "offset": "8"}
    assert desk.post("/campaigns/new", form).status_code == 422
    made = desk.post("/campaigns/new", form | {"starts_on": "2027-02-20", "ends_on": "2027-02-23"})
    assert made.status_code == 302
    page = desk.get(made.headers["Location"])
    assert page.context["campaign"].horizon_start.isoformat() == "2027-02-19T16:00:00+00:00"
    assert [one.stops for one in page.context["lacks"]] == [True] * 4
    for one in page.context["lacks"]:
        assert desk.get(one.url).status_code == 200


def test_the_overview_counts_and_names_what_misses(cast: Cast, desk: Client) -> None:
    address = reverse("campaign", args=[cast.campaign.id])
    page = desk.get(address)
    glance = page.context["glance"]
    assert (glance.asking, glance.slots, glance.places_in_slots) == (9, 2, 9)
    assert (glance.vehicles, glance.vehicle_seats, glance.service_seats, glance.planned) == (3, 38, 24, 0)
    told = {one.lack: one.count for one in glance.lacking}
    assert told == {"choices": 1, "contacts": 2}
    for one in page.context["lacks"]:
        assert desk.get(one.url).status_code == 200
    assert queries_of(desk, address) <= MOST_QUERIES


def test_organisations_are_invited_and_contacts_named(cast: Cast, desk: Client) -> None:
    address = reverse("campaign_people", args=[cast.campaign.id])
    unknown = desk.post(address, {"what": "invite", "invite-code": "nobody"})
    assert (unknown.status_code, "没有这个代码的单位" in shown(unknown)) == (422, True)
    assert desk.post(address, {"what": "invite", "invite-code": "lanshan"}).status_code == 302
    person = {"what": "contact", "contact-role": "desk", "contact-name": "许小暑", "contact-phone": "11100000501"}
    assert desk.post(address, person).status_code == 302
    page = desk.get(reverse("campaign", args=[cast.campaign.id]))
    assert "岚山港" in shown(page)
    assert "11100000501" in shown(page)
    port = next(one for one in page.context["participations"] if one.organisation.code == "lanshan")
    desk.post(reverse("participation_end", args=[cast.campaign.id, port.id]))
    assert "岚山港</th>" not in shown(desk.get(reverse("campaign", args=[cast.campaign.id])))


def test_who_is_invited_sees_no_figures_of_the_bureau(cast: Cast, client: Client) -> None:
    sign_in(client, cast.employer)
    page = client.get(reverse("campaign", args=[cast.campaign.id]))
    assert page.status_code == 200
    assert "glance" not in page.context
    assert client.get("/campaigns/new").status_code == 403
