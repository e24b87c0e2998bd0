"""Whom an employer receives, as data and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from scheduler.papers.facts import Person
from scheduler.papers.intake_list import IntakeList, intake_list
from scheduler.papers.tables import MOMENT
from scheduler.papers.wording import Language
from scheduler.papers.xlsx import intake_list_bytes
from tests.scheduler.papers import cast


def small_list(language: Language = "en") -> IntakeList:
    return intake_list(cast.small(), employer="Jiamu Furniture", slots=("s1",), language=language)


def test_every_member_of_every_party_has_a_row_with_when_and_by_what() -> None:
    listing = small_list()
    assert [(a.name, a.party, f"{a.arrives_at:%H:%M}", a.comes_by) for a in listing.arrivals] == [
        ("赵立春", "p1", "11:33", "Duty d2 · shuttle"),
        ("钱雨水", "p1", "11:33", "Duty d2 · shuttle"),
        ("孙惊蛰", "p2", "11:33", "Duty d2 · shuttle"),
        ("李春分", "p2", "11:33", "Duty d2 · shuttle"),
        ("周清明", "p2", "11:33", "Duty d2 · shuttle"),
    ]


def test_the_summary_counts_people_against_the_slots_capacity() -> None:
    (slot,) = small_list().slots
    assert (slot.expected, slot.capacity, slot.gate) == (5, 6, "Gate 1")
    assert slot.first_arrival == slot.last_arrival


def test_who_walks_to_the_gate_comes_by_nothing() -> None:
    listing = intake_list(cast.small(), employer="x", slots=("s3",), language="zh")
    (arrival,) = listing.arrivals
    assert (arrival.name, arrival.comes_by, f"{arrival.arrives_at:%H:%M}") == ("p3 (1)", None, "08:00")


def test_a_slot_into_which_nobody_comes_is_listed_as_empty() -> None:
    facts = cast.small()
    nobody = replace(facts, plan=replace(facts.plan, itineraries=()))
    (slot,) = intake_list(nobody, employer="x", slots=("s1",), language="zh").slots
    assert (slot.expected, slot.first_arrival) == (0, None)


def test_the_workbook_has_real_dates_a_frozen_head_and_a_row_for_each_person() -> None:
    book = load_workbook(BytesIO(intake_list_bytes(small_list("zh"))))
    people, summary = book.worksheets
    assert people.title == "接收名单"
    assert people.freeze_panes == "D5"
    assert [cell.value for cell in people[4]][:3] == ["到达时间", "乘坐车辆", "姓名"]
    first = people["A5"]
    assert (first.value, first.number_format) == (datetime.fromisoformat("2027-02-20T11:33:15"), MOMENT)
    assert people.max_row == 4 + 5
    assert summary["E5"].value == 5


def test_a_name_that_begins_like_a_formula_stays_text() -> None:
    facts = replace(cast.small(), people={"p1": (Person(name='=HYPERLINK("x")'), Person(name="钱雨水"))})
    listing = intake_list(facts, employer="=1+1", slots=("s1",), language="en")
    people = load_workbook(BytesIO(intake_list_bytes(listing))).worksheets[0]
    assert {people["C5"].data_type, people["A1"].data_type} == {"s"}
    assert people["C5"].value == '=HYPERLINK("x")'


def test_a_phone_number_is_given_by_its_end_only() -> None:
    people = load_workbook(BytesIO(intake_list_bytes(small_list()))).worksheets[0]
    assert [people.cell(row=row, column=6).value for row in range(5, 10)] == ["0001", "0002", "0003", None, None]
