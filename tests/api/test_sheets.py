"""Spreadsheets over HTTP: from the template to requests that were taken in, and calls to requests."""

from __future__ import annotations

from uuid import UUID

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.sheets.models import Upload
from tests.api.bodies import SHEET
from tests.api.stage import Reply, Stage, call, work

UPLOADS = "/campaigns/{campaign_id}/uploads"
FAULTY = SHEET + "牵牛花,1,城西,明天,bp-1\n".encode()


def post(stage: Stage, content: bytes, query: str = "", **headers: str) -> Reply:
    headers = {"content_type": "text/csv", **headers}
    return call(stage.cast.coordinator, "POST", stage.path(UPLOADS) + query, raw=content, **headers)


def at_work(path: str) -> None:
    """A queue worker does what an upload waits for."""
    with acting_as_system():
        upload = Upload.objects.get(id=UUID(path.rpartition("/")[2]))
    work(upload)


def test_a_sheet_is_sent_in_looked_at_and_taken_in(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    sent = post(stage, FAULTY, "?file_name=出行.csv&language=en")
    path = sent.headers["Location"]
    assert (sent.status, sent.body["state"], sent.body["file_name"]) == (202, "queued", "出行.csv")
    at_work(path)
    upload = call(coordinator, "GET", path)
    assert (upload.body["state"], upload.body["counts"]["faulty"]) == ("ready", 1)
    assert {"key": "phone", "letter": "B", "heading": "手机"} in upload.body["columns"]
    rows = call(coordinator, "GET", f"{path}/rows?show=faulty&language=en").body["items"]
    assert [(note["cell"], note["heading"], note["value"], note["code"]) for note in rows[0]["faults"]] == [
        ("B3", "手机", "1", "phone"),
        ("D3", "可出发时间", "明天", "moment"),
    ]
    assert rows[0]["faults"][0]["what"] == "is no telephone number"
    chinese = call(coordinator, "GET", f"{path}/rows?show=faulty").body["items"]
    assert chinese[0]["faults"][0]["what"] == "不是电话号码"
    taken = call(coordinator, "POST", f"{path}/take-in", {})
    assert (taken.status, taken.headers["Location"], taken.body["state"]) == (202, path, "queued")
    assert call(coordinator, "POST", f"{path}/take-in", {}).status == 409
    at_work(path)
    rows = call(coordinator, "GET", f"{path}/rows?show=taken").body["items"]
    request = call(coordinator, "GET", f"/requests/{rows[0]['result']}").body
    assert (request["state"], request["town"], request["boarding"][0]["at"]) == ("submitted", "城东", "bp-1")
    assert call(coordinator, "DELETE", path).body["state"] == "dropped"
    assert call(coordinator, "GET", f"/requests/{rows[0]['result']}").status == 200


def test_rows_come_in_pages_that_need_not_be_sent_again(stage: Stage) -> None:
    path = post(stage, SHEET + SHEET.splitlines()[1].replace(b"601", b"602") + b"\n").headers["Location"]
    at_work(path)
    coordinator = stage.cast.coordinator
    first = call(coordinator, "GET", f"{path}/rows?limit=1")
    assert [row["row"] for row in first.body["items"]] == [2]
    assert call(coordinator, "GET", f"{path}/rows?limit=1", if_none_match=first.etag).status == 304
    second = call(coordinator, "GET", f"{path}/rows?limit=1&cursor={first.body['next_cursor']}")
    assert ([row["row"] for row in second.body["items"]], second.body["next_cursor"]) == ([3], None)


def test_rows_that_cannot_be_chosen_are_named(stage: Stage) -> None:
    path = post(stage, FAULTY).headers["Location"]
    at_work(path)
    reply = call(stage.cast.coordinator, "POST", f"{path}/take-in", {"rows": [2, 3]})
    assert (reply.status, reply.code) == (422, "invalid")
    assert reply.body["errors"] == [{"where": "rows", "what": "rows 3 are faulty, taken in, or not in the sheet"}]


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "unsupported_media_type"),
        (b"%PDF-1.7", "application/octet-stream", 422, "bad_file"),
        (b" ", "text/csv", 422, "bad_file"),
        (b"x" * (20 * 1024 * 1024 + 1), "text/csv", 413, "body_too_large"),
    ],
)
def test_what_is_no_sheet_is_refused_at_once(stage: Stage, content: bytes, kind: str, status: int, code: str) -> None:
    reply = post(stage, content, content_type=kind)
    assert (reply.status, reply.code) == (status, code)


@pytest.mark.parametrize("kind", ["departures", "name_list"])
def test_templates_are_files_in_both_languages(stage: Stage, kind: str) -> None:
    path = stage.path("/campaigns/{campaign_id}/sheet-template")
    for language in ("zh", "en"):
        book = call(stage.cast.coordinator, "GET", f"{path}?kind={kind}&language={language}")
        text = call(stage.cast.coordinator, "GET", f"{path}.csv?kind={kind}&language={language}")
        assert (book.content[:2], text.content[:3]) == (b"PK", b"\xef\xbb\xbf")
        name = f'attachment; filename="{kind.replace("_", "-")}-{language}.csv"'
        assert text.headers["Content-Disposition"] == name


def test_a_call_is_noted_and_a_request_made_of_it(stage: Stage) -> None:
    coordinator, path = stage.cast.coordinator, stage.path("/calls/{call_id}")
    read = call(coordinator, "GET", path)
    assert (read.body["name"], read.body["outcome"]) == ("牵牛花", "to_call")
    again = {"outcome": "call_again", "call_again_at": "2027-02-10T19:00:00+08:00"}
    noted = call(coordinator, "PATCH", path, again, if_match=read.etag)
    assert (noted.status, noted.body["tries"], noted.body["call_again_at"]) == (200, 1, "2027-02-10T11:00:00Z")
    assert call(coordinator, "PATCH", path, again, if_match=read.etag).status == 412
    body = {"code": "c1", "ready_at": "2027-02-20T05:00:00+08:00", "phone": "11100000609"}
    made = call(coordinator, "POST", f"{path}/request", body)
    assert (made.status, made.body["outcome"]) == (201, "wants_to_go")
    assert call(coordinator, "GET", made.headers["Location"]).body["code"] == "c1"
    assert call(coordinator, "POST", f"{path}/request", {**body, "code": "c2"}).status == 409
    towns = call(coordinator, "GET", stage.path("/campaigns/{campaign_id}/call-towns")).body["items"]
    assert [(town["town"], town["calls"], town["requests"]) for town in towns] == [("城西", 1, 1)]


def test_an_operator_fills_in_the_template_of_fleets_and_sends_it(stage: Stage) -> None:
    operator = stage.cast.operator
    template = call(operator, "GET", stage.path("/campaigns/{campaign_id}/sheet-template.csv?kind=fleets&language=en"))
    heads = template.content.decode("utf-8-sig").splitlines()[0]
    assert heads.startswith("Fleet code*,Operator,Name,Vehicles,")
    content = b"Fleet code,Vehicles,Seats,Starts at,Cost per km\nc49,6,49,depot-1,6.5\n"
    sent = call(operator, "POST", stage.path(UPLOADS) + "?kind=fleets", raw=content, content_type="text/csv")
    assert (sent.status, sent.body["kind"]) == (202, "fleets")
    path = sent.headers["Location"]
    at_work(path)
    assert call(operator, "POST", f"{path}/take-in", {}).status == 202
    at_work(path)
    (row,) = call(operator, "GET", f"{path}/rows").body["items"]
    fleet = call(operator, "GET", f"/fleets/{row['result']}").body
    assert (fleet["code"], fleet["count"], fleet["crews"]) == ("c49", 6, [{"drivers": 1, "cost": 0.0, "seats": 0}])
    refused = call(operator, "POST", stage.path(UPLOADS) + "?kind=slots", raw=content, content_type="text/csv")
    assert (refused.status, refused.code) == (403, "forbidden")
    assert "coordinator, employer" in refused.body["detail"]
    assert call(stage.cast.employer, "GET", path).status == 404
