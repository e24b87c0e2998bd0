"""The least time of a drive under the law, at figures that one can do in one's head."""

from __future__ import annotations

import numpy as np
import pytest

from solvers.bounding.law import Windows, free_before, least_elapsed, least_journey, long_pace, stood_before
from solvers.model import Law, model_of
from tests.builders import DAY, HOUR, ok_long

LAW: Law = model_of(ok_long()).law
"""Four hours at a stretch, 20 minutes of rest or 5 for a change of drivers, 8 hours a day, no driving from 2 to 5."""


@pytest.mark.parametrize(
    ("hours", "drivers", "least"),
    [
        (4, 1, 4 * HOUR),
        (4.5, 1, 4.5 * HOUR + 1200),
        (8, 1, 8 * HOUR + 1200),
        (9, 1, DAY + HOUR),
        (9, 2, 9 * HOUR + 600),
        (17, 2, DAY + HOUR),
    ],
)
def test_a_drive_takes_rests_and_days(hours: float, drivers: int, least: float) -> None:
    assert least_elapsed(LAW, np.array([hours * HOUR]), drivers)[0] == pytest.approx(least)


def test_who_is_to_arrive_in_the_morning_stands_through_the_night_stop() -> None:
    window = Windows((7 * HOUR,), (7 * HOUR,))
    always = 0, 2 * DAY, 0
    found = least_journey(LAW, np.array([1.0, 3.0]) * HOUR, True, window, always)
    assert found == pytest.approx([HOUR, 6 * HOUR])


def test_where_nobody_boards_by_night_one_leaves_the_evening_before() -> None:
    window = Windows((7 * HOUR,), (7 * HOUR,))
    found = least_journey(LAW, np.array([2.0 * HOUR]), False, window, (6 * HOUR, 19 * HOUR, 0))
    assert found == pytest.approx([12 * HOUR])


def test_no_night_stop_falls_between_five_and_a_window_at_seven() -> None:
    assert free_before(LAW, 0, Windows((7 * HOUR,), (19 * HOUR,))) == 2 * HOUR
    assert free_before(LAW, 0, Windows((3 * HOUR,), (19 * HOUR,))) == 0


def test_three_drivers_who_stand_from_two_to_five_drive_less_than_21_hours_a_day() -> None:
    found = least_elapsed(LAW, np.array([20.5, 21.0]) * HOUR, 3, stop_s=3 * HOUR)
    assert found == pytest.approx([20.5 * HOUR + 5 * 300, DAY + 1200])


@pytest.mark.parametrize(
    ("hours", "end", "stood"), [(18, 43, 3), (10, 19, 0), (2, 6, 3), (1, 6, 0), (40, 67, 6), (2, 4, 3 - 1)]
)
def test_who_arrives_by_some_time_stands_through_the_nights_before(hours: float, end: float, stood: float) -> None:
    """An end inside of the stop stands for two o'clock, when it began."""
    assert stood_before(LAW, 0, hours * HOUR, end * HOUR) == pytest.approx(stood * HOUR)


@pytest.mark.parametrize("drivers", [1, 2, 3])
def test_a_long_pace_is_never_slower_than_the_law(drivers: int) -> None:
    drive = np.arange(0.0, 100.0, 0.25) * HOUR
    pace = long_pace(LAW, drivers)
    least = least_elapsed(LAW, drive, drivers)
    assert (pace.rate * drive - pace.spared <= least + 1e-6).all()
    days = drivers * np.arange(1.0, 5.0) * 8 * HOUR
    spare = least_elapsed(LAW, days, drivers) - (pace.rate * days - pace.spared)
    assert (spare < 2 * HOUR).all()  # it lies close to it where days are full: short rests are left out


def test_without_a_law_nobody_rests() -> None:
    assert long_pace(LAW._replace(on=False), 1) == (1.0, 0.0)
