"""Rows that name each other as travelling together become one party, and can be split again."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.people.models import DepartureRequest
from scheduler.people.unions import party_split
from scheduler.sheets.models import Upload
from scheduler.sheets.rows import Action
from scheduler.sheets.states import UploadState
from tests.scheduler.sheets.conftest import Desk
from tests.scheduler.sheets.files import csv_bytes

HEADS = ["同行组", "姓名", "手机号", "可出发时间", "上车点", "意向岗位", "同行人"]
FRIENDS = [
    ["", "向阳花", "11100000601", "2027-02-20 06:30", "bp-1", "s1", "牵牛花"],
    ["周家", "牵牛花", "11100000602", "2027-02-20 05:30", "bp-1、bp-2", "s1", "向阳花"],
    ["周家", "鸡冠花", "11100000603", "", "", "", ""],
    ["", "凤仙花", "11100000604", "2027-02-20 05:30", "bp-1", "s1", ""],
]


def send(desk: Desk, *rows: Sequence[str]) -> Upload:
    return desk.send(csv_bytes([HEADS, *rows]))


def sizes(desk: Desk) -> dict[str, int]:
    """The sizes of the requests that are planned besides those of the campaign's document, by how many are in them."""
    with desk.cast.coordinator.acting():
        found = DepartureRequest.objects.filter(campaign=desk.cast.campaign, state="submitted", members__isnull=False)
        return {row.code: row.members.count() for row in found.distinct()}


def test_rows_that_name_each_other_become_one_party(desk: Desk) -> None:
    upload = send(desk, *FRIENDS)
    assert desk.faults(upload) == {}
    assert [row.group for row in desk.rows(upload).values()] == [2, 2, 2, 5]
    assert desk.take_in(upload).state == UploadState.TAKEN
    found = sizes(desk)
    assert sorted(found.values()) == [1, 3]
    (code,) = (code for code, size in found.items() if size == 3)
    assert code.endswith("+周家")
    with desk.cast.coordinator.acting():
        union = DepartureRequest.objects.get(code=code)
        assert union.size == 3
        assert [move.by_id for move in union.parts.get(code="周家").moves.all()] == [desk.cast.coordinator.user.id]


def test_the_same_sheet_again_makes_no_doubles_and_joins_anew_only_what_was_split(desk: Desk) -> None:
    desk.take_in(send(desk, *FRIENDS))
    again = send(desk, *FRIENDS)
    assert {row.action for row in desk.rows(again).values()} == {Action.SAME}
    assert desk.take_in(again).state == UploadState.TAKEN
    assert sorted(sizes(desk).values()) == [1, 3]
    with desk.cast.coordinator.acting():
        (code,) = (code for code, size in sizes(desk).items() if size == 3)
        party_split(request=DepartureRequest.objects.get(code=code), version=None, by=None)
    assert sorted(sizes(desk).values()) == [1, 1, 2]
    third = desk.send(csv_bytes([HEADS, *FRIENDS, [""]]))
    assert [(row.action, row.changes) for row in desk.rows(third).values()] == [
        *[(Action.UPDATE, ["with"])] * 3,
        (Action.SAME, []),
    ]
    desk.take_in(third)
    assert sorted(sizes(desk).values()) == [1, 3]


def test_what_a_sheet_says_of_who_was_joined_waits_for_the_split(desk: Desk) -> None:
    desk.take_in(send(desk, *FRIENDS))
    later = [*FRIENDS[0][:3], "2027-02-20 07:30", *FRIENDS[0][4:]]
    assert desk.faults(send(desk, later)) == {2: [("ready_at", "joined_already")]}


def test_days_homes_and_sizes_that_do_not_go_together_are_told_at_their_cell(desk: Desk) -> None:
    upload = send(
        desk,
        ["", "向阳花", "11100000601", "2027-02-20 06:30", "bp-1", "s1", "牵牛花"],
        ["", "牵牛花", "11100000602", "2027-02-21 00:30", "bp-2", "s3", ""],
    )
    assert desk.faults(upload) == {
        2: [("with", "mate_faulty")],
        3: [("ready_at", "after_horizon"), ("with", "join_days"), ("with", "join_places"), ("with", "join_slots")],
    }
    assert desk.warnings(upload) == {2: [("with", "with_one_sided")]}
    heads = [*HEADS, "同行人数"]
    rows = [[*FRIENDS[0][:6], "凤仙花", "11"], [*FRIENDS[3][:6], "向阳花", "11"]]
    upload = desk.send(csv_bytes([heads, *rows]))
    assert desk.faults(upload) == {
        2: [("with", "join_vehicle"), ("with", "join_capacity")],
        3: [("with", "mate_faulty")],
    }


def test_names_that_nobody_or_several_have_are_told(desk: Desk) -> None:
    same = [["", "同名", f"1110000070{i}", "2027-02-20", "bp-1", "s1", ""] for i in range(2)]
    upload = send(desk, ["", "甲", "11100000601", "2027-02-20", "bp-1", "s1", "同名、无此人"], *same)
    assert desk.faults(upload) == {2: [("with", "with_several"), ("with", "with_nobody")]}


def test_somebody_can_be_joined_to_a_request_that_is_there(desk: Desk) -> None:
    desk.take_in(send(desk, FRIENDS[3]))
    upload = send(desk, ["", "向阳花", "11100000601", "2027-02-20 06:30", "bp-1", "s1", "凤仙花"])
    assert desk.faults(upload) == {}
    assert desk.take_in(upload).state == UploadState.TAKEN
    assert list(sizes(desk).values()) == [2]
