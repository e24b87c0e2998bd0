"""Bodies that nobody should send, and packed ones that they may."""

from __future__ import annotations

import gzip
import json

import pytest
from pytest_django.fixtures import Settings

from tests.api.bodies import BODIES, REQUEST
from tests.api.stage import Stage, call

PARTIES = "/campaigns/{campaign_id}/requests"


@pytest.mark.parametrize(
    ("raw", "code", "says"),
    [
        (b"{", "malformed_body", "line 1 column 2"),
        (b"\xff\xfe{}", "malformed_body", "not UTF-8 at byte 0"),
        (b'{"title": NaN}', "malformed_body", "NaN"),
        (b'{"title": 1e999}', "invalid_input", ""),
        (b"[" * 100_000, "malformed_body", "nested"),
        (b'{"title": "\\u0000"}', "malformed_body", "cannot be kept"),
        (b'{"title": "\\ud800x"}', "malformed_body", "cannot be kept"),
        (b'{"\\u0000": 1}', "malformed_body", "cannot be kept"),
        (b'"text"', "invalid_input", ""),
        (b"null", "invalid_input", ""),
        (b'{"title": "a", "colour": "red"}', "invalid_input", ""),
        (b'{"unserved_cost_first": ' + b"9" * 400 + b"}", "invalid_input", ""),
        (b'{"unserved_cost_first": ' + b"9" * 5000 + b"}", "malformed_body", ""),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(stage: Stage, raw: bytes, code: str, says: str) -> None:
    path = stage.path("/campaigns/{campaign_id}")
    reply = call(stage.cast.coordinator, "PATCH", path, raw=raw, if_match="*")
    assert reply.code == code
    assert reply.status == {"malformed_body": 400, "invalid_input": 422}[code]
    assert says in reply.body["detail"]


def test_a_faulty_text_is_named_by_its_place(stage: Stage) -> None:
    body = {**REQUEST, "wishes": {"jobs": ["welder", "a\x00b"]}}
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), body)
    assert reply.body["errors"] == [{"where": "wishes.jobs[1]", "what": "has a NUL character (\\u0000)"}]


def test_escapes_of_whole_characters_are_fine(stage: Stage) -> None:
    raw = json.dumps({**REQUEST, "town": "城东 😀"}, ensure_ascii=True).encode()
    assert b"\\ud83d" in raw
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), raw=raw)
    assert (reply.status, reply.body["town"]) == (201, "城东 😀")


def test_a_wrong_value_is_named_by_its_place(stage: Stage) -> None:
    body = {**REQUEST, "size": 0, "boarding": [{"at": "bp-1", "access_s": 2**63}]}
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), body)
    assert {error["where"] for error in reply.body["errors"]} == {"size", "boarding[0].access_s"}


@pytest.mark.parametrize(
    "moment",
    [
        "2027-02-20T05:00:00",
        "2027-02-20",
        "0001-01-01T00:00:00+14:00",
        "2027-02-30T05:00:00Z",
        "2027-02-20T05:00:00.5Z",
        1803052800,
        None,
    ],
)
def test_a_moment_has_a_date_a_time_and_an_offset(stage: Stage, moment: object) -> None:
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), {**REQUEST, "ready_at": moment})
    assert [error["where"] for error in reply.body["errors"]] == ["ready_at"]


def test_a_gzipped_body_is_unpacked(stage: Stage) -> None:
    packed = gzip.compress(json.dumps(REQUEST).encode())
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), raw=packed, content_encoding="gzip")
    assert reply.status == 201


@pytest.mark.parametrize("packed", [b"no gzip", gzip.compress(b"{}" * 99, mtime=0)[:-9]], ids=["other", "cut off"])
def test_a_broken_gzip_body_is_malformed(stage: Stage, packed: bytes) -> None:
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), raw=packed, content_encoding="gzip")
    assert (reply.status, reply.code) == (400, "malformed_body")


def test_a_bomb_of_gzip_is_too_large(stage: Stage) -> None:
    packed = gzip.compress(b" " * 50_000_000)
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), raw=packed, content_encoding="gzip")
    assert (reply.status, reply.code) == (413, "body_too_large")


def test_a_body_beyond_its_routes_limit_is_too_large(stage: Stage) -> None:
    reply = call(stage.cast.coordinator, "POST", stage.path(PARTIES), raw=b" " * (8 * 1024 * 1024 + 1))
    assert (reply.status, reply.code) == (413, "body_too_large")


def test_an_import_may_be_as_large_as_the_settings_say(stage: Stage, settings: Settings) -> None:
    body = json.dumps(BODIES["campaign_import"]).encode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = len(body) - 1
    reply = call(stage.cast.coordinator, "POST", "/campaigns/import", raw=body)
    assert (reply.status, reply.code) == (413, "body_too_large")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = len(body)
    assert call(stage.cast.coordinator, "POST", "/campaigns/import", raw=body).status == 201


@pytest.mark.parametrize(
    ("kind", "packing"), [("text/plain", ""), ("multipart/form-data; boundary=x", ""), ("application/json", "br")]
)
def test_what_is_not_json_is_unsupported(stage: Stage, kind: str, packing: str) -> None:
    reply = call(
        stage.cast.coordinator,
        "POST",
        stage.path(PARTIES),
        REQUEST,
        content_type=kind,
        content_encoding=packing,
    )
    assert (reply.status, reply.code) == (415, "unsupported_media_type")


def test_an_unknown_address_is_a_problem_too(stage: Stage) -> None:
    for path in ("/api/", "/api/v1", "/api/v1/", "/api/v2/campaigns", "/api/v1/campaigns/", "/api/v1/词"):
        reply = call(stage.cast.coordinator, "GET", path)
        assert (reply.status, reply.code) == (404, "not_found"), path


def test_the_reference_page_needs_nothing_from_elsewhere(stage: Stage) -> None:
    page = call(None, "GET", "/docs")
    assert page.status == 200
    assert b"https://" not in page.content
    assert b"/static/ninja/swagger-ui" in page.content
