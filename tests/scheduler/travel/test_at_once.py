"""Two who report the same at a gate, or close one alert, at once: the second waits, and heeds what the first said."""

from __future__ import annotations

from uuid import uuid4

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.travel.alarms import Alarm
from scheduler.travel.alerts import alert_close, alert_over, alert_raise
from scheduler.travel.models import Alert, AlertKind
from scheduler.travel.receiving import Received
from scheduler.travel.selectors import reception_list
from tests.committed import cast
from tests.e2e.house import eventually
from tests.elsewhere import Elsewhere, elsewhere, somebody_waits
from tests.scheduler.travel.conftest import Road, seen
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


def test_what_a_coordinator_says_of_an_alert_outlives_its_end(road: Road, elsewhere: Elsewhere) -> None:
    road.tell(road.van, seen("no_show", "05:13", 1, road.p1))
    (alert,) = road.alerts()
    who = road.cast.coordinator
    with who.acting():
        alert_close(alert=alert, version=None, by=who.user, remark="her brother brings her")
        over = elsewhere(lambda: end(alert))
        eventually("it is waited for", somebody_waits, within_s=10)
    over.result(timeout=10)
    with acting_as_system():
        kept = Alert.objects.get(id=alert.id)
        assert (kept.remark, kept.closed_by_id) == ("her brother brings her", who.user.id)
        alert_raise(alarm_of(alert), campaign=alert.campaign_id)
    assert road.alerts() == [], "what was dealt with is not raised anew"


def end(alert: Alert) -> None:
    """The danger is over, as a tick would find at that moment."""
    with acting_as_system():
        alert_over(campaign=alert.campaign_id, kind=AlertKind(alert.kind), subject=alert.subject)


def alarm_of(alert: Alert) -> Alarm:
    """The same danger again."""
    return Alarm(kind=AlertKind(alert.kind), subject=alert.subject, payload=alert.payload)
