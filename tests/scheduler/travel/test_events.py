"""What is seen on the road: kept once, moving states and estimates, raising what is in danger."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, transaction

from scheduler import clock
from scheduler.errors import in_english
from scheduler.organisations.tenancy import acting_as_system
from scheduler.travel.alerts import alert_close
from scheduler.travel.events import Outcome, events_record
from scheduler.travel.models import Alert, AlertKind, Position, TravelEvent
from scheduler.travel.positions import position_record, positions_forget
from tests.builders import at
from tests.scheduler.travel.conftest import Road, moment, seen


def outcomes(verdicts: object) -> list[Outcome]:
    return [verdict.outcome for verdict in verdicts]  # type: ignore[attr-defined]


def test_an_entry_that_is_sent_again_is_kept_once(road: Road) -> None:
    boards = seen("board", "05:12", 1, road.p1)
    assert outcomes(road.tell(road.van, boards)) == [Outcome.KEPT]
    assert outcomes(road.tell(road.van, boards, seen("depart", "05:13", 1))) == [Outcome.KNOWN, Outcome.KEPT]
    assert road.way(road.van, "05:13").progress.aboard == 2
    with acting_as_system():
        assert TravelEvent.objects.count() == 2


def test_ticks_move_the_states_of_parties_to_the_gate(road: Road) -> None:
    road.tell(road.van, seen("board", "05:12", 1, road.p1), seen("board", "05:24", 2, road.p2))
    assert road.states() == {"p1": "boarded", "p2": "boarded"}
    road.tell(road.van, seen("alight", "06:06", 3, road.p1), seen("alight", "06:06", 3, road.p2))
    assert road.states() == {"p1": "boarded", "p2": "boarded"}, "an airport is no gate"
    road.tell(road.shuttle, seen("board", "11:01", 1, people=5), seen("alight", "11:34", 2, people=5))
    assert road.states() == {"p1": "arrived", "p2": "arrived"}
    assert road.alerts() == []


def test_a_tick_by_mistake_is_taken_back(road: Road) -> None:
    boards = seen("board", "05:12", 1, road.p1)
    road.tell(road.van, boards)
    road.tell(road.van, seen("undo", "05:13", undoes=boards.id))
    assert road.states()["p1"] == "planned"
    assert road.way(road.van, "05:13").progress.aboard == 0


def test_two_telephones_agree_whatever_order_their_entries_come_in(road: Road) -> None:
    first, second = seen("no_show", "05:12", 1, road.p1), seen("board", "05:14", 1, road.p1)
    road.tell(road.van, second)
    road.tell(road.van, first, now="05:20")
    progress = road.way(road.van, "05:20").progress
    assert [tick.kind for tick in progress.stops[1].board.values()] == ["board"]
    assert road.states()["p1"] == "boarded"
    assert road.alerts() == []


def test_a_no_show_is_raised_and_over_when_the_party_comes_after_all(road: Road) -> None:
    road.tell(road.van, seen("no_show", "05:13", 1, road.p1))
    (alert,) = road.alerts()
    assert (alert.kind, alert.payload["parties"], alert.payload["people"]) == (AlertKind.NO_SHOW, ["p1"], 2)
    assert alert.payload["replan"] == {"kind": "no_show", "party": "p1", "people": 2}
    assert road.states()["p1"] == "no_show"
    road.tell(road.van, seen("board", "05:15", 1, road.p1))
    assert (road.alerts(), road.states()["p1"]) == ([], "boarded")


def test_whom_an_earlier_vehicle_did_not_see_the_next_one_is_not_short_of(road: Road) -> None:
    road.tell(road.van, seen("no_show", "05:13", 1, road.p1), seen("board", "05:24", 2, road.p2))
    road.tell(road.shuttle, seen("board", "11:01", 1, people=3), seen("depart", "11:04", 1))
    assert [(alert.kind, alert.payload["parties"]) for alert in road.alerts()] == [(AlertKind.NO_SHOW, ["p1"])]


def test_a_part_of_a_party_that_is_missing_is_raised(road: Road) -> None:
    road.tell(road.van, seen("board", "05:24", 2, road.p2, people=2))
    (alert,) = road.alerts()
    assert (alert.kind, alert.payload["people"]) == (AlertKind.NO_SHOW, 1)


def test_a_count_that_is_short_is_raised_and_names_settle_it(road: Road) -> None:
    road.tell(road.van, seen("board", "05:24", 2, people=2))
    (alert,) = road.alerts()
    assert (alert.kind, alert.payload["expected"], alert.payload["counted"]) == (AlertKind.COUNT, 3, 2)
    assert road.states()["p2"] == "planned"
    road.tell(road.van, seen("board", "05:26", 2, people=3))
    assert (road.alerts(), road.states()["p2"]) == ([], "boarded")


def test_actual_times_move_the_estimates_and_a_flight_at_risk_is_raised_until_it_is_not(road: Road) -> None:
    left = seen("depart", "06:00", 2)
    road.tell(road.van, seen("board", "05:12", 1, road.p1), seen("board", "05:55", 2, road.p2), left)
    expected = road.way(road.van, "06:00").expected
    assert expected.stops[3].arrive == at("06:40")
    (alert,) = road.alerts()
    assert alert.kind == AlertKind.CONNECTION
    assert (alert.payload["of"], alert.payload["late_s"]) == ("f1", at("06:43:15") - at("06:30"))
    assert alert.payload["replan"]["parties"] == ["p1", "p2"]
    road.tell(road.van, seen("undo", "06:01", undoes=left.id), seen("depart", "05:30", 2), now="06:02")
    assert road.alerts() == []


def test_an_alert_that_was_dealt_with_is_raised_again_only_when_it_is_worse(road: Road) -> None:
    road.tell(road.van, seen("depart", "06:00", 2))
    (alert,) = road.alerts()
    with road.cast.coordinator.acting():
        alert_close(alert=alert, version=None, by=road.cast.coordinator.user, remark="the airline waits")
    road.tell(road.van, seen("arrive", "06:45", 3))
    assert road.alerts() == []
    road.tell(road.van, seen("arrive", "07:10", 3))
    assert [alert.kind for alert in road.alerts()] == [AlertKind.CONNECTION]


def test_what_cannot_be_is_refused_with_a_reason_and_the_rest_is_kept(road: Road) -> None:
    entries = [
        seen("board", "05:12", 9, road.p1),
        seen("board", "05:12", 1, uuid4()),
        seen("board", "05:12", 1, road.p1, people=3),
        seen("board", "05:12", 1),
        seen("incident", "05:12"),
        seen("undo", "05:12", undoes=uuid4()),
        seen("board", "05:12", 1, road.p1),
    ]
    verdicts = road.tell(road.van, *entries)
    assert outcomes(verdicts) == [Outcome.REFUSED] * 6 + [Outcome.KEPT]
    assert "stops 0 to 4" in in_english(verdicts[0].reason)
    assert "the party has 2" in in_english(verdicts[2].reason)
    other = replace(entries[-1], kind=entries[-1].kind)
    assert outcomes(road.tell(road.shuttle, other)) == [Outcome.REFUSED], "an id belongs to one duty"


def test_a_telephone_whose_clock_is_wrong_is_put_right(road: Road) -> None:
    early = seen("depart", "04:00", 0)
    with road.cast.driver.acting():
        events_record(duty=road.van, events=[early], by=None, sent_at=clock.now() - timedelta(hours=1))
    with acting_as_system():
        assert abs(TravelEvent.objects.get().at - early.at - timedelta(hours=1)) < timedelta(seconds=5)


def test_what_was_seen_is_never_changed(road: Road) -> None:
    road.tell(road.van, seen("depart", "05:00", 0))
    with acting_as_system():
        for change in (TravelEvent.objects.all().delete, lambda: TravelEvent.objects.update(stop=2)):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_positions_are_kept_while_the_trip_runs_and_gone_at_its_end(road: Road) -> None:
    where = {"duty": road.van, "device": "phone-1", "at": moment("05:05"), "lon": 108.05, "lat": 29.5}
    assert not position_record(**where), "not before it leaves"
    road.tell(road.van, seen("depart", "05:00", 0))
    assert position_record(**where)
    assert position_record(**where | {"lon": 108.1}), "no trail: the last one takes its place"
    with road.cast.driver.acting():
        assert [round(p.point.x, 2) for p in Position.objects.all()] == [108.1]
    with road.cast.other_coordinator.acting():
        assert not Position.objects.exists()
    road.tell(road.van, seen("arrive", "07:08", 4))
    assert not position_record(**where)
    with acting_as_system():
        assert not Position.objects.exists()


def test_a_position_that_comes_late_does_not_take_the_place_of_a_newer_one(road: Road) -> None:
    where = {"duty": road.van, "device": "phone-1", "lat": 29.5}
    road.tell(road.van, seen("depart", "05:00", 0))
    with time_machine.travel(moment("05:20"), tick=False):
        assert position_record(**where, at=moment("05:15"), lon=108.2)
        assert position_record(**where, at=moment("05:10"), lon=108.1), "the duty is on the road all the same"
        assert last_position() == (moment("05:15"), 108.2)
        assert position_record(**where | {"device": "phone-2"}, at=moment("05:05"), lon=108.05), "another telephone"


def test_a_position_of_a_clock_that_was_fast_does_not_hold_up_those_after_it(road: Road) -> None:
    where = {"duty": road.van, "device": "phone-1", "lat": 29.5}
    road.tell(road.van, seen("depart", "05:00", 0))
    with time_machine.travel(moment("05:20"), tick=False):
        assert position_record(**where, at=moment("06:15"), lon=108.1)
        assert position_record(**where, at=moment("05:20"), lon=108.2)
    assert last_position() == (moment("05:20"), 108.2)


def last_position() -> tuple[datetime, float]:
    with acting_as_system():
        kept = Position.objects.get()
    return kept.at, round(kept.point.x, 2)


def test_positions_of_a_duty_that_nobody_ends_are_forgotten(road: Road) -> None:
    road.tell(road.van, seen("depart", "05:00", 0))
    position_record(duty=road.van, device="phone-1", at=moment("05:05"), lon=108.05, lat=29.5)
    with acting_as_system():
        kept = Position.objects.count(), positions_forget()
    assert kept == (1, 0), "its planned end is still to come"


def test_nobody_else_sees_what_is_seen(road: Road) -> None:
    road.tell(road.van, seen("no_show", "05:13", 1, road.p1))
    cast = road.cast
    for actor, sees in ((cast.coordinator, 1), (cast.operator, 1), (cast.auditor, 1), (cast.employer, 0)):
        with actor.acting():
            assert (TravelEvent.objects.count(), Alert.objects.count()) == (sees, sees)
    with cast.other_coordinator.acting():
        assert (TravelEvent.objects.count(), Alert.objects.count()) == (0, 0)
