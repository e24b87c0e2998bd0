"""Arrival at the gate: a whole party settles, who is missing is raised at once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from scheduler.errors import Conflict, Invalid
from scheduler.travel.models import AlertKind
from scheduler.travel.receiving import Arrived, Received, receive
from scheduler.travel.selectors import reception_list
from tests.scheduler.travel.conftest import Road, moment, seen


def at_the_gate(road: Road, *received: Received, **more: object) -> Arrived:
    with road.cast.employer.acting():
        return receive(
            plan=road.plan,
            slot=road.slot,
            received=received,
            at=moment("11:40"),
            by=road.cast.employer.user,
            **more,  # type: ignore[arg-type]
        )


def test_the_count_that_is_expected_settles_everyone(road: Road) -> None:
    assert at_the_gate(road, people=5).missing == {}
    assert road.states() == {"p1": "settled", "p2": "settled"}
    with road.cast.employer.acting():
        assert {one.people for one in reception_list(slot=road.slot).values()} == {2, 3}


def test_another_count_settles_nobody_and_asks_for_names(road: Road) -> None:
    with pytest.raises(Conflict, match="4 people are there and 5 are expected: tick the names"):
        at_the_gate(road, people=4)
    assert road.states() == {"p1": "planned", "p2": "planned"}


def test_who_is_missing_is_raised_at_once_and_over_when_they_come(road: Road) -> None:
    came = at_the_gate(road, Received(id=uuid4(), request=road.p2, people=2), complete=True)
    assert came.missing == {road.p2: 1, road.p1: 2}
    assert {alert.kind for alert in road.alerts()} == {AlertKind.MISSING}
    assert {alert.subject: alert.payload["people"] for alert in road.alerts()} == {"s1 p1": 2, "s1 p2": 1}
    assert road.states() == {"p1": "planned", "p2": "arrived"}
    at_the_gate(road, Received(id=uuid4(), request=road.p1), Received(id=uuid4(), request=road.p2, people=3))
    assert (road.alerts(), road.states()) == ([], {"p1": "settled", "p2": "settled"})


def test_who_did_not_board_is_not_expected(road: Road) -> None:
    road.tell(road.van, seen("no_show", "05:12", 1, road.p1), seen("board", "05:24", 2, road.p2, people=2))
    assert at_the_gate(road, people=2).settled == (road.p2,)
    assert road.states() == {"p1": "no_show", "p2": "settled"}


def test_the_same_report_twice_changes_nothing(road: Road) -> None:
    entry = Received(id=uuid4(), request=road.p1, people=1)
    assert at_the_gate(road, entry).missing == {road.p1: 1}
    assert at_the_gate(road, entry).missing == {}
    with road.cast.employer.acting():
        assert len(reception_list(slot=road.slot)) == 1


def test_a_party_of_somebody_else_is_refused(road: Road) -> None:
    with pytest.raises(Invalid, match="does not come into this slot"):
        at_the_gate(road, Received(id=uuid4(), request=uuid4()))
    with pytest.raises(Invalid, match="the party has 2"):
        at_the_gate(road, Received(id=uuid4(), request=road.p1, people=3))
