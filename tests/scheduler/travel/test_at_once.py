"""Two who report the same at a gate at once: the second waits for the first, and knows what it said."""

from __future__ import annotations

from uuid import uuid4

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.travel.models import AlertKind
from scheduler.travel.receiving import Received
from scheduler.travel.selectors import reception_list
from tests.committed import cast
from tests.e2e.house import eventually
from tests.elsewhere import Elsewhere, elsewhere, somebody_waits
from tests.scheduler.travel.conftest import Road
from tests.scheduler.travel.test_receiving import at_the_gate

__all__ = ["cast", "elsewhere"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_report_twice_at_once_counts_once(road: Road, elsewhere: Elsewhere) -> None:
    entry = Received(id=uuid4(), request=road.p1, people=1)
    with acting_as_system():
        first = at_the_gate(road, entry)
        second = elsewhere(lambda: at_the_gate(road, entry))
        eventually("it is waited for", somebody_waits, within_s=10)
    assert (first.missing, second.result(timeout=10).missing) == ({road.p1: 1}, {})
    with road.cast.employer.acting():
        assert len(reception_list(slot=road.slot)) == 1


def test_two_who_miss_the_same_party_at_once_raise_one_alert(road: Road, elsewhere: Elsewhere) -> None:
    with acting_as_system():
        at_the_gate(road, Received(id=uuid4(), request=road.p1, people=1))
        second = elsewhere(lambda: at_the_gate(road, Received(id=uuid4(), request=road.p1, people=0)))
        eventually("it is waited for", somebody_waits, within_s=10)
    assert second.result(timeout=10).missing == {road.p1: 2}
    assert [(alert.kind, alert.payload["people"]) for alert in road.alerts()] == [(AlertKind.MISSING, 2)]
