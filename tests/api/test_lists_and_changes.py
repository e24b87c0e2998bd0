"""Pages, ETags and the conditions on changes."""

from __future__ import annotations

import pytest

from tests.api.bodies import PLACE, WORKER
from tests.api.stage import Stage, call

PLACES = "/campaigns/{campaign_id}/places"


def test_pages_give_everything_once_and_in_order(stage: Stage) -> None:
    path, coordinator = stage.path(PLACES), stage.cast.coordinator
    whole = call(coordinator, "GET", path).body
    assert whole["next_cursor"] is None
    codes, cursor = [], ""
    while cursor is not None:
        page = call(coordinator, "GET", f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else "")).body
        assert len(page["items"]) <= 2
        codes += [place["code"] for place in page["items"]]
        cursor = page["next_cursor"]
    assert codes == [place["code"] for place in whole["items"]]
    assert len(codes) > 4


def test_things_of_one_moment_are_paged_by_their_ids(stage: Stage) -> None:
    rows = [{**WORKER, "id_number": f"50000020000101{i:04}"} for i in range(1, 8)]
    assert call(stage.cast.coordinator, "POST", "/workers/bulk", {"rows": rows}).status == 200
    ids, cursor = [], ""
    while cursor is not None:
        query = f"?limit=3&cursor={cursor}" if cursor else "?limit=3"
        page = call(stage.cast.coordinator, "GET", f"/workers{query}").body
        ids += [worker["id"] for worker in page["items"]]
        cursor = page["next_cursor"]
    assert len(ids) == len(set(ids)) == 8


def test_a_cursor_of_another_list_or_of_nobody_is_refused(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    other = call(coordinator, "GET", stage.path("/campaigns/{campaign_id}/requests?limit=1")).body["next_cursor"]
    for cursor in (other, "x", "a:b", "", "%00", "e30:1rX"):
        reply = call(coordinator, "GET", stage.path(f"{PLACES}?cursor={cursor}"))
        assert (reply.status, reply.code) == (400, "invalid_cursor"), cursor


@pytest.mark.parametrize("limit", ["0", "501", "x", "99999999999999999999999", "1.5", ""])
def test_a_limit_is_from_1_to_500(stage: Stage, limit: str) -> None:
    reply = call(stage.cast.coordinator, "GET", stage.path(f"{PLACES}?limit={limit}"))
    assert (reply.status, reply.code) == (422, "invalid_input")
    assert [error["where"] for error in reply.body["errors"]] == ["limit"]


def test_what_is_there_already_is_not_sent_again(stage: Stage) -> None:
    for template in ("/places/{place_id}", PLACES, "/runs/{run_id}/plan", "/duties/{duty_id}"):
        path, coordinator = stage.path(template), stage.cast.coordinator
        first = call(coordinator, "GET", path)
        for tag in (first.etag, f'"other", {first.etag}', f"W/{first.etag}", "*"):
            again = call(coordinator, "GET", path, if_none_match=tag)
            assert (again.status, again.content, again.etag) == (304, b"", first.etag)
        assert call(coordinator, "GET", path, if_none_match='"other"').status == 200


def test_a_change_needs_the_etag_that_was_read(stage: Stage) -> None:
    path, coordinator = stage.path("/places/{place_id}"), stage.cast.coordinator
    read = call(coordinator, "GET", path)
    missing = call(coordinator, "PATCH", path, {"name": "一"})
    assert (missing.status, missing.code) == (428, "precondition_required")
    changed = call(coordinator, "PATCH", path, {"name": "二"}, if_match=read.etag)
    assert (changed.status, changed.body["name"]) == (200, "二")
    stale = call(coordinator, "PATCH", path, {"name": "三"}, if_match=read.etag)
    assert (stale.status, stale.code) == (412, "stale_version")
    assert call(coordinator, "GET", path).etag == changed.etag
    assert call(coordinator, "PATCH", path, {"name": "三"}, if_match=changed.etag).status == 200


@pytest.mark.parametrize(
    ("tag", "status"), [("v1", 400), ('"v1', 400), ("", 400), ('W/"v1"', 412), ('"x"', 412), ('"v99999999999"', 412)]
)
def test_an_if_match_that_names_no_version_changes_nothing(stage: Stage, tag: str, status: int) -> None:
    path, coordinator = stage.path("/places/{place_id}"), stage.cast.coordinator
    assert call(coordinator, "PATCH", path, {"name": "一"}, if_match=tag).status == status
    assert call(coordinator, "GET", path).body["name"] is None


def test_a_place_is_removed_once_and_not_while_it_is_used(stage: Stage) -> None:
    coordinator = stage.cast.coordinator
    used = call(coordinator, "DELETE", stage.path("/places/{place_id}"), if_match="*")
    assert (used.status, used.code) == (409, "conflict")
    made = call(coordinator, "POST", stage.path(PLACES), PLACE)
    assert call(coordinator, "DELETE", made.headers["Location"], if_match='"v7"').status == 412
    assert call(coordinator, "DELETE", made.headers["Location"], if_match=made.etag).status == 204
    assert call(coordinator, "DELETE", made.headers["Location"], if_match=made.etag).status == 404


def test_what_may_be_seen_but_belongs_to_others_is_not_changed(stage: Stage) -> None:
    reply = call(stage.cast.employer, "PATCH", stage.path("/places/{place_id}"), {"name": "一"}, if_match="*")
    assert (reply.status, reply.code) == (403, "forbidden")


def test_a_set_of_rules_is_replaced_by_its_etag(stage: Stage) -> None:
    path, coordinator = stage.path("/campaigns/{campaign_id}/access-rules"), stage.cast.coordinator
    read = call(coordinator, "GET", path)
    assert call(coordinator, "PUT", path, {"rules": []}).status == 428
    assert call(coordinator, "PUT", path, {"rules": []}, if_match='"v1"').status == 412
    changed = call(coordinator, "PUT", path, {"rules": []}, if_match=read.etag)
    assert (changed.status, changed.body) == (200, {"rules": []})
    assert changed.etag == call(coordinator, "GET", path).etag != read.etag
