"""A driver's limits hold across duties and reported days, to the second, and a breach shows its sum."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.manning import hours
from scheduler.manning.hours import Record, Wheel
from solvers.problem import DriverHours
from tests.builders import CHINA_S, CHINESE_LAW, HOUR, at

DAY = date(2027, 2, 20)


def breaches(law: DriverHours | None, record: Record) -> list[str]:
    return [str(one) for one in hours.breaches(law, record)]


def wheel(start: str, end: str, duty: str = "d1") -> Wheel:
    return Wheel(start=at(start), end=at(end), duty=duty)


def record(*mine: Wheel, others: tuple[Wheel, ...] = (), days: dict[date, int] | None = None) -> Record:
    return Record(mine=mine, others=others, days=days or {}, utc_offset_s=CHINA_S)


def test_a_week_at_the_limit_is_allowed_and_a_minute_more_is_refused_with_the_sum() -> None:
    week = {DAY - timedelta(days=k): 6 * HOUR for k in range(1, 7)}
    assert breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), wheel("09:20", "13:20"), days=week)) == []
    week[DAY - timedelta(days=1)] += 60
    assert breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), wheel("09:20", "13:20"), days=week)) == [
        "7 days from 2027-02-13 13:20: 36 h 01 min reported + 8 h 00 min in d1 = 44 h 01 min, more than 44 h 00 min"
    ]


def test_what_was_driven_eight_days_ago_does_not_count() -> None:
    assert breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), days={DAY - timedelta(days=7): 44 * HOUR})) == []


def test_two_duties_in_24_hours_add_up() -> None:
    other = (wheel("16:00", "20:00", "d7"),)
    assert breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), others=other)) == []
    found = breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), wheel("09:20", "09:21"), others=other))
    assert found == [
        "24 h from 2027-02-20 05:00: 4 h 01 min in d1 + 4 h 00 min in d7 = 8 h 01 min, more than 8 h 00 min"
    ]


def test_two_duties_without_a_break_between_them_are_one_stretch() -> None:
    rested = (wheel("09:20", "11:20", "d7"),)
    tired = (wheel("09:19", "11:20", "d7"),)
    assert breaches(CHINESE_LAW, record(wheel("05:20", "09:00"), others=rested)) == []
    (found,) = breaches(CHINESE_LAW, record(wheel("05:20", "09:00"), others=tired))
    assert found.startswith("without a break of 20 min, from 2027-02-20 05:20: 3 h 40 min in d1 + 2 h 01 min in d7;")


def test_by_night_two_hours_are_the_most() -> None:
    (found,) = breaches(CHINESE_LAW, record(wheel("22:00", "23:00"), others=(wheel("23:10", "1d00:11", "d7"),)))
    assert found.startswith("by night without a break of 20 min")
    assert found.endswith("2 h 01 min count, more than 2 h 00 min")


def test_what_others_break_without_this_duty_is_not_its_fault_and_no_law_forbids_nothing() -> None:
    long = (wheel("3d05:00", "3d15:00", "d7"),)
    assert breaches(CHINESE_LAW, record(wheel("05:00", "06:00"), others=long)) == []
    assert breaches(None, record(wheel("05:00", "23:00"))) == []
    assert breaches(replace(CHINESE_LAW, max_drive_7d_s=None), record(days={DAY: 90_000})) == []


@pytest.mark.parametrize("minutes", [0, 1])
def test_a_reported_day_counts_with_the_driving_of_its_date(minutes: int) -> None:
    found = breaches(CHINESE_LAW, record(wheel("05:00", "09:00"), days={DAY: 4 * HOUR + 60 * minutes}))
    assert len(found) == minutes
