"""Survey first, request later: what is known of people decides when and how they can travel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from scheduler.errors import Invalid
from scheduler.people.models import DepartureRequest
from scheduler.people.selectors import worker_get
from scheduler.people.services import (
    NewRequest,
    NewWorker,
    request_update,
    requests_add,
    worker_update,
    workers_add,
)
from scheduler.people.wishes import Wishes, wishes_of
from tests.cast import Cast

HOUR = timedelta(hours=1)


def people(cast: Cast, *workers: dict[str, Any]) -> tuple[UUID, ...]:
    new = [NewWorker(name="向阳花", **one) for one in workers]
    return tuple(row.id for row in workers_add(bureau=cast.coordinator.organisation, workers=new).rows if row)


def ask(cast: Cast, *members: UUID, **more: Any) -> DepartureRequest:
    new = NewRequest(code="new", members=members, boarding=(), **more)
    return requests_add(campaign=cast.campaign, requests=[new]).only()


def test_a_request_of_people_takes_over_what_they_said(cast: Cast) -> None:
    begin = cast.campaign.horizon_start
    with cast.coordinator.acting():
        members = people(
            cast,
            {"town": "阿蓬江镇", "needs": {"wheelchair": True}, "training_until": begin + 2 * HOUR},
            {"training_until": begin + 5 * HOUR},
        )
        request = ask(cast, *members)
        assert (request.ready_at, request.wheelchairs, request.town, request.size) == (
            begin + 5 * HOUR,
            1,
            "阿蓬江镇",
            2,
        )


def test_nobody_leaves_before_the_day_that_they_named_nor_before_the_campaign(cast: Cast) -> None:
    begin = cast.campaign.horizon_start
    with cast.coordinator.acting():
        (early, late) = people(
            cast, {"wishes": {"earliest_on": "2020-01-01"}}, {"wishes": {"earliest_on": "2027-02-21"}}
        )
        assert ask(cast, early).ready_at == begin
        new = NewRequest(code="other", members=(late,), boarding=())
        assert requests_add(campaign=cast.campaign, requests=[new]).only().ready_at == begin + 24 * HOUR


def test_without_members_a_request_has_to_say_when_it_is_ready(cast: Cast) -> None:
    with cast.coordinator.acting(), pytest.raises(Invalid, match="say when they can leave"):
        ask(cast, size=2)


def test_a_request_does_not_leave_before_training_ends(cast: Cast) -> None:
    begin = cast.campaign.horizon_start
    with cast.coordinator.acting():
        members = people(cast, {"training_until": begin + 2 * HOUR})
        with pytest.raises(Invalid, match="before the end of training"):
            ask(cast, *members, ready_at=begin + HOUR)
        request = ask(cast, *members, ready_at=begin + 2 * HOUR)
        with pytest.raises(Invalid, match="before the end of training"):
            request_update(request=request, version=1, changes={"ready_at": begin})
        request.refresh_from_db()
        assert request.version == 1


def test_training_that_takes_longer_puts_the_request_off(cast: Cast) -> None:
    begin = cast.campaign.horizon_start
    with cast.coordinator.acting():
        (member,) = people(cast, {})
        request = ask(cast, member)
        worker = worker_update(
            worker=worker_get(worker_id=member), version=1, changes={"training_until": begin + 9 * HOUR}
        )
        request.refresh_from_db()
        assert (request.ready_at, request.version) == (begin + 9 * HOUR, 2)
        worker_update(worker=worker, version=2, changes={"training_until": begin + HOUR})
        request.refresh_from_db()
        assert request.ready_at == begin + 9 * HOUR


def test_wishes_are_read_whatever_else_was_kept_with_them() -> None:
    assert not wishes_of({"jobs": "welder", "pay_from": True, "earliest_on": "soon", "places": [" ", 3]})
    assert wishes_of({"jobs": [" 焊工 "], "pay_from": 4000, "colour": "red"}) == Wishes(jobs=("焊工",), pay_from=4000.0)
