"""The same POST sent again is not done again."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.api.bodies import PLACE
from tests.api.stage import Stage, call

PLACES = "/campaigns/{campaign_id}/places"
REPLAY = "Idempotent-Replay"


def test_the_same_request_again_gets_the_same_answer(stage: Stage) -> None:
    path, coordinator = stage.path(PLACES), stage.cast.coordinator
    first = call(coordinator, "POST", path, PLACE, idempotency_key="k-1")
    again = call(coordinator, "POST", path, PLACE, idempotency_key="k-1")
    assert (first.status, again.status) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert again.etag == first.etag
    assert (REPLAY in first.headers, again.headers[REPLAY]) == (False, "true")


def test_the_same_key_with_another_request_is_refused(stage: Stage) -> None:
    path, coordinator = stage.path(PLACES), stage.cast.coordinator
    assert call(coordinator, "POST", path, PLACE, idempotency_key="k").status == 201
    for other in (call(coordinator, "POST", path, {**PLACE, "code": "b"}, idempotency_key="k"),
                  call(coordinator, "POST", "/workers", {"name": "n"}, idempotency_key="k")):  # fmt: skip
        assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_what_is_kept_cannot_be_read_in_the_database(stage: Stage) -> None:
    made = call(stage.cast.coordinator, "POST", "/workers", {"name": "Xiang Yang Hua"}, idempotency_key="k")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('menlu.role', 'system', true)")
        cursor.execute("select body from edge_keptanswer")
        rows = cursor.fetchall()
        cursor.execute("select set_config('menlu.role', '', true)")
    assert b"Xiang" in made.content
    assert [b"Xiang" in bytes(body) for (body,) in rows] == [False]


def test_a_refused_request_may_be_sent_again_with_its_key(stage: Stage) -> None:
    path, coordinator = stage.path(PLACES), stage.cast.coordinator
    taken = call(coordinator, "POST", path, {**PLACE, "code": "bp-1"}, idempotency_key="k")
    assert (taken.status, taken.code) == (409, "already_exists")
    assert call(coordinator, "POST", path, PLACE, idempotency_key="k").status == 201


def test_keys_are_an_organisations_own(stage: Stage) -> None:
    cast, employers = stage.cast, {**PLACE, "code": "theirs"}
    assert call(cast.coordinator, "POST", stage.path(PLACES), PLACE, idempotency_key="k").status == 201
    other = call(cast.employer, "POST", stage.path(PLACES), employers, idempotency_key="k")
    assert (other.status, REPLAY in other.headers) == (201, False)


def test_a_key_is_forgotten_after_a_day(stage: Stage) -> None:
    path, coordinator = stage.path("/workers"), stage.cast.coordinator
    first = call(coordinator, "POST", path, {"name": "n"}, idempotency_key="k")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('menlu.role', 'system', true)")
        cursor.execute("update edge_keptanswer set created_at = created_at - interval '24 hours 1 second'")
        cursor.execute("select set_config('menlu.role', '', true)")
    anew = call(coordinator, "POST", path, {"name": "n"}, idempotency_key="k")
    assert (anew.status, REPLAY in anew.headers) == (201, False)
    assert anew.body["id"] != first.body["id"]


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256])
def test_a_key_is_printable_ascii(stage: Stage, key: str) -> None:
    reply = call(stage.cast.coordinator, "POST", stage.path(PLACES), PLACE, idempotency_key=key)
    assert (reply.status, reply.code) == (400, "malformed_header")
