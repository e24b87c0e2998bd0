"""What other programs get: calendars, GeoJSON, a timetable that holds together, and the report of plan and actual."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from datetime import datetime

import pytest
from icalendar import Calendar
from openpyxl import Workbook, load_workbook

from scheduler.campaigns.services import campaign_import
from scheduler.errors import NotFound
from scheduler.exports.calendars import duty_calendar, gate_calendar
from scheduler.exports.geojson import plan_geojson
from scheduler.exports.gtfs import plan_gtfs
from scheduler.exports.workbook import plan_workbook
from scheduler.organisations.tenancy import acting_as_system
from scheduler.places.models import Place
from scheduler.plans.models import Plan
from tests.api.stage import published_plan
from tests.builders import ok_long, ok_long_plan
from tests.cast import Actor, Cast
from tests.scheduler.travel.conftest import Road, road, seen

__all__ = ["road"]

Feed = dict[str, list[dict[str, str]]]


def test_a_drivers_calendar_has_the_duty_and_its_stops_without_names(road: Road) -> None:
    with road.cast.driver.acting():
        calendar = Calendar.from_ical(duty_calendar(duty=road.van, language="en"))
    events = calendar.walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "Duty d1 · van",
        "bp-1: Pick up 2",
        "bp-2: Pick up 3",
        "hub-1: Set down 5",
    ]
    assert events[0].decoded("dtstart") == datetime.fromisoformat("2027-02-20T05:00:00+08:00")
    assert len({str(event["uid"]) for event in events}) == 4


def test_a_gates_calendar_has_what_arrives_there(road: Road) -> None:
    with acting_as_system():
        gate, hub = (Place.objects.get(campaign=road.cast.campaign, code=code) for code in ("gate-1", "bp-1"))
    with road.cast.employer.acting():
        (event,) = Calendar.from_ical(gate_calendar(plan=road.plan, gate=gate, language="en")).walk("VEVENT")
        with pytest.raises(NotFound, match="brings nobody to 'bp-1'"):
            gate_calendar(plan=road.plan, gate=hub)
    assert str(event["summary"]) == "gate-1: Set down 5 · Duty d2"
    assert event.decoded("dtstart") == datetime.fromisoformat("2027-02-20T11:33:15+08:00")


def test_a_plan_as_geojson_has_a_line_for_each_duty_and_service_and_its_places(road: Road) -> None:
    with road.cast.coordinator.acting():
        features = plan_geojson(plan=road.plan)["features"]
    lines = [f["properties"] for f in features if f["geometry"]["type"] == "LineString"]
    assert [(line["kind"], line["code"], line["people"]) for line in lines] == [
        ("coach", "d1", 5),
        ("coach", "d2", 5),
        ("flight", "f1", 5),
    ]
    places = {f["properties"]["code"]: f["properties"] for f in features if f["geometry"]["type"] == "Point"}
    assert places["hub-1"]["alights"] == 5
    assert places["bp-2"]["boards"] == 3


def test_the_timetable_of_a_night_coach_counts_on_beyond_midnight(cast: Cast) -> None:
    plan = published_long(cast.coordinator)
    with cast.coordinator.acting():
        feed = read(plan_gtfs(plan=plan))
        again = read(plan_gtfs(plan=plan))
    assert feed == again
    check(feed)
    (last,) = [row for row in feed["stop_times"] if row["trip_id"] == "coach-d2" and row["stop_sequence"] == "3"]
    assert (last["arrival_time"], last["departure_time"]) == ("30:50:00", "31:02:45")
    assert {row["service_id"] for row in feed["trips"]} == {"20270220"}


def test_the_timetable_of_a_flight_with_feeders_holds_together(road: Road) -> None:
    with road.cast.coordinator.acting():
        feed = read(plan_gtfs(plan=road.plan))
    check(feed)
    assert {row["route_id"]: row["route_type"] for row in feed["routes"]} == {
        "coach-d1": "200",
        "coach-d2": "200",
        "flight-f1": "1100",
    }


def published_long(coordinator: Actor) -> Plan:
    with coordinator.acting():
        campaign = campaign_import(bureau=coordinator.organisation, problem=ok_long(), by=coordinator.user)
    return published_plan(campaign, coordinator, ok_long_plan)


def read(packed: bytes) -> Feed:
    with zipfile.ZipFile(io.BytesIO(packed)) as feed:
        return {
            name.removesuffix(".txt"): list(csv.DictReader(io.StringIO(feed.read(name).decode())))
            for name in feed.namelist()
        }


def check(feed: Feed) -> None:
    """Every stop, trip, route, day and agency that is named is there, once; times go forward."""
    ids = {
        "agency": "agency_id",
        "stops": "stop_id",
        "routes": "route_id",
        "trips": "trip_id",
    }
    known = {table: {row[key] for row in feed[table]} for table, key in ids.items()}
    assert {table: len(feed[table]) for table in ids} == {table: len(found) for table, found in known.items()}
    days = {row["service_id"] for row in feed["calendar_dates"]}
    assert {row["agency_id"] for row in feed["routes"]} <= known["agency"]
    assert {row["route_id"] for row in feed["trips"]} == known["routes"]
    assert {row["service_id"] for row in feed["trips"]} == days
    assert {row["stop_id"] for row in feed["stop_times"]} == known["stops"]
    assert {row["trip_id"] for row in feed["stop_times"]} == known["trips"]
    for row in feed["stops"]:
        assert abs(float(row["stop_lat"])) <= 90
        assert abs(float(row["stop_lon"])) <= 180
    trips = defaultdict(list)
    for row in feed["stop_times"]:
        trips[row["trip_id"]].append(row)
    for rows in trips.values():
        assert [int(row["stop_sequence"]) for row in rows] == list(range(1, len(rows) + 1))
        moments = [seconds(row[name]) for row in rows for name in ("arrival_time", "departure_time")]
        assert moments == sorted(moments)
        assert len(rows) > 1


def seconds(text: str) -> int:
    hours, minutes, rest = map(int, text.split(":"))
    return hours * 3600 + minutes * 60 + rest


def test_the_report_has_the_plan_what_came_and_the_difference(road: Road) -> None:
    road.tell(
        road.van,
        seen("depart", "05:00", 0),
        seen("no_show", "05:12", 1, road.p1),
        seen("board", "05:30", 2, road.p2),
        seen("arrive", "06:15", 3),
    )
    with road.cast.coordinator.acting():
        book = load_workbook(io.BytesIO(plan_workbook(plan=road.plan, language="en")))
    assert book.sheetnames == ["Summary", "People", "Itineraries", "Duties", "Stops", "Services", "At home"]
    figures = {row[0]: row[1:4] for row in rows(book, "Summary")}
    assert figures["Did not appear"] == (0, 2, 2)
    assert figures["Boarded"] == (6, 3, -3)
    hub = next(row for row in rows(book, "Stops") if row[:2] == ("d1", 4))
    assert hub[3:6] == (datetime(2027, 2, 20, 6, 5, 15), datetime(2027, 2, 20, 6, 15), 10)  # noqa: DTZ001
    assert {row[6] for row in rows(book, "People")} == {"Did not appear", "Boarded", "Planned"}
    assert sum(row[5] for row in rows(book, "Duties")) == pytest.approx(road.plan.cost_duties)
    assert [row[0] for row in rows(book, "Services")] == ["f1"]
    assert len(rows(book, "At home")) == 2


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows(min_row=4)]
