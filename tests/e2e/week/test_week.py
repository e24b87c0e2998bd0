"""The scripted week: from first requests to the last settled arrival, with all that goes wrong in between.

./menlu test tests/e2e/week -m "not benchmark"     a campaign of 120 people
./menlu test tests/e2e/week -m benchmark -s        of 1,000, and its figures
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Message
from scheduler.travel.models import TravelEvent
from tests.e2e.week import disturbances as happens
from tests.e2e.week.desk import Clock
from tests.e2e.week.scene import gather, generated
from tests.e2e.week.week import Week
from tests.solvers.reference.shared import SHARED

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("week")]

BEFORE = (
    ("2027-02-14T10:00:00+08:00", happens.withdrawal),
    ("2027-02-14T15:00:00+08:00", happens.late_requests),
    ("2027-02-15T10:00:00+08:00", happens.slot_cut),
    ("2027-02-15T15:00:00+08:00", happens.confirmed_in_part),
    ("2027-02-16T10:00:00+08:00", happens.slot_closed),
    ("2027-02-16T15:00:00+08:00", happens.option_expires),
    ("2027-02-17T10:00:00+08:00", happens.vehicle_lost),
    ("2027-02-17T15:00:00+08:00", happens.crew_lost),
    ("2027-02-18T10:00:00+08:00", happens.road_closed),
    ("2027-02-18T15:00:00+08:00", happens.place_closed),
    ("2027-02-19T10:00:00+08:00", happens.train_cancelled),
)
FINAL = {"settled", "withdrawn", "no_show", "returned"}


def test_a_week(clock: Clock) -> None:
    problem = generated("corridor", "--people", "120", "--seed", "7")
    desk = gather(problem, clock, seconds=1)
    week = Week.begin(desk, problem, desk.run(seconds=4))
    live_through(week, days=("2027-02-20", "2027-02-21", "2027-02-23"))


@pytest.mark.benchmark
def test_a_week_of_a_thousand(clock: Clock) -> None:
    began, worked = time.monotonic(), time.process_time()
    problem: dict[str, Any] = json.loads((SHARED / "instances" / "wave-1000.json").read_text(encoding="utf-8"))
    desk = gather(problem, clock, seconds=6)
    week = Week.begin(desk, problem, desk.run(seconds=30))
    live_through(week, days=("2027-02-21", "2027-02-22", "2027-02-25"))
    with acting_as_system():
        messages, events = Message.objects.count(), TravelEvent.objects.count()
    print(
        f"\n{week.versions} versions, {sum(week.let_down.values())} let down by name, {messages} messages, "
        f"{events} ticks; {Counter(desk.states().values())}; {time.monotonic() - began:.0f} s, of which the test's "
        f"own process worked {time.process_time() - worked:.0f} s"
    )


def live_through(week: Week, *, days: tuple[str, str, str]) -> None:
    """All of the week after the first plan: what happens before anybody leaves, on two days of travel, and the end."""
    first, second, last = days
    for moment, disturbance in BEFORE:
        week.on(moment, disturbance)
    week.on(f"{first}T07:30:00+08:00", happens.flight_late)
    missing = week.road.expected(week.now, f"{first}T07:30:00+08:00", f"{first}T20:00:00+08:00")
    week.road.missing.add(missing)
    week.on(f"{first}T20:00:00+08:00", happens.again)
    week.on(f"{second}T09:00:00+08:00", happens.withdrawal)
    week.on(week.somebody_has_come(f"{second}T11:00:00+08:00"), happens.returned)
    end = week.desk.clock.to(f"{last}T12:00:00+08:00")
    week.go_on(end)
    ended(week, missing)


def ended(week: Week, missing: str) -> None:
    """Everybody has come to an end that is one, and everything was said once."""
    states = week.desk.states()
    assert week.versions == len(BEFORE) + 5
    assert states[missing] == "no_show"
    assert Counter(states.values())["returned"] == 1
    assert Counter(states.values())["withdrawn"] >= 1
    left = {party: state for party, state in states.items() if state not in FINAL}
    assert left.keys() == week.now.unserved.keys(), "who is left has a reason in the last plan"
    stranded = {party for party, state in left.items() if state == "boarded"}
    assert set(left.values()) <= {"submitted", "verified", "boarded"}
    alerts = [alert for alert in week.desk.all(f"{week.desk.here}/alerts?is_open=true") if alert["kind"] == "stranded"]
    assert {party for alert in alerts for party in alert["payload"]["parties"]} == stranded, "they have an alert each"
    week.told.check_sent()
    assert datetime.now().astimezone() > datetime.fromisoformat(week.now.problem["horizon"]["end"])
