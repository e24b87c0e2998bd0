"""A driver's sheet, as data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.errors import NotFound
from scheduler.papers.route_legs import Spell
from scheduler.papers.route_sheet import RouteSheet, route_sheet
from scheduler.papers.wording import clock
from solvers.plan import Plan
from tests.builders import at
from tests.scheduler.papers import cast


def as_text(sheet: RouteSheet) -> list[str]:
    """Stops as lines: when, where, who gets on and off, how many are aboard afterwards."""
    return [
        f"{clock(stop.arrive)} {stop.place}"
        + "".join(f" +{r.lead}({r.size})" for r in stop.board.riders)
        + "".join(f" -{r.lead}({r.size})" for r in stop.alight.riders)
        + f" = {stop.aboard}"
        for stop in sheet.stops
    ]


def test_the_sheet_has_the_stops_in_order_with_who_gets_on_and_off_and_how_many_are_aboard() -> None:
    sheet = route_sheet(cast.small(), duty_code="d1", language="en")
    assert as_text(sheet) == [
        "05:00 depot-1 = 0",
        "05:10 Wuli +赵立春(2) = 2",
        "05:22 bp-2 +孙惊蛰(3) = 5",
        "06:05 hub-1 -赵立春(2) -孙惊蛰(3) = 0",
        "07:08 depot-1 = 0",
    ]
    assert (sheet.people, sheet.most_aboard, sheet.distance_m, sheet.driving_s) == (5, 5, 120_000, 7200)


def test_a_rider_is_named_with_needs_and_only_the_end_of_a_phone_number() -> None:
    stop = route_sheet(cast.small(), duty_code="d1", language="en").stops[2]
    (rider,) = stop.board.riders
    assert (rider.lead, rider.others) == ("孙惊蛰", ("李春分", "周清明"))
    assert (rider.needs, rider.phone_end, stop.wheelchairs_aboard) == (("wheelchair",), "0003", 1)


def test_a_feeder_says_which_flight_it_is_for_and_when_check_in_closes() -> None:
    sheet = route_sheet(cast.small(), duty_code="d1", language="en")
    assert {rider.link for rider in sheet.stops[3].alight.riders} == {"for Flight Charter A"}
    (deadline,) = sheet.deadlines
    assert deadline.text == "Flight Charter A check-in closes"
    assert (clock(deadline.latest), deadline.stop, deadline.spare_s) == ("06:30", 4, 21 * 60 + 30)


def test_at_the_far_end_riders_come_off_the_flight_and_go_to_their_employer() -> None:
    sheet = route_sheet(cast.small(), duty_code="d2", language="zh")
    hub = sheet.stops[1]
    assert (hub.board.link, hub.board.bound_for) == ("自 航班 包机甲 转来", "甲木家具")
    (deadline,) = sheet.deadlines
    assert (deadline.text, clock(deadline.latest)) == ("厂门接收截止", "12:00")


def test_a_gate_that_stays_open_for_hours_is_no_deadline() -> None:
    assert route_sheet(cast.long(), duty_code="d2", language="en").deadlines == ()


def test_a_change_of_vehicles_is_a_deadline_of_the_first() -> None:
    (deadline,) = route_sheet(cast.long(), duty_code="d1", language="en").deadlines
    assert deadline.text == "Connecting duty d2 leaves"
    assert deadline.spare_s == at("15:40") - 900 - at("15:25")


def test_at_a_change_each_driver_is_told_of_the_other_vehicle_and_when_it_is_there() -> None:
    first, second = (route_sheet(cast.long(), duty_code=code, language="en") for code in ("d1", "d2"))
    assert [rider.link for rider in first.stops[2].alight.riders] == ["for Duty d2 · coach, leaves at 16:00"]
    assert [rider.link for rider in second.stops[1].board.riders] == ["off Duty d1 · Van, here at 15:22", None]
    chinese = route_sheet(cast.long(), duty_code="d2", language="zh").stops[1].board.riders[0]
    assert chinese.link == "自 班次 d1 · 面包车 转来（15:22 到站）"


def test_the_long_leg_says_who_drives_when_they_change_and_where_nobody_drives() -> None:
    leg = route_sheet(cast.long(), duty_code="d2", language="en").stops[1].onward
    assert leg is not None
    assert [(s.kind, s.driver, clock(s.start), clock(s.end)) for s in leg.spells] == [
        (Spell.DRIVE, 1, "16:00", "20:00"),
        (Spell.SWAP, None, "20:00", "20:05"),
        (Spell.DRIVE, 2, "20:05", "00:00"),
        (Spell.SWAP, None, "00:00", "00:05"),
        (Spell.DRIVE, 1, "00:05", "02:00"),
        (Spell.NIGHT_STOP, None, "02:00", "05:00"),
        (Spell.DRIVE, 2, "05:00", "06:50"),
    ]


def test_times_are_on_the_campaigns_clock_wherever_the_server_is() -> None:
    sheet = route_sheet(cast.small(), duty_code="d1", language="en")
    assert sheet.stops[0].depart.isoformat() == "2027-02-20T05:00:00+08:00"
    assert sheet.published_at is not None
    assert sheet.published_at.isoformat() == "2027-02-18T10:00:00+08:00"


def test_a_party_without_named_members_goes_by_its_code() -> None:
    facts = replace(cast.small(), people={})
    assert [r.lead for r in route_sheet(facts, duty_code="d1", language="zh").stops[1].board.riders] == ["p1"]


def test_an_unknown_duty_is_not_found() -> None:
    with pytest.raises(NotFound, match="no duty 'd9'"):
        route_sheet(cast.small(), duty_code="d9", language="en")


def test_an_english_sheet_also_has_the_name_that_people_on_the_spot_know() -> None:
    stop = route_sheet(cast.small(), duty_code="d1", language="en").stops[1]
    assert (stop.place, stop.local_name) == ("Wuli", "五里镇")
    assert route_sheet(cast.small(), duty_code="d1", language="zh").stops[1].local_name is None


def test_a_home_has_its_position_because_no_sign_post_says_where_it_is() -> None:
    facts = cast.small()
    homes = tuple(replace(p, kind="home") if p.id == "bp-2" else p for p in facts.problem.locations)
    sheet = route_sheet(replace(facts, problem=replace(facts.problem, locations=homes)), duty_code="d1", language="en")
    assert [(stop.place, stop.spot if stop.is_home else None) for stop in sheet.stops[1:3]] == [
        ("Wuli", None),
        ("Door pick-up bp-2", (108.2, 29.5)),
    ]


def test_a_party_past_every_window_shows_as_late_and_does_not_break_the_sheet() -> None:
    facts = cast.small()
    sheet = route_sheet(replace(facts, plan=later(facts.plan)), duty_code="d2", language="en")
    assert [d.spare_s for d in sheet.deadlines] == [at("12:00") - at("13:33:15")]


def later(plan: Plan) -> Plan:
    """The same plan with the second duty two hours late: a draft may be so."""
    duty = plan.duties[1]
    stops = tuple(replace(s, arrive=s.arrive + 7200, start=s.start + 7200, depart=s.depart + 7200) for s in duty.stops)
    return replace(plan, duties=(plan.duties[0], replace(duty, stops=stops)))
