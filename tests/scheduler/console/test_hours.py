"""A gate that closes before people come: the dispatcher asks, the employer answers, and the alert follows."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduler.answers.models import Ask
from scheduler.answers.reminding import escalate_due
from scheduler.errors import Conflict, Invalid
from scheduler.intake.mapping import windows_of
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message
from scheduler.travel.longer import closing_find, hours_answer, hours_ask
from scheduler.travel.models import Alert
from solvers.problem import Span
from tests.builders import at
from tests.scheduler.console.visiting import sign_in
from tests.scheduler.travel.conftest import Road, moment, road, seen

__all__ = ["road"]
NOW = moment("11:40")


@pytest.fixture
def alert(road: Road) -> Alert:
    """The shuttle leaves the airport at 11:40, and needs half an hour to a gate that closes at 12:00."""
    road.tell(road.shuttle, seen("depart", "10:45", 0), seen("arrive", "10:55", 1), seen("depart", "11:40", 1))
    [found] = road.alerts()
    return found


def windows(road: Road) -> tuple[Span, ...]:
    with acting_as_system():
        return windows_of(IntakeSlot.objects.get(id=road.slot.id).windows)


def letters() -> set[str]:
    with acting_as_system():
        return set(Message.objects.filter(template__startswith="hours").values_list("template", flat=True))


def test_a_gate_is_kept_open_on_the_screens_and_the_alert_closes(road: Road, alert: Alert, client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, road.cast.coordinator)
        address, asking = reverse("alert", args=[alert.id]), reverse("alert_hours", args=[alert.id])
        page = client.get(address)
        assert "5 人将晚到厂门 10 分钟" in page.content.decode()
        assert page.context["hours"].initial["until"] == moment("12:25")
        early = client.post(asking, {"until": "2026-01-01T00:00"})
        assert early.status_code == 422
        until = page.context["hours"]["until"].field.prepare_value(moment("12:25"))
        client.post(asking, {"until": f"{until:%Y-%m-%dT%H:%M}"})
        assert letters() == {"hours_asked"}
        assert "12:25" in client.get(address).content.decode()

        sign_in(client, road.cast.employer)
        intake, saying = (reverse(name, args=[road.slot.id]) for name in ("intake", "intake_hours"))
        assert "d2 载 5 人，将晚到 10 分钟" in client.get(intake).content.decode()
        assert client.get(intake).context["hours"].until == moment("12:25")
        client.post(saying, {"no": "1", "why": " "})
        with acting_as_system():
            assert Ask.objects.get(kind="hours").answered_at is None, "a no needs a reason"
        client.post(saying, {"yes": "1"})
    assert windows(road) == ((at("11:00"), at("12:25")),)
    assert road.alerts() == []


def test_a_gate_that_closes_all_the_same_is_told_to_the_bureau(road: Road, alert: Alert) -> None:
    desk, employer = road.cast.coordinator, road.cast.employer
    with time_machine.travel(NOW, tick=False):
        with desk.acting(), pytest.raises(Invalid, match="expected"):
            hours_ask(alert=alert, until=moment("12:05"), by=desk.user)
        with desk.acting():
            hours_ask(alert=alert, until=moment("12:15"), by=desk.user)
        with employer.acting():
            said = hours_answer(slot=road.slot, keeps_open=False, reason="夜班交接", by=employer.user)
            assert hours_answer(slot=road.slot, keeps_open=False, reason="再说一次", by=employer.user) == said
        assert letters() == {"hours_asked", "hours_declined"}
        assert windows(road) == ((at("11:00"), at("12:00")),)
        with employer.acting():
            hours_answer(slot=road.slot, keeps_open=True, by=employer.user)
            with pytest.raises(Conflict, match="agreed"):
                hours_answer(slot=road.slot, keeps_open=False, reason="又不行", by=employer.user)
    with desk.acting():
        alert.refresh_from_db()
        assert closing_find(alert=alert) is None, "it is over"


def test_who_says_nothing_is_called_and_who_is_on_time_after_all_is_not(road: Road, alert: Alert) -> None:
    desk = road.cast.coordinator
    with time_machine.travel(NOW, tick=False), desk.acting():
        hours_ask(alert=alert, until=moment("12:15"), by=desk.user)
    with time_machine.travel(moment("12:00"), tick=False):
        with acting_as_system():
            Alert.objects.filter(id=alert.id).update(closed_at=moment("11:50"))
        assert escalate_due() == 0
        with acting_as_system():
            Alert.objects.filter(id=alert.id).update(closed_at=None)
        assert escalate_due() == 1
    assert letters() == {"hours_asked", "hours_escalated"}
