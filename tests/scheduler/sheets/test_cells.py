"""What cells mean: numbers of persons, moments, coordinates, words."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scheduler.sheets import cells
from scheduler.sheets.context import Context
from scheduler.sheets.dates import read_moment
from scheduler.sheets.datum import Datum, from_wgs84, to_wgs84
from scheduler.sheets.files.grid import Cell
from scheduler.sheets.id_number import id_number
from scheduler.sheets.names import Names
from scheduler.sheets.needs import needs
from scheduler.sheets.unfit import Unfit
from tests.scheduler.sheets.files import resident

CONTEXT = Context(
    utc_offset_s=28_800,
    year=2027,
    datum=Datum.WGS84,
    places=Names([(("城东村口", "Chengdong stop"), "bp-1"), (("客运站",), "hub-1"), (("客运站",), "hub-2")]),
    organisations=Names(()),
    slots=Names([(("s1", "post-1", "装配工"), "s1"), (("s2", "post-1", "装配工"), "s2")]),
)


def refused(read: object, *args: object) -> str:
    with pytest.raises(Unfit) as unfit:
        read(*args)  # type: ignore[operator]
    return unfit.value.reason


def test_a_resident_number_says_when_somebody_was_born_and_of_which_sex() -> None:
    number = id_number("11010519491231002x ")  # the standard's own example
    assert (number.text, number.born, number.sex) == ("11010519491231002X", date(1949, 12, 31), "female")
    assert id_number("999999900101123").born == date(1990, 1, 1)
    assert id_number("E12345678").born is None


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("110105194912310021", "id_checksum"),
        ("110105194913310020", "id_birth"),
        ("11010518991231002X", "id_birth"),
        ("1101051949123100", "id_length"),
        ("11010519491231002XX", "id_length"),
        ("十一", "id_number"),
    ],
)
def test_a_number_that_looks_like_a_residents_is_checked(number: str, reason: str) -> None:
    assert refused(id_number, number) == reason


def test_every_slip_of_one_digit_or_two_neighbours_is_caught() -> None:
    number = resident(7)
    for i in range(17):
        for other in {*"0123456789"} - {number[i]}:
            with pytest.raises(Unfit):
                id_number(number[:i] + other + number[i + 1 :])
        if number[i] != number[i + 1]:
            with pytest.raises(Unfit):
                id_number(number[:i] + number[i + 1] + number[i] + number[i + 2 :])


def test_an_id_number_that_a_spreadsheet_kept_as_a_number_has_lost_its_end() -> None:
    assert refused(cells.identity, 1.1010519491231e17, CONTEXT) == "id_as_number"
    assert cells.masked("110105194912310021") == "11…0021"


@pytest.mark.parametrize(
    ("cell", "local"),
    [
        ("2027-02-20 06:30", "2027-02-20T06:30:00+08:00"),
        ("2027/2/20 6:30:15", "2027-02-20T06:30:15+08:00"),
        ("2027.2.20", "2027-02-20T06:00:00+08:00"),
        ("2027年2月20日6时30分", "2027-02-20T06:30:00+08:00"),
        ("2027年2月20号 上午6点半", "2027-02-20T06:30:00+08:00"),
        ("2月20日下午3点", "2027-02-20T15:00:00+08:00"),
        ("2月20日（周六）晚8:05", "2027-02-20T20:05:00+08:00"),
        ("２０２７－２－２０　０６：３０", "2027-02-20T06:30:00+08:00"),
        ("2027-02-20T06:30:00Z", "2027-02-20T06:30:00+00:00"),
        ("2027-02-20T06:30+09:00", "2027-02-20T06:30:00+09:00"),
        ("2027-02-20 12:00 am", "2027-02-20T00:00:00+08:00"),
        ("2027-02-20 24:00", "2027-02-21T00:00:00+08:00"),
        ("20270220", "2027-02-20T06:00:00+08:00"),
        (20270220.0, "2027-02-20T06:00:00+08:00"),
        (46438.0, "2027-02-20T06:00:00+08:00"),
        (46438.270833333336, "2027-02-20T06:30:00+08:00"),
        ("46438.2708333333", "2027-02-20T06:30:00+08:00"),
        (date(2027, 2, 20), "2027-02-20T06:00:00+08:00"),
        (datetime(2027, 2, 20, 6, 29, 59, 999_990), "2027-02-20T06:30:00+08:00"),  # noqa: DTZ001 - a cell's
    ],
)
def test_moments_are_read_as_people_write_them(cell: Cell, local: str) -> None:
    assert read_moment(cell, utc_offset_s=28_800, year=2027, hour=6).isoformat() == local


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2027-02-30", "no_such_moment"),
        ("2027-02-20 25:00", "no_such_moment"),
        ("20/2/2027", "moment"),
        ("明天", "moment"),
        ("2027-02-20 早", "moment"),
        ("1987-02-20", "moment_year"),
        (12.0, "moment"),
        (True, "moment"),
    ],
)
def test_what_is_no_moment_is_said_to_be_none(cell: Cell, reason: str) -> None:
    assert refused(lambda: read_moment(cell, utc_offset_s=28_800, year=2027, hour=6)) == reason


def test_a_date_alone_begins_in_the_morning_and_ends_at_midnight() -> None:
    assert cells.ready("2027-02-20", CONTEXT) == "2027-02-20T06:00:00+08:00"
    assert cells.due("2027-02-20", CONTEXT) == "2027-02-21T00:00:00+08:00"


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        ((-73.9857, 40.7484), (-73.9857, 40.7484)),
    ],
)
def test_points_of_chinese_maps_are_brought_back_to_a_decimetre(
    wgs: tuple[float, float], gcj: tuple[float, float]
) -> None:
    lon, lat = to_wgs84(*gcj, Datum.GCJ02)
    assert abs(lon - wgs[0]) < 1e-6
    assert abs(lat - wgs[1]) < 1e-6
    assert to_wgs84(*gcj, Datum.WGS84) == gcj
    assert from_wgs84(lon, lat, Datum.GCJ02) == pytest.approx(gcj, abs=1e-6)
    assert from_wgs84(lon, lat, Datum.WGS84) == (lon, lat)


@pytest.mark.parametrize(
    ("read", "cell", "meaning"),
    [
        (cells.phone, 11100000601.0, "11100000601"),
        (cells.phone, "+86 139-0000-0601", "13900000601"),
        (cells.phone, "（０２３）79220000", "(023)79220000"),
        (cells.sex, "女性", "female"),
        (cells.sex, "M", "male"),
        (cells.yes_no, "√", True),
        (cells.yes_no, "否", False),
        (cells.birth_year, 1990.0, 1990),
        (cells.birth_year, "1990年5月", 1990),
        (cells.birth_year, "19900501", 1990),
        (cells.whole, "3人", 3),
        (cells.whole, "1,200", 1200),
        (cells.priority, "是", 1),
        (cells.priority, "1", 1),
        (cells.words, "焊工、电工,焊工", ["焊工", "电工"]),
        (cells.slots, "装配工", ["s1", "s2"]),
        (cells.places, "城东村口（20分钟）；chengdong STOP、村尾", {"known": [["bp-1", 20]], "unknown": ["村尾"]}),
        (needs, "坐轮椅、晕车", {"wheelchair": True, "car_sick": True}),
        (needs, "无", {}),
    ],
)
def test_words_of_forms_are_understood(read: object, cell: Cell, meaning: object) -> None:
    assert read(cell, CONTEXT) == meaning  # type: ignore[operator]


@pytest.mark.parametrize(
    ("read", "cell", "reason"),
    [
        (cells.phone, "1390000060", "phone_length"),
        (cells.phone, "没有", "phone"),
        (cells.sex, "未知", "sex"),
        (cells.yes_no, "也许", "yes_no"),
        (cells.birth_year, "90", "birth_year"),
        (cells.birth_year, 2031.0, "birth_year"),
        (cells.whole, "2.5", "whole_number"),
        (cells.text, "a\x07b", "control_characters"),
        (cells.text, "长" * 101, "too_long"),
        (cells.slots, "焊接工", "slot_unknown"),
        (cells.places, "客运站", "place_shared"),
        (needs, "飞机", "need_unknown"),
    ],
)
def test_what_is_not_understood_has_a_reason(read: object, cell: Cell, reason: str) -> None:
    assert refused(read, cell, CONTEXT) == reason


def test_the_nearest_names_are_offered() -> None:
    assert CONTEXT.places.nearest("城东村囗") == "城东村口"
    assert CONTEXT.places.nearest("zzz") == ""
