"""The same POST sent again while the first is at work."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from scheduler.edge.services import key_lock
from tests.api.stage import Reply, call
from tests.cast import Cast
from tests.committed import cast

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_key_at_work_is_a_conflict(cast: Cast) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with cast.coordinator.acting():
            assert key_lock(organisation_id=cast.coordinator.organisation.id, key="k")
            held.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(20)
    busy = call(cast.coordinator, "POST", "/workers", {"name": "n"}, idempotency_key="k")
    done.set()
    holder.join()
    assert (busy.status, busy.code) == (409, "idempotency_key_in_use")
    assert call(cast.coordinator, "POST", "/workers", {"name": "n"}, idempotency_key="k").status == 201


def test_ten_at_once_are_done_once(cast: Cast) -> None:
    replies: list[Reply] = []

    def ask() -> None:
        replies.append(call(cast.coordinator, "POST", "/workers", {"name": "n"}, idempotency_key="k"))
        connection.close()

    askers = [threading.Thread(target=ask) for _ in range(10)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    made = {reply.body["id"] for reply in replies if reply.status == 201}
    assert len(made) == 1
    assert {reply.status for reply in replies} <= {201, 409}
    assert len(call(cast.coordinator, "GET", "/workers").body["items"]) == 1
